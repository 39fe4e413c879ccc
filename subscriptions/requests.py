"""R20, live for coordinators: who waits for a time."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from context import Info
from models import AppointmentRequest, RequestState
from models.appointment_request import SHOWN_WITH
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

    async def look(cause: Cause) -> Seen[RequestWorklist]:
        # Asked for each look: what is read may be shared, whether one may see it is not.
        waiting = context.coordinator.requests().filter(state=RequestState.OPEN)

        async def read() -> tuple[datetime, list[AppointmentRequest], int]:
            first = waiting.order_by("requested_at", "id").limit(SHOWN)
            shown = first.select_related(*SHOWN_WITH)
            return context.now(), await shown, await waiting.count()

        now, cases, count = await context.shared("appointment requests", read)
        await context.looks_at(info.python_name, (one.patient_id for one in cases))
        return Seen(RequestWorklist(now, cause, cases, count))

    async with aclosing(follow(context, session, ["requests:all"], look)) as stream:
        async for worklist in stream:
            yield worklist
