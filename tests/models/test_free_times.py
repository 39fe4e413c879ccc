"""Which of the offered times are free, for how many days one may ask, and what a slot's id says."""

import base64
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Slot
from models.refused import InvalidInput, NotFound
from models.slot import SlotId, free, overlaps, window
from tests.cast import NINE

MONDAY = date(2026, 3, 2)
HALF_AN_HOUR = timedelta(minutes=30)


def slot(minutes_after_nine=0, clinician_id="cli_holm"):
    begins = NINE + timedelta(minutes=minutes_after_nine)
    return Slot("srv_1", clinician_id, begins, begins + HALF_AN_HOUR)


def test_a_time_that_is_taken_is_not_free_and_its_neighbours_are():
    taken = [("cli_holm", (NINE + HALF_AN_HOUR, NINE + 2 * HALF_AN_HOUR))]

    assert free([slot(0), slot(30), slot(60)], taken) == [slot(0), slot(60)]


def test_what_one_clinician_does_takes_no_time_of_another():
    taken = [("cli_holm", (NINE, NINE + HALF_AN_HOUR))]

    assert free([slot(0, "cli_krag")], taken) == [slot(0, "cli_krag")]


intervals = st.tuples(st.integers(0, 300), st.integers(1, 90)).map(lambda it: (it[0], sum(it)))


def at(interval):
    begins, ends = interval
    return NINE + timedelta(minutes=begins), NINE + timedelta(minutes=ends)


@given(intervals, intervals)
def test_two_times_overlap_when_they_share_a_minute(one, other):
    share = not set(range(*one)).isdisjoint(range(*other))

    assert overlaps(at(one), at(other)) is overlaps(at(other), at(one)) is share


@given(st.lists(st.tuples(st.sampled_from(["cli_holm", "cli_krag"]), intervals), max_size=8))
def test_free_is_every_time_of_which_no_minute_is_taken(appointments):
    slots = [slot(start, who) for start in range(0, 300, 30) for who in ("cli_holm", "cli_krag")]
    minutes = {(who, minute) for who, taken in appointments for minute in range(*taken)}

    found = free(slots, [(who, at(taken)) for who, taken in appointments])

    assert found == [one for one in slots if minutes.isdisjoint(minutes_of(one))]


def minutes_of(one):
    begins = (one.starts_at - NINE) // timedelta(minutes=1)
    return {(one.clinician_id, minute) for minute in range(begins, begins + 30)}


def test_a_window_has_both_its_days():
    assert window(MONDAY, MONDAY) == [MONDAY]
    assert window(MONDAY, date(2026, 3, 4)) == [MONDAY, date(2026, 3, 3), date(2026, 3, 4)]


def test_a_window_has_at_most_31_days():
    assert len(window(date(2026, 3, 1), date(2026, 3, 31))) == 31

    with pytest.raises(InvalidInput) as refusal:
        window(date(2026, 3, 1), date(2026, 4, 1))

    assert (refusal.value.field, refusal.value.problem) == ("to", "window-too-long")


def test_a_window_does_not_go_backwards():
    with pytest.raises(InvalidInput) as refusal:
        window(MONDAY, MONDAY - timedelta(days=1))

    assert (refusal.value.field, refusal.value.problem) == ("to", "window-backwards")


ids = st.from_regex(r"[a-z]{3}_[0-9a-f]{24}", fullmatch=True)
whole_minutes = st.integers(16_000_000, 500_000_000).map(
    lambda minutes: datetime.fromtimestamp(minutes * 60, tz=UTC)
)


@given(ids, ids, whole_minutes)
def test_a_slots_id_says_which_time_it_is(service_id, clinician_id, starts_at):
    one = Slot(service_id, clinician_id, starts_at, starts_at + HALF_AN_HOUR)

    assert SlotId.read(one.id) == SlotId(service_id, clinician_id, starts_at)


def said(plain):
    return "slo_" + base64.urlsafe_b64encode(plain).decode().rstrip("=")


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "slo_",
        "slo_!!!!",
        "slo_A",
        "slo_æøå",
        "slo_\ud800",
        "apt_0123456789abcdef01234567",
        said(b"srv|cli"),
        said(b"srv|cli|1|2"),
        said(b"srv|cli|nine"),
        said(b"srv|cli|"),
        said(b"srv|cli|1.5"),
        said(b"srv|cli|" + b"9" * 12),
        said(b"srv|cli|" + b"9" * 30),
        said(b"srv|cli|" + b"9" * 5000),
        said(b"srv|cli|-" + b"9" * 12),
        said(b"\xff\xfe|cli|1"),
    ],
)
def test_what_is_no_slots_id_is_not_found(garbage):
    with pytest.raises(NotFound):
        SlotId.read(garbage)


@given(st.text(max_size=60))
def test_whatever_is_asked_for_is_read_or_not_found(text):
    try:
        read = SlotId.read("slo_" + text)
    except NotFound:
        return

    assert read.starts_at.tzinfo is UTC
