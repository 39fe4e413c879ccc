"""How many are before one, and when it may be one's turn: nothing rather than a wrong number."""

from datetime import timedelta

import pytest

from models.consultation.line import Booked, Place
from models.consultation.states import State
from tests.cast import NINE

HALF = timedelta(minutes=30)


def booked(halves, state=State.SCHEDULED, started_at=None):
    """So many half hours after nine; null as the state: in person."""
    starts_at = NINE + halves * HALF
    return Booked(starts_at, starts_at + HALF, state, started_at)


def place(*others, at=0, now=NINE):
    return Place.of(NINE + at * HALF, others, now)


def test_with_nobody_before_one_is_next():
    assert place() == Place(1, None)


def test_those_who_are_booked_later_never_count():
    """Ottehr's estimate took the absolute value of the time that was left, and counted them."""
    later = [booked(halves) for halves in (0, 1, 2, 3)]

    assert place(*later, at=0) == Place(1, None)


@pytest.mark.parametrize("state", [State.ENDED, State.CANCELLED])
def test_those_who_are_over_do_not_count(state):
    assert place(booked(-1, state)) == Place(1, None)


@pytest.mark.parametrize("state", [State.SCHEDULED, State.WAITING, State.LEFT])
def test_nobody_knows_when_one_ends_that_has_not_begun(state):
    assert place(booked(-1, state)) == Place(2, None)


def test_in_person_it_is_over_when_its_booked_time_is():
    assert place(booked(-1, None), now=NINE - timedelta(minutes=1)) == Place(2, None)
    assert place(booked(-1, None), now=NINE) == Place(1, None)


def test_when_the_one_before_has_begun_it_ends_after_its_booked_length():
    began = NINE - timedelta(minutes=10)

    assert place(booked(-1, State.IN_PROGRESS, began)) == Place(2, began + HALF)


def test_one_is_not_called_before_ones_own_time():
    began = NINE - timedelta(minutes=40)

    found = place(booked(-1, State.IN_PROGRESS, began), now=NINE - timedelta(minutes=20))

    assert found == Place(2, NINE)


def test_what_lasts_longer_than_it_should_ends_nobody_knows_when():
    began = NINE - HALF

    assert place(booked(-1, State.IN_PROGRESS, began), now=NINE) == Place(2, None)


def test_with_another_one_between_nothing_is_foretold():
    began = NINE - timedelta(minutes=40)
    before = booked(-2, State.IN_PROGRESS, began), booked(-1, State.WAITING)

    assert place(*before, now=NINE - HALF) == Place(3, None)
