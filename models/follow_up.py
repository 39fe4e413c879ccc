"""R46–R47: "Vi kontakter dig inden for to hverdage, og sørger for at hjælpe dig videre."

OPEN ─resolve─▶ RESOLVED(resolution)
  └── the patient came back ──▶ WITHDRAWN
"""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from tortoise import fields

from models.ids import follow_up_id
from models.refused import FollowUpClosed, FollowUpInProgress
from models.versioned import Versioned
from models.working_days import follow_up_due

if TYPE_CHECKING:
    from models.consultation import Consultation


class FollowUpReason(StrEnum):
    DELAY = "DELAY"
    TECHNICAL = "TECHNICAL"


class FollowUpState(StrEnum):
    OPEN = "OPEN"
    RESOLVED = "RESOLVED"
    WITHDRAWN = "WITHDRAWN"


class Resolution(StrEnum):
    """R47: how the patient was helped onwards."""

    NEW_APPOINTMENT = "NEW_APPOINTMENT"
    PHONE = "PHONE"
    REFERRAL = "REFERRAL"
    DECLINED = "DECLINED"


class FollowUp(Versioned):
    id = fields.CharField(32, primary_key=True, default=follow_up_id)
    consultation: fields.ForeignKeyRelation["Consultation"] = fields.ForeignKeyField(
        "models.Consultation", related_name="follow_ups"
    )
    consultation_id: str
    reason = fields.CharEnumField(FollowUpReason, max_length=12)
    state = fields.CharEnumField(FollowUpState, max_length=12, default=FollowUpState.OPEN)
    opened_at = fields.DatetimeField()
    due_at = fields.DatetimeField()
    resolution = fields.CharEnumField(Resolution, max_length=20, null=True)
    resolved_at = fields.DatetimeField(null=True)
    resolved_by = fields.CharField(32, null=True)

    class Meta:
        table = "follow_up"
        indexes = (("consultation_id",), ("state", "due_at"))

    @classmethod
    def promised(cls, consultation_id: str, reason: FollowUpReason, now: datetime) -> Self:
        """R46: the promise, with the moment it is due."""
        return cls(
            consultation_id=consultation_id,
            reason=reason,
            opened_at=now,
            due_at=follow_up_due(now),
        )

    def resolve(self, resolution: Resolution, by: str, now: datetime) -> None:
        """R47: we have contacted the patient, and this is how we helped."""
        if self.state is not FollowUpState.OPEN:
            raise FollowUpClosed
        self.state, self.resolution = FollowUpState.RESOLVED, resolution
        self.resolved_at, self.resolved_by = now, by

    def withdraw(self, now: datetime) -> None:
        """The patient came back before anyone had begun: the promise is no longer needed."""
        if self.state is not FollowUpState.OPEN:
            raise FollowUpInProgress
        self.state, self.resolved_at = FollowUpState.WITHDRAWN, now

    @property
    def is_untouched(self) -> bool:
        """Nobody has begun to keep the promise."""
        return self.state is FollowUpState.OPEN

    def is_overdue(self, now: datetime) -> bool:
        return self.state is FollowUpState.OPEN and now > self.due_at

    @property
    def topics(self) -> list[str]:
        return ["follow_ups:all", f"consultation:{self.consultation_id}"]
