"""R17–R20: holding and booking a free time, moving it, cancelling it."""

from datetime import datetime

from context import Info
from integrations.rate_limits import Limit
from models import Appointment, BookingMode, Offer, Patient, TreatmentCourse
from models.appointment import CancelledBy
from models.bookability import check_bookable
from models.idempotency import check_key
from models.refused import OtherWayIn
from models.taking import Taking
from resolvers.acting import change
from resolvers.taking import Wanted, settle


async def book_appointment(
    info: Info, slot_id: str, idempotency_key: str | None = None
) -> Appointment:
    """Without holding it first; a hold that the patient has is released."""
    patient, now = info.context.patient, info.context.now()
    wanted = Wanted(patient, patient, slot_id, check_key(idempotency_key))

    await info.context.limit(Limit.BOOK, patient.id)

    async def booked(offer: Offer) -> Taking:
        _check(offer, patient, now)
        await patient.check_room_for_one_more(now)
        course = await TreatmentCourse.active_or_opened(patient.id, offer.service.kind, now)
        appointment = Appointment.booked(patient, offer, course, now)
        return Taking(appointment, course, wanted.remember(appointment))

    return await settle(info, wanted, booked)


async def hold_slot(info: Info, slot_id: str) -> Appointment:
    """Keep the time while one decides. Holding it twice does not keep it longer."""
    patient, now = info.context.patient, info.context.now()
    await info.context.limit(Limit.HOLD, patient.id)

    async def held(offer: Offer) -> Taking:
        if not await patient.is_booked_for(offer.service, now):
            _check(offer, patient, now)
        own = await patient.current_hold(now)
        if own is not None and own.slot == offer.slot:
            return Taking(own)
        return Taking(Appointment.held(patient, offer.service, offer.slot, now))

    return await settle(info, Wanted(patient, patient, slot_id), held)


async def book_held(info: Info, hold_id: str) -> Appointment:
    """What was held. A hold that ran out is booked all the same while nobody has the time."""
    patient, now = info.context.patient, info.context.now()
    await info.context.limit(Limit.BOOK, patient.id)
    slot = (await patient.own_time(hold_id)).slot

    async def booked(offer: Offer) -> Taking:
        own = await patient.own_time(hold_id)
        if own.is_at(offer.slot):
            return Taking(own)
        _check(offer, patient, now)
        await patient.check_room_for_one_more(now)
        course = await TreatmentCourse.active_or_opened(patient.id, offer.service.kind, now)
        own.book(patient, offer, course, now)
        own.step()
        return Taking(own, course)

    return await settle(info, Wanted(patient, patient, slot.id), booked)


async def move_appointment(
    info: Info, appointment_id: str, slot_id: str, notice_seen: bool = False
) -> Appointment:
    """The new time is taken before the old one is free: one row, one write."""
    patient, now = info.context.patient, info.context.now()
    await info.context.limit(Limit.BOOK, patient.id)

    async def moved(offer: Offer) -> Taking:
        own = await patient.appointment(appointment_id)
        before = own.topics
        if not own.is_at(offer.slot):
            check_bookable(offer.service, patient.age(now), offer.kinds)
            own.move(patient, offer, now, notice_seen=notice_seen)
            own.step()
        return Taking(own, topics=before)

    return await settle(info, Wanted(patient, patient, slot_id), moved)


async def cancel_appointment(
    info: Info, appointment_id: str, notice_seen: bool = False
) -> Appointment:
    patient = info.context.patient
    return await change(
        info,
        patient,
        lambda: patient.appointment(appointment_id),
        lambda it, now: it.cancel(CancelledBy.PATIENT, now, notice_seen=notice_seen),
    )


async def renew_hold(info: Info, hold_id: str) -> Appointment:
    patient = info.context.patient
    return await change(info, patient, lambda: patient.hold(hold_id), lambda it, now: it.renew(now))


async def release_hold(info: Info, hold_id: str) -> Appointment:
    patient = info.context.patient
    return await change(info, patient, lambda: patient.hold(hold_id), lambda it, _: it.release())


async def current_hold(info: Info) -> Appointment | None:
    """What is kept for the patient now, in whatever tab it was chosen."""
    return await info.context.patient.current_hold(info.context.now())


def may_renew(root: Appointment, info: Info) -> bool:
    return root.may_renew(info.context.now())


def server_time(info: Info) -> datetime:
    """To count down from, as the device's clock may be wrong."""
    return info.context.now()


def _check(offer: Offer, patient: Patient, now: datetime) -> None:
    """Whether this patient may book it by themselves."""
    if offer.service.is_by_request:
        raise OtherWayIn(BookingMode.REQUEST)
    check_bookable(offer.service, patient.age(now), offer.kinds)
