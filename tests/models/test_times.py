"""Instants are UTC, and Denmark is at the edges: days, nights with another length, and ages."""

import time as process
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.patient import Patient
from models.schedule import ScheduleRule
from models.slot import SlotId
from models.texts import clock, day
from models.times import COPENHAGEN, age_on, danish_day, danish_time, midnight, minutes
from models.working_days import follow_up_due
from tests.cast import NINE

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""The nights in which the clocks go forward, and back."""


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "danish"),
    [
        ("2026-05-31T21:59:59.999", date(2026, 5, 31)),
        ("2026-05-31T22:00", date(2026, 6, 1)),
        ("2026-05-31T23:30", date(2026, 6, 1)),
        ("2026-01-31T22:59:59.999", date(2026, 1, 31)),
        ("2026-01-31T23:00", date(2026, 2, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_denmark(moment, danish):
    assert danish_day(utc(moment)) == danish


@pytest.mark.parametrize(
    ("on", "at", "moment"),
    [
        (date(2026, 3, 28), time(9), "2026-03-28T08:00"),
        (date(2026, 3, 30), time(9), "2026-03-30T07:00"),
        (SPRING, time(1, 59), "2026-03-29T00:59"),
        (SPRING, time(3, 0), "2026-03-29T01:00"),
        (AUTUMN, time(1, 59), "2026-10-24T23:59"),
        (AUTUMN, time(3, 0), "2026-10-25T02:00"),
    ],
)
def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change(on, at, moment):
    assert danish_time(on, at) == utc(moment)


@pytest.mark.parametrize("at", [time(2, 0), time(2, 30), time(2, 59)])
def test_the_hour_that_is_skipped_in_spring_does_not_exist(at):
    assert danish_time(SPRING, at) is None


@pytest.mark.parametrize("at", [time(2, 0), time(2, 30), time(2, 59)])
def test_of_the_hour_that_comes_twice_in_autumn_the_first_is_meant(at):
    meant = danish_time(AUTUMN, at)
    assert meant is not None

    again = meant + timedelta(hours=1)
    assert meant.astimezone(COPENHAGEN).utcoffset() == timedelta(hours=2)
    assert again.astimezone(COPENHAGEN).time() == at


@pytest.mark.parametrize(("on", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2026, 3, 2), 24)])
def test_a_day_is_as_long_as_the_clocks_make_it(on, hours):
    length = midnight(on + timedelta(days=1)) - midnight(on)

    assert length == minutes(60 * hours)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_the_first_moment_of_a_day_is_its_midnight_and_the_one_before_is_not(on):
    assert danish_day(midnight(on)) == on
    assert danish_day(midnight(on) - timedelta(microseconds=1)) == on - timedelta(days=1)


@pytest.mark.parametrize(
    ("on", "age"),
    [
        ("2010-03-12", 0),
        ("2011-03-11", 0),
        ("2011-03-12", 1),
        ("2025-03-11", 14),
        ("2025-03-12", 15),
        ("2028-03-11", 17),
        ("2028-03-12", 18),
    ],
)
def test_one_gets_older_on_ones_birthday(on, age):
    assert age_on(date(2010, 3, 12), date.fromisoformat(on)) == age


@pytest.mark.parametrize(
    ("on", "age"),
    [
        ("2027-02-28", 14),
        ("2027-03-01", 15),
        ("2028-02-28", 15),
        ("2028-02-29", 16),
    ],
)
def test_whoever_is_born_on_29_february_gets_older_then_or_on_1_march(on, age):
    assert age_on(date(2012, 2, 29), date.fromisoformat(on)) == age


def test_one_gets_older_at_midnight_in_denmark():
    born = Patient(name="Ida", born_on=date(2011, 6, 1))

    assert born.age(utc("2026-05-31T21:59")) == 14
    assert born.age(utc("2026-05-31T22:00")) == 15


def test_of_whom_no_birthday_is_known_no_age_is_known():
    assert Patient(name="Ida", born_on=None).age(NINE) is None


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def zone_of_the_process(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    process.tzset()
    yield request.param
    monkeypatch.undo()
    process.tzset()


def test_nothing_depends_on_the_time_zone_of_the_machine(zone_of_the_process):
    here = {"UTC": "+0000", "America/Los_Angeles": "-0800", "Pacific/Kiritimati": "+1400"}
    january = process.localtime(1767225600)
    assert process.strftime("%z", january) == here[zone_of_the_process]
    late_in_may = utc("2026-05-31T23:30")
    rule = ScheduleRule(
        clinician_id="cli_holm", weekday=1, opens=540, closes=570, valid_from=date(2026, 1, 1)
    )

    assert danish_day(late_in_may) == date(2026, 6, 1)
    assert (clock(late_in_may), day(late_in_may, "da")) == ("01.30", "mandag 1. juni")
    assert follow_up_due(late_in_may) == utc("2026-06-03T14:00")
    assert list(rule.times_on(date(2026, 6, 1), 30)) == [
        (utc("2026-06-01T07:00"), utc("2026-06-01T07:30"))
    ]
    # The last of its three parts is 29538780 minutes since 1970.
    id = (
        "slo_c3J2X2FhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYXxjbGlfYmJiYmJiYmJi"
        "YmJiYmJiYmJiYmJiYmJifDI5NTM4Nzgw"
    )
    assert SlotId.read(id).starts_at == utc("2026-03-01T01:00")
