"""R20, live for coordinators: who waits for a time."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from context import Info
from models import AppointmentRequest, RequestState
from subscriptions.live import Cause, Seen, follow

SHOWN = 50
"""The rest is counted, and can be read page by page."""


@dataclass(frozen=True)
class RequestWorklist:
    """Those that wait for a time, whoever has waited longest at the top."""

    server_time: datetime
    cause: Cause
    cases: list[AppointmentRequest]
    open: int


async def appointment_requests_changed(info: Info) -> AsyncGenerator[RequestWorklist, None]:
    context = info.context
    session = context.staff_session
    context.coordinator  # noqa: B018 — asking is the check

    async def read() -> tuple[datetime, list[AppointmentRequest], int]:
        now, waiting = context.now(), context.coordinator.requests().filter(state=RequestState.OPEN)
        first = waiting.order_by("requested_at", "id").limit(SHOWN)
        return now, await first.select_related("service__clinic", "patient"), await waiting.count()

    async def look(cause: Cause) -> Seen[RequestWorklist]:
        context.coordinator  # noqa: B018 — the list is the house's, and so is this look
        now, cases, count = await context.shared("appointment requests", read)
        return Seen(RequestWorklist(now, cause, cases, count))

    async with aclosing(follow(context, session, ["requests:all"], look)) as stream:
        async for worklist in stream:
            yield worklist
