"""R44: a clinician who is behind says so, and everyone who waits, or will, knows at once.

It is an announcement and no excuse: whoever has waited more than ten minutes may leave with the
promise, whatever was announced. Announcements are only added; the newest one that covers a time
counts, and one of no minutes takes back what was announced before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.models import Model

from models.refused import InvalidInput
from models.times import danish_day, midnight

if TYPE_CHECKING:
    from models.clinic import Clinician

LONGEST = 240
"""Minutes. Whoever is later than that should move the appointments."""


@dataclass(frozen=True)
class Delay:
    """What was announced for one consultation."""

    minutes: int
    new_expected_start: datetime


class DelayNotice(Model):
    id = fields.BigIntField(primary_key=True)
    clinician: fields.ForeignKeyRelation["Clinician"] = fields.ForeignKeyField(
        "models.Clinician", related_name="delay_notices"
    )
    clinician_id: str
    minutes = fields.SmallIntField()
    from_at = fields.DatetimeField()
    """For those who are booked from then on, until the day is over in Denmark."""
    until = fields.DatetimeField()
    announced_at = fields.DatetimeField()
    announced_by = fields.CharField(32)
    """The clinician, or a coordinator on their behalf."""

    affected: int = 0
    """How many consultations it reached when it was announced."""

    class Meta:
        table = "delay_notice"
        indexes = (("clinician_id", "until"),)

    @classmethod
    def announced(
        cls, clinician_id: str, minutes: int, from_at: datetime | None, by: str, now: datetime
    ) -> Self:
        if not 0 <= minutes <= LONGEST:
            raise InvalidInput("minutes", "delay-minutes")
        begins = midnight(danish_day(now))
        ends = midnight(danish_day(now) + timedelta(days=1))
        if from_at is not None and not begins <= from_at < ends:
            raise InvalidInput("from", "delay-from")
        return cls(
            clinician_id=clinician_id,
            minutes=minutes,
            from_at=from_at or begins,
            until=ends,
            announced_at=now,
            announced_by=by,
        )

    def covers(self, starts_at: datetime) -> bool:
        return self.from_at <= starts_at < self.until

    async def reaches(self) -> list[str]:
        """The topics of everyone whom it concerns, who are counted."""
        from models.consultation import Consultation
        from models.consultation.states import MOVES

        ahead = Consultation.filter(
            appointment__clinician_id=self.clinician_id,
            appointment__starts_at__gte=self.from_at,
            appointment__starts_at__lt=self.until,
            state__in=[state for state in MOVES if MOVES[state]],
        )
        rows = await ahead.values_list("id", "appointment__patient_id")
        self.affected = len(rows)
        theirs = [(f"consultation:{id}", f"patient:{patient}") for id, patient in rows]
        return [f"queue:{self.clinician_id}", *(topic for both in theirs for topic in both)]


def delay_of(starts_at: datetime, minutes: int | None) -> Delay | None:
    """Nobody has announced anything, or it was taken back: then there is none."""
    return Delay(minutes, starts_at + timedelta(minutes=minutes)) if minutes else None


def announced_for(starts_at: datetime, notices: Iterable[DelayNotice]) -> Delay | None:
    """Of a clinician's notices, the oldest first, the last that covers it counts."""
    covering = [notice.minutes for notice in notices if notice.covers(starts_at)]
    return delay_of(starts_at, covering[-1] if covering else None)
