"""Cancelling an appointment: the time is free, nothing more is sent, and whoever waits is told."""

from contextlib import aclosing
from datetime import timedelta

import pytest

from models import Appointment, Consultation, Invitation, Message
from models.appointment import AppointmentState
from models.consultation.states import State
from models.invitation import InvitationState
from tests.api.test_booking import BOOK, slot
from tests.api.test_moving import DAY_AFTER
from tests.cast import NINE, a_check, booked, opening, put

CANCEL = """
  mutation ($id: ID!, $seen: Boolean! = false) {
    cancelAppointment(input: { appointmentId: $id, noticeSeen: $seen }) {
      __typename
      ... on Appointment { id state cancelledAt cancelledBy consultation { state } }
      ... on ActionNotAllowed { action }
      ... on Error { code message }
    }
  }
"""
ACTIONS = """
  query ($id: ID!) {
    appointment(id: $id) {
      freeToChangeUntil
      allowedActions { action allowed allowedFrom reason notice }
    }
  }
"""
ROOM = """
  subscription ($id: ID!) {
    waitingRoom(consultationId: $id) { consultation { state } screen { title } }
  }
"""


@pytest.fixture
async def own(karen, shoulder, holm):
    await opening(holm)
    return await booked(karen, shoulder, holm, DAY_AFTER, NINE)


async def test_it_is_cancelled_and_its_time_is_free(app_of, karen, ole, shoulder, holm, own):
    answer = await (await app_of(karen)).asks(CANCEL, id=own.id)

    assert answer == {
        "__typename": "Appointment",
        "id": own.id,
        "state": "CANCELLED",
        "cancelledAt": "2026-03-02T09:00:00+00:00",
        "cancelledBy": "PATIENT",
        "consultation": {"state": "CANCELLED"},
    }
    await booked(ole, shoulder, holm, DAY_AFTER, NINE)


async def test_cancelling_twice_is_cancelling_once(app_of, karen, clock, own):
    app = await app_of(karen)
    first = await app.asks(CANCEL, id=own.id)
    clock.goes(minutes=5)

    assert await app.asks(CANCEL, id=own.id) == first
    assert (await Appointment.get(id=own.id)).schedule_version == 2


async def test_nothing_more_is_sent_about_it(app_of, karen, own):
    await (await app_of(karen)).asks(CANCEL, id=own.id)

    cancelled = await Appointment.get(id=own.id)
    owed = await Message.filter(appointment_id=own.id)
    assert owed
    assert all(m.skip_reason(cancelled, "+4520123456", True, NINE) for m in owed)


async def test_it_is_in_the_history_and_no_longer_active(app_of, karen, own):
    app = await app_of(karen)
    await app.asks(CANCEL, id=own.id)

    active = await app.asks("{ myAppointments { nodes { id } } }")
    history = await app.asks("{ myAppointments(filter: HISTORY) { nodes { id state } } }")

    assert active == {"nodes": []}
    assert history == {"nodes": [{"id": own.id, "state": "CANCELLED"}]}


async def test_a_patient_in_the_waiting_room_sees_that_it_is_cancelled(app_of, karen, clock, own):
    """C13: the stream ends with a screen of its own."""
    meeting = await Consultation.whole(Consultation.filter(appointment_id=own.id))
    early = DAY_AFTER - timedelta(minutes=10)
    await put(meeting, lambda it: it.enter(a_check(early), early))
    clock.goes(early)
    app = await app_of(karen)

    async with aclosing(await app.follows(ROOM, id=meeting.id)) as room:
        await anext(room)
        await app.asks(CANCEL, id=own.id, seen=True)
        seen = (await anext(room)).data["waitingRoom"]

    assert seen == {
        "consultation": {"state": "CANCELLED"},
        "screen": {"title": "Aftalen er aflyst"},
    }


async def test_an_invitation_that_rings_is_taken_back_with_it(app_of, karen, clock, own):
    meeting = await Consultation.whole(Consultation.filter(appointment_id=own.id))
    early = DAY_AFTER - timedelta(minutes=10)
    await put(meeting, lambda it: it.enter(a_check(early), early), lambda it: it.call_in(early))
    clock.goes(early)

    await (await app_of(karen)).asks(CANCEL, id=own.id, seen=True)

    assert (await Invitation.get()).state is InvitationState.WITHDRAWN


async def test_in_conversation_it_cannot_be_cancelled(app_of, karen, own):
    await Consultation.filter(appointment_id=own.id).update(state=State.IN_PROGRESS)

    answer = await (await app_of(karen)).asks(CANCEL, id=own.id)

    assert (answer["__typename"], answer["action"]) == ("ActionNotAllowed", "CANCEL")
    assert (await Appointment.get(id=own.id)).state is AppointmentState.BOOKED


async def test_once_it_has_begun_one_calls(app_of, karen, clock, own):
    clock.goes(DAY_AFTER)

    answer = await (await app_of(karen)).asks(CANCEL, id=own.id, seen=True)

    assert answer["message"] == "Aftalen er begyndt. Ring til os, så hjælper vi dig."


async def test_late_it_takes_a_notice(app_of, karen, clock, own):
    clock.goes(DAY_AFTER - timedelta(hours=23))
    app = await app_of(karen)

    assert (await app.asks(CANCEL, id=own.id))["__typename"] == "NoticeRequired"
    assert (await app.asks(CANCEL, id=own.id, seen=True))["__typename"] == "Appointment"


async def test_another_patients_is_not_found(app_of, ole, own):
    assert await (await app_of(ole)).refused(CANCEL, id=own.id) == "NOT_FOUND"
    assert (await Appointment.get(id=own.id)).state is AppointmentState.BOOKED


async def test_what_may_be_done_is_said_with_the_reasons(app_of, karen, clock, own):
    ahead = await (await app_of(karen)).asks(ACTIONS, id=own.id)
    clock.goes(DAY_AFTER - timedelta(minutes=15))
    then = await (await app_of(karen)).asks(ACTIONS, id=own.id)

    open_now = {it["action"]: it for it in then["allowedActions"]}

    assert ahead["freeToChangeUntil"] == "2026-03-03T08:00:00+00:00"
    assert ahead["allowedActions"][:3] == [
        {"action": "MOVE", "allowed": True, "allowedFrom": None, "reason": None, "notice": None},
        {"action": "CANCEL", "allowed": True, "allowedFrom": None, "reason": None, "notice": None},
        {
            "action": "ENTER_WAITING_ROOM",
            "allowed": False,
            "allowedFrom": "2026-03-04T07:45:00+00:00",
            "reason": "Venteværelset er ikke åbent endnu.",
            "notice": None,
        },
    ]
    assert open_now["ENTER_WAITING_ROOM"]["allowed"]
    assert open_now["MOVE"]["notice"].startswith("Der er mindre end 24 timer")
    assert open_now["LEAVE_WAITING_ROOM"] == {
        "action": "LEAVE_WAITING_ROOM",
        "allowed": False,
        "allowedFrom": None,
        "reason": "Det kan ikke lade sig gøre på dette tidspunkt i konsultationen.",
        "notice": None,
    }


async def test_in_person_there_is_no_waiting_room_to_speak_of(app_of, karen, knee, holm):
    own = await booked(karen, knee, holm, DAY_AFTER, NINE)

    answer = await (await app_of(karen)).asks(ACTIONS, id=own.id)

    assert [it["action"] for it in answer["allowedActions"]] == ["MOVE", "CANCEL"]


async def test_a_cancelled_time_can_be_booked_again_by_the_same_patient(
    app_of, karen, shoulder, holm, own
):
    app = await app_of(karen)
    await app.asks(CANCEL, id=own.id)

    assert (await app.asks(BOOK, slot=slot(shoulder, holm, DAY_AFTER)))[
        "__typename"
    ] == "Appointment"
