"""R46: how near a promise is to being broken, by its times alone.

    NONE ─▶ REMINDER ─▶ DUE_SOON ─▶ OVERDUE

That an alarm is on is a fact that anybody can compute; that it was raised is written down by the
worker. Nothing is ever closed because of it.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from models.times import TICK
from models.working_days import follow_up_reminder

DUE_SOON_BEFORE = timedelta(hours=2)


class Alarm(StrEnum):
    NONE = "NONE"
    REMINDER = "REMINDER"
    """The first working day has ended."""
    DUE_SOON = "DUE_SOON"
    """There are two hours left."""
    OVERDUE = "OVERDUE"
    """The promise is broken. At its very moment it is not: "senest" includes it."""

    def is_above(self, other: "Alarm") -> bool:
        order = list(Alarm)
        return order.index(self) > order.index(other)


def alarm_of(opened_at: datetime, due_at: datetime, now: datetime) -> Alarm:
    if now > due_at:
        return Alarm.OVERDUE
    if now >= due_at - DUE_SOON_BEFORE:
        return Alarm.DUE_SOON
    return Alarm.REMINDER if now >= follow_up_reminder(opened_at) else Alarm.NONE


def next_alarm_at(opened_at: datetime, due_at: datetime, now: datetime) -> datetime | None:
    """When it becomes more urgent though nobody does anything; None when it cannot."""
    edges = (follow_up_reminder(opened_at), due_at - DUE_SOON_BEFORE, due_at + TICK)
    return min((edge for edge in edges if edge > now), default=None)
