"""R41–R43: the clinician is ready, and the patient is asked to accept.

Every answer names the invitation that it answers, so that a late answer to an old one never
counts for a new one.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from models.ids import invitation_id

if TYPE_CHECKING:
    from models.consultation import Consultation

RINGS_FOR = timedelta(seconds=90)
"""So long the patient has to answer. Not answering costs nothing: the place is kept."""

SEEN_WITHIN = timedelta(seconds=15)
"""A client that shows it says so at once. When none has after so long, we send a text message."""


class InvitationState(StrEnum):
    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    """The patient asked for a moment."""
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"


class Invitation(Model):
    id = fields.CharField(32, primary_key=True, default=invitation_id)
    consultation: fields.ForeignKeyRelation["Consultation"] = fields.ForeignKeyField(
        "models.Consultation", related_name="invitations"
    )
    consultation_id: str
    number = fields.SmallIntField()
    """1 for the first invitation of a consultation."""
    state = fields.CharEnumField(InvitationState, max_length=10, default=InvitationState.PENDING)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    answered_at = fields.DatetimeField(null=True)
    answered_by = fields.CharField(64, null=True)
    """The device that accepted: X12, of two devices one has the conversation."""
    delivered_at = fields.DatetimeField(null=True)
    """When a client of the patient's first said that it shows it; null until then."""

    class Meta:
        table = "invitation"

    def rings(self, now: datetime) -> bool:
        return self.state is InvitationState.PENDING and now < self.expires_at

    def rings_unseen(self, now: datetime) -> bool:
        """Whether a text message may still bring the patient to it."""
        return self.rings(now) and self.delivered_at is None

    def remaining(self, now: datetime) -> timedelta:
        """How much longer it rings."""
        return self.expires_at - now if self.rings(now) else timedelta()

    def becomes(self, state: InvitationState, now: datetime) -> None:
        self.state, self.answered_at = state, now
