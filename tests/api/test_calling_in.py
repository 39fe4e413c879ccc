"""R40–R42, A12: the clinician calls the patient in, or takes the call back."""

from datetime import timedelta

import pytest

from models import AuditEvent, Consultation, Invitation
from models.consultation.states import State
from models.invitation import InvitationState
from tests.cast import NINE, put

CALL_IN = """
  mutation ($id: ID!) {
    callIn(input: { consultationId: $id }) {
      __typename
      ... on Consultation { state version invitation { id number state createdAt expiresAt } }
      ... on NotPossibleNow { state }
      ... on Error { code message }
    }
  }
"""

WITHDRAW = CALL_IN.replace("callIn", "withdrawCall")


async def test_calling_in_rings_at_the_patients_for_90_seconds(app_of, dr_holm, waiting):
    app = await app_of(dr_holm)

    answer = await app.asks(CALL_IN, id=waiting.id)

    invitation = await Invitation.get()
    assert answer == {
        "__typename": "Consultation",
        "state": "CLINICIAN_READY",
        "version": waiting.version + 1,
        "invitation": {
            "id": invitation.id,
            "number": 1,
            "state": "PENDING",
            "createdAt": "2026-03-02T09:00:00+00:00",
            "expiresAt": "2026-03-02T09:01:30+00:00",
        },
    }
    event = await AuditEvent.get()
    assert (event.actor, event.action) == (dr_holm.id, "call_in")
    assert event.subject == waiting.id


async def test_calling_in_twice_is_the_same_call(app_of, dr_holm, waiting, clock):
    app = await app_of(dr_holm)
    first = await app.asks(CALL_IN, id=waiting.id)
    clock.goes(seconds=30)

    assert await app.asks(CALL_IN, id=waiting.id) == first
    assert await Invitation.all().count() == 1


async def test_calling_again_after_it_rang_out_is_a_new_call(app_of, dr_holm, ringing, clock):
    clock.goes(seconds=90)

    answer = await (await app_of(dr_holm)).asks(CALL_IN, id=ringing.id)

    assert (answer["invitation"]["number"], answer["invitation"]["state"]) == (2, "PENDING")
    states = [call.state for call in await Invitation.all().order_by("number")]
    assert states == [InvitationState.EXPIRED, InvitationState.PENDING]


async def test_taking_the_call_back_keeps_the_patients_place(app_of, dr_holm, ringing):
    answer = await (await app_of(dr_holm)).asks(WITHDRAW, id=ringing.id)

    assert (answer["state"], answer["invitation"]["state"]) == ("WAITING", "WITHDRAWN")


async def test_a_call_taken_back_can_be_made_again(app_of, dr_holm, ringing):
    app = await app_of(dr_holm)
    await app.asks(WITHDRAW, id=ringing.id)

    answer = await app.asks(CALL_IN, id=ringing.id)

    assert (answer["state"], answer["invitation"]["number"]) == ("CLINICIAN_READY", 2)


@pytest.mark.parametrize("state", [State.IN_PROGRESS, State.ENDED])
async def test_who_is_no_longer_in_the_waiting_room_cannot_be_called(
    app_of, dr_holm, brought_to, state
):
    it = await brought_to(state)

    answer = await (await app_of(dr_holm)).asks(CALL_IN, id=it.id)

    assert answer == {
        "__typename": "NotPossibleNow",
        "state": state.value,
        "code": "NOT_POSSIBLE_NOW",
        "message": "Det kan ikke lade sig gøre på dette tidspunkt i konsultationen.",
    }


async def test_for_a_patient_who_has_left_one_is_ready_without_ringing(app_of, dr_holm, waiting):
    await put(waiting, lambda it: it.leave(NINE + timedelta(minutes=11)))

    answer = await (await app_of(dr_holm)).asks(CALL_IN, id=waiting.id)

    assert (answer["__typename"], answer["state"]) == ("Consultation", "LEFT")
    assert answer["invitation"] is None


@pytest.mark.parametrize("state", [State.SCHEDULED, State.WAITING, State.IN_PROGRESS])
async def test_without_a_call_there_is_none_to_take_back(app_of, dr_holm, brought_to, state):
    it = await brought_to(state)

    answer = await (await app_of(dr_holm)).asks(WITHDRAW, id=it.id)

    assert (answer["__typename"], answer["state"]) == ("NotPossibleNow", state.value)


async def test_a_call_that_rang_out_cannot_be_taken_back(app_of, dr_holm, ringing, clock):
    clock.goes(seconds=90)

    answer = await (await app_of(dr_holm)).asks(WITHDRAW, id=ringing.id)

    assert (answer["__typename"], answer["state"]) == ("NotPossibleNow", "WAITING")


@pytest.mark.parametrize(
    ("act", "state"), [(CALL_IN, State.WAITING), (WITHDRAW, "CLINICIAN_READY")]
)
async def test_only_the_clinician_whose_patient_it_is(
    app_of, dr_holm, dr_krag, sara, karen, brought_to, act, state
):
    """Another clinician's, a coordinator's and an unknown one are equally absent."""
    it = await brought_to(State(state))
    holms = await app_of(dr_holm)

    for outsider in (dr_krag, sara):
        app = await app_of(outsider)
        assert await app.asks("{ staff { id } }") == {"id": outsider.id}
        assert await app.refused(act, id=it.id) == "NOT_FOUND"
    assert await holms.refused(act, id="con_unknown") == "NOT_FOUND"
    assert await (await app_of(karen)).refused(act, id=it.id) == "NOT_SIGNED_IN"
    assert await (await app_of(None)).refused(act, id=it.id) == "NOT_SIGNED_IN"

    assert (await Consultation.get(id=it.id)).version == it.version
    assert (await holms.asks(act, id=it.id))["__typename"] == "Consultation"
