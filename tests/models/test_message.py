"""R14, R21, R33: which text messages we owe, when they are due, and why one is not sent."""

from datetime import UTC, datetime, timedelta

import pytest

from models import Message, MessageKind, Modality
from models.appointment import AppointmentState
from models.message import LINK_SENT_BEFORE, REMINDED_BEFORE, MessageState, SkipReason
from tests.cast import NINE
from tests.models.on_paper import YESTERDAY, a_service, booked

A_MILLISECOND = timedelta(milliseconds=1)
CONFIRMATION, REMINDER, LINK = (
    MessageKind.BOOKING_CONFIRMATION,
    MessageKind.REMINDER,
    MessageKind.VIDEO_LINK,
)
TEN_TO = NINE - timedelta(minutes=10)
PHONE = "+4520123456"


def owed(appointment):
    return [row for row in appointment.brought if isinstance(row, Message)]


def the_link(**slot):
    return owed(booked(**slot))[1]


def test_a_booking_by_video_owes_the_confirmation_now_and_the_link_ten_minutes_before():
    messages = owed(booked())

    assert timedelta(minutes=10) == LINK_SENT_BEFORE
    assert [(it.kind, it.due_at) for it in messages] == [(CONFIRMATION, YESTERDAY), (LINK, TEN_TO)]
    assert {(it.state, it.not_after, it.schedule_version) for it in messages} == {
        (MessageState.DUE, NINE, 1)
    }


def test_a_booking_at_the_hospital_owes_the_confirmation_only():
    messages = owed(booked(a_service(Modality.IN_PERSON)))

    assert [it.kind for it in messages] == [CONFIRMATION]


@pytest.mark.parametrize(
    ("booked_at", "due_at"),
    [
        (TEN_TO - A_MILLISECOND, TEN_TO),
        (TEN_TO, TEN_TO),
        (NINE - timedelta(minutes=4), NINE - timedelta(minutes=4)),
    ],
)
def test_what_is_booked_within_the_last_ten_minutes_owes_the_link_at_once(booked_at, due_at):
    assert the_link(now=booked_at).due_at == due_at


@pytest.mark.parametrize(
    ("now", "reason"),
    [(NINE - A_MILLISECOND, None), (NINE, SkipReason.TOO_LATE)],
)
def test_from_the_start_on_it_is_too_late(now, reason):
    assert the_link().skip_reason(booked(), PHONE, True, now) is reason


def test_a_message_about_a_time_that_was_moved_is_not_sent():
    moved = booked()
    moved.schedule_version = 2

    assert the_link().skip_reason(moved, PHONE, True, TEN_TO) is SkipReason.APPOINTMENT_CHANGED


def test_a_message_about_a_cancelled_appointment_is_not_sent():
    cancelled = booked()
    cancelled.state = AppointmentState.CANCELLED

    assert the_link().skip_reason(cancelled, PHONE, True, TEN_TO) is SkipReason.APPOINTMENT_CHANGED


def test_a_message_that_the_patient_turned_off_is_not_sent():
    assert the_link().skip_reason(booked(), PHONE, False, TEN_TO) is SkipReason.NOT_WANTED


def test_without_a_number_there_is_nowhere_to_send_it():
    assert the_link().skip_reason(booked(), None, True, TEN_TO) is SkipReason.NO_PHONE


def test_whoever_was_told_nothing_though_it_was_tried_was_failed_by_the_gateway():
    link = the_link()
    link.attempts = 2

    assert link.skip_reason(booked(), PHONE, True, NINE) is SkipReason.NOT_TAKEN


def test_what_the_patient_asked_for_is_sent_though_such_messages_are_turned_off():
    again = Message.again(booked(), 1, YESTERDAY)

    assert again.skip_reason(booked(), PHONE, False, YESTERDAY) is None


def danish(text):
    """Danish wall time in March, before the clocks go forward."""
    return datetime.fromisoformat(f"2026-{text}+01:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("starts_at", "due_at"),
    [
        ("03-02T10:00", "03-01T10:00"),
        ("03-02T08:00", "03-01T08:00"),
        ("03-02T07:59", "03-01T08:00"),
        ("03-02T00:10", "03-01T08:00"),
        ("03-02T20:00", "03-01T20:00"),
        ("03-02T20:01", "03-01T20:00"),
        ("03-02T23:50", "03-01T20:00"),
    ],
)
def test_a_reminder_is_due_the_day_before_between_eight_and_twenty(starts_at, due_at):
    at = danish(starts_at)
    messages = owed(booked(starts_at=at, now=at - timedelta(days=7)))

    assert timedelta(hours=24) == REMINDED_BEFORE
    assert [it.kind for it in messages] == [CONFIRMATION, REMINDER, LINK]
    assert messages[1].due_at == danish(due_at)


@pytest.mark.parametrize(
    ("before", "kinds"),
    [
        (timedelta(hours=24), [CONFIRMATION, LINK]),
        (timedelta(hours=24) + A_MILLISECOND, [CONFIRMATION, REMINDER, LINK]),
    ],
)
def test_whoever_books_within_the_last_day_needs_no_reminder(before, kinds):
    assert [it.kind for it in owed(booked(now=NINE - before))] == kinds


def test_when_the_clocks_change_it_is_still_twenty_four_hours_before():
    """On 29 March 2026 at two in the night."""
    starts_at = datetime.fromisoformat("2026-03-29T12:00+02:00").astimezone(UTC)
    reminder = owed(booked(starts_at=starts_at, now=NINE))[1]

    assert reminder.due_at == datetime.fromisoformat("2026-03-28T11:00+01:00")


def test_a_reminder_that_would_have_been_due_before_the_booking_comes_with_it():
    """Booked at half past eight in the evening, for half past ten the next."""
    now = danish("03-01T20:30")
    reminder = owed(booked(starts_at=danish("03-02T22:30"), now=now))[1]

    assert (reminder.kind, reminder.due_at) == (REMINDER, now)


@pytest.mark.parametrize(
    ("booked_at", "due_at"),
    [
        ("03-01T21:59", "03-01T21:59"),
        ("03-01T22:00", "03-02T07:00"),
        ("03-02T02:00", "03-02T07:00"),
        ("03-02T06:59", "03-02T07:00"),
        ("03-02T07:00", "03-02T07:00"),
    ],
)
def test_a_confirmation_made_at_night_waits_for_the_morning(booked_at, due_at):
    confirmation = owed(booked(now=danish(booked_at)))[0]

    assert confirmation.due_at == confirmation.try_at == danish(due_at)


def test_but_not_until_it_would_be_too_late():
    confirmation = owed(booked(starts_at=danish("03-02T06:30"), now=danish("03-02T05:00")))[0]

    assert confirmation.due_at == danish("03-02T05:00")


def test_the_link_comes_at_night_too():
    link = owed(booked(starts_at=danish("03-02T03:00"), now=danish("03-01T12:00")))[1]

    assert (link.kind, link.due_at) == (LINK, danish("03-02T02:50"))


def test_and_so_does_what_the_patient_asks_for_at_night():
    assert Message.again(booked(), 1, danish("03-02T02:00")).due_at == danish("03-02T02:00")


def test_a_moved_appointment_owes_everything_anew():
    moved = booked()
    moved.schedule_version += 1
    moved.starts_at += timedelta(days=7)

    messages = Message.owed_for(moved, YESTERDAY)

    assert [it.kind for it in messages] == [CONFIRMATION, REMINDER, LINK]
    assert {it.schedule_version for it in messages} == {2}
    assert messages[2].due_at == TEN_TO + timedelta(days=7)
