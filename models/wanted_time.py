"""A time that a patient wants: whether the clinic offers it, and who was faster."""

from datetime import date, datetime, timedelta

from tortoise.expressions import Q

from models.appointment import OCCUPYING, Appointment, AppointmentState
from models.blocked_time import BlockedTime
from models.clinic import Service
from models.entitlement import payer_of
from models.free_times import nearest_free
from models.offer import Offer
from models.patient import Patient
from models.refused import OverlapsYourOwn, SlotNotOffered, SlotTaken
from models.schedule import ScheduleRule, offered
from models.slot import Slot, SlotId
from models.times import danish_day

ALTERNATIVES_WITHIN = timedelta(days=7)


async def offered_to(patient: Patient, slot_id: str, now: datetime) -> Offer:
    """The time behind the id, if the clinic offers it, and who would pay for it."""
    asked = SlotId.read(slot_id)
    wanted = await Service.whole(asked.service_id)
    clinician = next((c for c in wanted.clinicians if c.id == asked.clinician_id), None)
    if clinician is None:
        raise SlotNotOffered
    own = ScheduleRule.filter(clinician_id=clinician.id).order_by("id")
    rules = await own.select_related("room")
    day = danish_day(asked.starts_at)
    kinds = await patient.entitled_by(wanted, day)
    for slot in offered(wanted, rules, [day], now):
        if slot.starts_at == asked.starts_at:
            rooms = {rule.room_id: rule.room for rule in rules}
            return Offer(wanted, clinician, slot, kinds, payer_of(kinds), rooms.get(slot.room_id))
    raise SlotNotOffered


async def refuse_if_taken(patient: Patient, own_id: str, offer: Offer, now: datetime) -> None:
    """Why we lost. If nothing is in the way any longer, we may try again."""
    slot = offer.slot
    then = Q(starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at)
    others = Appointment.filter(then, state__in=OCCUPYING).exclude(id=own_id)
    own = await others.filter(patient_id=patient.id, state=AppointmentState.BOOKED).first()
    if own is not None:
        raise OverlapsYourOwn(await patient.appointment(own.id))
    if await BlockedTime.filter(then, clinician_id=slot.clinician_id).exists():
        raise SlotNotOffered
    kept = Q(state=AppointmentState.BOOKED) | Q(held_until__gt=now)
    if await others.exclude(patient_id=patient.id).filter(kept, _owned_by(slot)).exists():
        raise SlotTaken(await nearest_free(offer.service, slot, patient, _week_from(slot), now))


def _owned_by(slot: Slot) -> Q:
    clinician = Q(clinician_id=slot.clinician_id)
    return clinician if slot.room_id is None else clinician | Q(room_id=slot.room_id)


def _week_from(slot: Slot) -> list[date]:
    day = danish_day(slot.starts_at)
    return [day + timedelta(days=n) for n in range(ALTERNATIVES_WITHIN.days)]
