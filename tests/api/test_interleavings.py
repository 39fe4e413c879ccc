"""Whatever patients, coordinators and time do to a few times at once: nobody is double-booked."""

import asyncio
import os
import random
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

import pytest

import worker
from models import (
    Appointment,
    AppointmentRequest,
    AppointmentState,
    BlockedTime,
    BookingConfirmation,
    BookingMode,
    Consultation,
    Modality,
    RequestState,
    Room,
    ScheduleRule,
    Service,
    TreatmentCourse,
)
from models.appointment import OCCUPYING
from models.appointment.states import HOLDS
from models.clinic import ConsultationType
from models.times import danish_time
from tests.api.test_asking_for_a_time import ALLOCATE, ASK, WITHDRAW
from tests.api.test_booking import BOOK, slot
from tests.api.test_calendars import BLOCK, UNBLOCK
from tests.api.test_cancelling import CANCEL
from tests.api.test_holds import BOOK_HELD, HOLD, RELEASE, RENEW
from tests.api.test_moving import MOVE
from tests.cast import NINE, a_patient, a_service, opening, overlaps

HISTORIES = int(os.environ.get("ALERIS_HISTORIES", "30"))
"""How many are lived; a larger number finds rarer ones."""

TYPED = {
    "Appointment",
    "AppointmentRequest",
    "BlockedTime",
    "Hold",
    "ActionNotAllowed",
    "AlreadyRequested",
    "ChangedMeanwhile",
    "HoldExpired",
    "HoldRenewed",
    "NoticeRequired",
    "OverlapsYourOwn",
    "PatientIsBusy",
    "RequestClosed",
    "SlotNotOffered",
    "SlotTaken",
    "StaffAppointment",
    "TimeIsBooked",
}


@dataclass
class Day:
    """Two clinicians who share a room, four times, three patients, a coordinator, and chance."""

    patients: dict[Any, str]
    """Their apps, and who they are."""
    coordinator: Any
    clinicians: list[Any]
    by_choice: list[Service]
    by_request: Service
    first: Any
    chance: random.Random
    worker: Any

    def time(self, service=None):
        service = service or self.chance.choice(self.by_choice)
        begins = self.first + timedelta(minutes=30 * self.chance.randrange(2))
        return slot(service, self.chance.choice(self.clinicians), begins)

    async def something(self):
        """One act of one person, in a world that others change at the same time."""
        act = self.chance.choice(ACTS)
        return await getattr(self, act)(self.chance.choice(list(self.patients)))

    async def book(self, app):
        return await app.asks(BOOK, slot=self.time())

    async def hold(self, app):
        return await app.asks(HOLD, slot=self.time())

    async def with_a_hold(self, app, document):
        held = await self.own(app, *HOLDS)
        if held is None:
            return None
        try:
            return await app.asks(document, hold=held.id)
        except AssertionError:
            # Another tab booked it between the look and the act: what is booked is no hold.
            assert (await Appointment.get(id=held.id)).state not in HOLDS
            return None

    async def renew(self, app):
        return await self.with_a_hold(app, RENEW)

    async def release(self, app):
        return await self.with_a_hold(app, RELEASE)

    async def book_held(self, app):
        return await self.with_a_hold(app, BOOK_HELD)

    async def move(self, app):
        own = await self.own(app, AppointmentState.BOOKED)
        if own is None:
            return None
        there = self.time(await Service.get(id=own.service_id))
        return await app.asks(MOVE, id=own.id, slot=there, seen=True)

    async def cancel(self, app):
        own = await self.own(app, AppointmentState.BOOKED)
        return await app.asks(CANCEL, id=own.id, seen=True) if own else None

    async def ask(self, app):
        return await app.asks(ASK, service=self.by_request.id)

    async def withdraw(self, app):
        asked = await AppointmentRequest.filter(patient_id=self.patients[app]).first()
        return await app.asks(WITHDRAW, request=asked.id) if asked else None

    async def allocate(self, _):
        asked = await AppointmentRequest.filter(state=RequestState.OPEN).first()
        if asked is None:
            return None
        there = self.time(self.by_request)
        return await self.coordinator.asks(ALLOCATE, request=asked.id, slot=there)

    async def block(self, _):
        begins = self.first + timedelta(minutes=30 * self.chance.randrange(2))
        until = begins + timedelta(minutes=30)
        whose = self.chance.choice(self.clinicians).id
        span = {"from": begins.isoformat(), "to": until.isoformat()}
        return await self.coordinator.asks(BLOCK, clinician=whose, **span)

    async def unblock(self, _):
        blocked = await BlockedTime.first()
        if blocked is None:
            return None
        try:
            return await self.coordinator.asks(UNBLOCK, id=blocked.id)
        except AssertionError:
            # Somebody else unblocked it between the look and the act.
            assert not await BlockedTime.exists(id=blocked.id)
            return None

    async def sweep(self, _):
        await worker.let_holds_run_out(self.worker, self.worker.now())

    async def own(self, app, *states):
        own = Appointment.filter(patient_id=self.patients[app], state__in=states)
        return await own.first()


ACTS = [
    "book",
    "hold",
    "renew",
    "release",
    "book_held",
    "move",
    "cancel",
    "ask",
    "withdraw",
    "allocate",
    "block",
    "unblock",
    "sweep",
]


@pytest.fixture
async def day_of(clinic, knee, holm, dr_krag, sara, app_of, outside):
    krag = await dr_krag.clinician
    room = await Room.create(clinic=clinic, name="Lokale 1")
    for clinician in (holm, krag):
        await opening(clinician, closes=10 * 60)
    await ScheduleRule.all().update(room_id=room.id)
    video = await a_service(clinic, holm, Modality.VIDEO, ConsultationType.TALK)
    asked = await a_service(clinic, holm, Modality.IN_PERSON, ConsultationType.TALK)
    await Service.filter(id=asked.id).update(booking_mode=BookingMode.REQUEST)
    for service in (knee, video, asked):
        await service.clinicians.add(krag)

    async def a_day(number):
        people = [await a_patient(f"Patient {number}.{n}") for n in range(3)]
        return Day(
            patients={await app_of(who): who.id for who in people},
            coordinator=await app_of(sara),
            clinicians=[holm, krag],
            by_choice=[knee, video],
            by_request=asked,
            first=danish_time(date(2026, 3, 3) + timedelta(days=7 * number), time(9)),
            chance=random.Random(number),
            worker=outside,
        )

    return a_day


async def test_nobody_is_double_booked_and_every_loser_is_told_why(day_of, clock):
    seen = set()
    for number in range(HISTORIES):
        clock.goes(NINE + timedelta(days=7 * number))
        day = await day_of(number)
        for _ in range(6):
            answers = await asyncio.gather(*(day.something() for _ in range(6)))
            seen |= {answer["__typename"] for answer in answers if answer}
            assert seen <= TYPED, f"history {number}"
            clock.goes(minutes=day.chance.choice([0, 1, 4, 7]))
        await nothing_is_half(f"history {number}")
        await BlockedTime.all().delete()
        await AppointmentRequest.all().update(state=RequestState.WITHDRAWN)

    assert {"Appointment", "Hold", "SlotTaken", "OverlapsYourOwn", "BlockedTime"} <= seen


async def nothing_is_half(history):
    taken = await Appointment.filter(state__in=OCCUPYING)
    blocked = await BlockedTime.all()
    for n, one in enumerate(taken):
        for other in taken[n + 1 :]:
            if owners(one) & owners(other):
                assert not overlaps(span(one), span(other)), history
        for block in blocked:
            apart = block.clinician_id != one.clinician_id or not overlaps(span(one), span(block))
            assert apart, history
    booked = await Appointment.exclude(state__in=["HELD", "RELEASED"])
    for one in booked:
        letters = await BookingConfirmation.filter(appointment_id=one.id)
        moved = one.schedule_version - (one.state is AppointmentState.CANCELLED)
        assert sorted(letter.edition for letter in letters) == list(range(1, moved + 1)), history
        rooms = await Consultation.filter(appointment_id=one.id).count()
        assert rooms == one.is_by_video, history
        assert await TreatmentCourse.exists(id=one.course_id), history
    for request in await AppointmentRequest.filter(state=RequestState.ALLOCATED):
        assert request.appointment_id is not None, history
    holds = await Appointment.filter(state=AppointmentState.HELD).values_list("patient_id")
    assert len(set(holds)) == len(holds), history


def owners(of):
    return {of.clinician_id, of.patient_id, of.room_id} - {None}


def span(of):
    return of.starts_at, of.ends_at
