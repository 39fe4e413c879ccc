"""What is known of one appointment."""

from datetime import datetime
from typing import TYPE_CHECKING

from tortoise import fields

from models.appointment.states import HOLDS, OCCUPYING, AppointmentState, CancelledBy
from models.clinic import Modality
from models.entitlement import Payer
from models.ids import appointment_id
from models.slot import Slot
from models.versioned import Versioned

if TYPE_CHECKING:
    from models.clinic import Clinic, Clinician, Room, Service
    from models.consultation import Consultation
    from models.course import TreatmentCourse
    from models.patient import Patient

LONGEST_REASON = 300


class AppointmentRecord(Versioned):
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
    course: fields.ForeignKeyNullableRelation["TreatmentCourse"] = fields.ForeignKeyField(
        "models.TreatmentCourse", related_name="appointments", null=True
    )
    """What it belongs to; null only while it is held."""
    course_id: str | None
    modality = fields.CharEnumField(Modality, max_length=12)
    location: fields.ForeignKeyNullableRelation["Clinic"] = fields.ForeignKeyField(
        "models.Clinic", related_name="appointments", null=True
    )
    """R30: where to go; null exactly when it is by video."""
    location_id: str | None
    room: fields.ForeignKeyNullableRelation["Room"] = fields.ForeignKeyField(
        "models.Room", related_name="appointments", null=True
    )
    room_id: str | None
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    state = fields.CharEnumField(AppointmentState, max_length=12)
    held_until: datetime | None = fields.DatetimeField(null=True)
    """Null unless it is, or was, held."""
    is_renewed = fields.BooleanField(default=False)
    """Whether the hold has had its one renewal."""
    booked_at: datetime | None = fields.DatetimeField(null=True)
    schedule_version = fields.IntField(default=1)
    """Rises when it is moved or cancelled: what was to be sent about before is then not sent."""
    payer = fields.CharEnumField(Payer, max_length=12, default=Payer.SELF)
    price = fields.IntField(null=True)
    """Whole kroner, when the patient pays and the price is known."""
    cancelled_at: datetime | None = fields.DatetimeField(null=True)
    cancelled_by = fields.CharEnumField(CancelledBy, max_length=8, null=True)
    cancel_reason = fields.CharField(LONGEST_REASON, null=True)
    """Why the clinic had to, for the patient to read; null when the patient cancelled."""

    meeting: "Consultation | None" = None
    """By video, the consultation; fetched with the whole of it."""

    class Meta:
        abstract = True

    @property
    def is_by_video(self) -> bool:
        return self.modality is Modality.VIDEO

    @property
    def occupies(self) -> bool:
        return self.state in OCCUPYING

    @property
    def is_booked(self) -> bool:
        return self.state is AppointmentState.BOOKED

    @property
    def is_hold(self) -> bool:
        return self.state in HOLDS

    @property
    def slot(self) -> Slot:
        """The time that it takes, or took."""
        return Slot(self.service_id, self.clinician_id, self.starts_at, self.ends_at, self.room_id)

    @property
    def topics(self) -> list[str]:
        own = [
            f"patient:{self.patient_id}",
            f"queue:{self.clinician_id}",
            *(f"availability:{owner}" for owner in self.slot.owners),
        ]
        return own if self.meeting is None else [*own, *self.meeting.topics]

    def _takes(self, slot: Slot) -> None:
        self.clinician_id, self.room_id = slot.clinician_id, slot.room_id
        self.starts_at, self.ends_at = slot.starts_at, slot.ends_at
