"""Times at which a clinician sees nobody: a meeting, a day off, illness.

A trigger of the database sees to it that no appointment is booked into a blocked time, and no
time is blocked in which somebody is booked, however close together the two come.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.models import Model

from models.contact import line
from models.ids import blocked_time_id
from models.refused import InvalidInput

if TYPE_CHECKING:
    from models.clinic import Clinician

LONGEST_BLOCK = timedelta(days=92)
LONGEST_REASON = 200

RELEASE = """
    UPDATE appointment SET state = 'RELEASED', version = version + 1
    WHERE state = 'HELD' AND clinician_id = $1 AND starts_at < $3 AND ends_at > $2
    RETURNING patient_id, room_id
"""


class BlockedTime(Model):
    id = fields.CharField(32, primary_key=True, default=blocked_time_id)
    clinician: fields.ForeignKeyRelation["Clinician"] = fields.ForeignKeyField(
        "models.Clinician", related_name="blocked_times"
    )
    clinician_id: str
    starts_at: datetime = fields.DatetimeField()
    ends_at: datetime = fields.DatetimeField()
    """Not included."""
    reason = fields.CharField(LONGEST_REASON)
    """For colleagues; patients do not see it."""
    blocked_by = fields.CharField(32)

    class Meta:
        table = "blocked_time"
        indexes = (("clinician_id", "starts_at"),)

    @classmethod
    def of(
        cls, clinician_id: str, starts_at: datetime, ends_at: datetime, reason: str, by: str
    ) -> Self:
        if ends_at <= starts_at or ends_at - starts_at > LONGEST_BLOCK:
            raise InvalidInput("endsAt", "interval")
        if (said := line("reason", reason, LONGEST_REASON)) is None:
            raise InvalidInput("reason", "text")
        return cls(
            clinician_id=clinician_id,
            starts_at=starts_at,
            ends_at=ends_at,
            reason=said,
            blocked_by=by,
        )

    async def block(self) -> bool:
        """Whoever merely holds a time then loses it. False if somebody is booked then."""
        lost = [self.clinician_id, self.starts_at, self.ends_at]
        for hold in await self._meta.db.execute_query_dict(RELEASE, lost):
            self.topics.append(f"patient:{hold['patient_id']}")
            self.topics.extend(f"availability:{room}" for room in [hold["room_id"]] if room)
        await self.save()
        return True

    @property
    def topics(self) -> list[str]:
        """Who is to be told; with those whose holds gave way."""
        told: list[str] = self.__dict__.setdefault("_topics", [f"availability:{self.clinician_id}"])
        return told
