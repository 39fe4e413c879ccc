"""R46–R47: the promises we owe: taken by somebody, tried, kept; and what the patient sees."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from context import Info
from models import Appointment, FollowUp, FollowUpAttempt, IdempotencyKey, Patient, StaffMember
from models.follow_up.alarm import Alarm
from models.follow_up.states import LIVE, FollowUpState, Resolution
from models.idempotency import check_key
from resolvers.acting import change
from resolvers.meetings import Meetings
from resolvers.paging import PAGE, After, First, Page, page


async def follow_ups(
    info: Info,
    state: Annotated[
        FollowUpState | None,
        strawberry.argument(description="Which of them; null: all that are still to be kept."),
    ] = None,
    first: First = PAGE,
    after: After = None,
) -> Page[FollowUp]:
    """R46: the promises, the one due first at the top."""
    states = LIVE if state is None else (state,)
    rows = info.context.staff.follow_ups(*states)
    found = await page(rows, "due_at", first, after, newest_first=False)
    Meetings(missed(one) for one in found.items)
    await info.context.looks_at(info.python_name, (whose(one).id for one in found.items))
    return found


async def assign_follow_up(info: Info, follow_up_id: str) -> FollowUp:
    staff = info.context.staff
    return await change(
        info, staff, lambda: staff.follow_up(follow_up_id), lambda it, now: it.assign(staff, now)
    )


async def record_attempt(
    info: Info, follow_up_id: str, idempotency_key: str | None = None, **tried: Any
) -> FollowUp:
    """R46: of two answers to the same key, the first counts: it is noted once."""
    staff = info.context.staff
    request = {"follow_up_id": follow_up_id} | {name: str(tried[name]) for name in tried}
    check_key(idempotency_key)
    noted: str | None = None

    async def reach() -> FollowUp:
        nonlocal noted
        noted = await IdempotencyKey.answered(staff.id, idempotency_key, request)
        return await staff.follow_up(noted or follow_up_id)

    def act(it: FollowUp, now: datetime) -> None:
        if noted is None:
            it.record_attempt(staff, now=now, **tried)
            if idempotency_key is not None:
                it.brings(IdempotencyKey.of(staff.id, idempotency_key, request, it.id))

    return await change(info, staff, reach, act)


async def resolve_follow_up(info: Info, follow_up_id: str, resolution: Resolution) -> FollowUp:
    staff = info.context.staff

    async def reach() -> FollowUp:
        promise = await staff.follow_up(follow_up_id)
        if resolution is Resolution.NEW_APPOINTMENT:
            await promise.see_new_appointment()
        return promise

    return await change(info, staff, reach, lambda it, now: it.resolve(resolution, staff.id, now))


async def of_patient(root: Patient) -> list[FollowUp]:
    return await root.live_follow_ups()


def text(root: FollowUp, info: Info) -> str:
    return root.text(info.context.language, info.context.now())


def alarm(root: FollowUp, info: Info) -> Alarm:
    return root.alarm(info.context.now())


def is_overdue(root: FollowUp, info: Info) -> bool:
    return root.is_overdue(info.context.now())


def is_due_soon(root: FollowUp, info: Info) -> bool:
    return root.is_due_soon(info.context.now())


def assigned_to(root: FollowUp) -> StaffMember | None:
    return root.assigned_to or None


def attempts(root: FollowUp) -> list[FollowUpAttempt]:
    return list(root.tried)


def whose(root: FollowUp) -> Patient:
    return root.consultation.appointment.patient


def phone(root: FollowUp) -> str | None:
    """R46: where to call."""
    return whose(root).contact.phone


def missed(root: FollowUp) -> Appointment:
    return root.consultation.appointment
