"""Whose session a token opens, until when, and what keeps it alive."""

from datetime import timedelta

import pytest

from models import Session
from models.consent import Purpose, new_secret
from models.consents import withdraw
from models.consultation.states import Outcome
from models.session import IDLE_AFTER, NOTED_EVERY, SESSION_LIVES, WARN_BEFORE
from models.signed_in import KEPT_AFTER_END, end_session, session_of
from tests.cast import NINE, a_check, put

A_MOMENT = timedelta(microseconds=1)


@pytest.fixture
async def token(karen):
    """Karen signed in at nine."""
    token = new_secret()
    await Session.start(token, NINE, patient_id=karen.id).save()
    return token


@pytest.fixture
async def waiting(consultation):
    """Karen took a seat in the waiting room at nine."""
    check = a_check()
    check.consultation_id = consultation.id
    await check.save()
    return await put(consultation, lambda it: it.enter(check, NINE))


async def noted():
    return (await Session.get()).active_at


def test_a_session_ends_a_quarter_of_an_hour_after_the_last_thing_done():
    session = Session.start("token", NINE, patient_id="pat_karen")

    assert session.idle_at == NINE + timedelta(minutes=15)
    assert session.warn_at == NINE + timedelta(minutes=13)
    assert session.is_live(session.idle_at - A_MOMENT)
    assert not session.is_live(session.idle_at)


def test_a_busy_session_ends_after_twelve_hours():
    session = Session.start("token", NINE, staff_id="stf_holm")
    session.active_at = NINE + SESSION_LIVES - timedelta(minutes=1)

    assert session.idle_at == session.expires_at == NINE + timedelta(hours=12)
    assert session.warn_at == session.expires_at - WARN_BEFORE
    assert session.could_be_kept(session.expires_at - A_MOMENT)
    assert not session.could_be_kept(session.expires_at)


def test_a_session_that_was_ended_is_over():
    session = Session.start("token", NINE, patient_id="pat_karen")
    session.ended_at = NINE

    assert not session.is_live(NINE)
    assert not session.could_be_kept(NINE)


def test_the_token_itself_is_not_kept():
    session = Session.start("token", NINE, patient_id="pat_karen")

    assert "token" not in {str(value) for value in vars(session).values()}


async def test_a_token_opens_the_session_of_its_person(token, karen):
    session = await session_of(token, NINE, doing=True)

    assert session is not None
    assert session.person.id == karen.id


@pytest.mark.parametrize("guessed", ["", "guessed"])
async def test_a_guessed_token_opens_nothing(token, guessed):
    assert await session_of(guessed, NINE, doing=True) is None


async def test_the_hash_of_a_token_opens_nothing(token):
    assert await session_of((await Session.get()).token_hash, NINE, doing=True) is None


async def test_a_clinician_comes_with_their_session(dr_holm):
    await Session.start("token", NINE, staff_id=dr_holm.id).save()

    session = await session_of("token", NINE, doing=True)

    assert session is not None
    assert session.person.id == dr_holm.id
    assert session.staff is not None
    assert session.staff.own_patients_of == dr_holm.clinician_id


async def test_what_is_done_is_noted_at_most_once_a_minute(token):
    soon = NINE + NOTED_EVERY - A_MOMENT
    await session_of(token, soon, doing=True)
    assert await noted() == NINE

    session = await session_of(token, NINE + NOTED_EVERY, doing=True)

    assert session is not None
    assert session.active_at == await noted() == NINE + NOTED_EVERY


async def test_following_is_not_noted(token):
    assert await session_of(token, NINE + timedelta(minutes=14), doing=False) is not None

    assert await noted() == NINE


@pytest.mark.parametrize("doing", [True, False])
async def test_coming_too_late_does_not_open_it_again(token, doing):
    last = NINE + IDLE_AFTER
    assert await session_of(token, last - A_MOMENT, doing=False) is not None

    assert await session_of(token, last, doing=doing) is None
    assert await noted() == NINE


async def test_a_session_ends_once(token):
    session = await Session.get()

    assert await end_session(session, NINE) is True
    assert await end_session(session, NINE + timedelta(minutes=1)) is False
    assert (await Session.get()).ended_at == NINE
    assert await session_of(token, NINE, doing=True) is None


@pytest.mark.parametrize("doing", [True, False])
async def test_who_waits_is_not_signed_out(token, waiting, doing):
    later = NINE
    for _ in range(4):
        later += timedelta(minutes=20)
        assert await session_of(token, later, doing=doing) is not None

    assert await noted() == (later if doing else NINE)


async def test_after_the_consultation_there_is_another_quarter_of_an_hour(token, waiting):
    over = NINE + timedelta(minutes=14)
    talking = await put(
        waiting, lambda it: it.call_in(NINE), lambda it: it.accept(it.invitation_id, NINE)
    )
    await session_of(token, over, doing=False)

    await put(talking, lambda it: it.end(Outcome.COMPLETED, over))

    assert await session_of(token, over + IDLE_AFTER - A_MOMENT, doing=False) is not None
    assert await session_of(token, over + IDLE_AFTER, doing=True) is None


async def test_not_even_a_consultation_outlasts_the_twelve_hours(token, waiting):
    assert await session_of(token, NINE + SESSION_LIVES, doing=True) is None


async def test_who_waits_can_sign_out(token, waiting):
    await end_session(await Session.get(), NINE)

    assert await session_of(token, NINE, doing=True) is None


async def test_ole_is_not_kept_signed_in_by_karens_waiting(waiting, ole):
    await Session.start("oles", NINE, patient_id=ole.id).save()

    assert await session_of("oles", NINE + IDLE_AFTER, doing=True) is None


async def test_who_has_withdrawn_consent_is_signed_out(token, karen):
    assert await session_of(token, NINE, doing=True) is not None

    assert await withdraw(karen, Purpose.APP_USE, NINE) is True

    assert await session_of(token, NINE, doing=True) is None
    assert await withdraw(karen, Purpose.APP_USE, NINE) is False


async def test_who_has_withdrawn_consent_finishes_the_consultation(token, karen, waiting):
    await withdraw(karen, Purpose.RECORD_STORAGE, NINE)
    assert await session_of(token, NINE, doing=True) is not None

    await put(waiting, lambda it: it.leave(NINE, even_if_not_late=True))

    assert await session_of(token, NINE, doing=True) is None


async def test_a_room_that_nobody_leaves_keeps_no_session_for_ever(token, waiting):
    booked_end = NINE + timedelta(minutes=30)

    assert await session_of(token, booked_end + KEPT_AFTER_END - A_MOMENT, doing=False)
    assert await session_of(token, booked_end + KEPT_AFTER_END, doing=False) is None
