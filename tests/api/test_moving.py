"""Moving an appointment: the same appointment at another time, and everything that follows it."""

import asyncio
from datetime import timedelta

import pytest

from models import Appointment, BookingConfirmation, Consultation, FollowUp, Message
from models.consultation.states import State
from tests.api.test_booking import TOMORROW, slot
from tests.cast import NINE, a_check, booked, opening, put

MOVE = """
  mutation ($id: ID!, $slot: ID!, $seen: Boolean! = false) {
    moveAppointment(input: { appointmentId: $id, slotId: $slot, noticeSeen: $seen }) {
      __typename
      ... on Appointment {
        id startsAt state confirmation { edition supersededBy { id } } consultation { state }
      }
      ... on SlotTaken { alternatives { startsAt } }
      ... on NoticeRequired { freeUntil }
      ... on ActionNotAllowed { action }
      ... on OverlapsYourOwn { appointment { id } }
      ... on Error { code message }
    }
  }
"""
LETTERS = """{ bookingConfirmations { nodes {
  edition sections { heading body } supersededBy { edition }
} } }"""
UNREAD = "{ frontPage { unreadConfirmations } }"

DAY_AFTER = TOMORROW + timedelta(days=1)
LATER = DAY_AFTER + timedelta(hours=1)


@pytest.fixture(autouse=True)
async def open_hours(holm):
    await opening(holm)


@pytest.fixture
async def own(karen, shoulder, holm):
    """Karen's by video, the day after tomorrow at nine in Denmark."""
    return await booked(karen, shoulder, holm, DAY_AFTER, NINE)


async def test_it_is_the_same_appointment_at_another_time(app_of, karen, shoulder, holm, own):
    app = await app_of(karen)

    answer = await app.asks(MOVE, id=own.id, slot=slot(shoulder, holm, LATER))

    assert answer == {
        "__typename": "Appointment",
        "id": own.id,
        "startsAt": "2026-03-04T09:00:00+00:00",
        "state": "BOOKED",
        "confirmation": {"edition": 2, "supersededBy": None},
        "consultation": {"state": "SCHEDULED"},
    }
    assert await Appointment.all().count() == await Consultation.all().count() == 1


async def test_the_first_confirmation_stays_as_it_was_and_says_what_replaced_it(
    app_of, karen, shoulder, holm, own, clock
):
    app = await app_of(karen)
    [before] = (await app.asks(LETTERS))["nodes"]
    clock.goes(minutes=1)

    await app.asks(MOVE, id=own.id, slot=slot(shoulder, holm, LATER))

    new, old = (await app.asks(LETTERS))["nodes"]
    assert old["sections"] == before["sections"]
    assert (old["supersededBy"], new["supersededBy"]) == ({"edition": 2}, None)
    assert {"heading": "Hvornår", "body": "onsdag 4. marts kl. 10.00–10.30"} in new["sections"]
    assert await app.asks(UNREAD) == {"unreadConfirmations": 1}


async def test_what_was_owed_about_the_old_time_is_not_sent(app_of, karen, shoulder, holm, own):
    await (await app_of(karen)).asks(MOVE, id=own.id, slot=slot(shoulder, holm, LATER))

    moved = await Appointment.get(id=own.id)
    old = await Message.filter(schedule_version=1)
    new = await Message.filter(schedule_version=moved.schedule_version)
    assert {message.kind for message in old} == {message.kind for message in new}
    assert all(m.skip_reason(moved, "+4520123456", True, NINE) for m in old)
    assert not any(m.skip_reason(moved, "+4520123456", True, NINE) for m in new)


async def test_the_old_time_is_free_for_somebody_else(app_of, karen, ole, shoulder, holm, own):
    await (await app_of(karen)).asks(MOVE, id=own.id, slot=slot(shoulder, holm, LATER))

    await booked(ole, shoulder, holm, DAY_AFTER, NINE)


async def test_into_a_taken_time_nothing_is_moved(app_of, karen, ole, shoulder, holm, own):
    """X5: the old time is kept until the new one is taken."""
    await booked(ole, shoulder, holm, LATER, NINE)

    answer = await (await app_of(karen)).asks(MOVE, id=own.id, slot=slot(shoulder, holm, LATER))

    assert answer["__typename"] == "SlotTaken"
    assert len(answer["alternatives"]) == 3
    kept = await Appointment.get(id=own.id)
    assert (kept.starts_at, kept.schedule_version) == (DAY_AFTER, 1)
    assert await BookingConfirmation.filter(appointment_id=own.id).count() == 1


async def test_it_can_be_moved_by_less_than_its_length(app_of, karen, doctor, shoulder, holm, own):
    """Its own old time is not in its way."""
    await shoulder.filter(id=shoulder.id).update(minutes=60)
    await Appointment.filter(id=own.id).update(ends_at=DAY_AFTER + timedelta(minutes=90))

    answer = await (await app_of(karen)).asks(MOVE, id=own.id, slot=slot(shoulder, holm, LATER))

    assert answer["__typename"] == "Appointment"


async def test_moving_it_twice_to_the_same_time_is_moving_it_once(
    app_of, karen, shoulder, holm, own
):
    app = await app_of(karen)
    there = slot(shoulder, holm, LATER)

    answers = await asyncio.gather(*(app.asks(MOVE, id=own.id, slot=there) for _ in range(4)))

    assert {answer["startsAt"] for answer in answers} == {"2026-03-04T09:00:00+00:00"}
    assert await BookingConfirmation.filter(appointment_id=own.id).count() == 2


async def test_two_patients_who_swap_their_times_both_lose_nothing(
    app_of, karen, ole, shoulder, holm, own
):
    others = await booked(ole, shoulder, holm, LATER, NINE)
    karens, oles = await app_of(karen), await app_of(ole)

    answers = await asyncio.gather(
        karens.asks(MOVE, id=own.id, slot=slot(shoulder, holm, LATER)),
        oles.asks(MOVE, id=others.id, slot=slot(shoulder, holm, DAY_AFTER)),
    )

    assert [answer["__typename"] for answer in answers] == ["SlotTaken", "SlotTaken"]
    assert await Appointment.filter(schedule_version=1).count() == 2


async def test_less_than_a_day_before_one_is_told_first(app_of, karen, shoulder, holm, clock, own):
    there = slot(shoulder, holm, LATER)
    clock.goes(DAY_AFTER - timedelta(hours=24) + timedelta(milliseconds=1))
    app = await app_of(karen)

    answer = await app.asks(MOVE, id=own.id, slot=there)

    assert answer["message"].startswith("Der er mindre end 24 timer til din aftale.")
    assert (answer["__typename"], answer["freeUntil"]) == (
        "NoticeRequired",
        "2026-03-03T08:00:00+00:00",
    )
    seen = await app.asks(MOVE, id=own.id, slot=there, seen=True)
    assert seen["__typename"] == "Appointment"


async def test_a_day_before_sharp_it_is_moved_without_a_notice(
    app_of, karen, shoulder, holm, clock, own
):
    clock.goes(DAY_AFTER - timedelta(hours=24))

    answer = await (await app_of(karen)).asks(MOVE, id=own.id, slot=slot(shoulder, holm, LATER))

    assert answer["__typename"] == "Appointment"


async def test_whoever_is_in_the_waiting_room_cannot_move(app_of, karen, shoulder, holm, own):
    """X6: entering wins."""
    meeting = await Consultation.whole(Consultation.filter(appointment_id=own.id))
    early = DAY_AFTER - timedelta(minutes=10)
    await put(meeting, lambda it: it.enter(a_check(early), early))

    answer = await (await app_of(karen)).asks(MOVE, id=own.id, slot=slot(shoulder, holm, LATER))

    assert answer == {
        "__typename": "ActionNotAllowed",
        "action": "MOVE",
        "code": "ACTION_NOT_ALLOWED",
        "message": "Du er i gang med din konsultation.",
    }


async def test_whoever_left_a_late_clinician_moves_without_a_notice_and_is_helped(
    app_of, karen, shoulder, holm, clock, own
):
    """R47: a new appointment is how we helped."""
    meeting = await Consultation.whole(Consultation.filter(appointment_id=own.id))
    late = DAY_AFTER + timedelta(minutes=11)
    await put(
        meeting, lambda it: it.enter(a_check(DAY_AFTER), DAY_AFTER), lambda it: it.leave(late)
    )
    clock.goes(late)

    answer = await (await app_of(karen)).asks(
        MOVE, id=own.id, slot=slot(shoulder, holm, DAY_AFTER + timedelta(days=1))
    )

    assert answer["consultation"] == {"state": "SCHEDULED"}
    promise = await FollowUp.get()
    assert promise.resolution == "NEW_APPOINTMENT"
    again = await Consultation.get(id=meeting.id)
    assert again.state is State.SCHEDULED
    assert (again.left_reason or again.waiting_since) is None


async def test_to_a_time_of_another_service_it_cannot_be_moved(app_of, karen, doctor, holm, own):
    answer = await (await app_of(karen)).asks(MOVE, id=own.id, slot=slot(doctor, holm, LATER))

    assert answer["__typename"] == "SlotNotOffered"


async def test_over_another_appointment_of_ones_own_it_cannot_be_moved(
    app_of, karen, shoulder, doctor, holm, own
):
    other = await booked(karen, doctor, holm, LATER, NINE)

    answer = await (await app_of(karen)).asks(MOVE, id=own.id, slot=slot(shoulder, holm, LATER))

    assert answer["appointment"] == {"id": other.id}


async def test_another_patients_appointment_is_not_found(app_of, ole, shoulder, holm, own):
    app = await app_of(ole)

    assert await app.refused(MOVE, id=own.id, slot=slot(shoulder, holm, LATER)) == "NOT_FOUND"
    assert (await Appointment.get(id=own.id)).starts_at == DAY_AFTER
