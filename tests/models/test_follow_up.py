"""R46–R47: "Vi kontakter dig inden for to hverdage", and how the promise is kept or given back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models import FollowUp, StaffMember
from models.contact import Channel
from models.follow_up import FollowUpReason, FollowUpState, Resolution
from models.follow_up.states import LIVE
from models.refused import (
    FollowUpClosed,
    FollowUpInProgress,
    FollowUpTaken,
    InvalidInput,
    NoNewAppointment,
)
from models.working_days import follow_up_due
from tests.cast import NINE

WEDNESDAY_FOUR = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
"""Two working days after the Monday that is NINE; four in the afternoon in Denmark."""


def colleague(id, name):
    member = StaffMember(id=id, name=name)
    # Rules need the relation and no database; the ORM only asks whether it has been saved.
    member._saved_in_db = True
    return member


SARA, KRAG = colleague("stf_sara", "Sara Bang"), colleague("stf_krag", "Jens Krag")


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
    promise.has_new_appointment = True

    promise.resolve(resolution, "stf_sara", NINE)

    assert (promise.state, promise.resolution) == (FollowUpState.RESOLVED, resolution)
    assert (promise.resolved_by, promise.resolved_at) == ("stf_sara", NINE)


def test_without_a_new_appointment_it_is_not_said_that_there_is_one():
    promise = promised()

    with pytest.raises(NoNewAppointment):
        promise.resolve(Resolution.NEW_APPOINTMENT, "stf_sara", NINE)

    assert promise.state is FollowUpState.OPEN


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
        lambda promise: promise.assign(SARA, NINE),
        lambda promise: promise.record_attempt(SARA, Channel.PHONE, True, None, NINE),
        lambda promise: promise.resolve(Resolution.DECLINED, "stf_other", NINE),
        lambda promise: promise.withdraw(NINE),
    ],
    ids=["assign", "record_attempt", "resolve", "withdraw"],
)
def test_what_is_closed_stays_as_it_was_closed(act, closed):
    promise = promised()
    promise.state = closed
    before = promise.columns()

    with pytest.raises((FollowUpClosed, FollowUpInProgress)):
        act(promise)

    assert (promise.columns(), promise.brought) == (before, [])


def test_whoever_takes_it_has_it():
    promise = promised()

    promise.assign(SARA, NINE)

    assert (promise.state, promise.assigned_to) == (FollowUpState.ASSIGNED, SARA)
    assert (promise.assigned_to_id, promise.assigned_at) == (SARA.id, NINE)


def test_taking_it_twice_is_taking_it_once():
    promise = promised()
    promise.assign(SARA, NINE)

    promise.assign(SARA, NINE + timedelta(hours=1))

    assert promise.assigned_at == NINE


@pytest.mark.parametrize("reached", [False, True])
def test_what_a_colleague_has_nobody_else_takes_and_one_is_told_who_has_it(reached):
    promise = promised()
    promise.record_attempt(SARA, Channel.PHONE, reached, None, NINE)

    with pytest.raises(FollowUpTaken) as refusal:
        promise.assign(KRAG, NINE)

    assert refusal.value.taken_by == "Sara Bang"
    assert refusal.value.message("da") == "Sara Bang er allerede i gang med opfølgningen."
    assert promise.assigned_to is SARA


def test_a_call_that_was_not_answered_is_noted_and_the_promise_is_still_to_be_kept():
    promise = promised()
    promise.assign(SARA, NINE)

    promise.record_attempt(SARA, Channel.PHONE, False, "Telefonsvarer", NINE)

    [attempt] = promise.brought
    assert promise.state is FollowUpState.ASSIGNED
    assert (attempt.number, attempt.by, attempt.how) == (1, SARA, Channel.PHONE)
    assert (attempt.reached, attempt.note, attempt.at) == (False, "Telefonsvarer", NINE)


def test_a_patient_who_was_reached_has_been_contacted_and_not_yet_helped():
    promise = promised()

    promise.record_attempt(SARA, Channel.PHONE, False, None, NINE)
    promise.record_attempt(KRAG, Channel.EMAIL, True, "", NINE)

    assert (promise.state, promise.attempts_made) == (FollowUpState.CONTACTED, 2)
    assert [(it.number, it.by, it.note) for it in promise.tried] == [
        (1, SARA, None),
        (2, KRAG, None),
    ]
    assert promise.is_live
    assert promise.assigned_to is SARA


def test_a_call_that_is_not_answered_afterwards_does_not_unreach_the_patient():
    promise = promised()
    promise.record_attempt(SARA, Channel.PHONE, True, None, NINE)

    promise.record_attempt(SARA, Channel.PHONE, False, None, NINE)

    assert promise.state is FollowUpState.CONTACTED


@pytest.mark.parametrize("note", ["x" * 501, "a\x00b"])
def test_a_note_is_one_line_that_can_be_read(note):
    promise = promised()
    before = promise.columns()

    with pytest.raises(InvalidInput) as refusal:
        promise.record_attempt(SARA, Channel.PHONE, True, note, NINE)

    assert refusal.value.field == "note"
    assert (promise.columns(), promise.brought) == (before, [])


@pytest.mark.parametrize("state", LIVE)
def test_a_new_appointment_settles_a_promise_wherever_it_stands(state):
    promise = promised()
    promise.state = state

    promise.settled_by_new_appointment("pat_karen", NINE)

    assert (promise.state, promise.resolution) == (
        FollowUpState.RESOLVED,
        Resolution.NEW_APPOINTMENT,
    )
    assert (promise.resolved_by, promise.resolved_at) == ("pat_karen", NINE)


@pytest.mark.parametrize("state", sorted(set(FollowUpState) - set(LIVE)))
def test_a_new_appointment_leaves_a_closed_promise_as_it_was(state):
    promise = promised()
    promise.state = state
    before = promise.columns()

    promise.settled_by_new_appointment("pat_karen", NINE)

    assert promise.columns() == before


@pytest.mark.parametrize("state", [FollowUpState.ASSIGNED, FollowUpState.CONTACTED])
def test_a_patient_whom_we_have_begun_to_contact_cannot_just_come_back(state):
    promise = promised()
    promise.state = state

    with pytest.raises(FollowUpInProgress):
        promise.withdraw(NINE)


TOLD = {
    "promised": (lambda it: None, "Vi kontakter dig senest onsdag 4. marts og hjælper dig videre."),
    "taken": (
        lambda it: it.assign(SARA, NINE),
        "Vi kontakter dig senest onsdag 4. marts og hjælper dig videre.",
    ),
    "reached": (
        lambda it: it.record_attempt(SARA, Channel.PHONE, True, None, NINE),
        "Vi har kontaktet dig og er i gang med at hjælpe dig videre.",
    ),
    "a new time": (
        lambda it: it.settled_by_new_appointment("pat_karen", NINE),
        "Du har fået en ny tid.",
    ),
    "by phone": (
        lambda it: it.resolve(Resolution.PHONE, "stf_sara", NINE),
        "Vi har talt med dig og hjulpet dig videre.",
    ),
    "came back": (
        lambda it: it.withdraw(NINE),
        "Du kom selv tilbage, så vi kontakter dig ikke.",
    ),
}


@pytest.mark.parametrize("point", TOLD)
def test_the_patient_reads_what_we_promised_and_what_became_of_it(point):
    act, said = TOLD[point]
    promise = promised()

    act(promise)

    assert promise.text("da", NINE) == said


def test_a_broken_promise_is_not_glossed_over():
    promise = promised()

    assert "senest onsdag 4. marts" in promise.text("da", WEDNESDAY_FOUR)
    assert promise.text("en", WEDNESDAY_FOUR + timedelta(milliseconds=1)) == (
        "We should have contacted you by Wednesday 4 March. We are sorry. We do so as soon as we "
        "can, and you can always call us."
    )


def test_a_change_is_told_to_the_follow_up_desk_and_to_the_consultation():
    promise = promised()

    assert promise.topics == ["follow_ups:all", "consultation:con_karen"]


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
