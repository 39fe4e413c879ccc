"""R17–R20: booking a free time. Of all who want it at once, the database lets one have it."""

from datetime import datetime, timedelta

from context import Info
from models import (
    Appointment,
    Clinician,
    IdempotencyKey,
    Patient,
    ScheduleRule,
    Service,
    Slot,
    TreatmentCourse,
)
from models.appointment import OCCUPYING
from models.change import ATTEMPTS, write
from models.course import CourseState
from models.idempotency import check_key
from models.insert import insert_unless_taken
from models.refused import (
    ChangedMeanwhile,
    NotBookable,
    OverlapsYourOwn,
    SlotNotOffered,
    SlotTaken,
)
from models.schedule import SlotId, offered
from models.times import danish_day
from resolvers.acting import by
from resolvers.clinic import nearest_free, service

ALTERNATIVES_WITHIN = timedelta(days=7)


async def book_appointment(
    info: Info, slot_id: str, idempotency_key: str | None = None
) -> Appointment:
    patient, request = info.context.patient, {"slot_id": slot_id}
    check_key(idempotency_key)
    for _ in range(ATTEMPTS):
        made = await IdempotencyKey.answered(patient.id, idempotency_key, request)
        if made is not None:
            return await patient.appointment(made)
        wanted, slot = await _offered(slot_id, patient, info.context.now())
        appointment, course = await _booked(info, patient, wanted, slot)
        if idempotency_key is not None:
            key = IdempotencyKey.of(patient.id, idempotency_key, request, appointment.id)
            appointment.brings(key)
        if await _written(info, patient, appointment, course):
            return await patient.appointment(appointment.id)
        if await IdempotencyKey.answered(patient.id, idempotency_key, request) is None:
            await _refuse_if_taken(patient, wanted, slot, info.context.now())
    raise ChangedMeanwhile


async def _offered(slot_id: str, patient: Patient, now: datetime) -> tuple[Service, Slot]:
    """The slot behind the id, if the clinic offers that time to this patient."""
    asked = SlotId.read(slot_id)
    wanted = await service(asked.service_id)
    if not wanted.open_to(patient.age(now)):
        raise NotBookable(wanted.minimum_age)
    clinician = next((c for c in wanted.clinicians if c.id == asked.clinician_id), None)
    rules = await ScheduleRule.filter(clinician_id=clinician.id) if clinician is not None else []
    for slot in offered(wanted, rules, [danish_day(asked.starts_at)], now):
        if slot.starts_at == asked.starts_at:
            return wanted, slot
    raise SlotNotOffered


async def _booked(
    info: Info, patient: Patient, wanted: Service, slot: Slot
) -> tuple[Appointment, TreatmentCourse]:
    now = info.context.now()
    clinician = await Clinician.get(id=slot.clinician_id)
    active = patient.courses.filter(kind=wanted.kind, state=CourseState.ACTIVE)
    course = await active.first() or TreatmentCourse.opened(patient.id, wanted.kind, now)
    return Appointment.booked(patient, wanted, clinician, course, slot, now), course


async def _written(
    info: Info, patient: Patient, appointment: Appointment, course: TreatmentCourse
) -> bool:
    async def decide() -> bool:
        # The course comes first only because the appointment refers to it.
        new_course = not course._saved_in_db
        if new_course and not await insert_unless_taken(course):
            return False
        return await insert_unless_taken(appointment)

    this = await by(info, patient)
    return await write(decide, appointment.brought, appointment.topics, appointment.id, this)


async def _refuse_if_taken(patient: Patient, wanted: Service, slot: Slot, now: datetime) -> None:
    """Why we lost. If neither holds any longer, we may try again."""
    then = Appointment.filter(
        state__in=OCCUPYING, starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at
    )
    own = await then.filter(patient_id=patient.id).first()
    if own is not None:
        raise OverlapsYourOwn(await patient.appointment(own.id))
    if await then.filter(clinician_id=slot.clinician_id).exists():
        day = danish_day(slot.starts_at)
        days = [day + timedelta(days=n) for n in range(ALTERNATIVES_WITHIN.days)]
        raise SlotTaken(await nearest_free(wanted, slot, days, now))
