"""Who is there: by when they were last heard of, computed when somebody looks, never a state."""

from datetime import timedelta

import pytest

from models import PresenceLease
from models.presence import (
    BEAT_EVERY,
    GRACE,
    LEASE,
    Presence,
    PresenceState,
    fades_at,
    forget_leases,
    last_seen,
    presence,
)
from tests.cast import NINE

A_MILLISECOND = timedelta(milliseconds=1)
CONNECTED, RECONNECTING, GONE = PresenceState


def test_two_heartbeats_may_be_lost():
    assert LEASE >= 3 * BEAT_EVERY
    assert (BEAT_EVERY.seconds, LEASE.seconds, GRACE.seconds) == (10, 30, 90)


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (timedelta(), CONNECTED),
        (LEASE - A_MILLISECOND, CONNECTED),
        (LEASE, RECONNECTING),
        (LEASE + GRACE - A_MILLISECOND, RECONNECTING),
        (LEASE + GRACE, GONE),
        (timedelta(days=1), GONE),
    ],
)
def test_it_fades_by_time_alone(after, state):
    since = None if state is CONNECTED else NINE

    assert presence(NINE, NINE + after) == Presence(state, since)


def test_who_was_never_there_has_no_presence():
    assert presence(None, NINE) is None
    assert fades_at(None, NINE) is None


def test_each_moment_at_which_it_fades_is_foretold():
    assert fades_at(NINE, NINE) == NINE + LEASE
    assert fades_at(NINE, NINE + LEASE) == NINE + LEASE + GRACE
    assert fades_at(NINE, NINE + LEASE + GRACE) is None


async def lease(consultation, connection, seen_at, whose="pat_karen"):
    await PresenceLease.create(
        consultation_id=consultation.id, whose=whose, connection_id=connection, seen_at=seen_at
    )


async def test_one_is_there_while_any_of_ones_clients_is(consultation):
    await lease(consultation, "phone", NINE)
    await lease(consultation, "tablet", NINE + LEASE)
    await lease(consultation, "desk", NINE, whose="cli_holm")

    assert await last_seen([consultation.id]) == {
        (consultation.id, "pat_karen"): NINE + LEASE,
        (consultation.id, "cli_holm"): NINE,
    }


async def test_yesterdays_leases_are_forgotten(consultation):
    await lease(consultation, "old", NINE)
    await lease(consultation, "new", NINE + A_MILLISECOND)

    assert await forget_leases(NINE + timedelta(days=1) + A_MILLISECOND) == 1

    assert (await PresenceLease.get()).connection_id == "new"
