"""What the clinicians' opening rules offer: by the Danish clock, also when the clocks change."""

import itertools
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Modality, ScheduleRule, Service, Slot
from models.schedule import offered
from models.times import COPENHAGEN
from models.working_days import is_holiday
from tests.cast import NINE, overlaps

MONDAY, SPRING, AUTUMN = date(2026, 3, 2), date(2026, 3, 29), date(2026, 10, 25)
HALF_AN_HOUR = timedelta(minutes=30)


def a_rule(opens="09:00", closes="12:00", **known):
    usual = {"clinician_id": "cli_holm", "weekday": 1, "valid_from": date(2026, 1, 1)}
    return ScheduleRule(opens=minute(opens), closes=minute(closes), **(usual | known))


def minute(wall):
    hours, minutes = wall.split(":")
    return int(hours) * 60 + int(minutes)


def wall(times):
    """When they begin, by the Danish clock."""
    return [f"{begins.astimezone(COPENHAGEN):%H:%M}" for begins, _ in times]


def with_a_break(opens, break_from, break_until, closes, **known):
    between = {"break_from": minute(break_from), "break_until": minute(break_until)}
    return a_rule(opens, closes, **between, **known)


def slot(minutes_after_nine=0, clinician_id="cli_holm"):
    begins = NINE + timedelta(minutes=minutes_after_nine)
    return Slot("srv_1", clinician_id, begins, begins + HALF_AN_HOUR)


def test_the_last_time_ends_when_the_clinician_closes():
    assert wall(a_rule("09:00", "10:30").times_on(MONDAY, 30)) == ["09:00", "09:30", "10:00"]


@pytest.mark.parametrize(
    ("closes", "fits"), [("09:49", []), ("09:50", ["09:00"]), ("10:39", ["09:00"])]
)
def test_a_time_that_does_not_fit_as_a_whole_is_not_offered(closes, fits):
    assert wall(a_rule("09:00", closes).times_on(MONDAY, 50)) == fits


def test_each_time_is_as_long_as_the_service():
    [(begins, ends)] = a_rule("09:00", "09:50").times_on(MONDAY, 50)

    assert (begins, ends - begins) == (NINE - timedelta(hours=1), timedelta(minutes=50))


def test_on_a_day_on_which_no_rule_holds_nothing_is_offered():
    assert list(a_rule().times_on(MONDAY + timedelta(days=1), 30)) == []


def test_a_rule_can_last_until_midnight():
    assert wall(a_rule("23:00", "24:00").times_on(MONDAY, 30)) == ["23:00", "23:30"]


@pytest.mark.parametrize("weekday", range(1, 8))
def test_a_rule_is_for_one_weekday(weekday):
    rule = a_rule(weekday=weekday)

    week = [MONDAY + timedelta(days=n) for n in range(7)]
    assert [day.isoweekday() for day in week if rule.holds_on(day)] == [weekday]


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2026-02-23", False), ("2026-03-02", True), ("2026-03-16", True), ("2026-03-23", False)],
)
def test_a_rule_holds_from_its_first_day_to_its_last_both_included(day, holds):
    rule = a_rule(valid_from=MONDAY, valid_until=date(2026, 3, 16))

    assert rule.holds_on(date.fromisoformat(day)) is holds


def test_without_a_last_day_a_rule_holds_until_further_notice():
    assert a_rule(valid_until=None).holds_on(date(2046, 3, 5))


def test_in_the_night_the_clocks_go_forward_the_skipped_hour_is_not_offered():
    rule = a_rule("01:00", "04:00", weekday=7)

    times = list(rule.times_on(SPRING, 30))

    assert wall(times) == ["01:00", "01:30", "03:00", "03:30"]
    assert times[1][1] == times[2][0], "half past one to three is half an hour"


def test_in_the_night_the_clocks_go_back_each_time_is_offered_once():
    rule = a_rule("01:00", "04:00", weekday=7)

    times = list(rule.times_on(AUTUMN, 30))

    assert wall(times) == ["01:00", "01:30", "02:00", "02:30", "03:00", "03:30"]
    assert times[4][0] - times[3][1] == timedelta(hours=1)


def offers(now=NINE, rules=None, days=(MONDAY,)):
    service = Service(id="srv_1", minutes=30)
    return offered(service, rules or [a_rule("09:00", "11:00")], days, now)


def test_what_has_begun_is_not_offered():
    half_past = NINE - HALF_AN_HOUR

    before = offers(half_past - timedelta(milliseconds=1))
    then = offers(half_past)

    assert before[0].starts_at == half_past
    assert then[0].starts_at == NINE


def test_times_are_offered_earliest_first_over_all_days_and_clinicians():
    days = [MONDAY + timedelta(days=7), MONDAY]
    rules = [a_rule("10:00", "11:00", clinician_id=who) for who in ("cli_krag", "cli_holm")]

    found = offers(NINE - HALF_AN_HOUR, rules, days)

    assert len(found) == 8
    assert found == sorted(found, key=lambda slot: (slot.starts_at, slot.clinician_id))
    assert [slot.clinician_id for slot in found[:2]] == ["cli_holm", "cli_krag"]


def test_two_rules_for_the_same_time_offer_it_once():
    found = offers(NINE - HALF_AN_HOUR, [a_rule("10:00", "11:00"), a_rule("10:00", "10:30")])

    assert found == [slot(0), slot(30)]


@pytest.mark.parametrize(
    ("break_from", "break_until", "found"),
    [
        ("10:00", "10:30", ["09:00", "09:30", "10:30", "11:00", "11:30"]),
        ("09:59", "10:30", ["09:00", "10:30", "11:00", "11:30"]),
        ("10:01", "10:30", ["09:00", "09:30", "10:30", "11:00", "11:30"]),
        ("10:00", "10:31", ["09:00", "09:30", "10:31", "11:01"]),
        ("09:00", "10:00", ["10:00", "10:30", "11:00", "11:30"]),
        ("11:00", "12:00", ["09:00", "09:30", "10:00", "10:30"]),
        ("09:00", "12:00", []),
    ],
    ids=[
        "between two times",
        "a minute into a time",
        "a minute after a time",
        "a minute longer",
        "from the beginning",
        "until the end",
        "all the time",
    ],
)
def test_no_time_reaches_into_the_break(break_from, break_until, found):
    rule = with_a_break("09:00", break_from, break_until, "12:00")

    assert wall(rule.times_on(MONDAY, 30)) == found


@pytest.mark.parametrize(("from_", "until"), [("10:00", None), (None, "10:00")])
def test_half_a_break_is_none(from_, until):
    known = {"break_from": from_ and minute(from_), "break_until": until and minute(until)}

    assert a_rule("09:00", "10:30", **known).stretches == [(540, 630)]


CLOSED = [
    "2026-01-01",  # Nytårsdag
    "2026-04-02",  # Skærtorsdag
    "2026-04-03",  # Langfredag
    "2026-04-05",  # Påskedag
    "2026-04-06",  # 2. påskedag
    "2026-05-14",  # Kristi himmelfartsdag
    "2026-05-25",  # 2. pinsedag
    "2026-06-05",  # Grundlovsdag
    "2026-12-24",  # Juleaftensdag
    "2026-12-25",  # Juledag
    "2026-12-31",  # Nytårsaftensdag
]
OPENED = [
    "2026-05-01",  # 1 May
    "2026-05-15",  # the Friday after Ascension
    "2026-04-07",  # the day after Easter
    "2026-12-23",
    "2026-12-30",
]


def days(written):
    return [date.fromisoformat(day) for day in written]


def on(day, **known):
    """A rule for that weekday."""
    return a_rule("09:00", "10:00", weekday=day.isoweekday(), **known)


@pytest.mark.parametrize("day", days(CLOSED), ids=CLOSED)
def test_a_weekly_rule_does_not_hold_on_a_danish_holiday(day):
    rule = on(day)

    assert not rule.holds_on(day)
    assert list(rule.times_on(day, 30)) == []
    assert rule.holds_on(day + timedelta(days=14))


@pytest.mark.parametrize("day", days(OPENED), ids=OPENED)
def test_a_weekly_rule_holds_on_a_day_on_which_denmark_works(day):
    assert on(day).holds_on(day)


@pytest.mark.parametrize("day", days(CLOSED), ids=CLOSED)
def test_a_rule_for_a_single_day_holds_also_on_a_holiday(day):
    rule = on(day, valid_from=day, valid_until=day)

    assert rule.is_exception
    assert wall(rule.times_on(day, 30)) == ["09:00", "09:30"]
    assert not rule.holds_on(day + timedelta(days=7))


def test_a_rule_for_two_weeks_is_no_exception():
    easter_monday = date(2026, 4, 6)
    rule = on(easter_monday, valid_from=easter_monday, valid_until=date(2026, 4, 13))

    assert not rule.is_exception
    assert not rule.holds_on(easter_monday)
    assert rule.holds_on(date(2026, 4, 13))


@pytest.mark.parametrize(
    ("modality", "room_id"), [(Modality.IN_PERSON, "rom_3"), (Modality.VIDEO, None)]
)
def test_a_time_takes_a_room_only_if_one_comes_in_person(modality, room_id):
    service = Service(id="srv_1", minutes=30, modality=modality)
    rule = a_rule("10:00", "10:30", room_id="rom_3")

    [found] = offered(service, [rule], [MONDAY], NINE - HALF_AN_HOUR)

    assert found.room_id == room_id
    assert found.owners == (("cli_holm",) if room_id is None else ("cli_holm", "rom_3"))


def test_a_clinician_without_a_room_sees_patients_all_the_same():
    service = Service(id="srv_1", minutes=30, modality=Modality.IN_PERSON)

    [found] = offered(service, [a_rule("10:00", "10:30")], [MONDAY], NINE - HALF_AN_HOUR)

    assert found.owners == ("cli_holm",)


TWO_HOURS = 120
NIGHTS = {
    "01:00-05:00 forward": (SPRING, a_rule("01:00", "05:00", weekday=7), ["01:00", "03:00"]),
    "00:00-06:00 forward": (SPRING, a_rule("00:00", "06:00", weekday=7), ["00:00", "04:00"]),
    "01:00-03:00 forward": (SPRING, a_rule("01:00", "03:00", weekday=7), []),
    "01:00-04:00 forward": (SPRING, a_rule("01:00", "04:00", weekday=7), ["01:00"]),
    "00:00-06:00 back": (AUTUMN, a_rule("00:00", "06:00", weekday=7), ["00:00", "02:00", "04:00"]),
    "01:00-03:00 back": (AUTUMN, a_rule("01:00", "03:00", weekday=7), ["01:00"]),
    "01:00-02:59 back": (AUTUMN, a_rule("01:00", "02:59", weekday=7), []),
    "a break at two, forward": (
        SPRING,
        with_a_break("00:00", "02:00", "03:00", "06:00", weekday=7),
        ["00:00", "03:00"],
    ),
    "a break at three, forward": (
        SPRING,
        with_a_break("01:00", "03:00", "03:30", "06:00", weekday=7),
        ["03:30"],
    ),
    "a break at three, back": (
        AUTUMN,
        with_a_break("01:00", "03:00", "03:30", "06:00", weekday=7),
        ["01:00", "03:30"],
    ),
}


@pytest.mark.parametrize(("night", "rule", "found"), NIGHTS.values(), ids=NIGHTS)
def test_when_the_clocks_change_a_time_of_two_hours_is_two_hours(night, rule, found):
    times = list(rule.times_on(night, TWO_HOURS))

    assert wall(times) == found
    assert {ends - begins for begins, ends in times} <= {timedelta(hours=2)}


def instant(day, minutes):
    """When the clock on the wall has gone so far; the first time it has."""
    midnight = datetime.combine(day, time(0))
    return (midnight + timedelta(minutes=minutes)).replace(tzinfo=COPENHAGEN).astimezone(UTC)


def clocks_change_on(day):
    return instant(day, 24 * 60) - instant(day, 0) != timedelta(days=1)


five_minutes = st.integers(0, 24 * 12).map(lambda count: 5 * count)


@st.composite
def rules(draw, days):
    """Any opening hours with any break, for a day and a length of time."""
    hours = sorted(draw(st.lists(five_minutes, min_size=4, max_size=4, unique=True)))
    opens, break_from, break_until, closes = hours
    known = {} if draw(st.booleans()) else {"break_from": break_from, "break_until": break_until}
    day = draw(days)
    rule = ScheduleRule(
        clinician_id="cli_holm",
        weekday=day.isoweekday(),
        opens=opens,
        closes=closes,
        valid_from=date(2020, 1, 1),
        **known,
    )
    return rule, day, draw(st.sampled_from([15, 20, 30, 45, 50, 60, 90, TWO_HOURS]))


ordinary_days = st.dates(date(2025, 1, 1), date(2029, 12, 31)).filter(
    lambda day: not is_holiday(day) and not clocks_change_on(day)
)
nights = st.sampled_from([SPRING, AUTUMN, date(2025, 10, 26), date(2028, 3, 26)])


def on_the_wall(day, moment):
    """How many minutes after midnight the clock then shows, as if it ran on after midnight."""
    local = moment.astimezone(COPENHAGEN).replace(tzinfo=None)
    return (local - datetime.combine(day, time(0))) // timedelta(minutes=1)


@given(rules(ordinary_days))
def test_on_ordinary_days_every_time_is_within_the_opening_hours_and_out_of_the_break(known):
    rule, day, length = known
    seen = [tuple(on_the_wall(day, moment) for moment in it) for it in rule.times_on(day, length)]

    for begins, ends in seen:
        assert rule.opens <= begins < ends <= rule.closes
        assert ends - begins == length
        if rule.break_from is not None:
            assert ends <= rule.break_from or rule.break_until <= begins
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(seen))


@given(rules(ordinary_days))
def test_on_ordinary_days_no_time_that_would_fit_next_is_left_out(known):
    rule, day, length = known
    begun = [on_the_wall(day, begins) for begins, _ in rule.times_on(day, length)]

    for opens, closes in rule.stretches:
        assert [it for it in begun if opens <= it < closes] == [
            opens + n * length for n in range((closes - opens) // length)
        ]


@given(rules(nights))
def test_when_the_clocks_change_no_time_is_too_long_or_out_of_the_opening_hours(known):
    rule, day, length = known

    for begins, ends in rule.times_on(day, length):
        assert ends - begins == timedelta(minutes=length)
        assert rule.opens <= on_the_wall(day, begins)
        assert ends <= instant(day, rule.closes)


@given(rules(nights))
def test_when_the_clocks_change_no_time_reaches_into_the_break_either(known):
    rule, day, length = known

    if rule.break_from is not None and not is_skipped(day, rule.break_from):
        between = (instant(day, rule.break_from), instant(day, rule.break_until))
        found = list(rule.times_on(day, length))
        assert not [it for it in found if between[0] < between[1] and overlaps(it, between)]


def test_whoever_closes_in_the_skipped_hour_closes_when_it_is_skipped():
    rule = a_rule("01:00", "02:30", weekday=7)

    assert wall(rule.times_on(SPRING, 60)) == ["01:00"]
    assert wall(rule.times_on(SPRING, 90)) == []


def is_skipped(day, minutes):
    return on_the_wall(day, instant(day, minutes)) != minutes


def test_the_nights_on_which_the_clocks_change_are_those_nights():
    assert clocks_change_on(SPRING)
    assert clocks_change_on(AUTUMN)
    assert not clocks_change_on(MONDAY)
