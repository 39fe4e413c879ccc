"""R37: "kan du tjekke om dit kamera og lyd er rigtig sat op", before the waiting room."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.models import Model

if TYPE_CHECKING:
    from models.consultation import Consultation

CHECK_HOLDS = timedelta(minutes=30)
"""A13: a device that worked half an hour ago has to be checked again."""


class ClientKind(StrEnum):
    """R35: "appen eller hjemmesiden"."""

    APP = "APP"
    WEB = "WEB"


class DeviceClass(StrEnum):
    """R51: "din smartphone eller tablet"; a computer comes through the website."""

    PHONE = "PHONE"
    TABLET = "TABLET"
    DESKTOP = "DESKTOP"


class PartResult(StrEnum):
    """How it went with the camera, the microphone or the speaker."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    DENIED = "DENIED"
    """R36: the permission was refused in the pop-up."""
    MISSING = "MISSING"


class CheckResult(StrEnum):
    PASSED = "PASSED"
    PASSED_WITH_WARNINGS = "PASSED_WITH_WARNINGS"
    FAILED = "FAILED"


class DeviceCheck(Model):
    id = fields.BigIntField(primary_key=True)
    consultation: fields.ForeignKeyRelation["Consultation"] = fields.ForeignKeyField(
        "models.Consultation", related_name="device_checks"
    )
    consultation_id: str
    client = fields.CharEnumField(ClientKind, max_length=8)
    device_class = fields.CharEnumField(DeviceClass, max_length=8)
    camera = fields.CharEnumField(PartResult, max_length=8)
    microphone = fields.CharEnumField(PartResult, max_length=8)
    speaker = fields.CharEnumField(PartResult, max_length=8)
    checked_at = fields.DatetimeField()

    class Meta:
        table = "device_check"
        indexes = (("consultation_id", "checked_at"),)

    @property
    def result(self) -> CheckResult:
        """A13: without sound there is no consultation; without a picture there can be one."""
        if not self.microphone == self.speaker == PartResult.PASSED:
            return CheckResult.FAILED
        if self.camera is not PartResult.PASSED:
            return CheckResult.PASSED_WITH_WARNINGS
        return CheckResult.PASSED

    @classmethod
    async def newest_of(cls, consultation_id: str, since: datetime | None = None) -> Self | None:
        """The one that counts."""
        known = {} if since is None else {"checked_at__gte": since}
        checks = cls.filter(consultation_id=consultation_id, **known)
        return await checks.order_by("-checked_at", "-id").first()

    @property
    def shows_trouble(self) -> bool:
        """Whether something kept the patient out, or may have."""
        parts = {self.camera, self.microphone, self.speaker}
        broken = not parts.isdisjoint({PartResult.DENIED, PartResult.FAILED})
        return broken or self.result is CheckResult.FAILED

    def lets_in(self, now: datetime) -> bool:
        """R38: whether "Fortsæt" may follow upon it."""
        return self.result is not CheckResult.FAILED and now - self.checked_at <= CHECK_HOLDS

    @property
    def help_key(self) -> str | None:
        """R36: what to read when it did not pass; null when it did."""
        if self.result is CheckResult.PASSED:
            return None
        parts = (self.camera, self.microphone, self.speaker)
        if PartResult.DENIED in parts:
            return f"device-help-denied-{self.client.lower()}"
        return "device-help-failed"
