"""X32: a consultation as a colleague reaches it who wants to take it over, and what stops them.

A colleague is whoever offers the same service. For everybody else it is not there.
"""

from tortoise.expressions import Q

from models.appointment import OCCUPYING, WITH, Appointment, AppointmentState
from models.blocked_time import BlockedTime
from models.consultation import Consultation
from models.consultation.record import InTheWay
from models.reach import check_id
from models.staff import StaffMember


async def to_take_over(staff: StaffMember, id: str) -> Consultation:
    """Reached anew after a write that was refused: then it is known what stood in the way."""
    check_id(id)
    theirs = Consultation.filter(id=id, appointment__service__clinicians__id=staff.own_patients_of)
    found = await Consultation.whole(theirs)
    found.in_the_way = await _in_the_way(found.appointment, staff.own_patients_of)
    return found


async def _in_the_way(wanted: Appointment, clinician_id: str) -> InTheWay | None:
    """Half-open: what ends when this begins does not overlap it."""
    then = Q(starts_at__lt=wanted.ends_at, ends_at__gt=wanted.starts_at, clinician_id=clinician_id)
    own = Appointment.filter(then, state__in=OCCUPYING)
    other = await own.exclude(id=wanted.id).select_related(*WITH).first()
    if other is not None:
        return InTheWay(other if other.state is AppointmentState.BOOKED else None)
    blocked = await BlockedTime.filter(then).exists()
    return InTheWay(None) if blocked else None
