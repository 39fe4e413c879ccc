"""Free times, live: what somebody else takes disappears, and what is given back comes again."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

import strawberry

from context import Info
from models import Patient, Service, Slot
from models.free_times import free_slots, hold_ends_next, owners_of
from models.slot import window
from subscriptions.live import Cause, Seen, follow

ServiceId = Annotated[strawberry.ID, strawberry.argument(description="Of which service.")]
FirstDay = Annotated[
    date, strawberry.argument(name="from", description="The first day, in Denmark.")
]
LastDay = Annotated[
    date, strawberry.argument(name="to", description="The last day, included; at most 31 days.")
]
WithWhom = Annotated[
    strawberry.ID | None, strawberry.argument(description="With whom; null: with anybody.")
]


@dataclass(frozen=True)
class Availability:
    server_time: datetime
    cause: Cause
    slots: list[Slot]


async def availability_changed(
    info: Info,
    service_id: ServiceId,
    from_day: FirstDay,
    to_day: LastDay,
    clinician_id: WithWhom = None,
) -> AsyncGenerator[Availability, None]:
    context, days = info.context, window(from_day, to_day)
    # Asked first: whoever is not signed in does not learn what there is.
    patient, wanted = context.asking_patient, await Service.whole(service_id)
    topics = _topics(owners := await owners_of(wanted), patient)

    async def read() -> tuple[datetime, list[Slot], datetime | None]:
        now = context.now()
        slots = await free_slots(wanted, days, now, context.asking_patient, clinician_id)
        return now, slots, await hold_ends_next(owners, now)

    async def look(cause: Cause) -> Seen[Availability]:
        asking = context.asking_patient
        key = ("availability", asking and asking.id, service_id, from_day, to_day, clinician_id)
        return _seen(cause, *await context.shared(key, read))

    async with aclosing(follow(context, context.asking_session, topics, look)) as stream:
        async for availability in stream:
            yield availability


def _seen(
    cause: Cause, now: datetime, slots: list[Slot], hold_ends: datetime | None
) -> Seen[Availability]:
    edges = [hold_ends, slots[0].starts_at if slots else None]
    return Seen(
        Availability(now, cause, slots),
        changes_at=min((edge for edge in edges if edge is not None), default=None),
    )


def _topics(owners: list[str], patient: Patient | None) -> list[str]:
    """Those whose time it takes; and oneself, who cannot be in two places."""
    own = [] if patient is None else [f"patient:{patient.id}"]
    return [*(f"availability:{owner}" for owner in owners), *own]
