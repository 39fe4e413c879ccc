"""R46, A9: what a hverdag is, and which is the second one after the day of leaving."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.working_days import (
    FOLLOW_UP_WITHIN,
    follow_up_due,
    is_working_day,
    working_days_after,
)

VECTORS = """
    2026-03-30  2026-04-01  plain
    2026-04-01  2026-04-08  Easter
    2026-04-02  2026-04-08  leave on a holiday
    2026-05-13  2026-05-18  Ascension, the Friday counts
    2026-05-22  2026-05-27  Whit Monday
    2026-06-03  2026-06-08  5 June
    2026-06-04  2026-06-09  5 June
    2026-06-05  2026-06-09  leave on 5 June
    2026-12-22  2026-12-28  Christmas
    2026-12-23  2026-12-29  Christmas
    2026-12-24  2026-12-29  from a closed day
    2026-12-30  2027-01-05  new year
    2026-12-31  2027-01-05  new year
    2027-03-24  2027-03-31  Easter 2027
    2027-05-05  2027-05-10  Ascension 2027
    2026-01-09  2026-01-13  weekend
    2026-01-10  2026-01-13  leave on a Saturday
    2026-05-01  2026-05-05  1 May counts
    2024-04-25  2024-04-29  Store bededag is gone, 26 April counts
    2023-05-03  2023-05-08  Store bededag on 5 May 2023
"""
"""DOMAIN.md's table: the day of leaving, the second working day after it, and why."""


@pytest.mark.parametrize("vector", VECTORS.strip().splitlines(), ids=str.strip)
def test_the_promise_is_for_the_second_working_day(vector):
    left_on, due_on = (date.fromisoformat(day) for day in vector.split()[:2])

    assert FOLLOW_UP_WITHIN == 2
    assert working_days_after(left_on, 2) == due_on


@pytest.mark.parametrize("vector", VECTORS.strip().splitlines(), ids=str.strip)
def test_it_is_due_that_day_whenever_one_left_between_two_danish_midnights(vector):
    left_on, due_on = (date.fromisoformat(day) for day in vector.split()[:2])
    morning = datetime(left_on.year, left_on.month, left_on.day, 6, tzinfo=UTC)

    assert follow_up_due(morning).date() == due_on
    assert follow_up_due(morning + timedelta(hours=12)).date() == due_on


@pytest.mark.parametrize(
    "closed",
    [
        "2026-01-01",  # Nytårsdag
        "2026-04-02",  # Skærtorsdag
        "2026-04-03",  # Langfredag
        "2026-04-06",  # 2. påskedag
        "2026-05-14",  # Kristi himmelfartsdag
        "2026-05-25",  # 2. pinsedag
        "2026-06-05",  # Grundlovsdag
        "2026-12-24",  # Juleaftensdag
        "2026-12-25",  # Juledag
        "2025-12-26",  # 2. juledag, a Friday
        "2026-12-31",  # Nytårsaftensdag
        "2023-05-05",  # Store bededag, while there was one
        "2026-03-07",  # a Saturday
        "2026-03-08",  # a Sunday
    ],
)
def test_a_day_on_which_denmark_is_closed_is_no_working_day(closed):
    assert not is_working_day(date.fromisoformat(closed))


@pytest.mark.parametrize(
    "opened",
    [
        "2026-05-01",  # 1 May
        "2026-05-15",  # the Friday after Ascension
        "2024-04-26",  # what was Store bededag
        "2026-12-30",
        "2026-03-02",
    ],
)
def test_a_day_on_which_denmark_works_is_a_working_day(opened):
    assert is_working_day(date.fromisoformat(opened))


@given(st.dates(date(2024, 1, 1), date(2035, 1, 1)), st.integers(1, 10))
def test_the_nth_working_day_is_one_with_n_of_them_on_the_way(day, count):
    found = working_days_after(day, count)

    between = (day + timedelta(days=n) for n in range(1, (found - day).days + 1))
    assert is_working_day(found)
    assert sum(map(is_working_day, between)) == count
