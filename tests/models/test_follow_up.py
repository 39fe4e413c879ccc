"""R46–R47: "Vi kontakter dig inden for to hverdage", and how the promise is kept or given back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models import FollowUp
from models.follow_up import FollowUpReason, FollowUpState, Resolution
from models.refused import FollowUpClosed, FollowUpInProgress
from models.working_days import follow_up_due
from tests.cast import NINE

WEDNESDAY_FOUR = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
"""Two working days after the Monday that is NINE; four in the afternoon in Denmark."""


def promised():
    return FollowUp.promised("con_karen", FollowUpReason.DELAY, NINE)


def test_who_leaves_on_a_monday_is_called_by_wednesday_four_o_clock():
    promise = promised()

    assert (promise.state, promise.reason) == (FollowUpState.OPEN, FollowUpReason.DELAY)
    assert (promise.opened_at, promise.due_at) == (NINE, WEDNESDAY_FOUR)


@pytest.mark.parametrize(
    ("left_at", "due_at"),
    [
        # In summer four in the afternoon is 14:00 UTC, in winter 15:00.
        ("2026-06-15T10:00", "2026-06-17T14:00"),
        ("2026-12-14T10:00", "2026-12-16T15:00"),
        # Over both nights in which the clocks change.
        ("2026-03-27T10:00", "2026-03-31T14:00"),
        ("2026-10-23T10:00", "2026-10-27T15:00"),
    ],
)
def test_the_clinic_closes_at_four_by_the_danish_clock(left_at, due_at):
    assert follow_up_due(utc(left_at)) == utc(due_at)


@pytest.mark.parametrize(
    ("left_at", "due_on"),
    [
        # Sunday 31 May until midnight in Denmark, which is 22:00 UTC; then Monday 1 June.
        ("2026-05-31T21:59", date(2026, 6, 2)),
        ("2026-05-31T22:00", date(2026, 6, 3)),
        ("2026-05-31T23:30", date(2026, 6, 3)),
        # In winter midnight in Denmark is 23:00 UTC.
        ("2026-01-11T22:59", date(2026, 1, 13)),
        ("2026-01-11T23:00", date(2026, 1, 14)),
        ("2026-01-11T23:30", date(2026, 1, 14)),
    ],
)
def test_the_day_of_leaving_is_the_one_in_the_danish_calendar(left_at, due_on):
    assert follow_up_due(utc(left_at)).date() == due_on


def test_a_promise_is_overdue_when_its_time_has_passed_and_not_before():
    promise = promised()

    assert not promise.is_overdue(WEDNESDAY_FOUR)
    assert promise.is_overdue(WEDNESDAY_FOUR + timedelta(milliseconds=1))


@pytest.mark.parametrize("resolution", Resolution)
def test_a_kept_promise_says_how_the_patient_was_helped_by_whom_and_when(resolution):
    promise = promised()

    promise.resolve(resolution, "stf_sara", NINE)

    assert (promise.state, promise.resolution) == (FollowUpState.RESOLVED, resolution)
    assert (promise.resolved_by, promise.resolved_at) == ("stf_sara", NINE)


def test_a_promise_kept_is_never_overdue():
    promise = promised()
    promise.resolve(Resolution.PHONE, "stf_sara", NINE)

    assert not promise.is_overdue(WEDNESDAY_FOUR + timedelta(days=365))


def test_a_patient_who_came_back_needs_no_call():
    promise = promised()

    promise.withdraw(NINE)

    assert (promise.state, promise.resolved_at) == (FollowUpState.WITHDRAWN, NINE)
    assert promise.resolution is None
    assert not promise.is_overdue(WEDNESDAY_FOUR + timedelta(days=1))


@pytest.mark.parametrize("closed", [FollowUpState.RESOLVED, FollowUpState.WITHDRAWN])
@pytest.mark.parametrize(
    "act",
    [
        lambda promise: promise.resolve(Resolution.DECLINED, "stf_other", NINE),
        lambda promise: promise.withdraw(NINE),
    ],
    ids=["resolve", "withdraw"],
)
def test_what_is_closed_stays_as_it_was_closed(act, closed):
    promise = promised()
    promise.state = closed
    before = promise.columns()

    with pytest.raises((FollowUpClosed, FollowUpInProgress)):
        act(promise)

    assert promise.columns() == before


def test_a_change_is_told_to_the_follow_up_desk_and_to_the_consultation():
    promise = promised()

    assert promise.topics == ["follow_ups:all", "consultation:con_karen"]


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
