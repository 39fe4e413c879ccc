"""R40–R43, the clinician's side: call in, withdraw, end, take over; correct what was closed."""

from collections.abc import Callable
from datetime import datetime

from context import Info
from models import Consultation, Patient, StaffMember
from models.consultation.states import Outcome
from models.taking_over import may_be_taken_over, to_take_over
from resolvers.acting import change
from resolvers.paging import PAGE, After, First, Page, page

SHOWN_WITH = (
    "appointment__patient",
    "appointment__clinician",
    "appointment__location",
    "appointment__service__clinic",
)


def staff(info: Info) -> StaffMember:
    return info.context.staff


async def call_in(info: Info, consultation_id: str) -> Consultation:
    return await act(info, consultation_id, lambda it, now: it.call_in(now))


async def withdraw_call(info: Info, consultation_id: str) -> Consultation:
    return await act(info, consultation_id, lambda it, now: it.withdraw_call(now))


async def end_consultation(info: Info, consultation_id: str, outcome: Outcome) -> Consultation:
    return await act(info, consultation_id, lambda it, now: it.end(outcome, now))


async def take_over(info: Info, consultation_id: str) -> Consultation:
    """X32: from another clinician of the same service; the database says whether one is free."""
    staff = info.context.staff
    return await change(
        info,
        staff,
        lambda: to_take_over(staff, consultation_id),
        lambda it, now: it.take_over(staff.as_clinician, now),
    )


async def colleagues_queue(info: Info) -> list[Consultation]:
    found = await may_be_taken_over(info.context.staff, info.context.now())
    await info.context.looks_at(info.python_name, (whose(one).id for one in found))
    return found


def waited_seconds(root: Consultation, info: Info) -> int | None:
    return root.waited_seconds(info.context.now())


async def act(
    info: Info, id: str, rule: Callable[[Consultation, datetime], object]
) -> Consultation:
    """A consultation of the clinician's own, changed by one of its rules."""
    staff = info.context.staff
    return await change(info, staff, lambda: staff.consultation(id), rule)


async def correct_outcome(
    info: Info, consultation_id: str, outcome: Outcome, reason: str
) -> Consultation:
    """AP7: the system only saw the evidence."""
    by = info.context.staff.id
    return await act(
        info, consultation_id, lambda it, now: it.correct_outcome(outcome, reason, by, now)
    )


async def closed_consultations(
    info: Info, first: First = PAGE, after: After = None
) -> Page[Consultation]:
    """C12: what the system closed, the latest first."""
    rows = info.context.staff.closed_consultations().select_related(*SHOWN_WITH)
    found = await page(rows, "closed_at", first, after, newest_first=True)
    await info.context.looks_at(info.python_name, (whose(one).id for one in found.items))
    return found


def whose(root: Consultation) -> Patient:
    return root.appointment.patient
