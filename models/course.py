"""A course of treatment (behandlingsforløb): what a patient's appointments belong to."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.models import Model

from models.clinic import ServiceKind
from models.ids import course_id

if TYPE_CHECKING:
    from models.patient import Patient


class CourseState(StrEnum):
    ACTIVE = "ACTIVE"
    ENDED = "ENDED"


class TreatmentCourse(Model):
    """R13: "når du har et behandlingsforløb hos os"."""

    id = fields.CharField(32, primary_key=True, default=course_id)
    patient: fields.ForeignKeyRelation["Patient"] = fields.ForeignKeyField(
        "models.Patient", related_name="courses"
    )
    patient_id: str
    kind = fields.CharEnumField(ServiceKind, max_length=20)
    state = fields.CharEnumField(CourseState, max_length=8, default=CourseState.ACTIVE)
    opened_at: datetime = fields.DatetimeField()

    @classmethod
    def opened(cls, patient_id: str, kind: ServiceKind, now: datetime) -> Self:
        """With the first appointment of its kind, a "forundersøgelse"."""
        return cls(patient_id=patient_id, kind=kind, opened_at=now)

    @classmethod
    async def active_or_opened(cls, patient_id: str, kind: ServiceKind, now: datetime) -> Self:
        """The active one of its kind, or a new one, to be written with the appointment."""
        active = cls.filter(patient_id=patient_id, kind=kind, state=CourseState.ACTIVE)
        return await active.first() or cls.opened(patient_id, kind, now)

    class Meta:
        table = "treatment_course"
        indexes = (("patient_id", "state"),)
