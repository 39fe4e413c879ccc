"""R44: what a clinician announces, whom it reaches, and that it excuses nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from models import DelayNotice
from models.consultation.states import State
from models.delay_notice import Delay, announced_for, delay_of
from models.refused import InvalidInput
from tests.cast import NINE, a_consultation

TODAY = datetime(2026, 3, 1, 23, tzinfo=UTC)
TOMORROW = TODAY + timedelta(days=1)


def announced(minutes=20, from_at=None, now=NINE):
    return DelayNotice.announced("cli_holm", minutes, from_at, "stf_holm", now)


def test_it_is_for_all_of_the_danish_day():
    notice = announced()

    assert (notice.from_at, notice.until) == (TODAY, TOMORROW)
    assert (notice.announced_at, notice.announced_by) == (NINE, "stf_holm")
    assert notice.covers(TODAY)
    assert not notice.covers(TOMORROW)
    assert not notice.covers(TODAY - timedelta(milliseconds=1))


def test_it_can_be_for_those_who_are_booked_later():
    notice = announced(from_at=NINE)

    assert notice.covers(NINE)
    assert not notice.covers(NINE - timedelta(minutes=30))


@pytest.mark.parametrize("minutes", [-1, 241])
def test_who_is_later_than_four_hours_moves_the_appointments(minutes):
    with pytest.raises(InvalidInput) as refusal:
        announced(minutes)

    assert refusal.value.field == "minutes"


@pytest.mark.parametrize("at", [TODAY - timedelta(milliseconds=1), TOMORROW])
def test_it_is_about_today(at):
    with pytest.raises(InvalidInput) as refusal:
        announced(from_at=at)

    assert refusal.value.field == "from"


def test_the_newest_that_covers_a_time_counts():
    notices = [announced(10), announced(30, from_at=NINE)]

    assert announced_for(NINE, notices) == Delay(30, NINE + timedelta(minutes=30))
    before = NINE - timedelta(minutes=30)
    assert announced_for(before, notices) == Delay(10, before + timedelta(minutes=10))


def test_no_minutes_take_back_what_was_announced():
    assert announced_for(NINE, [announced(10), announced(0)]) is None
    assert announced_for(NINE, []) is None
    assert delay_of(NINE, None) is None


def test_what_is_announced_changes_nothing_of_the_right_to_leave():
    """The rule is not even told of it: it only asks when the clinician was ready."""
    it = a_consultation(State.WAITING)

    assert it.may_leave(NINE + timedelta(minutes=10, milliseconds=1))
    assert it.may_leave_from == NINE + timedelta(minutes=10, milliseconds=1)
