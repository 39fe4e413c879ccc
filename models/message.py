"""Text messages that we owe patients: which, when they are due, and why one is not sent after all.

A message is written in the same transaction as what it tells of, and sent later by a worker
(models/outbox.py). So none goes out about something that did not happen, and none is forgotten. It
says nothing about health, and no name: a time and a link, and one signs in to see more.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from tortoise import fields
from tortoise.models import Model

from models.delivery import Delivery
from models.hours import after_the_night, by_day
from models.ids import message_id
from models.message_states import OPEN, UNTOLD, MessageKind, MessageState, SkipReason
from models.texts import clock, day, kebab, say

if TYPE_CHECKING:
    from models.appointment import Appointment
    from models.patient import Patient

__all__ = ["OPEN", "UNTOLD", "Message", "MessageKind", "MessageState", "SkipReason"]

LINK_SENT_BEFORE = timedelta(minutes=10)
"""R33: "en sms ca. 10 min. før aftalen med et link"."""

REMINDED_BEFORE = timedelta(hours=24)
"""R14: "påmindelser på sms": the day before, by day. Whoever books later than that needs none."""

CANCELLED_TOLD_WITHIN = timedelta(hours=1)
"""Also when it has begun: somebody may be waiting, or on the way."""


class Message(Model):
    id = fields.CharField(32, primary_key=True, default=message_id)
    appointment: fields.ForeignKeyRelation["Appointment"] = fields.ForeignKeyField(
        "models.Appointment", related_name="messages"
    )
    appointment_id: str
    kind = fields.CharEnumField(MessageKind, max_length=24)
    schedule_version = fields.IntField()
    repeat = fields.SmallIntField(default=0)
    """The first is 0; each "send again" is one more. Of READY: the number of the invitation."""
    due_at = fields.DatetimeField()
    not_after = fields.DatetimeField()
    state = fields.CharEnumField(MessageState, max_length=8, default=MessageState.DUE)
    try_at = fields.DatetimeField()
    """When a worker may take it: at first when it is due; after a failure later; and when it is
    claimed, the moment at which whoever claimed it counts as dead."""
    attempts = fields.SmallIntField(default=0)
    sent_at = fields.DatetimeField(null=True)
    provider_id = fields.CharField(64, null=True)
    """The gateway's own name for it."""
    skipped_at = fields.DatetimeField(null=True)
    skipped_because = fields.CharEnumField(SkipReason, max_length=24, null=True)
    delivery: Delivery | None = fields.CharEnumField(Delivery, max_length=16, null=True)  # type: ignore[assignment]
    """What the gateway last reported of it; null until then."""

    class Meta:
        table = "message"
        unique_together = (("appointment_id", "kind", "schedule_version", "repeat"),)

    @classmethod
    def owed_for(cls, appointment: "Appointment", now: datetime) -> list[Self]:
        """What we owe for a booked time: the confirmation, the reminder, the video link."""
        starts_at = appointment.starts_at
        due = {MessageKind.BOOKING_CONFIRMATION: now}
        if starts_at - REMINDED_BEFORE > now:
            due[MessageKind.REMINDER] = max(now, by_day(starts_at - REMINDED_BEFORE))
        if appointment.is_by_video:
            due[MessageKind.VIDEO_LINK] = max(now, starts_at - LINK_SENT_BEFORE)
        return [cls._about(appointment, kind, at) for kind, at in due.items()]

    @classmethod
    def again(cls, appointment: "Appointment", repeat: int, now: datetime) -> Self:
        """The confirmation's message once more, because the patient asked for it."""
        return cls._about(appointment, MessageKind.BOOKING_CONFIRMATION, now, repeat=repeat)

    @classmethod
    def cancelled(cls, appointment: "Appointment", now: datetime) -> Self:
        """AP5: the clinic had to cancel. Asked for or not: nobody is to come in vain."""
        until = max(appointment.starts_at, now + CANCELLED_TOLD_WITHIN)
        return cls._about(appointment, MessageKind.CANCELLED, now, not_after=until)

    @classmethod
    def _about(
        cls, appointment: "Appointment", kind: MessageKind, at: datetime, **known: Any
    ) -> Self:
        message = cls(
            appointment_id=appointment.id,
            kind=kind,
            schedule_version=appointment.schedule_version,
            **({"not_after": appointment.starts_at} | known),
        )
        message.due_at = message.try_at = message.waits_until(at) or at
        return message

    def waits_until(self, now: datetime) -> datetime | None:
        """Not at night, unless it is the link, was asked for just now, or could not come later."""
        morning = after_the_night(now)
        may_wait = self.kind is not MessageKind.VIDEO_LINK and not self.repeat
        return morning if may_wait and now < morning < self.not_after else None

    def skip_reason(
        self, appointment: "Appointment", phone: str | None, wanted: bool, now: datetime
    ) -> SkipReason | None:
        """Why it should not be sent after all, judged at the moment of sending."""
        if not self._still_holds(appointment):
            return SkipReason.APPOINTMENT_CHANGED
        if not wanted and not (self.repeat and self.kind is MessageKind.BOOKING_CONFIRMATION):
            return SkipReason.NOT_WANTED
        if phone is None:
            return SkipReason.NO_PHONE
        late = SkipReason.TOO_LATE if self.attempts <= 1 else SkipReason.NOT_TAKEN
        return late if now >= self.not_after else None

    def _still_holds(self, appointment: "Appointment") -> bool:
        """Whether what it tells of still is so: that it is booked, or that it is cancelled."""
        is_of_now = self.schedule_version == appointment.schedule_version
        return is_of_now and appointment.occupies is not (self.kind is MessageKind.CANCELLED)

    def text(self, appointment: "Appointment", patient: "Patient", link: str) -> str:
        """One segment of plain text without a word about health (Datatilsynet)."""
        language, start = patient.language, appointment.starts_at
        key = f"sms-{kebab(self.kind.value)}"
        return say(key, language, day=day(start, language), time=clock(start), link=link)
