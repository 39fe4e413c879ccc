"""R40–R47, the house's side: call in, withdraw, end; and keep the promise to those who left."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import strawberry

from context import Info
from models import Appointment, Consultation, FollowUp, Patient, StaffMember
from models.consultation.states import Outcome
from models.follow_up import FollowUpState, Resolution
from resolvers.acting import change
from resolvers.paging import PAGE, After, First, Page, page

SHOWN_WITH = (
    "consultation__appointment__patient",
    "consultation__appointment__clinician",
    "consultation__appointment__location",
    "consultation__appointment__service__clinic",
)


def staff(info: Info) -> StaffMember:
    return info.context.staff


async def call_in(info: Info, consultation_id: str) -> Consultation:
    return await act(info, consultation_id, lambda it, now: it.call_in(now))


async def withdraw_call(info: Info, consultation_id: str) -> Consultation:
    return await act(info, consultation_id, lambda it, now: it.withdraw_call(now))


async def end_consultation(info: Info, consultation_id: str, outcome: Outcome) -> Consultation:
    return await act(info, consultation_id, lambda it, now: it.end(outcome, now))


async def act(
    info: Info, id: str, rule: Callable[[Consultation, datetime], object]
) -> Consultation:
    """A consultation of the clinician's own, changed by one of its rules."""
    staff = info.context.staff
    return await change(info, staff, lambda: staff.consultation(id), rule)


async def follow_ups(
    info: Info,
    state: Annotated[
        FollowUpState, strawberry.argument(description="Which of them.")
    ] = FollowUpState.OPEN,
    first: First = PAGE,
    after: After = None,
) -> Page[FollowUp]:
    """R46: the promises, the one due first at the top."""
    info.context.staff  # noqa: B018 — asking is the sign-in check
    rows = FollowUp.filter(state=state).select_related(*SHOWN_WITH)
    return await page(rows, "due_at", first, after, newest_first=False)


async def resolve_follow_up(info: Info, follow_up_id: str, resolution: Resolution) -> FollowUp:
    staff = info.context.staff
    return await change(
        info,
        staff,
        lambda: staff.follow_up(follow_up_id),
        lambda it, now: it.resolve(resolution, staff.id, now),
    )


def is_overdue(root: FollowUp, info: Info) -> bool:
    return root.is_overdue(info.context.now())


def whose(root: FollowUp) -> Patient:
    return root.consultation.appointment.patient


async def phone(root: FollowUp) -> str | None:
    """R46: where to call."""
    return (await whose(root).contact_details()).phone


def missed(root: FollowUp) -> Appointment:
    return root.consultation.appointment
