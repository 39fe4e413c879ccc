"""The staff's calendars: a clinician's day, and times at which nobody is seen."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

import strawberry
from tortoise.expressions import Q

from context import Info
from models import Appointment, AppointmentState, BlockedTime
from models.appointment import WITH
from models.change import ATTEMPTS, write
from models.idempotency import IdempotencyKey, check_key
from models.refused import ChangedMeanwhile, TimeIsBooked
from models.times import midnight
from resolvers.acting import by
from resolvers.meetings import Meetings

ClinicianId = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Whose; null for a clinician's own. Coordinators name one."),
]


@dataclass(frozen=True)
class ClinicianDay:
    """One day of one clinician, by the Danish calendar."""

    server_time: datetime
    day: date
    appointments: list[Appointment]
    blocked: list[BlockedTime]


async def clinician_day(
    info: Info,
    day: Annotated[date, strawberry.argument(description="Which day, in Denmark.")],
    clinician_id: ClinicianId = None,
) -> ClinicianDay:
    """All that is booked, has taken place or was cancelled; and what is blocked."""
    whose = await info.context.staff.calendar_of(clinician_id)
    then = _overlapping(midnight(day), midnight(day + timedelta(days=1)))
    booked = Appointment.filter(then, clinician_id=whose).exclude(
        state__in=[AppointmentState.HELD, AppointmentState.RELEASED]
    )
    blocked = BlockedTime.filter(then, clinician_id=whose)
    appointments = await booked.order_by("starts_at").select_related(*WITH)
    Meetings(appointments)
    await info.context.looks_at(info.python_name, (one.patient_id for one in appointments))
    now = info.context.now()
    return ClinicianDay(now, day, appointments, await blocked.order_by("starts_at"))


async def block_time(
    info: Info,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    clinician_id: str | None = None,
    idempotency_key: str | None = None,
) -> BlockedTime:
    """Nobody can be booked then. Holds give way; appointments do not."""
    staff, key = info.context.staff, check_key(idempotency_key)
    whose = await staff.calendar_of(clinician_id)
    said = {"whose": whose, "reason": reason}
    said |= {"from": starts_at.isoformat(), "to": ends_at.isoformat()}
    this = await by(info, staff)
    for _ in range(ATTEMPTS):
        if (made := await IdempotencyKey.answered(staff.id, key, said)) is not None:
            return await staff.blocked_time(made)
        new = BlockedTime.of(whose, starts_at, ends_at, reason, staff.id)
        keys = [IdempotencyKey.of(staff.id, key, said, new.id)] if key else []
        if await write(new.block, keys, new.topics, new.id, this):
            return new
        if booked := await _booked_in(new):
            await info.context.looks_at(info.python_name, (one.patient_id for one in booked))
            raise TimeIsBooked(booked)
    raise ChangedMeanwhile


async def unblock_time(info: Info, blocked_time_id: str) -> BlockedTime:
    """Patients can be booked then again."""
    staff = info.context.staff
    blocked = await staff.blocked_time(blocked_time_id)

    async def decide() -> bool:
        return await BlockedTime.filter(id=blocked.id).delete() == 1

    if not await write(decide, [], blocked.topics, blocked.id, await by(info, staff)):
        raise ChangedMeanwhile
    return blocked


async def _booked_in(blocked: BlockedTime) -> list[Appointment]:
    then = _overlapping(blocked.starts_at, blocked.ends_at)
    booked = Appointment.filter(
        then, clinician_id=blocked.clinician_id, state=AppointmentState.BOOKED
    )
    return await booked.order_by("starts_at").limit(50).select_related(*WITH)


def _overlapping(begins: datetime, ends: datetime) -> Q:
    """Half-open: what ends when this begins does not overlap it."""
    return Q(starts_at__lt=ends, ends_at__gt=begins)
