"""R23–R31: Mine aftaler, and the confirmations of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import strawberry
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from context import Info
from models import Appointment, BookingConfirmation, Clinic, Consultation, Patient
from models.guidance import Advice, equipment_advice, practical_information
from models.refused import NotFound
from resolvers.paging import PAGE, After, First, Page, page

SHOWN_WITH = ("clinician", "service__clinic", "location")


class AppointmentFilter(StrEnum):
    ACTIVE = "ACTIVE"
    HISTORY = "HISTORY"


@dataclass(frozen=True)
class AppointmentContact:
    """R29–R30: whom to call, and where to go when one has to go somewhere."""

    phone: str
    email: str
    address: Clinic | None


async def my_appointments(
    info: Info,
    filter: Annotated[
        AppointmentFilter, strawberry.argument(description="Which of them.")
    ] = AppointmentFilter.ACTIVE,
    first: First = PAGE,
    after: After = None,
) -> Page[Appointment]:
    """R25–R26: the active ones with the next one first, or the past ones with the latest first."""
    is_history = filter is AppointmentFilter.HISTORY
    rows = of(info.context.patient, filter, info.context.now())
    return await page(
        rows.select_related(*SHOWN_WITH), "starts_at", first, after, newest_first=is_history
    )


def of(patient: Patient, which: AppointmentFilter, now: datetime) -> QuerySet[Appointment]:
    active = patient.appointments.filter(Appointment.active(now))
    ids = Subquery(active.values("id"))
    are_active = which is AppointmentFilter.ACTIVE
    return patient.appointments.filter(Q(id__in=ids) if are_active else Q(id__not_in=ids))


async def next_appointment(patient: Patient, now: datetime) -> Appointment | None:
    active = of(patient, AppointmentFilter.ACTIVE, now)
    return await active.order_by("starts_at").select_related(*SHOWN_WITH).first()


async def appointment(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="The appointment's id.")],
) -> Appointment | None:
    try:
        return await info.context.patient.appointment(id)
    except NotFound:
        return None


def contact(root: Appointment) -> AppointmentContact:
    clinic = root.service.clinic
    return AppointmentContact(clinic.phone, clinic.email, root.location)


def practical(root: Appointment, info: Info) -> list[Advice]:
    return practical_information(root.service, info.context.language)


def equipment(root: Appointment, info: Info) -> list[Advice]:
    return equipment_advice(root.service, info.context.language)


async def consultation(root: Appointment, info: Info) -> Consultation | None:
    """Null when it is at the hospital."""
    if not root.is_by_video:
        return None
    found = await Consultation.whole(Consultation.filter(appointment_id=root.id))
    return found.see(info.context.now())


async def confirmation(root: Appointment) -> BookingConfirmation:
    """The one that holds: the newest."""
    newest = BookingConfirmation.filter(appointment_id=root.id).order_by("-sent_at").first()
    found = await newest
    assert found is not None, "every booked appointment has its confirmation"
    return found


async def booking_confirmations(
    info: Info, first: First = PAGE, after: After = None
) -> Page[BookingConfirmation]:
    """R23: the newest first."""
    rows = info.context.patient.confirmations.all()
    return await page(rows, "sent_at", first, after, newest_first=True)


async def booking_confirmation(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="The confirmation's id.")],
) -> BookingConfirmation | None:
    try:
        return await info.context.patient.confirmation(id)
    except NotFound:
        return None


async def confirmed_appointment(root: BookingConfirmation) -> Appointment:
    """Reached from a confirmation that was the asker's to see."""
    own = Appointment.filter(id=root.appointment_id).select_related(*SHOWN_WITH)
    return await own.get()


async def unread_confirmations(patient: Patient) -> int:
    return await patient.confirmations.filter(read_at=None).count()


async def mark_confirmation_read(info: Info, confirmation_id: str) -> BookingConfirmation:
    """R24: opened, and so read."""
    found = await info.context.patient.confirmation(confirmation_id)
    await found.read(info.context.now())
    return found
