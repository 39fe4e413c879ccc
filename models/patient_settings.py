"""R11: "ændre indstillinger": what the patient has chosen."""

from typing import TYPE_CHECKING

from tortoise import fields

from models.message import MessageKind
from models.versioned import Versioned

if TYPE_CHECKING:
    from models.patient import Patient


class Settings(Versioned):
    id = fields.BigIntField(primary_key=True)
    patient: fields.OneToOneRelation["Patient"] = fields.OneToOneField(
        "models.Patient", related_name="settings"
    )
    patient_id: str
    sms_confirmation = fields.BooleanField(default=True)
    sms_reminder = fields.BooleanField(default=True)
    sms_video_link = fields.BooleanField(default=True)
    email_copy = fields.BooleanField(default=False)
    sound = fields.BooleanField(default=True)
    vibration = fields.BooleanField(default=True)

    class Meta:
        table = "patient_settings"

    def choose(self, choices: dict[str, bool | None]) -> None:
        """Those that were chosen; what is None stays as it is."""
        for name, value in choices.items():
            if value is not None:
                setattr(self, name, value)

    def wants(self, kind: MessageKind) -> bool:
        """What is in no list is sent whatever was chosen: nobody is to come in vain."""
        wanted: bool = kind not in WANTED_BY or getattr(self, WANTED_BY[kind])
        return wanted

    @property
    def subject(self) -> str:
        return self.patient_id

    @property
    def topics(self) -> list[str]:
        return [f"patient:{self.patient_id}"]


WANTED_BY = {
    MessageKind.BOOKING_CONFIRMATION: "sms_confirmation",
    MessageKind.REMINDER: "sms_reminder",
    MessageKind.VIDEO_LINK: "sms_video_link",
    MessageKind.READY: "sms_video_link",
}
