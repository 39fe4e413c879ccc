"""An appointment: a time that is the patient's, with a clinician, at the hospital or by video.

    BOOKED ─▶ FULFILLED          CANCELLED frees the time
       └────▶ NO_SHOW (the patient did not come) · NOT_HELD (the clinic or the technology)

That nobody is booked twice at once is a constraint of the database, for the clinician and for
the patient: see models/migrations. A refused insert is how the loser learns of it.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.expressions import Q
from tortoise.models import Model

from models.clinic import Modality
from models.confirmation import BookingConfirmation
from models.consultation import Consultation
from models.consultation.states import WITH_THE_PATIENT
from models.follow_up.states import LIVE
from models.ids import appointment_id
from models.message import Message
from models.versioned import Versioned

if TYPE_CHECKING:
    from models.clinic import Clinic, Clinician, Service
    from models.course import TreatmentCourse
    from models.patient import Patient
    from models.schedule import Slot

ACTIVE_UNTIL_AFTER_END = timedelta(minutes=15)
"""A8: a booking is active until this long after its end."""


class AppointmentState(StrEnum):
    BOOKED = "BOOKED"
    FULFILLED = "FULFILLED"
    CANCELLED = "CANCELLED"
    NO_SHOW = "NO_SHOW"
    NOT_HELD = "NOT_HELD"


OCCUPYING = (AppointmentState.BOOKED,)
"""The states in which the time is taken; the database's constraints name the same. When it has
taken place, what is left of the time is free again."""


class Appointment(Versioned):
    id = fields.CharField(32, primary_key=True, default=appointment_id)
    patient: fields.ForeignKeyRelation["Patient"] = fields.ForeignKeyField(
        "models.Patient", related_name="appointments"
    )
    patient_id: str
    clinician: fields.ForeignKeyRelation["Clinician"] = fields.ForeignKeyField(
        "models.Clinician", related_name="appointments"
    )
    clinician_id: str
    service: fields.ForeignKeyRelation["Service"] = fields.ForeignKeyField(
        "models.Service", related_name="appointments"
    )
    service_id: str
    course: fields.ForeignKeyRelation["TreatmentCourse"] = fields.ForeignKeyField(
        "models.TreatmentCourse", related_name="appointments"
    )
    course_id: str
    modality = fields.CharEnumField(Modality, max_length=12)
    location: fields.ForeignKeyNullableRelation["Clinic"] = fields.ForeignKeyField(
        "models.Clinic", related_name="appointments", null=True
    )
    """R30: where to go; null exactly when it is by video."""
    location_id: str | None
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    state = fields.CharEnumField(AppointmentState, max_length=12, default=AppointmentState.BOOKED)
    schedule_version = fields.IntField(default=1)
    """Rises when it is moved: what was to be sent about the old time is then not sent."""
    booked_at = fields.DatetimeField()

    class Meta:
        table = "appointment"
        indexes = (("patient_id", "starts_at"), ("clinician_id", "starts_at"))

    @classmethod
    def booked(
        cls,
        patient: "Patient",
        service: "Service",
        clinician: "Clinician",
        course: "TreatmentCourse",
        slot: "Slot",
        now: datetime,
    ) -> Self:
        """R20: a time is the patient's, and what comes with it: confirmation, messages, room."""
        appointment = cls(
            patient_id=patient.id,
            clinician_id=clinician.id,
            service_id=service.id,
            course_id=course.id,
            modality=service.modality,
            location_id=None if service.is_by_video else service.clinic_id,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            booked_at=now,
        )
        letter = BookingConfirmation.of(appointment, patient, service, clinician, now)
        appointment.brings(letter, *appointment._owes(now))
        return appointment

    def _owes(self, now: datetime) -> list[Model]:
        """The messages about it, and by video the room to meet in."""
        room = [Consultation(appointment_id=self.id)] if self.is_by_video else []
        return [*Message.owed_for(self, now), *room]

    def fulfil(self) -> None:
        self.state = AppointmentState.FULFILLED

    def not_held(self, *, no_show: bool = False) -> None:
        """AP7: it did not take place. Only when the patient did not come is it a no-show."""
        self.state = AppointmentState.NO_SHOW if no_show else AppointmentState.NOT_HELD

    @property
    def is_by_video(self) -> bool:
        return self.modality is Modality.VIDEO

    @property
    def occupies(self) -> bool:
        return self.state in OCCUPYING

    @staticmethod
    def active(now: datetime) -> Q:
        """R26, A8: what counts as "de aktive bookinger"."""
        ahead = Q(state=AppointmentState.BOOKED, ends_at__gt=now - ACTIVE_UNTIL_AFTER_END)
        live = Q(consultation__state__in=list(WITH_THE_PATIENT))
        promised = Q(consultation__follow_ups__state__in=list(LIVE))
        return ahead | live | promised

    @property
    def topics(self) -> list[str]:
        return [f"patient:{self.patient_id}", f"queue:{self.clinician_id}"]
