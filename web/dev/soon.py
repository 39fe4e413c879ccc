"""A video consultation that begins in a few minutes, for playing the journey."""

from datetime import datetime, timedelta

from tortoise.expressions import Q

from models import Appointment, Clinician, Offer, Patient, Service, Slot, TreatmentCourse
from models.appointment import OCCUPYING
from models.course import CourseState

STARTS_IN = timedelta(minutes=5)


async def book_soon(
    patient: Patient, service: Service, clinician: Clinician, now: datetime
) -> Appointment:
    """At the first whole minute, at least five minutes away, at which both are free."""
    starts_at = (now + STARTS_IN + timedelta(seconds=59)).replace(second=0, microsecond=0)
    theirs = Q(patient_id=patient.id) | Q(clinician_id=clinician.id)
    taken = Appointment.filter(theirs, state__in=OCCUPYING, ends_at__gt=starts_at)
    length = timedelta(minutes=service.minutes)
    for other in await taken.order_by("starts_at"):
        if other.starts_at < starts_at + length:
            starts_at = other.ends_at
    slot = Slot(service.id, clinician.id, starts_at, starts_at + length)
    course = await patient.courses.filter(kind=service.kind, state=CourseState.ACTIVE).first()
    if course is None:
        course = TreatmentCourse.opened(patient.id, service.kind, now)
        await course.save()
    appointment = Appointment.booked(patient, Offer(service, clinician, slot), course, now)
    for row in (appointment, *appointment.brought):
        await row.save()
    return appointment
