"""Who and what the tests are about, made with as few words as possible."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from models import (
    Appointment,
    AppointmentState,
    Clinic,
    Clinician,
    Consultation,
    ContactDetails,
    DeviceCheck,
    Modality,
    Offer,
    Patient,
    Role,
    ScheduleRule,
    Service,
    ServiceKind,
    Settings,
    Slot,
    StaffMember,
    TreatmentCourse,
)
from models.clinic import ConsultationType
from models.consent import SignInChannel
from models.consents import current_texts, give
from models.consultation.states import State
from models.device_check import ClientKind, DeviceClass, PartResult

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday; ten in the morning in Denmark."""


@dataclass
class Clock:
    time: datetime = NINE

    def __call__(self) -> datetime:
        return self.time

    def goes(self, time: datetime | None = None, **later: float) -> None:
        self.time = time or self.time + timedelta(**later)


def overlaps(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    """Half-open: what begins when another ends does not overlap it."""
    return one[0] < other[1] and other[0] < one[1]


def a_consultation(state: State = State.SCHEDULED, **known: Any) -> Consultation:
    """From nine to half past, without a database."""
    appointment = Appointment(
        patient_id="pat_karen",
        clinician_id="cli_holm",
        service_id="srv_shoulder",
        course_id="crs_shoulder",
        modality=Modality.VIDEO,
        starts_at=NINE,
        ends_at=NINE + timedelta(minutes=30),
        state=AppointmentState.BOOKED,
        booked_at=NINE - timedelta(days=1),
    )
    # Rules need the relation and no database; the ORM only asks whether it has been saved.
    appointment._saved_in_db = True
    return Consultation(appointment=appointment, state=state, **known)


def a_check(at: datetime = NINE, **parts: PartResult) -> DeviceCheck:
    """Everything works, unless said otherwise."""
    works = dict.fromkeys(("camera", "microphone", "speaker"), PartResult.PASSED)
    return DeviceCheck(
        consultation_id="con_karen",
        client=ClientKind.WEB,
        device_class=DeviceClass.PHONE,
        checked_at=at,
        **(works | parts),
    )


async def a_patient(
    name: str, phone: str | None = None, born_on: date | None = date(1985, 3, 12)
) -> Patient:
    patient = await Patient.create(name=name, born_on=born_on)
    texts = [text.id for text in await current_texts("da")]
    await give(patient, texts, SignInChannel.WEB, NINE, NINE)
    await ContactDetails.create(patient=patient, phone=phone)
    await Settings.create(patient=patient)
    return patient


async def a_service(
    clinic: Clinic,
    clinician: Clinician,
    modality: Modality,
    consultation_type: ConsultationType,
    kind: ServiceKind = ServiceKind.SPECIALIST,
) -> Service:
    """Half an hour."""
    service = await Service.create(
        kind=kind,
        name_da="Forundersøgelse",
        name_en="Examination",
        speciality="Ortopædkirurgi",
        modality=modality,
        consultation_type=consultation_type,
        minutes=30,
        clinic=clinic,
    )
    await service.clinicians.add(clinician)
    return service


async def a_staff_member(subject: str, clinician: Clinician | None) -> StaffMember:
    role = Role.CLINICIAN if clinician else Role.COORDINATOR
    name = clinician.name if clinician else "Sara Bang"
    return await StaffMember.create(subject=subject, name=name, role=role, clinician=clinician)


async def opening(clinician: Clinician, opens: int = 9 * 60, closes: int = 12 * 60) -> None:
    """Every weekday, by Danish wall time."""
    for weekday in range(1, 6):
        await ScheduleRule.create(
            clinician=clinician,
            weekday=weekday,
            opens=opens,
            closes=closes,
            valid_from=date(2026, 1, 1),
        )


async def booked(
    patient: Patient, service: Service, clinician: Clinician, starts_at: datetime, now: datetime
) -> Appointment:
    ends_at = starts_at + timedelta(minutes=service.minutes)
    slot = Slot(service.id, clinician.id, starts_at, ends_at)
    course = await patient.courses.filter(kind=service.kind).first()
    if course is None:
        course = TreatmentCourse.opened(patient.id, service.kind, now)
        await course.save()
    appointment = Appointment.booked(patient, Offer(service, clinician, slot), course, now)
    for row in (appointment, *appointment.brought):
        await row.save()
    return appointment


async def put(consultation: Consultation, *acts: Any) -> Consultation:
    """Have these acts happen to it, and keep what comes of them."""
    for act in acts:
        it = await Consultation.whole(Consultation.filter(id=consultation.id))
        act(it)
        it.step()
        assert await it.save_if_unchanged()
        for row in it.brought:
            await row.save()
    return await Consultation.whole(Consultation.filter(id=consultation.id))
