"""Text messages that we owe patients.

A message is written in the same transaction as what it tells of, and sent later by the worker.
So none goes out about something that did not happen, and none is forgotten. It says nothing
about health, and no name: a time and a link, and one signs in to see more.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from tortoise import fields
from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.ids import message_id
from models.texts import clock, kebab, say

if TYPE_CHECKING:
    from models.appointment import Appointment
    from models.patient import Patient

LINK_SENT_BEFORE = timedelta(minutes=10)
"""R33: "en sms ca. 10 min. før aftalen med et link"."""

CLAIM_HOLDS = timedelta(seconds=60)
"""A worker that claimed a message and was not heard of again has died: another takes over."""


class MessageKind(StrEnum):
    BOOKING_CONFIRMATION = "BOOKING_CONFIRMATION"
    """R21: "en sms med link til en bekræftelse"."""
    VIDEO_LINK = "VIDEO_LINK"
    """R33: the link with which the patient can start right then."""
    READY = "READY"
    """R41: the clinician is ready, and no client of the patient's has shown it."""


class MessageState(StrEnum):
    DUE = "DUE"
    CLAIMED = "CLAIMED"
    SENT = "SENT"
    SKIPPED = "SKIPPED"


class SkipReason(StrEnum):
    TOO_LATE = "TOO_LATE"
    """A5: a reminder after the start is worse than none."""
    APPOINTMENT_CHANGED = "APPOINTMENT_CHANGED"
    NOT_WANTED = "NOT_WANTED"
    """R11: the patient has turned this kind of message off."""
    NO_PHONE = "NO_PHONE"
    NOT_NEEDED = "NOT_NEEDED"
    """The patient has seen the invitation, or it no longer rings."""


class Message(Model):
    id = fields.CharField(32, primary_key=True, default=message_id)
    appointment: fields.ForeignKeyRelation["Appointment"] = fields.ForeignKeyField(
        "models.Appointment", related_name="messages"
    )
    appointment_id: str
    kind = fields.CharEnumField(MessageKind, max_length=24)
    schedule_version = fields.IntField()
    repeat = fields.SmallIntField(default=0)
    """Of READY: the number of the invitation it is about."""
    due_at = fields.DatetimeField()
    not_after = fields.DatetimeField()
    state = fields.CharEnumField(MessageState, max_length=8, default=MessageState.DUE)
    claimed_at = fields.DatetimeField(null=True)
    sent_at = fields.DatetimeField(null=True)
    skipped_because = fields.CharEnumField(SkipReason, max_length=24, null=True)

    class Meta:
        table = "message"
        unique_together = (("appointment_id", "kind", "schedule_version", "repeat"),)
        indexes = (("state", "due_at"),)

    @classmethod
    def owed_for(cls, appointment: "Appointment", now: datetime) -> list[Self]:
        """What we owe for a booked time: the confirmation now, the video link when it is due."""
        owed = [cls._about(appointment, MessageKind.BOOKING_CONFIRMATION, now)]
        if appointment.is_by_video:
            due = max(now, appointment.starts_at - LINK_SENT_BEFORE)
            owed.append(cls._about(appointment, MessageKind.VIDEO_LINK, due))
        return owed

    @classmethod
    def _about(cls, appointment: "Appointment", kind: MessageKind, due_at: datetime) -> Self:
        return cls(
            appointment_id=appointment.id,
            kind=kind,
            schedule_version=appointment.schedule_version,
            due_at=due_at,
            not_after=appointment.starts_at,
        )

    @classmethod
    def due(cls, now: datetime) -> QuerySet[Self]:
        """What is to be sent, and what a worker that died had begun to send."""
        waiting = Q(state=MessageState.DUE, due_at__lte=now)
        abandoned = Q(state=MessageState.CLAIMED, claimed_at__lte=now - CLAIM_HOLDS)
        return cls.filter(waiting | abandoned).order_by("due_at")

    async def claim(self, now: datetime) -> bool:
        """Compare-and-set: of several workers, one sends it."""
        mine = type(self).filter(id=self.id, state=self.state, claimed_at=self.claimed_at)
        if await mine.update(state=MessageState.CLAIMED, claimed_at=now) != 1:
            return False
        self.state, self.claimed_at = MessageState.CLAIMED, now
        return True

    def skip_reason(
        self, appointment: "Appointment", phone: str | None, wanted: bool, now: datetime
    ) -> SkipReason | None:
        """Why it should not be sent after all, judged at the moment of sending."""
        if now >= self.not_after:
            return SkipReason.TOO_LATE
        if self.schedule_version != appointment.schedule_version or not appointment.occupies:
            return SkipReason.APPOINTMENT_CHANGED
        if not wanted:
            return SkipReason.NOT_WANTED
        return SkipReason.NO_PHONE if phone is None else None

    def text(self, appointment: "Appointment", patient: "Patient", link: str) -> str:
        """One segment of plain text without a word about health (Datatilsynet)."""
        return say(
            f"sms-{kebab(self.kind.value)}",
            patient.language,
            time=clock(appointment.starts_at),
            link=link,
        )

    async def sent(self, now: datetime) -> bool:
        return await self._becomes(state=MessageState.SENT, sent_at=now)

    async def skipped(self, reason: SkipReason) -> bool:
        return await self._becomes(state=MessageState.SKIPPED, skipped_because=reason)

    async def give_back(self) -> bool:
        """It could not be sent now; it is due again."""
        return await self._becomes(state=MessageState.DUE, claimed_at=None)

    async def _becomes(self, **what: Any) -> bool:
        """Only by whoever still has the claim: a slow worker may have been taken over from."""
        mine = type(self).filter(id=self.id, state=MessageState.CLAIMED, claimed_at=self.claimed_at)
        return await mine.update(**what) == 1
