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


@dataclass(frozen=True)
class MyAppointments:
    """All that the page shows, at one moment."""

    server_time: datetime
    cause: Cause
    appointments: list[Appointment]
    requests: list[AppointmentRequest]
    hold: Appointment | None
    unread_confirmations: int


async def my_appointments_changed(info: Info) -> AsyncGenerator[MyAppointments, None]:
    context = info.context
    session, topics = context.patient_session, [f"patient:{context.patient.id}"]

    async def look(cause: Cause) -> Seen[MyAppointments]:
        patient, now = context.patient, context.now()
        seen = MyAppointments(
            now,
            cause,
            appointments=await patient.next_appointments(SHOWN, now),
            requests=await patient.shown_requests(now),
            hold=await patient.current_hold(now),
            unread_confirmations=await patient.unread_confirmations(now),
        )
        return Seen(seen, changes_at=_changes_at(seen, now))

    async with aclosing(follow(context, session, topics, look)) as stream:
        async for mine in stream:
            yield mine


def _changes_at(seen: MyAppointments, now: datetime) -> datetime | None:
    """When it will look different though nobody does anything: what may be done, and what is
    no longer to be read, active or held."""
    edges = [seen.hold.held_until] if seen.hold is not None else []
    for one in seen.appointments:
        edges += [one.free_until + TICK, one.starts_at, one.ends_at]
        edges += [one.ends_at + ACTIVE_UNTIL_AFTER_END]
        edges += [one.meeting.changes_by_itself_at(now)] if one.meeting is not None else []
    return min((edge for edge in edges if edge is not None and edge > now), default=None)
