"""How a time is taken, whoever takes it: see what is offered, act, write, and say why not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tortoise.expressions import Q

from context import Info
from models import (
    Appointment,
    BlockedTime,
    IdempotencyKey,
    Offer,
    Patient,
    ScheduleRule,
    Service,
    StaffMember,
    TreatmentCourse,
)
from models.appointment import OCCUPYING, AppointmentState
from models.change import ATTEMPTS
from models.course import CourseState
from models.entitlement import payer_of
from models.free_times import nearest_free
from models.refused import (
    ChangedMeanwhile,
    OverlapsYourOwn,
    PatientIsBusy,
    SlotNotOffered,
    SlotTaken,
)
from models.schedule import offered
from models.slot import Slot, SlotId
from models.taking import Taking
from models.times import danish_day
from resolvers.acting import by

ALTERNATIVES_WITHIN = timedelta(days=7)

Make = Callable[[Offer], Awaitable[Taking]]
"""From a time that is offered, what is to be written."""


@dataclass(frozen=True)
class Wanted:
    """Who wants which time for whom; with a key, asking twice is asking once."""

    patient: Patient
    who: Patient | StaffMember
    slot_id: str
    key: str | None = None

    async def answered(self) -> Appointment | None:
        """What was made when it was asked for before."""
        made = await IdempotencyKey.answered(self.who.id, self.key, self.request)
        return await self.patient.appointment(made) if made is not None else None

    @property
    def request(self) -> dict[str, str]:
        return {"slot_id": self.slot_id}

    def remember(self, appointment: Appointment) -> list[IdempotencyKey]:
        if self.key is None:
            return []
        return [IdempotencyKey.of(self.who.id, self.key, self.request, appointment.id)]


async def settle(info: Info, wanted: Wanted, make: Make) -> Appointment:
    """Until it is ours or we know why not. Whoever is too late begins again from reading."""
    this = await by(info, wanted.who)
    for _ in range(ATTEMPTS):
        if (made := await wanted.answered()) is not None:
            return made
        offer = await offered_to(wanted.patient, wanted.slot_id, this.at)
        taking = await make(offer)
        if not taking.is_needed or await taking.write(this):
            return await wanted.patient.own_time(taking.appointment.id)
        if await wanted.answered() is None:
            await _refuse_if_taken(wanted.patient, taking.appointment.id, offer, this.at)
    raise ChangedMeanwhile


async def settle_for(info: Info, wanted: Wanted, make: Make) -> Appointment:
    """The same by staff, who are not told what else the patient comes for."""
    try:
        return await settle(info, wanted, make)
    except OverlapsYourOwn as overlap:
        raise PatientIsBusy(overlap.appointment.starts_at, overlap.appointment.ends_at) from None


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


async def course_of(patient: Patient, offer: Offer, now: datetime) -> TreatmentCourse:
    """The active one of its kind, or one that is opened with this appointment."""
    active = patient.courses.filter(kind=offer.service.kind, state=CourseState.ACTIVE)
    found = await active.first()
    return found or TreatmentCourse.opened(patient.id, offer.service.kind, now)


async def _refuse_if_taken(patient: Patient, own_id: str, offer: Offer, now: datetime) -> None:
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
