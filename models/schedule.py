"""Free times: computed from the clinicians' opening rules, never stored.

A rule is in Danish wall time, so nine o'clock stays nine o'clock when the clocks change. What
is stored about a time is the appointment that takes it, or that the clinician is blocked then.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from models.slot import Interval, Slot
from models.times import danish_time, minutes, wall_minute
from models.working_days import is_holiday

if TYPE_CHECKING:
    from models.clinic import Clinician, Room, Service

BOOKABLE_AHEAD = timedelta(days=365)
"""So far ahead times are offered: nobody knows who works here later."""


class ScheduleRule(Model):
    """On this weekday the clinician sees patients between these times, but not in the break.

    A rule for a single day is an exception: extra hours, also on a holiday.
    """

    id = fields.IntField(primary_key=True)
    clinician: fields.ForeignKeyRelation["Clinician"] = fields.ForeignKeyField(
        "models.Clinician", related_name="rules"
    )
    clinician_id: str
    room: fields.ForeignKeyNullableRelation["Room"] = fields.ForeignKeyField(
        "models.Room", related_name="rules", null=True
    )
    room_id: str | None
    """Where the clinician then sees those who come in person."""
    weekday = fields.SmallIntField()
    """1 is Monday, 7 is Sunday, as in ISO 8601."""
    opens = fields.SmallIntField()
    closes = fields.SmallIntField()
    """Minutes after midnight on the wall clock. The last time *ends* when the clinician closes."""
    break_from = fields.SmallIntField(null=True)
    break_until = fields.SmallIntField(null=True)
    """Both, or neither: no time reaches into the break."""
    valid_from = fields.DateField()
    valid_until = fields.DateField(null=True)
    """Inclusive; null: until further notice."""

    class Meta:
        table = "schedule_rule"
        indexes = (("clinician_id",),)

    def holds_on(self, day: date) -> bool:
        return (
            day.isoweekday() == self.weekday
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
            and (self.is_exception or not is_holiday(day))
        )

    @property
    def is_exception(self) -> bool:
        return self.valid_from == self.valid_until

    @property
    def stretches(self) -> list[tuple[int, int]]:
        """When patients are seen, in minutes after midnight."""
        if self.break_from is None or self.break_until is None:
            return [(self.opens, self.closes)]
        return [(self.opens, self.break_from), (self.break_until, self.closes)]

    def times_on(self, day: date, length: int) -> Iterator[Interval]:
        """The times of `length` minutes that fit as a whole."""
        if self.holds_on(day):
            for opens, closes in self.stretches:
                yield from _times_between(day, opens, closes, length)


@lru_cache(maxsize=10_000)
def _times_between(day: date, opens: int, closes: int, length: int) -> tuple[Interval, ...]:
    """In the nights of the clocks too. The same for all who are open then, so worked out once."""
    over = wall_minute(day, closes)
    begins = (
        danish_time(day, time(start // 60, start % 60))
        for start in range(opens, closes - length + 1, length)
    )
    return tuple(
        (start, start + minutes(length))
        for start in begins
        if start is not None and start + minutes(length) <= over
    )


def offered(
    service: "Service", rules: Iterable[ScheduleRule], days: Iterable[date], now: datetime
) -> list[Slot]:
    """The times that the clinic offers on these days and that are still to come, earliest first."""
    in_person = not service.is_by_video
    found = {
        Slot(service.id, rule.clinician_id, begins, ends, rule.room_id if in_person else None)
        for day in days
        for rule in rules
        for begins, ends in rule.times_on(day, service.minutes)
        if now < begins <= now + BOOKABLE_AHEAD
    }
    return sorted(found, key=lambda slot: (slot.starts_at, slot.clinician_id))
