"""R20: asking for a time, and being given one: the specialist's way in the guide."""

from functools import partial
from typing import Annotated

import strawberry

from context import Info
from models import (
    Appointment,
    AppointmentRequest,
    IdempotencyKey,
    Offer,
    RequestState,
    Service,
    TreatmentCourse,
)
from models.appointment_request import SHOWN_WITH
from models.bookability import check_bookable
from models.change import ATTEMPTS, write
from models.idempotency import check_key
from models.insert import insert_unless_taken
from models.refused import AlreadyRequested, ChangedMeanwhile, OtherWayIn
from models.taking import Taking
from models.times import danish_day
from resolvers.acting import by, change
from resolvers.paging import PAGE, After, First, Page, page
from resolvers.taking import Wanted, settle_for


async def request_appointment(
    info: Info, service_id: str, wishes: str | None = None, idempotency_key: str | None = None
) -> AppointmentRequest:
    """One open request for each service: the database sees to it."""
    patient, now = info.context.patient, info.context.now()
    wanted, key = await Service.whole(service_id), check_key(idempotency_key)
    if not wanted.is_by_request:
        raise OtherWayIn(wanted.booking_mode)
    kinds = await patient.entitled_by(wanted, danish_day(now))
    check_bookable(wanted, patient.age(now), kinds)
    said = {"service_id": wanted.id, "wishes": wishes or ""}
    this = await by(info, patient)
    for _ in range(ATTEMPTS):
        if (made := await IdempotencyKey.answered(patient.id, key, said)) is not None:
            return await patient.request(made)
        if (waiting := await patient.open_request(wanted.id)) is not None:
            raise AlreadyRequested(waiting)
        new = AppointmentRequest.made(patient.id, wanted.id, wishes, now)
        keys = [IdempotencyKey.of(patient.id, key, said, new.id)] if key else []
        if await write(partial(insert_unless_taken, new), keys, new.topics, new.id, this):
            return await patient.request(new.id)
    raise ChangedMeanwhile


async def withdraw_request(info: Info, request_id: str) -> AppointmentRequest:
    patient = info.context.patient
    return await change(
        info, patient, lambda: patient.request(request_id), lambda it, now: it.withdraw(now)
    )


async def my_requests(info: Info) -> list[AppointmentRequest]:
    """A8: those that wait for a time, and for a while those that do no longer."""
    return await info.context.patient.shown_requests(info.context.now())


async def appointment_requests(
    info: Info,
    state: Annotated[
        RequestState, strawberry.argument(description="Which of them.")
    ] = RequestState.OPEN,
    first: First = PAGE,
    after: After = None,
) -> Page[AppointmentRequest]:
    """For coordinators: whoever has waited longest first."""
    rows = info.context.coordinator.requests().filter(state=state).select_related(*SHOWN_WITH)
    found = await page(rows, "requested_at", first, after, newest_first=False)
    await info.context.looks_at(info.python_name, (one.patient_id for one in found.items))
    return found


async def allocate_time(info: Info, request_id: str, slot_id: str) -> Appointment:
    """R20: "når du har fået en tid": booked exactly as if the patient had chosen it."""
    staff, now = info.context.coordinator, info.context.now()
    patient = (await staff.request(request_id)).patient

    async def allocated(offer: Offer) -> Taking:
        request = await staff.request(request_id)
        if request.appointment_id is not None:
            given = await patient.own_time(request.appointment_id)
            if given.is_at(offer.slot):
                return Taking(given)
        course = await TreatmentCourse.active_or_opened(patient.id, offer.service.kind, now)
        appointment = Appointment.booked(patient, offer, course, now)
        request.allocate(appointment, staff.id, now)
        return Taking(appointment, course, [request], request.topics)

    return await settle_for(info, Wanted(patient, staff, slot_id), allocated)


async def decline_request(info: Info, request_id: str, reason: str) -> AppointmentRequest:
    staff = info.context.coordinator
    return await change(
        info,
        staff,
        lambda: staff.request(request_id),
        lambda it, now: it.decline(reason, staff.id, now),
    )


async def appointment_of(root: AppointmentRequest, info: Info) -> Appointment | None:
    """With its letters it is the patient's own."""
    own = info.context.patient
    return None if root.appointment_id is None else await own.appointment(root.appointment_id)


async def given(root: AppointmentRequest, info: Info) -> Appointment | None:
    """The same, as staff see it."""
    staff = info.context.coordinator
    return None if root.appointment_id is None else await staff.appointment(root.appointment_id)
