"""Fills a database with patients in waiting rooms, each with a clinician of their own."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tortoise.models import Model

from models import (
    Appointment,
    AppointmentState,
    Clinic,
    Clinician,
    Consultation,
    Modality,
    Patient,
    Role,
    Service,
    ServiceKind,
    Session,
    StaffMember,
    TreatmentCourse,
)
from models.clinic import ConsultationType
from models.consent import new_secret
from models.consultation.states import State

AT_ONCE = 500


@dataclass(frozen=True)
class Room:
    """What a driver has to know to follow it, and to have something happen in it."""

    consultation: str
    patient_token: str
    staff_token: str

    def known(self) -> dict[str, str]:
        return asdict(self)


async def waiting(rooms: int) -> list[Room]:
    """So many patients wait, in the middle of their booked times."""
    now = datetime.now(UTC)
    service = await _service()
    made: list[Room] = []
    while len(made) < rooms:
        some = range(len(made), min(len(made) + AT_ONCE, rooms))
        made += await _some(some, service, now)
    return made


async def _service() -> Service:
    clinic = await Clinic.create(
        name="Aleris Ringsted",
        street="Haslevvej 13",
        postcode="4100",
        city="Ringsted",
        phone="+4536372700",
        email="online@aleris.example",
    )
    return await Service.create(
        kind=ServiceKind.SPECIALIST,
        name_da="Forundersøgelse",
        name_en="Examination",
        speciality="Ortopædkirurgi",
        modality=Modality.VIDEO,
        consultation_type=ConsultationType.TALK,
        minutes=30,
        clinic=clinic,
    )


async def _some(numbers: range, service: Service, now: datetime) -> list[Room]:
    made = [_one(n, service, now) for n in numbers]
    for rows in zip(*(rows for rows, _ in made), strict=True):
        await type(rows[0]).bulk_create(rows)
    return [room for _, room in made]


def _one(number: int, service: Service, now: datetime) -> tuple[list[Model], Room]:
    """Each row after the ones that it names."""
    patient = Patient(name=f"Patient {number}")
    doctor = Clinician(name=f"Dr. {number}", title="læge", authorisation_id=f"{number}")
    staff = StaffMember(
        subject=doctor.id, name=doctor.name, role=Role.CLINICIAN, clinician_id=doctor.id
    )
    course = TreatmentCourse(patient_id=patient.id, kind=service.kind, opened_at=now)
    booked = _appointment(patient, doctor, course, service, now)
    consultation = Consultation(
        appointment_id=booked.id, state=State.WAITING, waiting_since=now, version=2
    )
    room = Room(consultation.id, new_secret(), new_secret())
    sessions = [
        Session.start(room.patient_token, now, patient_id=patient.id),
        Session.start(room.staff_token, now, staff_id=staff.id),
    ]
    return [patient, doctor, staff, course, booked, consultation, *sessions], room


def _appointment(
    patient: Patient, clinician: Clinician, course: Any, service: Service, now: datetime
) -> Appointment:
    return Appointment(
        patient_id=patient.id,
        clinician_id=clinician.id,
        service_id=service.id,
        course_id=course.id,
        modality=Modality.VIDEO,
        starts_at=now - timedelta(minutes=5),
        ends_at=now + timedelta(minutes=25),
        state=AppointmentState.BOOKED,
        booked_at=now - timedelta(days=1),
    )
