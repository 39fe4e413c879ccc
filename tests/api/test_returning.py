"""R45: who has left may come back, while the room is open and nobody has begun to follow up."""

from datetime import timedelta

import pytest

from models import FollowUp
from models.consultation.states import State
from models.follow_up import FollowUpState, Resolution
from tests.cast import NINE, put

RETURN = """
  mutation ($id: ID!) {
    returnToWaitingRoom(input: { consultationId: $id }) {
      __typename
      ... on Consultation { state leftReason waitingSince followUp { state } }
      ... on TooEarly { opensAt }
      ... on TooLate { closedAt }
      ... on NotPossibleNow { state }
      ... on Error { code message }
    }
  }
"""

ELEVEN_PAST = NINE + timedelta(minutes=11)


@pytest.fixture
async def left(waiting, clock):
    """By right: Dr. Holm is late."""
    clock.goes(ELEVEN_PAST)
    return await put(waiting, lambda it: it.leave(ELEVEN_PAST))


async def test_coming_back_withdraws_the_promise(app_of, karen, left, clock):
    app = await app_of(karen)
    clock.goes(minutes=1)

    answer = await app.asks(RETURN, id=left.id)

    assert answer == {
        "__typename": "Consultation",
        "state": "WAITING",
        "leftReason": None,
        "waitingSince": "2026-03-02T09:12:00+00:00",
        "followUp": None,
    }
    assert (await FollowUp.get()).state is FollowUpState.WITHDRAWN


async def test_leaving_again_makes_a_new_promise(app_of, karen, left):
    app = await app_of(karen)
    await app.asks(RETURN, id=left.id)

    await put(left, lambda it: it.leave(ELEVEN_PAST))

    states = {promise.state for promise in await FollowUp.all()}
    assert states == {FollowUpState.OPEN, FollowUpState.WITHDRAWN}


async def test_coming_back_after_leaving_early(app_of, karen, waiting):
    await put(waiting, lambda it: it.leave(NINE, even_if_not_late=True))

    answer = await (await app_of(karen)).asks(RETURN, id=waiting.id)

    assert (answer["state"], answer["followUp"]) == ("WAITING", None)


async def test_who_is_there_is_back_already(app_of, karen, waiting):
    answer = await (await app_of(karen)).asks(RETURN, id=waiting.id)

    assert answer["waitingSince"] == "2026-03-02T09:00:00+00:00"


async def test_until_15_minutes_after_the_end(app_of, karen, left, clock):
    clock.goes(NINE + timedelta(minutes=45))

    assert (await (await app_of(karen)).asks(RETURN, id=left.id))["state"] == "WAITING"


async def test_and_no_longer(app_of, karen, left, clock):
    clock.goes(NINE + timedelta(minutes=45, milliseconds=1))

    answer = await (await app_of(karen)).asks(RETURN, id=left.id)

    assert answer == {
        "__typename": "TooLate",
        "closedAt": "2026-03-02T09:45:00+00:00",
        "code": "TOO_LATE",
        "message": "Venteværelset er lukket. Ring til os, så hjælper vi dig videre.",
    }
    assert (await FollowUp.get()).state is FollowUpState.OPEN


async def test_not_once_we_have_kept_the_promise(app_of, karen, left):
    promise = await FollowUp.get()
    promise.resolve(Resolution.PHONE, "stf_sara", ELEVEN_PAST)
    await promise.save()

    answer = await (await app_of(karen)).asks(RETURN, id=left.id)

    assert answer == {
        "__typename": "FollowUpInProgress",
        "code": "FOLLOW_UP_IN_PROGRESS",
        "message": "Vi er allerede i gang med at kontakte dig.",
    }


@pytest.mark.parametrize("state", [State.SCHEDULED, State.IN_PROGRESS, State.ENDED])
async def test_who_has_not_left_cannot_come_back(app_of, karen, brought_to, state):
    it = await brought_to(state)

    answer = await (await app_of(karen)).asks(RETURN, id=it.id)

    assert (answer["__typename"], answer["state"]) == ("NotPossibleNow", state.value)


async def test_another_patient_cannot_come_back_in_her_place(app_of, karen, ole, left):
    mine = await app_of(karen)

    assert await (await app_of(ole)).refused(RETURN, id=left.id) == "NOT_FOUND"
    assert await mine.refused(RETURN, id="con_unknown") == "NOT_FOUND"
    assert await (await app_of(None)).refused(RETURN, id=left.id) == "NOT_SIGNED_IN"
    assert (await FollowUp.get()).state is FollowUpState.OPEN
    assert (await mine.asks(RETURN, id=left.id))["state"] == "WAITING"
