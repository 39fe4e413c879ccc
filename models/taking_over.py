"""X32: consultations as a colleague reaches them who wants to take one over, and what stops them.

A colleague is whoever offers the same service. For everybody else they are not there.
"""

from collections.abc import Sequence
from datetime import datetime

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.appointment import OCCUPYING, WITH, Appointment, AppointmentState
from models.blocked_time import BlockedTime
from models.consultation import Consultation
from models.consultation.record import InTheWay
from models.consultation.today import of_today
from models.reach import check_id
from models.staff import StaffMember


async def to_take_over(staff: StaffMember, id: str) -> Consultation:
    """Reached anew after a write that was refused: then it is known what stood in the way."""
    check_id(id)
    found = await Consultation.whole(_reached_by(staff).filter(id=id))
    await _see_what_is_in_the_way([found], staff.own_patients_of)
    return found


async def may_be_taken_over(staff: StaffMember, now: datetime) -> list[Consultation]:
    """Today's of colleagues that would be the clinician's by taking them over just now; whoever
    waits longest first, and then those who have not come, as they are booked."""
    mine = staff.own_patients_of
    theirs = _reached_by(staff).filter(of_today(now)).exclude(appointment__clinician_id=mine)
    found = await Consultation.all_of(theirs)
    await _see_what_is_in_the_way(found, mine)
    return sorted([it for it in found if it.see(now).why_not_taken_over() is None], key=_turn)


def _reached_by(staff: StaffMember) -> "QuerySet[Consultation]":
    return Consultation.filter(appointment__service__clinicians__id=staff.own_patients_of)


def _turn(it: Consultation) -> tuple[bool, datetime, str]:
    since = it.waits_since
    return since is None, since or it.starts_at, it.id


async def _see_what_is_in_the_way(wanted: Sequence[Consultation], clinician_id: str) -> None:
    """Two reads, however many there are: of the clinician's time from the first to the last."""
    if not wanted:
        return
    then = Q(
        clinician_id=clinician_id,
        starts_at__lt=max(it.appointment.ends_at for it in wanted),
        ends_at__gt=min(it.starts_at for it in wanted),
    )
    own = Appointment.filter(then, state__in=OCCUPYING).order_by("starts_at")
    booked, blocked = await own.select_related(*WITH), await BlockedTime.filter(then)
    for it in wanted:
        it.in_the_way = _in_the_way(it.appointment, booked, blocked)


def _in_the_way(
    wanted: Appointment, booked: Sequence[Appointment], blocked: Sequence[BlockedTime]
) -> InTheWay | None:
    for other in booked:
        if other.id != wanted.id and _overlap(other, wanted):
            return InTheWay(other if other.state is AppointmentState.BOOKED else None)
    return InTheWay(None) if any(_overlap(one, wanted) for one in blocked) else None


def _overlap(one: Appointment | BlockedTime, other: Appointment) -> bool:
    """Half-open: what ends when the other begins does not overlap it."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
