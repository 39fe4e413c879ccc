"""The links in text messages: `/l/` and a token that nobody can guess and that shows nothing.

The token is made from the message's id with a key that the database does not have, so that a
message that is sent again after a crash carries the same link. The database has its hash.
Whoever follows it signs in, and only the patient it was made for gets anywhere: a token that is
unknown, malformed, expired, revoked or another's is not found, by one and the same statement.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.models import Model

from models.appointment import AppointmentState
from models.confirmation import BookingConfirmation
from models.message import MessageKind
from models.refused import NotFound

if TYPE_CHECKING:
    from models.appointment import Appointment
    from models.consultation import Consultation
    from models.message import Message
    from models.patient import Patient

OPENS_UNTIL_AFTER_END = timedelta(days=30)
"""So long after the appointment the link still says what became of it."""

TOKEN_BYTES = 16


class LinkState(StrEnum):
    """What the link leads to, as things are now: never to a dead end."""

    APPOINTMENT = "APPOINTMENT"
    """At the hospital, and still to come."""
    TOO_EARLY = "TOO_EARLY"
    OPEN = "OPEN"
    """R34: "hvor du nu kan starte din videokonsultation"."""
    MOVED = "MOVED"
    CANCELLED = "CANCELLED"
    ENDED = "ENDED"


class Links:
    """Makes the links of our messages."""

    def __init__(self, key: bytes, origin: str) -> None:
        self._key = hmac.digest(key, b"deep link", hashlib.sha256)
        self._origin = origin

    def token(self, message_id: str) -> str:
        """128 bits that are the same for the same message, and nothing without the key."""
        digest = hmac.digest(self._key, message_id.encode(), hashlib.sha256)[:TOKEN_BYTES]
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def url(self, message_id: str) -> str:
        return f"{self._origin}/l/{self.token(message_id)}"


class DeepLink(Model):
    token_hash = fields.CharField(64, primary_key=True)
    patient: fields.ForeignKeyRelation["Patient"] = fields.ForeignKeyField(
        "models.Patient", related_name="deep_links"
    )
    patient_id: str
    appointment: fields.ForeignKeyRelation["Appointment"] = fields.ForeignKeyField(
        "models.Appointment", related_name="deep_links"
    )
    appointment_id: str
    confirmation: fields.ForeignKeyNullableRelation[BookingConfirmation] = fields.ForeignKeyField(
        "models.BookingConfirmation", related_name="deep_links", null=True
    )
    confirmation_id: str | None
    """R21: the letter that the message told of; null when it told of the appointment itself."""
    schedule_version = fields.IntField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "deep_link"

    @classmethod
    async def make(cls, messages: "list[Message]", links: Links) -> None:
        """What each message's link leads to, and whom. Made again, it stays what it was."""
        of_letters = [m for m in messages if m.kind is MessageKind.BOOKING_CONFIRMATION]
        about = [message.appointment_id for message in of_letters]
        letters = BookingConfirmation.filter(appointment_id__in=about).order_by("sent_at")
        newest = dict(await letters.values_list("appointment_id", "id"))
        told_of = {message.id: newest.get(message.appointment_id) for message in of_letters}
        rows = [
            cls(
                token_hash=hash_of(links.token(message.id)),
                patient_id=message.appointment.patient_id,
                appointment_id=message.appointment_id,
                confirmation_id=told_of.get(message.id),
                schedule_version=message.schedule_version,
                expires_at=message.appointment.ends_at + OPENS_UNTIL_AFTER_END,
            )
            for message in messages
        ]
        await cls.bulk_create(rows, ignore_conflicts=True)

    @classmethod
    async def of(cls, patient_id: str, token: str, now: datetime) -> Self:
        """The patient's own, whatever was typed in: one statement, found or not."""
        good = cls.filter(token_hash=hash_of(token), revoked_at=None, expires_at__gt=now)
        found = await good.filter(patient_id=patient_id).first()
        if found is None:
            raise NotFound
        return found

    def state(
        self, appointment: "Appointment", consultation: "Consultation | None", now: datetime
    ) -> LinkState:
        """R22, R33-R34: where it stands. By video it is over when the room is closed for good."""
        if appointment.state is AppointmentState.CANCELLED:
            return LinkState.CANCELLED
        ends_at = appointment.ends_at if consultation is None else consultation.join_closes_at
        if (
            not appointment.is_booked
            or now > ends_at
            or (consultation is not None and consultation.is_over)
        ):
            return LinkState.ENDED
        if consultation is not None and consultation.is_open(now):
            return LinkState.OPEN
        if self.schedule_version != appointment.schedule_version:
            return LinkState.MOVED
        return LinkState.APPOINTMENT if consultation is None else LinkState.TOO_EARLY


def hash_of(token: str) -> str:
    """Of any text at all, also of one that is no proper Unicode."""
    return hashlib.sha256(token.encode(errors="backslashreplace")).hexdigest()
