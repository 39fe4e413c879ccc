"""R40–R43: the clinician is ready: accept, or ask for a moment."""

from datetime import timedelta

import pytest

from models import AuditEvent, Invitation
from models.consultation.states import State
from tests.cast import NINE, put

ACCEPT = """
  mutation ($id: ID!, $invitation: ID!) {
    acceptConsultation(input: { consultationId: $id, invitationId: $invitation }) {
      __typename
      ... on Consultation { state startedAt version invitation { id state number } }
      ... on InvitationSuperseded { currentId }
      ... on NotPossibleNow { state }
      ... on Error { code message }
    }
  }
"""

MOMENT = ACCEPT.replace("acceptConsultation", "askForAMoment")


async def test_accepting_begins_the_conversation(app_of, karen, ringing):
    app = await app_of(karen)

    answer = await app.asks(ACCEPT, id=ringing.id, invitation=ringing.invitation_id)

    assert answer == {
        "__typename": "Consultation",
        "state": "IN_PROGRESS",
        "startedAt": "2026-03-02T09:00:00+00:00",
        "version": ringing.version + 1,
        "invitation": {"id": ringing.invitation_id, "state": "ACCEPTED", "number": 1},
    }
    event = await AuditEvent.get()
    assert (event.actor, event.action) == (karen.id, "accept_consultation")


async def test_accepting_twice_is_accepting_once(app_of, karen, ringing, clock):
    app = await app_of(karen)
    first = await app.asks(ACCEPT, id=ringing.id, invitation=ringing.invitation_id)

    clock.goes(minutes=5)

    assert await app.asks(ACCEPT, id=ringing.id, invitation=ringing.invitation_id) == first
    assert await AuditEvent.all().count() == 1


async def test_asking_for_a_moment_keeps_the_place(app_of, karen, ringing):
    app = await app_of(karen)

    answer = await app.asks(MOMENT, id=ringing.id, invitation=ringing.invitation_id)

    assert answer == {
        "__typename": "Consultation",
        "state": "WAITING",
        "startedAt": None,
        "version": ringing.version + 1,
        "invitation": {"id": ringing.invitation_id, "state": "DECLINED", "number": 1},
    }


async def test_after_a_moment_the_next_call_can_be_accepted(app_of, karen, ringing):
    app = await app_of(karen)
    await app.asks(MOMENT, id=ringing.id, invitation=ringing.invitation_id)
    again = await put(ringing, lambda it: it.call_in(NINE))

    answer = await app.asks(ACCEPT, id=ringing.id, invitation=again.invitation_id)

    assert (answer["state"], answer["invitation"]["number"]) == ("IN_PROGRESS", 2)


@pytest.mark.parametrize("answered_by", [ACCEPT, MOMENT])
async def test_it_rings_for_90_seconds(app_of, karen, ringing, clock, answered_by):
    clock.goes(NINE + timedelta(seconds=90))

    answer = await (await app_of(karen)).asks(
        answered_by, id=ringing.id, invitation=ringing.invitation_id
    )

    assert answer == {
        "__typename": "InvitationExpired",
        "code": "INVITATION_EXPIRED",
        "message": "Der blev ikke svaret i tide. Du beholder din plads, og din behandler kan "
        "kalde igen.",
    }


async def test_the_last_moment_of_them_counts(app_of, karen, ringing, clock):
    clock.goes(NINE + timedelta(seconds=90) - timedelta(milliseconds=1))

    answer = await (await app_of(karen)).asks(
        ACCEPT, id=ringing.id, invitation=ringing.invitation_id
    )

    assert answer["state"] == "IN_PROGRESS"


@pytest.mark.parametrize("answered_by", [ACCEPT, MOMENT])
async def test_a_call_that_was_taken_back_cannot_be_answered(app_of, karen, ringing, answered_by):
    await put(ringing, lambda it: it.withdraw_call(NINE))

    answer = await (await app_of(karen)).asks(
        answered_by, id=ringing.id, invitation=ringing.invitation_id
    )

    assert answer == {
        "__typename": "InvitationWithdrawn",
        "code": "INVITATION_WITHDRAWN",
        "message": "Din behandler var alligevel ikke klar. Du beholder din plads.",
    }


@pytest.mark.parametrize("answered_by", [ACCEPT, MOMENT])
async def test_an_answer_to_an_earlier_call_names_the_current_one(
    app_of, karen, ringing, answered_by
):
    again = await put(ringing, lambda it: it.withdraw_call(NINE), lambda it: it.call_in(NINE))

    answer = await (await app_of(karen)).asks(
        answered_by, id=ringing.id, invitation=ringing.invitation_id
    )

    assert again.invitation_id != ringing.invitation_id
    assert answer == {
        "__typename": "InvitationSuperseded",
        "currentId": again.invitation_id,
        "code": "INVITATION_SUPERSEDED",
        "message": "Der er kommet en nyere besked fra din behandler.",
    }


async def test_before_any_call_there_is_none_to_accept(app_of, karen, waiting):
    answer = await (await app_of(karen)).asks(ACCEPT, id=waiting.id, invitation="inv_unknown")

    assert (answer["__typename"], answer["currentId"]) == ("InvitationSuperseded", None)


@pytest.mark.parametrize("answered_by", [ACCEPT, MOMENT])
@pytest.mark.parametrize("state", [State.SCHEDULED, State.ENDED])
async def test_before_and_after_it_is_not_possible(app_of, karen, brought_to, state, answered_by):
    it = await brought_to(state)

    answer = await (await app_of(karen)).asks(
        answered_by, id=it.id, invitation=it.invitation_id or "inv_unknown"
    )

    assert answer == {
        "__typename": "NotPossibleNow",
        "state": state.value,
        "code": "NOT_POSSIBLE_NOW",
        "message": "Det kan ikke lade sig gøre på dette tidspunkt i konsultationen.",
    }


async def test_a_moment_is_not_asked_for_in_the_middle_of_the_conversation(app_of, karen, talking):
    answer = await (await app_of(karen)).asks(
        MOMENT, id=talking.id, invitation=talking.invitation_id
    )

    assert (answer["__typename"], answer["state"]) == ("NotPossibleNow", "IN_PROGRESS")


@pytest.mark.parametrize("answered_by", [ACCEPT, MOMENT])
async def test_only_she_who_is_called_can_answer(app_of, karen, ole, ringing, answered_by):
    call = {"id": ringing.id, "invitation": ringing.invitation_id}
    mine = await app_of(karen)

    assert await (await app_of(ole)).refused(answered_by, **call) == "NOT_FOUND"
    assert await mine.refused(answered_by, **call | {"id": "con_unknown"}) == "NOT_FOUND"
    assert await (await app_of(None)).refused(answered_by, **call) == "NOT_SIGNED_IN"
    assert (await Invitation.get()).state == "PENDING"
    assert (await mine.asks(answered_by, **call))["__typename"] == "Consultation"
