"""Which of the times that are offered are free, as the database has it now."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.appointment import Appointment, AppointmentState
from models.blocked_time import BlockedTime
from models.clinic import Service
from models.patient import Patient
from models.schedule import ScheduleRule, offered
from models.slot import Interval, Slot, free

NEAREST = 3
"""So many free times are offered to whoever was too late for one."""


async def free_slots(
    wanted: Service,
    days: list[date],
    now: datetime,
    patient: Patient | None = None,
    clinician_id: str | None = None,
) -> list[Slot]:
    """For a patient, only those at which they are free themselves. `wanted` has its clinicians."""
    with_whom = {one.id: one for one in wanted.clinicians if clinician_id in (None, one.id)}
    rules = await ScheduleRule.filter(clinician_id__in=with_whom).order_by("id")
    possible = offered(wanted, rules, days, now)
    also = () if patient is None else (patient.id,)
    left = free(possible, await _taken(possible, patient, now), also)
    return [replace(slot, clinician=with_whom[slot.clinician_id]) for slot in left]


async def owners_of(wanted: Service) -> list[str]:
    """Whose time it takes: the clinicians', and that of the rooms they see patients in."""
    clinicians = [one.id for one in wanted.clinicians]
    rules = ScheduleRule.filter(clinician_id__in=clinicians, room_id__isnull=False)
    rooms = await rules.distinct().values_list("room_id", flat=True)
    return [*clinicians, *map(str, rooms)]


async def hold_ends_next(owners: list[str], now: datetime) -> datetime | None:
    """When a time will be free again though nobody does anything; null: nothing is held."""
    theirs = Q(clinician_id__in=owners) | Q(room_id__in=owners)
    first = await Appointment.filter(_is_held(now), theirs).order_by("held_until").first()
    return None if first is None else first.held_until


async def nearest_free(
    wanted: Service, slot: Slot, patient: Patient, days: list[date], now: datetime
) -> list[Slot]:
    """The free times closest to the one that is gone."""
    found = await free_slots(wanted, days, now, patient)
    found.sort(key=lambda other: abs(other.starts_at - slot.starts_at))
    return sorted(found[:NEAREST], key=lambda other: other.starts_at)


async def _taken(
    slots: list[Slot], patient: Patient | None, now: datetime
) -> list[tuple[str, Interval]]:
    """Whose time is taken, from and until: clinicians', rooms', and the patient's."""
    if not slots:
        return []
    then = Q(starts_at__lt=max(slot.ends_at for slot in slots), ends_at__gt=slots[0].starts_at)
    clinicians = {slot.clinician_id for slot in slots}
    blocked = BlockedTime.filter(then, clinician_id__in=clinicians)
    taken = Appointment.filter(then, _of(slots, patient), _is_kept(patient, now))
    return [
        *[(who, (start, end)) for who, start, end in await _columns(blocked, "clinician_id")],
        *[
            (whose, (start, end))
            for *all_of_them, start, end in await _columns(
                taken, "clinician_id", "room_id", "patient_id"
            )
            for whose in all_of_them
            if whose is not None
        ],
    ]


async def _columns(rows: QuerySet[Any], *whose: str) -> list[tuple[Any, ...]]:
    return await rows.values_list(*whose, "starts_at", "ends_at")


def _of(slots: list[Slot], patient: Patient | None) -> Q:
    owners = {owner for slot in slots for owner in slot.owners}
    theirs = Q(clinician_id__in=owners) | Q(room_id__in=owners)
    return theirs if patient is None else theirs | Q(patient_id=patient.id)


def _is_kept(patient: Patient | None, now: datetime) -> Q:
    """Booked, or held by somebody else: what one holds oneself is still free to oneself."""
    held = _is_held(now)
    if patient is not None:
        held &= ~Q(patient_id=patient.id)
    return Q(state=AppointmentState.BOOKED) | held


def _is_held(now: datetime) -> Q:
    return Q(state=AppointmentState.HELD, held_until__gt=now)
