"""What the clinicians' opening rules offer: by the Danish clock, also when the clocks change."""

from datetime import date, timedelta

import pytest

from models import ScheduleRule, Service, Slot
from models.schedule import offered
from models.times import COPENHAGEN
from tests.cast import NINE

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
