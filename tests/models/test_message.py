"""R14, R21, R33: which text messages we owe, when they are due, who sends them, and why not."""

import asyncio
from datetime import timedelta

import pytest

from models import Message, MessageKind, Modality
from models.appointment import AppointmentState
from models.message import CLAIM_HOLDS, LINK_SENT_BEFORE, MessageState, SkipReason
from tests.cast import NINE
from tests.models.on_paper import YESTERDAY, a_service, booked

A_MILLISECOND = timedelta(milliseconds=1)
CONFIRMATION, LINK = MessageKind.BOOKING_CONFIRMATION, MessageKind.VIDEO_LINK
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


@pytest.fixture
async def link(consultation):
    """Karen's, due ten minutes before nine."""
    return await Message.get(appointment_id=consultation.appointment_id, kind=LINK)


async def due(now):
    return [message.kind for message in await Message.due(now)]


async def test_it_is_due_from_the_moment_it_is_due(link):
    await Message.filter(kind=CONFIRMATION).delete()

    assert await due(TEN_TO - A_MILLISECOND) == []
    assert await due(TEN_TO) == [LINK]


async def test_what_was_due_first_is_sent_first(link):
    assert await due(NINE) == [CONFIRMATION, LINK]


async def test_of_several_workers_one_sends_it(link):
    workers = [await Message.get(id=link.id) for _ in range(8)]

    won = await asyncio.gather(*(worker.claim(TEN_TO) for worker in workers))

    assert won.count(True) == 1


async def test_while_somebody_sends_it_nobody_else_does(link):
    await Message.filter(kind=CONFIRMATION).delete()
    assert await link.claim(TEN_TO)

    assert timedelta(seconds=60) == CLAIM_HOLDS
    assert await due(TEN_TO + CLAIM_HOLDS - A_MILLISECOND) == []
    assert await due(TEN_TO + CLAIM_HOLDS) == [LINK]


async def test_of_a_worker_that_died_one_other_takes_over(link):
    assert await link.claim(TEN_TO)
    later = TEN_TO + CLAIM_HOLDS
    workers = [await Message.get(id=link.id) for _ in range(8)]

    won = await asyncio.gather(*(worker.claim(later) for worker in workers))

    assert won.count(True) == 1


async def test_what_was_sent_is_not_sent_again(link):
    await link.claim(TEN_TO)

    await link.sent(TEN_TO)

    kept = await Message.get(id=link.id)
    assert (kept.state, kept.sent_at) == (MessageState.SENT, TEN_TO)
    assert LINK not in await due(TEN_TO + timedelta(days=1))


async def test_what_was_skipped_says_why_and_is_not_sent(link):
    await link.claim(TEN_TO)

    await link.skipped(SkipReason.NO_PHONE)

    kept = await Message.get(id=link.id)
    assert (kept.state, kept.skipped_because) == (MessageState.SKIPPED, SkipReason.NO_PHONE)
    assert LINK not in await due(TEN_TO + timedelta(days=1))


async def test_what_could_not_be_sent_is_due_again_at_once(link):
    await link.claim(TEN_TO)

    await link.give_back()

    assert LINK in await due(TEN_TO)
    assert await (await Message.get(id=link.id)).claim(TEN_TO)
