"""R17–R19: what can be booked, with whom, and when there is a free time."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

import strawberry
from tortoise.expressions import Q

from context import Info
from models import Appointment, Clinician, ScheduleRule, Service, Slot
from models.appointment import OCCUPYING
from models.guidance import Advice, equipment_advice, practical_information
from models.reach import check_id
from models.refused import NotFound
from models.schedule import free, offered, window

NEAREST = 3
"""So many free times are offered to whoever was too late for one."""


async def services(info: Info) -> list[Service]:
    """Bounded by what a hospital offers."""
    info.context.patient  # noqa: B018 — asking is the sign-in check
    every = Service.all().select_related("clinic").prefetch_related("clinicians")
    return await every.order_by("kind", "name_da")


async def service(id: str) -> Service:
    check_id(id)
    found = await Service.filter(id=id).select_related("clinic").prefetch_related("clinicians")
    if not found:
        raise NotFound
    return found[0]


def name(root: Service, info: Info) -> str:
    return root.name(info.context.language)


async def clinicians(root: Service) -> list[Clinician]:
    """Fetched with the service where it stands in a list, otherwise when asked for."""
    return list(root.clinicians) if root.clinicians._fetched else await root.clinicians.all()


def bookable(root: Service, info: Info) -> bool | None:
    """Null for staff: they book for others."""
    session = info.context.patient_session
    if session is None or session.patient is None:
        return None
    return root.open_to(session.patient.age(info.context.now()))


def practical(root: Service, info: Info) -> list[Advice]:
    return practical_information(root, info.context.language)


def equipment(root: Service, info: Info) -> list[Advice]:
    return equipment_advice(root, info.context.language)


async def slots(
    info: Info,
    service_id: Annotated[strawberry.ID, strawberry.argument(description="Of which service.")],
    from_day: Annotated[
        date, strawberry.argument(name="from", description="The first day, in Denmark.")
    ],
    to_day: Annotated[
        date,
        strawberry.argument(name="to", description="The last day, included; at most 31 days."),
    ],
    clinician_id: Annotated[
        strawberry.ID | None, strawberry.argument(description="With whom; null: with anybody.")
    ] = None,
) -> list[Slot]:
    """Free times, the earliest first."""
    info.context.patient  # noqa: B018 — asking is the sign-in check
    wanted = await service(service_id)
    return await free_slots(wanted, window(from_day, to_day), info.context.now(), clinician_id)


async def free_slots(
    wanted: Service, days: list[date], now: datetime, clinician_id: str | None = None
) -> list[Slot]:
    possible = offered(wanted, await _rules(wanted, clinician_id), days, now)
    with_whom = {clinician.id: clinician for clinician in wanted.clinicians}
    left = free(possible, await _taken(possible))
    return [replace(slot, clinician=with_whom[slot.clinician_id]) for slot in left]


async def nearest_free(wanted: Service, slot: Slot, days: list[date], now: datetime) -> list[Slot]:
    """The free times closest to the one that is gone."""
    found = await free_slots(wanted, days, now)
    found.sort(key=lambda other: abs(other.starts_at - slot.starts_at))
    return sorted(found[:NEAREST], key=lambda other: other.starts_at)


async def _rules(wanted: Service, clinician_id: str | None) -> list[ScheduleRule]:
    with_whom = [one.id for one in wanted.clinicians if clinician_id in (None, one.id)]
    return await ScheduleRule.filter(clinician_id__in=with_whom)


async def _taken(slots: list[Slot]) -> list[tuple[str, tuple[datetime, datetime]]]:
    if not slots:
        return []
    overlapping = Q(starts_at__lt=slots[-1].ends_at, ends_at__gt=slots[0].starts_at)
    whose = Q(clinician_id__in={slot.clinician_id for slot in slots}, state__in=OCCUPYING)
    rows = await Appointment.filter(overlapping, whose).values_list(
        "clinician_id", "starts_at", "ends_at"
    )
    return [(clinician_id, (starts_at, ends_at)) for clinician_id, starts_at, ends_at in rows]
