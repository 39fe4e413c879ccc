"""Fills a database with patients in waiting rooms, each with a clinician of their own."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

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
    patients = [Patient(name=f"Patient {n}") for n in numbers]
    clinicians = [
        Clinician(name=f"Dr. {n}", title="læge", authorisation_id=f"{n}") for n in numbers
    ]
    staff = [
        StaffMember(subject=c.id, name=c.name, role=Role.CLINICIAN, clinician_id=c.id)
        for c in clinicians
    ]
    courses = [TreatmentCourse(patient_id=p.id, kind=service.kind, opened_at=now) for p in patients]
    times = [
        _appointment(p, c, course, service, now)
        for p, c, course in zip(patients, clinicians, courses, strict=True)
    ]
    consultations = [
        Consultation(appointment_id=a.id, state=State.WAITING, waiting_since=now, version=2)
        for a in times
    ]
    tokens = [(new_secret(), new_secret()) for _ in numbers]
    theirs = zip(tokens, patients, staff, strict=True)
    sessions = [
        session
        for (patients_own, staffs_own), patient, member in theirs
        for session in (
            Session.start(patients_own, now, patient_id=patient.id),
            Session.start(staffs_own, now, staff_id=member.id),
        )
    ]
    for rows in (patients, clinicians, staff, courses, times, consultations, sessions):
        await _all_of(rows)
    return [Room(c.id, *pair) for c, pair in zip(consultations, tokens, strict=True)]


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


async def _all_of(rows: list[Any]) -> None:
    await type(rows[0]).bulk_create(rows)
