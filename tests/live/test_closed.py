"""C12, live: when the waiting room closes, the patient reads what happens next."""

from contextlib import aclosing
from datetime import timedelta

import pytest

from models import FollowUp
from models.consultation.states import Outcome
from models.device_check import PartResult
from tests.cast import NINE, a_check, put
from worker import close_consultations

ROOM = """
  subscription ($id: ID!) {
    waitingRoom(consultationId: $id) { consultation { state outcome } screen { title body } }
  }
"""

QUEUE = """
  subscription {
    clinicianQueue { waiting entries { askIfOver patient { name } consultation { state } } }
  }
"""

REACHED = """
  mutation ($id: ID!) {
    recordAttempt(input: { followUpId: $id, how: PHONE, reached: true }) { __typename }
  }
"""

CLOSES_AT = NINE + timedelta(minutes=45)
AFTER = CLOSES_AT + timedelta(milliseconds=1)


def came(it):
    it.enter(a_check(NINE), NINE)


def called(it):
    it.call_in(NINE)


def left_late(it):
    it.leave(NINE + timedelta(minutes=11))


def left_early(it):
    it.leave(NINE, even_if_not_late=True)


AND_WE_CALL = "Vi kontakter dig senest onsdag 4. marts og hjælper dig videre."
SCREENS = {
    Outcome.PATIENT_NO_SHOW: (
        [],
        "Vi nåede ikke at mødes",
        "Du kan bestille en ny tid her, eller ringe til os, så hjælper vi dig videre.",
    ),
    Outcome.CLINIC_NO_SHOW: (
        [came],
        "Vi nåede ikke frem til dig",
        "Du ventede, uden at vi kom. Det beklager vi, og det koster dig ikke noget. " + AND_WE_CALL,
    ),
    Outcome.UNANSWERED: (
        [came, called],
        "Vi fik ikke fat i hinanden",
        "Din behandler kaldte, men forbindelsen kom ikke i stand. Det koster dig ikke noget. "
        + AND_WE_CALL,
    ),
    Outcome.LEFT_DUE_TO_DELAY: (
        [came, left_late],
        "Vi beklager ventetiden",
        "Din behandler var forsinket. Det koster dig ikke noget. " + AND_WE_CALL,
    ),
    Outcome.LEFT_EARLY: (
        [came, left_early],
        "Vi nåede ikke at tale sammen",
        "Du kan bestille en ny tid her, eller ringe til os, så hjælper vi dig videre.",
    ),
}


@pytest.mark.parametrize("outcome", SCREENS)
async def test_the_patients_screen_ends_with_what_happens_next(
    app_of, karen, consultation, clock, outside, outcome
):
    acts, title, body = SCREENS[outcome]
    await put(consultation, *acts)
    clock.goes(CLOSES_AT)
    app = await app_of(karen)

    async with aclosing(await app.follows(ROOM, id=consultation.id)) as room:
        assert (await anext(room)).data["waitingRoom"]["consultation"]["state"] != "ENDED"
        clock.goes(AFTER)
        await close_consultations(outside, AFTER)
        *_, last = [seen.data["waitingRoom"] async for seen in room]

    assert last["consultation"] == {"state": "ENDED", "outcome": outcome}
    assert last["screen"] == {"title": title, "body": body}


async def test_a_patient_whose_sound_failed_reads_no_word_of_blame(
    app_of, karen, consultation, clock, outside
):
    check = a_check(NINE, microphone=PartResult.DENIED)
    check.consultation_id = consultation.id
    await check.save()
    clock.goes(AFTER)
    await close_consultations(outside, AFTER)

    async with aclosing(await (await app_of(karen)).follows(ROOM, id=consultation.id)) as room:
        [last] = [seen.data["waitingRoom"] async for seen in room]

    assert last["consultation"]["outcome"] == "TECHNICAL_FAILURE"
    assert last["screen"] == {
        "title": "Teknikken svigtede",
        "body": "Videokonsultationen blev ikke til noget. Det koster dig ikke noget. "
        + AND_WE_CALL,
    }


async def test_a_patient_who_left_reads_when_somebody_has_begun_to_call(
    app_of, karen, sara, consultation, clock
):
    await put(consultation, came, left_late)
    clock.goes(NINE + timedelta(minutes=12))
    mine, staff = await app_of(karen), await app_of(sara)
    promise = await FollowUp.get()

    async with aclosing(await mine.follows(ROOM, id=consultation.id)) as room:
        left = (await anext(room)).data["waitingRoom"]["screen"]
        await staff.asks(REACHED, id=promise.id)
        called = (await anext(room)).data["waitingRoom"]["screen"]

    assert left["body"].endswith("Du kan også komme tilbage.")
    assert called == {
        "title": "Du har forladt venteværelset",
        "body": "Vi beklager ventetiden. "
        "Vi har kontaktet dig og er i gang med at hjælpe dig videre.",
    }


async def test_the_clinicians_queue_drops_what_was_closed(
    app_of, dr_holm, consultation, clock, outside
):
    await put(consultation, came)
    clock.goes(AFTER)

    async with aclosing(await (await app_of(dr_holm)).follows(QUEUE)) as queue:
        before = (await anext(queue)).data["clinicianQueue"]
        await close_consultations(outside, AFTER)
        after = (await anext(queue)).data["clinicianQueue"]

    assert (before["waiting"], len(before["entries"])) == (1, 1)
    assert after == {"waiting": 0, "entries": []}


async def test_an_hour_after_the_end_the_clinician_is_asked_if_they_are_still_talking(
    app_of, dr_holm, consultation, clock, outside
):
    ringing = await put(consultation, came, called)
    await put(consultation, lambda it: it.accept(ringing.invitation_id, NINE))
    asked_at = NINE + timedelta(minutes=90)
    clock.goes(asked_at - timedelta(milliseconds=1))

    async with aclosing(await (await app_of(dr_holm)).follows(QUEUE)) as queue:
        [talking] = (await anext(queue)).data["clinicianQueue"]["entries"]
        clock.goes(asked_at)
        await close_consultations(outside, asked_at)
        [asked] = (await anext(queue)).data["clinicianQueue"]["entries"]

    assert (talking["askIfOver"], asked["askIfOver"]) == (False, True)
    assert asked["consultation"] == {"state": "IN_PROGRESS"}
