"""R46: how near a promise is to being broken, at each of its moments by the Danish clock."""

from datetime import UTC, datetime, timedelta

import pytest

from models import FollowUp, StaffMember
from models.contact import Channel
from models.follow_up import FollowUpReason, FollowUpState, Resolution
from models.follow_up.alarm import Alarm
from tests.cast import NINE

A_MILLISECOND = timedelta(milliseconds=1)

MOMENTS = {
    "a plain Monday": ("2026-03-02T09:11", "2026-03-03T15:00", "2026-03-04T13:00"),
    "in summer": ("2026-06-15T08:00", "2026-06-16T14:00", "2026-06-17T12:00"),
    "over a weekend": ("2026-01-09T12:00", "2026-01-12T15:00", "2026-01-13T13:00"),
    "over Easter": ("2026-04-01T10:00", "2026-04-07T14:00", "2026-04-08T12:00"),
    "on Maundy Thursday": ("2026-04-02T10:00", "2026-04-07T14:00", "2026-04-08T12:00"),
    "over Christmas": ("2026-12-23T12:00", "2026-12-28T15:00", "2026-12-29T13:00"),
    "on Christmas Eve": ("2026-12-24T09:00", "2026-12-28T15:00", "2026-12-29T13:00"),
    "over New Year": ("2026-12-30T12:00", "2027-01-04T15:00", "2027-01-05T13:00"),
    "when the clocks go forward": ("2026-03-27T10:00", "2026-03-30T14:00", "2026-03-31T12:00"),
    "when the clocks go back": ("2026-10-23T10:00", "2026-10-26T15:00", "2026-10-27T13:00"),
    # 00:30 on Monday 1 June in Denmark.
    "after the Danish midnight": ("2026-05-31T22:30", "2026-06-02T14:00", "2026-06-03T12:00"),
}
"""In UTC: when it was promised, when staff are reminded, when two hours are left."""

AT_EACH = pytest.mark.parametrize("when", MOMENTS)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def promised(when="a plain Monday"):
    opened_at, reminded_at, due_soon_at = map(utc, MOMENTS[when])
    promise = FollowUp.promised("con_karen", FollowUpReason.DELAY, opened_at)
    return promise, reminded_at, due_soon_at


def sara():
    member = StaffMember(id="stf_sara", name="Sara Bang")
    # Rules need the relation and no database; the ORM only asks whether it has been saved.
    member._saved_in_db = True
    return member


@AT_EACH
def test_staff_are_reminded_when_the_first_working_day_is_over(when):
    promise, reminded_at, _ = promised(when)

    assert promise.alarm(promise.opened_at) is Alarm.NONE
    assert promise.alarm(reminded_at - A_MILLISECOND) is Alarm.NONE
    assert promise.alarm(reminded_at) is Alarm.REMINDER


@AT_EACH
def test_it_is_due_soon_when_two_hours_are_left(when):
    promise, _, due_soon_at = promised(when)

    assert promise.alarm(due_soon_at - A_MILLISECOND) is Alarm.REMINDER
    assert promise.alarm(due_soon_at) is Alarm.DUE_SOON
    assert promise.is_due_soon(due_soon_at)
    assert promise.due_at - due_soon_at == timedelta(hours=2)


@AT_EACH
def test_it_is_overdue_when_its_hour_has_passed_and_stays_so(when):
    promise, _, _ = promised(when)

    assert promise.alarm(promise.due_at) is Alarm.DUE_SOON
    assert promise.alarm(promise.due_at + A_MILLISECOND) is Alarm.OVERDUE
    assert promise.alarm(promise.due_at + timedelta(days=365)) is Alarm.OVERDUE
    assert promise.state is FollowUpState.OPEN


@AT_EACH
def test_it_is_foretold_when_it_becomes_more_urgent(when):
    promise, reminded_at, due_soon_at = promised(when)
    overdue_at = promise.due_at + A_MILLISECOND

    assert promise.changes_at(promise.opened_at) == reminded_at
    assert promise.changes_at(reminded_at) == due_soon_at
    assert promise.changes_at(due_soon_at) == overdue_at
    assert promise.changes_at(overdue_at) is None


def test_that_somebody_has_taken_it_silences_no_alarm():
    promise, _, _ = promised()
    promise.assign(sara(), NINE)
    promise.record_attempt(sara(), Channel.PHONE, False, None, NINE)

    assert promise.alarm(promise.due_at + A_MILLISECOND) is Alarm.OVERDUE


ENDINGS = {
    FollowUpState.CONTACTED: lambda it: it.record_attempt(sara(), Channel.SMS, True, None, NINE),
    FollowUpState.RESOLVED: lambda it: it.resolve(Resolution.PHONE, "stf_sara", NINE),
    FollowUpState.WITHDRAWN: lambda it: it.withdraw(NINE),
}


@pytest.mark.parametrize("state", ENDINGS)
def test_once_the_patient_is_reached_or_has_come_back_there_is_no_alarm(state):
    promise, reminded_at, _ = promised()
    ENDINGS[state](promise)

    assert promise.state is state
    assert promise.alarm(promise.due_at + timedelta(days=1)) is Alarm.NONE
    assert promise.changes_at(reminded_at) is None


def test_each_alarm_is_written_down_once():
    promise, reminded_at, due_soon_at = promised()
    overdue_at = promise.due_at + A_MILLISECOND
    written = []

    for now in (promise.opened_at, reminded_at, due_soon_at, overdue_at):
        for late in (timedelta(0), timedelta(minutes=1)):
            promise.raise_alarm(now + late)
            written.append((promise.alarm_raised, promise.alarmed_at))

    assert written == [
        (Alarm.NONE, None),
        (Alarm.NONE, None),
        *[(Alarm.REMINDER, reminded_at)] * 2,
        *[(Alarm.DUE_SOON, due_soon_at)] * 2,
        *[(Alarm.OVERDUE, overdue_at)] * 2,
    ]


def test_an_alarm_that_nobody_raised_in_time_is_not_said_to_have_been_raised():
    promise, _, _ = promised()

    promise.raise_alarm(promise.due_at + timedelta(hours=1))

    assert (promise.alarm_raised, promise.alarmed_at) == (
        Alarm.OVERDUE,
        promise.due_at + timedelta(hours=1),
    )
