"""C12: what is known beside the consultation itself of why nobody met."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

from tortoise.expressions import Q

from models.confirmation import BookingConfirmation
from models.delivery import BOUNCED, Delivery
from models.device_check import DeviceCheck
from models.message import Message, MessageKind, SkipReason

if TYPE_CHECKING:
    from models.consultation import Consultation

NEVER_SENT = (SkipReason.NO_PHONE, SkipReason.NOT_TAKEN, SkipReason.TOO_LATE)
NEVER_RECEIVED = (*BOUNCED, Delivery.EXPIRED)
"""The link was not for want of asking: whoever turned it off knows where to go."""


@dataclass(frozen=True)
class Evidence:
    check: DeviceCheck | None = None
    """The newest check of camera and sound for the time as it now is."""
    sms_undeliverable: bool = False
    """The link never reached the patient, so the patient may not have known where to go."""

    @classmethod
    async def about(cls, consultation: "Consultation") -> Self:
        link = Message.filter(
            appointment_id=consultation.appointment_id,
            kind=MessageKind.VIDEO_LINK,
            schedule_version=consultation.appointment.schedule_version,
        )
        lost = Q(skipped_because__in=NEVER_SENT) | Q(delivery__in=NEVER_RECEIVED)
        return cls(
            check=await DeviceCheck.newest_of(consultation.id, since=await _since(consultation)),
            sms_undeliverable=await link.filter(lost).exists(),
        )

    @property
    def shows_trouble(self) -> bool:
        return self.sms_undeliverable or (self.check is not None and self.check.shows_trouble)


async def _since(consultation: "Consultation") -> datetime | None:
    """When it was booked for this time: a check from before a move tells nothing about it.

    Each move has its confirmation, written with it.
    """
    letters = BookingConfirmation.filter(appointment_id=consultation.appointment_id)
    return max([letter.sent_at for letter in await letters], default=None)
