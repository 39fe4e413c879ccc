"""R34–R39: from the check of camera and sound into the waiting room."""

from datetime import timedelta

import pytest

from models import AuditEvent, Consultation
from models.consultation.states import State
from models.device_check import PartResult
from tests.cast import NINE, a_check

ENTER = """
  mutation EnterWaitingRoom($id: ID!) {
    enterWaitingRoom(input: { consultationId: $id }) {
      __typename
      ... on Consultation { state waitingSince version }
      ... on TooEarly { opensAt }
      ... on TooLate { closedAt }
      ... on NotPossibleNow { state }
      ... on Error { code message }
    }
  }
"""

ONE = "query ($id: ID!) { consultation(id: $id) { id state } }"

OPENS = NINE - timedelta(minutes=15)
CLOSES = NINE + timedelta(minutes=45)


async def test_entering(app_of, karen, consultation):
    app = await app_of(karen)
    await a_check_of(consultation)

    answer = await app.asks(ENTER, id=consultation.id)

    assert answer == {
        "__typename": "Consultation",
        "state": "WAITING",
        "waitingSince": "2026-03-02T09:00:00+00:00",
        "version": 2,
    }
    event = await AuditEvent.get()
    assert (event.actor, event.action) == (karen.id, "enter_waiting_room")
    assert event.subject == consultation.id


async def test_entering_twice_is_entering_once(app_of, karen, consultation, clock):
    app = await app_of(karen)
    await a_check_of(consultation)
    first = await app.asks(ENTER, id=consultation.id)

    clock.goes(minutes=1)

    assert await app.asks(ENTER, id=consultation.id) == first
    assert await AuditEvent.all().count() == 1


@pytest.mark.parametrize("now", [OPENS, CLOSES])
async def test_the_waiting_room_is_open_from_15_minutes_before_to_15_after(
    app_of, karen, consultation, clock, now
):
    """R34, A6."""
    clock.goes(now)
    await a_check_of(consultation, at=now)

    answer = await (await app_of(karen)).asks(ENTER, id=consultation.id)

    assert answer["state"] == "WAITING"


async def test_a_moment_too_early(app_of, karen, consultation, clock):
    clock.goes(OPENS - timedelta(milliseconds=1))
    await a_check_of(consultation, at=clock())

    answer = await (await app_of(karen)).asks(ENTER, id=consultation.id)

    assert answer == {
        "__typename": "TooEarly",
        "opensAt": "2026-03-02T08:45:00+00:00",
        "code": "TOO_EARLY",
        "message": "Venteværelset er ikke åbent endnu.",
    }
    assert await nothing_changed(consultation)


async def test_a_moment_too_late(app_of, karen, consultation, clock):
    clock.goes(CLOSES + timedelta(milliseconds=1))
    await a_check_of(consultation, at=clock())

    answer = await (await app_of(karen)).asks(ENTER, id=consultation.id)

    assert answer == {
        "__typename": "TooLate",
        "closedAt": "2026-03-02T09:45:00+00:00",
        "code": "TOO_LATE",
        "message": "Venteværelset er lukket. Ring til os, så hjælper vi dig videre.",
    }
    assert await nothing_changed(consultation)


@pytest.mark.parametrize(
    "checks",
    [
        [],
        [{"at": NINE - timedelta(minutes=30, milliseconds=1)}],
        [{"microphone": PartResult.FAILED}],
        [{"speaker": PartResult.DENIED}],
        [{"at": NINE - timedelta(minutes=1)}, {"microphone": PartResult.FAILED}],
    ],
    ids=["none", "too old", "no microphone", "no sound", "the newest failed"],
)
async def test_without_a_good_check_one_stays_outside(app_of, karen, consultation, checks):
    """R38, A13."""
    for check in checks:
        await a_check_of(consultation, **check)

    answer = await (await app_of(karen)).asks(ENTER, id=consultation.id)

    assert answer == {
        "__typename": "DeviceCheckRequired",
        "code": "DEVICE_CHECK_REQUIRED",
        "message": "Tjek dit kamera og din lyd, før du går ind i venteværelset.",
    }
    assert await nothing_changed(consultation)


@pytest.mark.parametrize(
    "check",
    [{"at": NINE - timedelta(minutes=30)}, {"camera": PartResult.MISSING}],
    ids=["half an hour old", "without a picture"],
)
async def test_with_a_check_that_is_good_enough_one_enters(app_of, karen, consultation, check):
    await a_check_of(consultation, **check)

    assert (await (await app_of(karen)).asks(ENTER, id=consultation.id))["state"] == "WAITING"


async def test_who_is_talking_already_cannot_enter(app_of, karen, talking):
    answer = await (await app_of(karen)).asks(ENTER, id=talking.id)

    assert answer == {
        "__typename": "NotPossibleNow",
        "state": "IN_PROGRESS",
        "code": "NOT_POSSIBLE_NOW",
        "message": "Det kan ikke lade sig gøre på dette tidspunkt i konsultationen.",
    }


async def test_why_not_is_said_in_the_askers_language(app_of, karen, consultation):
    answer = await (await app_of(karen, language="en")).asks(ENTER, id=consultation.id)

    assert answer["message"] == "Check your camera and sound before you enter the waiting room."


async def test_another_patients_consultation_is_as_if_it_were_not_there(
    app_of, karen, ole, consultation
):
    await a_check_of(consultation)
    mine, anothers = await app_of(karen), await app_of(ole)
    assert await mine.asks(ONE, id=consultation.id) == {"id": consultation.id, "state": "SCHEDULED"}

    assert await anothers.refused(ENTER, id=consultation.id) == "NOT_FOUND"
    assert await mine.refused(ENTER, id="con_unknown") == "NOT_FOUND"
    assert await anothers.asks(ONE, id=consultation.id) is None
    assert await mine.asks(ONE, id="con_unknown") is None
    assert await nothing_changed(consultation)


async def test_nobody_enters_without_signing_in(app_of, consultation):
    await a_check_of(consultation)

    assert await (await app_of(None)).refused(ENTER, id=consultation.id) == "NOT_SIGNED_IN"
    assert await nothing_changed(consultation)


async def a_check_of(consultation, **parts):
    check = a_check(**parts)
    check.consultation_id = consultation.id
    await check.save()


async def nothing_changed(consultation):
    now = await Consultation.get(id=consultation.id)
    as_it_was = (now.state, now.version) == (State.SCHEDULED, consultation.version)
    return as_it_was and not await AuditEvent.exists()
