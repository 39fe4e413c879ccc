"""All that the patient's screen needs in one value: what is next, who is there, how it sounds."""

from contextlib import aclosing
from datetime import timedelta

import pytest

from models import Consultation, Settings
from models.consultation.states import State
from models.presence import GRACE, LEASE
from tests.cast import NINE, a_check, booked, put
from tests.hearing import all_is_heard

ROOM = """
  subscription ($id: ID!) {
    waitingRoom(consultationId: $id) {
      version cause supportPhone expectedBy mayLeaveAt clinicianIsReady
      consultation { state clinicianReadyAt }
      screen { title body }
      cue { sound loop vibrate announcement politeness }
      invitation { remainingSeconds deliveredAt }
      clinicianPresence { state since }
      position estimatedStart
      allowedActions { action allowed allowedFrom reason }
    }
  }
"""
BEAT = """
  mutation ($id: ID!) {
    heartbeat(input: { consultationId: $id, connectionId: "tab" }) { version }
  }
"""
CALL_IN = "mutation ($id: ID!) { callIn(input: { consultationId: $id }) { __typename } }"
ACKNOWLEDGE = """
  mutation ($id: ID!, $invitation: ID!) {
    acknowledgeInvitation(input: { consultationId: $id, invitationId: $invitation }) {
      __typename
      ... on Consultation { version invitation { deliveredAt } }
      ... on InvitationSuperseded { currentId }
      ... on Error { code }
    }
  }
"""


async def seen(stream):
    return (await anext(stream)).data["waitingRoom"]


def allowed(room):
    return [it["action"] for it in room["allowedActions"] if it["allowed"]]


async def test_waiting_says_what_one_may_do_whom_to_call_and_until_when(app_of, karen, waiting):
    async with aclosing(await (await app_of(karen)).follows(ROOM, id=waiting.id)) as stream:
        room = await seen(stream)

    assert room["supportPhone"].startswith("+45")
    assert room["expectedBy"] == "2026-03-02T09:00:00+00:00"
    assert room["mayLeaveAt"] == "2026-03-02T09:10:00.001000+00:00"
    assert (room["position"], room["estimatedStart"]) == (1, None)
    assert allowed(room) == ["LEAVE_EARLY"]
    leave = next(it for it in room["allowedActions"] if it["action"] == "LEAVE_WAITING_ROOM")
    assert leave["allowedFrom"] == room["mayLeaveAt"]
    assert leave["reason"] == "Din behandler er ikke mere end ti minutter forsinket."


async def test_ringing_says_how_long_and_what_one_may_answer(app_of, karen, ringing, clock):
    clock.goes(milliseconds=500)

    async with aclosing(await (await app_of(karen)).follows(ROOM, id=ringing.id)) as stream:
        room = await seen(stream)

    assert room["invitation"] == {"remainingSeconds": 90, "deliveredAt": None}
    assert allowed(room)[-3:] == ["ACCEPT_CONSULTATION", "ASK_FOR_A_MOMENT", "LEAVE_EARLY"]
    assert room["position"] is None


@pytest.mark.parametrize(
    ("chosen", "heard"),
    [
        ({}, (True, True, True)),
        ({"sound": False}, (False, False, True)),
        ({"vibration": False}, (True, True, False)),
        ({"sound": False, "vibration": False}, (False, False, False)),
    ],
)
async def test_it_sounds_as_the_patient_wishes_and_is_always_announced(
    app_of, karen, ringing, chosen, heard
):
    if chosen:
        await Settings.filter(patient_id=karen.id).update(**chosen)

    async with aclosing(await (await app_of(karen)).follows(ROOM, id=ringing.id)) as stream:
        cue = (await seen(stream))["cue"]

    assert (cue["sound"], cue["loop"], cue["vibrate"]) == heard
    assert cue["politeness"] == "ASSERTIVE"
    assert cue["announcement"].startswith("Din behandler er klar.")


async def test_a_clinician_who_is_ready_first_is_seen_and_it_rings_on_entering(
    app_of, karen, dr_holm, consultation
):
    check = a_check(NINE)
    check.consultation_id = consultation.id
    await check.save()
    mine, staff = await app_of(karen), await app_of(dr_holm)
    enter = "mutation ($id: ID!) { enterWaitingRoom(input: {consultationId: $id}) { __typename } }"

    async with aclosing(await mine.follows(ROOM, id=consultation.id)) as stream:
        assert (await seen(stream))["clinicianIsReady"] is False
        await staff.asks(CALL_IN, id=consultation.id)
        ready = await seen(stream)
        await mine.asks(enter, id=consultation.id)
        rings = await seen(stream)

    assert ready["clinicianIsReady"] is True
    assert ready["screen"] == {
        "title": "Din behandler er klar",
        "body": "Tjek dit kamera og din lyd, og klik på Fortsæt. Så kan I gå i gang.",
    }
    assert (ready["cue"]["sound"], rings["cue"]["sound"]) == (False, True)
    assert rings["consultation"]["state"] == "CLINICIAN_READY"
    assert rings["version"] == ready["version"] + 1


async def test_who_has_left_is_told_that_the_clinician_is_ready_now(
    app_of, karen, dr_holm, waiting
):
    await put(waiting, lambda it: it.leave(NINE + timedelta(minutes=11)))
    mine, staff = await app_of(karen), await app_of(dr_holm)

    async with aclosing(await mine.follows(ROOM, id=waiting.id)) as stream:
        await seen(stream)
        await staff.asks(CALL_IN, id=waiting.id)
        room = await seen(stream)

    said = "Din behandler er klar nu. Du kan komme tilbage til venteværelset."
    assert room["screen"]["body"].endswith(said)
    assert "RETURN_TO_WAITING_ROOM" in allowed(room)


async def test_the_clinicians_presence_fades_before_the_patients_eyes(
    app_of, karen, dr_holm, waiting, clock, outside
):
    mine, staff = await app_of(karen), await app_of(dr_holm)

    async with aclosing(await mine.follows(ROOM, id=waiting.id)) as stream:
        assert (await seen(stream))["clinicianPresence"] is None
        await staff.asks(BEAT, id=waiting.id)
        there = await seen(stream)
        clock.goes(NINE + LEASE - timedelta(milliseconds=1))
    await all_is_heard(outside.hub)
    async with aclosing(await mine.follows(ROOM, id=waiting.id)) as stream:
        still = await seen(stream)
        clock.goes(NINE + LEASE)
        away = await seen(stream)
        clock.goes(NINE + LEASE + GRACE - timedelta(milliseconds=1))
    async with aclosing(await mine.follows(ROOM, id=waiting.id)) as stream:
        await seen(stream)
        clock.goes(NINE + LEASE + GRACE)
        gone = await seen(stream)

    at = "2026-03-02T09:00:00+00:00"
    assert there["clinicianPresence"] == {"state": "CONNECTED", "since": None}
    assert still["clinicianPresence"]["state"] == "CONNECTED"
    assert away["clinicianPresence"] == {"state": "RECONNECTING", "since": at}
    assert (away["cause"], away["version"]) == ("HEARTBEAT", there["version"])
    assert gone["clinicianPresence"] == {"state": "GONE", "since": at}


async def test_who_is_before_one_counts_and_when_it_is_ones_turn_is_said_when_known(
    app_of, karen, ole, shoulder, holm, consultation, clock
):
    later = NINE + timedelta(minutes=30)
    appointment = await booked(ole, shoulder, holm, later, NINE)
    await booked(karen, shoulder, holm, later + timedelta(hours=1), NINE)
    oles = await Consultation.get(appointment_id=appointment.id)
    await put(oles, lambda it: it.enter(a_check(later), later))
    clock.goes(minutes=20)
    app = await app_of(ole)

    async with aclosing(await app.follows(ROOM, id=oles.id)) as stream:
        unknown = await seen(stream)
    began = NINE + timedelta(minutes=15)
    await put(consultation, lambda it: it.enter(a_check(began), began))
    await put(consultation, lambda it: it.call_in(began))
    await put(consultation, lambda it: it.accept(it.invitation_id, began))
    async with aclosing(await app.follows(ROOM, id=oles.id)) as stream:
        known = await seen(stream)

    assert (unknown["position"], unknown["estimatedStart"]) == (2, None)
    assert (known["position"], known["estimatedStart"]) == (2, "2026-03-02T09:45:00+00:00")


async def test_a_client_says_that_it_shows_the_invitation(app_of, karen, ringing, clock):
    app = await app_of(karen)
    clock.goes(seconds=2)
    named = {"id": ringing.id, "invitation": ringing.invitation_id}

    async with aclosing(await app.follows(ROOM, id=ringing.id)) as stream:
        await seen(stream)
        answer = await app.asks(ACKNOWLEDGE, **named)
        room = await seen(stream)

    at = "2026-03-02T09:00:02+00:00"
    assert answer["invitation"] == {"deliveredAt": at}
    assert (room["invitation"]["deliveredAt"], room["version"]) == (at, ringing.version + 1)
    again = await app.asks(ACKNOWLEDGE, **named)
    assert again["version"] == room["version"]


async def test_what_is_not_the_current_invitation_is_not_acknowledged(app_of, karen, ole, ringing):
    app = await app_of(karen)

    answer = await app.asks(ACKNOWLEDGE, id=ringing.id, invitation="inv_other")

    assert answer == {
        "__typename": "InvitationSuperseded",
        "currentId": ringing.invitation_id,
        "code": "INVITATION_SUPERSEDED",
    }
    others = await app_of(ole)
    named = {"id": ringing.id, "invitation": ringing.invitation_id}
    assert await others.refused(ACKNOWLEDGE, **named) == "NOT_FOUND"


async def test_an_acknowledgement_of_what_has_rung_out_changes_nothing(
    app_of, karen, ringing, clock
):
    clock.goes(seconds=90)

    answer = await (await app_of(karen)).asks(
        ACKNOWLEDGE, id=ringing.id, invitation=ringing.invitation_id
    )

    assert answer["invitation"] == {"deliveredAt": None}
    it = await Consultation.get(id=ringing.id)
    assert it.state is State.WAITING
