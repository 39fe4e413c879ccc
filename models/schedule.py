"""Free times: computed from the clinicians' opening rules, never stored.

A rule is in Danish wall time, so nine o'clock stays nine o'clock when the clocks change. What
is stored about a time is the appointment that takes it.
"""

import base64
import binascii
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.models import Model

from models.ids import is_id
from models.refused import InvalidInput, NotFound
from models.times import danish_time, minutes

if TYPE_CHECKING:
    from models.clinic import Clinician, Service

LONGEST_WINDOW = timedelta(days=31)
"""Free times are asked for at most this many days at once."""

Interval = tuple[datetime, datetime]


class ScheduleRule(Model):
    """On this weekday the clinician sees patients between these times."""

    id = fields.IntField(primary_key=True)
    clinician: fields.ForeignKeyRelation["Clinician"] = fields.ForeignKeyField(
        "models.Clinician", related_name="rules"
    )
    clinician_id: str
    weekday = fields.SmallIntField()
    """1 is Monday, 7 is Sunday, as in ISO 8601."""
    opens = fields.SmallIntField()
    closes = fields.SmallIntField()
    """Minutes after midnight on the wall clock. The last time *ends* when the clinician closes."""
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
        )

    def times_on(self, day: date, length: int) -> Iterator[Interval]:
        """The times of `length` minutes that fit as a whole between opening and closing."""
        if self.holds_on(day):
            for start in range(self.opens, self.closes - length + 1, length):
                begins = danish_time(day, time(start // 60, start % 60))
                if begins is not None:
                    yield begins, begins + minutes(length)


@dataclass(frozen=True)
class Slot:
    """A time that can be booked: it is taken by the appointment made of it, not by being seen."""

    service_id: str
    clinician_id: str
    starts_at: datetime
    ends_at: datetime
    clinician: "Clinician | None" = field(default=None, compare=False, repr=False)

    @property
    def id(self) -> str:
        """Says which time it is, so that nothing needs to be stored for it."""
        minute = int(self.starts_at.timestamp()) // 60
        plain = f"{self.service_id}|{self.clinician_id}|{minute}".encode()
        return "slo_" + base64.urlsafe_b64encode(plain).decode().rstrip("=")


@dataclass(frozen=True)
class SlotId:
    """What a slot's id says. Whether that time is offered is another question."""

    service_id: str
    clinician_id: str
    starts_at: datetime

    @classmethod
    def read(cls, id: str) -> Self:
        try:
            padded = id.removeprefix("slo_") + "=" * (-len(id.removeprefix("slo_")) % 4)
            service, clinician, minute = (
                base64.b64decode(padded, b"-_", validate=True).decode().split("|")
            )
            starts_at = datetime.fromtimestamp(int(minute) * 60, tz=UTC)
            if not (is_id(service) and is_id(clinician) and 2000 <= starts_at.year < 3000):
                raise ValueError("no time of ours")
        except (ValueError, binascii.Error, OverflowError, OSError) as error:
            raise NotFound from error
        return cls(service, clinician, starts_at)


def overlaps(one: Interval, other: Interval) -> bool:
    """Half-open: a time that begins when another ends does not overlap it."""
    return one[0] < other[1] and other[0] < one[1]


def window(from_day: date, to_day: date) -> list[date]:
    """The days asked for, both included: at most 31."""
    if to_day < from_day:
        raise InvalidInput("to", "window-backwards")
    if to_day - from_day >= LONGEST_WINDOW:
        raise InvalidInput("to", "window-too-long")
    return [from_day + timedelta(days=n) for n in range((to_day - from_day).days + 1)]


def offered(
    service: "Service", rules: Iterable[ScheduleRule], days: Iterable[date], now: datetime
) -> list[Slot]:
    """The times that the clinic offers on these days and that are still to come, earliest first."""
    found = {
        Slot(service.id, rule.clinician_id, begins, ends)
        for day in days
        for rule in rules
        for begins, ends in rule.times_on(day, service.minutes)
        if begins > now
    }
    return sorted(found, key=lambda slot: (slot.starts_at, slot.clinician_id))


def free(slots: Iterable[Slot], taken: Iterable[tuple[str, Interval]]) -> list[Slot]:
    """Those whose clinician is not taken then; `taken` is (clinician id, from and until)."""
    busy: dict[str, list[Interval]] = {}
    for clinician_id, interval in taken:
        busy.setdefault(clinician_id, []).append(interval)
    return [
        slot
        for slot in slots
        if not any(
            overlaps((slot.starts_at, slot.ends_at), interval)
            for interval in busy.get(slot.clinician_id, ())
        )
    ]
