"""Instants are UTC inside the house; Danish wall time is for the edges."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

TICK = timedelta(milliseconds=1)
"""What changes *after* a moment has changed one tick later: that is when one looks again."""


def danish_day(moment: datetime) -> date:
    """The calendar day in Denmark at that instant: 23:30 UTC on 31 May is 1 June."""
    return moment.astimezone(COPENHAGEN).date()


def danish_time(day: date, at: time) -> datetime | None:
    """The instant of a wall-clock time, in UTC.

    None for a time that is skipped when the clock goes forward; the first of the two when the
    clock goes back (`fold=0`).
    """
    local = datetime.combine(day, at, COPENHAGEN)
    moment = local.astimezone(ZoneInfo("UTC"))
    return moment if moment.astimezone(COPENHAGEN).time() == at else None


def wall_minute(day: date, minute: int) -> datetime:
    """The instant at which so many minutes of that day have passed on the wall clock, at most 24
    hours. Where the clock skips that minute, the moment it jumps."""
    wall = datetime.combine(day, time(0)) + timedelta(minutes=minute)
    moment = danish_time(wall.date(), wall.time())
    return moment if moment is not None else wall_minute(day, minute + 1)


def midnight(day: date) -> datetime:
    """When that day begins in Denmark, in UTC. Denmark never skips midnight."""
    moment = danish_time(day, time(0))
    assert moment is not None
    return moment


def age_on(born: date, day: date) -> int:
    """Whole years. Whoever is born on 29 February turns a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)
