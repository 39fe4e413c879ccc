"""R25–R26, live: Mine aftaler: what is booked, held and asked for, whoever changes it."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from context import Info
from models import Appointment, AppointmentRequest
from models.appointment import ACTIVE_UNTIL_AFTER_END
from models.times import TICK
from subscriptions.live import Cause, Seen, follow

SHOWN = 20
"""The rest can be read page by page."""


@dataclass(frozen=True, kw_only=True)
class Mine:
    """All that the page shows, at one moment."""

    server_time: datetime
    appointments: list[Appointment]
    requests: list[AppointmentRequest]
    hold: Appointment | None
    unread_confirmations: int


@dataclass(frozen=True, kw_only=True)
class MyAppointments(Mine):
    """The same, and why it was sent: each stream's own, however many saw the same look."""

    cause: Cause


async def my_appointments_changed(info: Info) -> AsyncGenerator[MyAppointments, None]:
    context = info.context
    session, topics = context.patient_session, [f"patient:{context.patient.id}"]

    async def read() -> Mine:
        patient, now = context.patient, context.now()
        return Mine(
            server_time=now,
            appointments=await patient.next_appointments(SHOWN, now),
            requests=await patient.shown_requests(now),
            hold=await patient.current_hold(now),
            unread_confirmations=await patient.unread_confirmations(now),
        )

    async def look(cause: Cause) -> Seen[MyAppointments]:
        mine = await context.shared(("my appointments", context.patient.id), read)
        return Seen(MyAppointments(cause=cause, **vars(mine)), changes_at=_changes_at(mine))

    async with aclosing(follow(context, session, topics, look)) as stream:
        async for mine in stream:
            yield mine


def _changes_at(seen: Mine) -> datetime | None:
    """When it will look different though nobody does anything: what may be done, and what is
    no longer to be read, active or held."""
    now = seen.server_time
    edges = [seen.hold.held_until] if seen.hold is not None else []
    for one in seen.appointments:
        edges += [one.free_until + TICK, one.starts_at]
        edges += [one.ends_at, one.ends_at + ACTIVE_UNTIL_AFTER_END]
        edges += [one.meeting.changes_by_itself_at(now)] if one.meeting is not None else []
    return min((edge for edge in edges if edge is not None and edge > now), default=None)
