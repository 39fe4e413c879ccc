"""A time that can be booked, what its id says, and which of those that are offered are free."""

import base64
import binascii
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from models.ids import is_id
from models.refused import InvalidInput, NotFound

if TYPE_CHECKING:
    from models.clinic import Clinician

LONGEST_WINDOW = timedelta(days=31)
"""Free times are asked for at most this many days at once."""

Interval = tuple[datetime, datetime]


@dataclass(frozen=True)
class Slot:
    """A time that can be booked: it is taken by the appointment made of it, not by being seen."""

    service_id: str
    clinician_id: str
    starts_at: datetime
    ends_at: datetime
    room_id: str | None = field(default=None, compare=False)
    """Null when one does not come in person."""
    clinician: "Clinician | None" = field(default=None, compare=False, repr=False)

    @property
    def owners(self) -> tuple[str, ...]:
        """Whose time it takes: the clinician's, and the room's."""
        return (self.clinician_id,) if self.room_id is None else (self.clinician_id, self.room_id)

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


def window(from_day: date, to_day: date) -> list[date]:
    """The days asked for, both included: at most 31."""
    if to_day < from_day:
        raise InvalidInput("to", "window-backwards")
    if to_day - from_day >= LONGEST_WINDOW:
        raise InvalidInput("to", "window-too-long")
    return [from_day + timedelta(days=n) for n in range((to_day - from_day).days + 1)]


def free(
    slots: Iterable[Slot], taken: Iterable[tuple[str, Interval]], also: tuple[str, ...] = ()
) -> list[Slot]:
    """Those whose owners, and whoever else has to be there, are not taken then.

    `taken` is (whose, from and until).
    """
    busy: dict[str, list[Interval]] = {}
    for whose, interval in taken:
        busy.setdefault(whose, []).append(interval)
    calendars = {whose: _Busy(intervals) for whose, intervals in busy.items()}
    return [
        slot
        for slot in slots
        if not any(
            calendars[owner].at(slot.starts_at, slot.ends_at)
            for owner in (*slot.owners, *also)
            if owner in calendars
        )
    ]


class _Busy:
    """When somebody is taken, to be asked often: in order, and without overlaps."""

    def __init__(self, intervals: list[Interval]) -> None:
        self._begins: list[datetime] = []
        self._ends: list[datetime] = []
        for begins, ends in sorted(intervals):
            if self._ends and begins <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], ends)
            else:
                self._begins.append(begins)
                self._ends.append(ends)

    def at(self, begins: datetime, ends: datetime) -> bool:
        """Half-open: a time that begins when another ends does not overlap it."""
        before = bisect_left(self._begins, ends)
        return before > 0 and self._ends[before - 1] > begins
