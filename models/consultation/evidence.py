"""C12: what is known beside the consultation itself of why nobody met."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from models.device_check import DeviceCheck
from models.message import Message, MessageKind, SkipReason

if TYPE_CHECKING:
    from models.consultation import Consultation


@dataclass(frozen=True)
class Evidence:
    check: DeviceCheck | None = None
    """The newest check of camera and sound."""
    sms_undeliverable: bool = False
    """The link never reached the patient, so the patient may not have known where to go."""

    @classmethod
    async def about(cls, consultation: "Consultation") -> Self:
        link_without_a_number = Message.filter(
            appointment_id=consultation.appointment_id,
            kind=MessageKind.VIDEO_LINK,
            schedule_version=consultation.appointment.schedule_version,
            skipped_because=SkipReason.NO_PHONE,
        )
        return cls(
            check=await DeviceCheck.newest_of(consultation.id),
            sms_undeliverable=await link_without_a_number.exists(),
        )

    @property
    def shows_trouble(self) -> bool:
        return self.sms_undeliverable or (self.check is not None and self.check.shows_trouble)
