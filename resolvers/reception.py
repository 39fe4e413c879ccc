"""AP4–AP7, the house's side: what staff see of a patient's appointment, and do with it."""

from collections.abc import Callable
from datetime import datetime

from context import Info
from models import Appointment, Consultation, Offer
from models.taking import Taking
from resolvers.acting import change
from resolvers.meetings import meeting_of
from resolvers.taking import Wanted, settle_for


async def cancel_for_patient(info: Info, appointment_id: str, reason: str) -> Appointment:
    return await _act(info, appointment_id, lambda it, now: it.cancel_by_clinic(reason, now))


async def move_for_patient(info: Info, appointment_id: str, slot_id: str) -> Appointment:
    """Whether the patient may have the service was judged when it was booked."""
    staff, now = info.context.staff, info.context.now()
    patient = (await staff.appointment(appointment_id)).patient

    async def moved(offer: Offer) -> Taking:
        # A clinician gives nobody away into a colleague's calendar; coordinators may.
        await staff.calendar_of(offer.clinician.id)
        own = await staff.appointment(appointment_id)
        before = own.topics
        if not own.is_at(offer.slot):
            own.move(patient, offer, now, staff_id=staff.id)
            own.step()
        return Taking(own, topics=before)

    return await settle_for(info, Wanted(patient, staff, slot_id), moved)


async def record_attendance(info: Info, appointment_id: str, attended: bool) -> Appointment:
    return await _act(info, appointment_id, lambda it, now: it.record_attendance(attended, now))


async def _act(info: Info, id: str, rule: Callable[[Appointment, datetime], object]) -> Appointment:
    """An appointment that the asker may see to, changed by one of its rules."""
    staff = info.context.staff
    return await change(info, staff, lambda: staff.appointment(id), rule)


async def own_consultation(root: Appointment, info: Info) -> Consultation | None:
    """Only the clinician whose it is follows what happens in it."""
    if root.clinician_id != info.context.staff.clinician_id:
        return None
    meeting = await meeting_of(root)
    return meeting and meeting.see(info.context.now())
