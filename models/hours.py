"""The hours of the Danish day at which a text message may come: nobody is woken for a letter."""

from datetime import date, datetime, time, timedelta

from models.times import COPENHAGEN, danish_time

NIGHT_BEGINS, NIGHT_ENDS = time(22), time(7)
"""Quiet hours: what can wait, waits for the morning."""

DAY_BEGINS, DAY_ENDS = time(8), time(20)
"""A reminder is planned for these hours."""


def after_the_night(moment: datetime) -> datetime:
    """The moment itself, or the next seven in the morning when it is night."""
    local = moment.astimezone(COPENHAGEN)
    if NIGHT_ENDS <= local.time() < NIGHT_BEGINS:
        return moment
    return _on(local.date() + timedelta(days=local.time() >= NIGHT_BEGINS), NIGHT_ENDS)


def by_day(moment: datetime) -> datetime:
    """The moment of the same Danish date that is closest to it and between eight and twenty."""
    local = moment.astimezone(COPENHAGEN)
    if DAY_BEGINS <= local.time() <= DAY_ENDS:
        return moment
    return _on(local.date(), DAY_BEGINS if local.time() < DAY_BEGINS else DAY_ENDS)


def _on(day: date, hour: time) -> datetime:
    moment = danish_time(day, hour)
    assert moment is not None, "the clock goes forward at two in the morning, and at no other time"
    return moment
