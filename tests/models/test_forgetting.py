"""What is of no use to anybody any more is taken away, and nothing else."""

from datetime import timedelta

import pytest

from models import ConsentTicket, DeepLink, Session, SignInAttempt
from models.consent import Purpose
from models.deep_link import hash_of
from models.forgetting import forget_links, forget_sessions, forget_sign_ins
from tests.cast import NINE

A_MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
async def session(karen):
    session = Session.start("token", NINE, patient_id=karen.id)
    await session.save()
    return session


async def test_a_session_is_forgotten_a_month_after_it_could_last_be_used(session):
    last = session.expires_at + timedelta(days=30)

    assert await forget_sessions(last) == 0
    assert await forget_sessions(last + A_MILLISECOND) == 1
    assert await forget_sessions(last + A_MILLISECOND) == 0


async def test_an_unfinished_sign_in_is_forgotten_with_its_ticket(db):
    ticket = ConsentTicket.given(set(Purpose), [], "da", "browser", NINE)
    await ticket.save()
    begun_at = ticket.expires_at - A_MILLISECOND
    await SignInAttempt.create(
        state_hash="s",
        nonce="n",
        code_verifier="v",
        browser_hash="b",
        ticket=ticket,
        landing="/l/token",
        begun_at=begun_at,
    )

    assert await forget_sign_ins(begun_at + timedelta(hours=1)) == 0
    assert await forget_sign_ins(ticket.expires_at + timedelta(hours=1, milliseconds=1)) == 2
    assert not await ConsentTicket.exists()


async def test_a_link_is_forgotten_when_it_has_expired(karen, consultation):
    await DeepLink.create(
        token_hash=hash_of("token"),
        patient=karen,
        appointment_id=consultation.appointment_id,
        schedule_version=1,
        expires_at=NINE,
    )

    assert await forget_links(NINE) == 0
    assert await forget_links(NINE + A_MILLISECOND) == 1
