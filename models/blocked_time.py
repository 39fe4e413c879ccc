"""Times at which a clinician sees nobody: a meeting, a day off, illness.

A trigger of the database sees to it that no appointment is booked into a blocked time, and no
time is blocked in which somebody is booked, however close together the two come.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.models import Model

from models.appointment import Appointment, AppointmentState
from models.contact import line
from models.ids import blocked_time_id
from models.refused import InvalidInput

if TYPE_CHECKING:
    from models.clinic import Clinician

LONGEST_BLOCK = timedelta(days=92)
LONGEST_REASON = 200


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
        return cls(
            clinician_id=clinician_id,
            starts_at=starts_at,
            ends_at=ends_at,
            reason=line("reason", reason, LONGEST_REASON) or "",
            blocked_by=by,
        )

    async def block(self) -> bool:
        """Whoever merely holds a time then loses it. False if somebody is booked then."""
        held = Appointment.filter(
            clinician_id=self.clinician_id,
            state=AppointmentState.HELD,
            starts_at__lt=self.ends_at,
            ends_at__gt=self.starts_at,
        )
        for hold in await held:
            hold.release()
            hold.step()
            if not await hold.save_if_unchanged():
                return False
            self.topics.extend(hold.topics)
        await self.save()
        return True

    @property
    def topics(self) -> list[str]:
        """Who is to be told; with those whose holds gave way."""
        told: list[str] = self.__dict__.setdefault("_topics", [f"availability:{self.clinician_id}"])
        return told
