"""R46, live for staff: whom we have promised to contact, and how soon it has to be."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from context import Info
from models import FollowUp, StaffMember
from models.follow_up.alarm import DUE_SOON_BEFORE
from models.follow_up.states import LIVE, UNREACHED, FollowUpState
from subscriptions.live import Cause, Seen, follow

SHOWN = 50
"""The rest is counted, and can be read page by page."""


@dataclass(frozen=True)
class FollowUpWorklist:
    """The promises that are still to be kept, the one due first at the top."""

    server_time: datetime
    cause: Cause
    cases: list[FollowUp]
    open: int
    assigned: int
    contacted: int
    due_soon: int
    overdue: int


async def follow_up_worklist(info: Info) -> AsyncGenerator[FollowUpWorklist, None]:
    context = info.context
    session, topics = context.staff_session, ["follow_ups:all"]

    async def look(cause: Cause) -> Seen[FollowUpWorklist]:
        # Asked for each look: what is read may be shared, whether one may see it is not.
        staff = context.staff

        async def read() -> tuple[datetime, list[FollowUp], dict[str, int]]:
            now = context.now()
            cases = await staff.follow_ups(*LIVE).order_by("due_at", "id").limit(SHOWN)
            return now, cases, await _counts(staff, now)

        now, cases, counts = await context.shared("follow-up worklist", read)
        shown = (case.consultation.appointment.patient_id for case in cases)
        await context.looks_at(info.python_name, shown)
        edges = [case.changes_at(now) for case in cases]
        return Seen(
            FollowUpWorklist(now, cause, cases, **counts),
            changes_at=min((edge for edge in edges if edge is not None), default=None),
        )

    async with aclosing(follow(context, session, topics, look)) as stream:
        async for worklist in stream:
            yield worklist


async def _counts(staff: StaffMember, now: datetime) -> dict[str, int]:
    unreached = staff.follow_ups(*UNREACHED)
    due_soon = unreached.filter(due_at__gte=now, due_at__lte=now + DUE_SOON_BEFORE)
    return {
        "open": await staff.follow_ups(FollowUpState.OPEN).count(),
        "assigned": await staff.follow_ups(FollowUpState.ASSIGNED).count(),
        "contacted": await staff.follow_ups(FollowUpState.CONTACTED).count(),
        "due_soon": await due_soon.count(),
        "overdue": await unreached.filter(due_at__lt=now).count(),
    }
