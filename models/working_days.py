"""Danish working days (hverdage): Monday to Friday, and not one of the days that count as holidays.

The pattern is the statutory one (forældelsesloven § 27 stk. 2): weekends, public holidays,
5 June, 24 and 31 December are not working days. 1 May and the Friday after Ascension are.
"""

from datetime import date, datetime, time, timedelta
from functools import cache

from holidays import country_holidays

from models.times import danish_day, danish_time

FOLLOW_UP_WITHIN = 2
"""R46: "Vi kontakter dig inden for to hverdage". The day of leaving is day 0."""

REMINDED_AFTER = 1
"""When nobody has reached the patient by the end of this working day, staff are reminded."""

SERVICE_CLOSES = time(16, 0)
"""A promise for a day is kept when it is kept before the clinic closes, in Danish wall time."""

CLOSED_LIKE_HOLIDAYS = {(6, 5), (12, 24), (12, 31)}


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("DK", years=year, categories=("public",), language="da"))


def is_holiday(day: date) -> bool:
    """A public holiday, or a day on which Denmark is closed as on one."""
    closed_like_one = (day.month, day.day) in CLOSED_LIKE_HOLIDAYS
    return closed_like_one or day in _public_holidays(day.year)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and not is_holiday(day)


def working_days_after(day: date, count: int) -> date:
    """The `count`-th working day after `day`, which is itself never counted."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def follow_up_due(left_at: datetime) -> datetime:
    """R46: when, at the latest, we have contacted a patient who left at that instant."""
    return _closing_time(left_at, FOLLOW_UP_WITHIN)


def follow_up_reminder(left_at: datetime) -> datetime:
    """When staff are first reminded of a patient who left at that instant."""
    return _closing_time(left_at, REMINDED_AFTER)


def _closing_time(left_at: datetime, days: int) -> datetime:
    """When the clinic closes, so many working days after that instant."""
    moment = danish_time(working_days_after(danish_day(left_at), days), SERVICE_CLOSES)
    assert moment is not None, "Denmark never skips four in the afternoon"
    return moment
