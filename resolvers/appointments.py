"""R25–R31: Mine aftaler."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import strawberry
from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from context import Info
from models import (
    Appointment,
    AppointmentState,
    Clinic,
    Consultation,
    Patient,
    TreatmentCourse,
)
from models.appointment import WITH
from models.appointment.states import HOLDS
from models.guidance import Advice, equipment_advice, practical_information
from models.refused import NotFound
from resolvers.meetings import Meetings, meeting_of
from resolvers.paging import PAGE, After, First, Page, page


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
    found = await page(
        rows.select_related(*WITH), "starts_at", first, after, newest_first=is_history
    )
    Meetings(found.items)
    return found


def of(patient: Patient, which: AppointmentFilter, now: datetime) -> QuerySet[Appointment]:
    active = patient.active_appointments(now)
    if which is AppointmentFilter.ACTIVE:
        return active
    ids = Subquery(active.values("id"))
    return patient.appointments.filter(state__not_in=HOLDS, id__not_in=ids)


async def next_appointment(patient: Patient, now: datetime) -> Appointment | None:
    """Of those that are active the first that is not over; what we only owe a call for is."""
    active = of(patient, AppointmentFilter.ACTIVE, now).filter(state=AppointmentState.BOOKED)
    return await active.order_by("starts_at").select_related(*WITH).first()


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
    meeting = await meeting_of(root)
    return meeting and meeting.see(info.context.now())


async def course(root: Appointment) -> TreatmentCourse:
    return await TreatmentCourse.get(id=root.course_id)


def room_name(root: Appointment) -> str | None:
    return root.room.name if root.room_id is not None and root.room is not None else None
