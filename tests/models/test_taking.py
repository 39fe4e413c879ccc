"""Taking a time: of all who want it one has it, all of it is written or nothing, and both are told.

Each test says who wants what; that the database decides is in test_constraints.py.
"""

import asyncio
from datetime import timedelta

import pytest

from models import (
    Appointment,
    AppointmentState,
    AuditEvent,
    BlockedTime,
    BookingConfirmation,
    Consultation,
    IdempotencyKey,
    Message,
    Modality,
    Service,
    TreatmentCourse,
)
from models.appointment import CancelledBy
from models.change import By, change, write
from models.clinic import ConsultationType
from models.consultation.states import State
from models.course import CourseState
from models.refused import ActionNotAllowed, TooEarly
from models.taking import Taking
from models.transaction import all_finished
from tests.cast import a_check, a_patient, a_service
from tests.models.conftest import offer_of
from tests.models.fakes import FakeBus
from tests.models.on_paper import YESTERDAY

HELD, RELEASED = AppointmentState.HELD, AppointmentState.RELEASED
BOOKED, CANCELLED = AppointmentState.BOOKED, AppointmentState.CANCELLED
A_MILLISECOND = timedelta(milliseconds=1)
SEVEN_MINUTES_ON = YESTERDAY + timedelta(minutes=7)


@pytest.fixture
def bus():
    return FakeBus()


@pytest.fixture
async def video(shoulder):
    """The service by video, with its clinic and whoever offers it."""
    return await Service.whole(shoulder.id)


@pytest.fixture
async def visit(knee):
    """The service at the hospital."""
    return await Service.whole(knee.id)


def by(patient, bus, at=YESTERDAY):
    return By(actor=patient.id, action="take", at=at, bus=bus)


async def course_of(patient, offer):
    active = patient.courses.filter(kind=offer.service.kind, state=CourseState.ACTIVE)
    return await active.first() or TreatmentCourse.opened(patient.id, offer.service.kind, YESTERDAY)


async def a_booking(patient, offer, **known):
    """Not written yet."""
    course = await course_of(patient, offer)
    return Taking(Appointment.booked(patient, offer, course, YESTERDAY), course, **known)


def a_hold(patient, offer, at=YESTERDAY):
    return Taking(Appointment.held(patient, offer.service, offer.slot, at))


async def books(patient, offer, bus, at=YESTERDAY):
    return await (await a_booking(patient, offer)).write(by(patient, bus, at))


async def holds(patient, offer, bus, at=YESTERDAY):
    return await a_hold(patient, offer, at).write(by(patient, bus, at))


async def books_what_is_held(patient, id, offer, bus, at=YESTERDAY):
    own, course = await patient.hold(id), await course_of(patient, offer)
    own.book(patient, offer, course, at)
    own.step()
    return await Taking(own, course).write(by(patient, bus, at))


async def moves(patient, id, offer, bus, at=YESTERDAY):
    own = await patient.appointment(id)
    before = own.topics
    own.move(patient, offer, at, notice_seen=True)
    own.step()
    return await Taking(own, topics=before).write(by(patient, bus, at))


async def blocks(clinician, offer, bus):
    slot = offer.slot
    block = BlockedTime.of(clinician.id, slot.starts_at, slot.ends_at, "Møde", "stf_holm")
    this = By(actor="stf_holm", action="block", at=YESTERDAY, bus=bus)
    return await write(block.block, [], block.topics, block.id, this)


async def everything():
    """What is there, and how much of it."""
    models = (Appointment, BookingConfirmation, Message, Consultation, TreatmentCourse)
    audited = (IdempotencyKey, AuditEvent, BlockedTime)
    return {model.__name__: await model.all().count() for model in (*models, *audited)}


NOTHING = dict.fromkeys(
    (
        "Appointment",
        "BookingConfirmation",
        "Message",
        "Consultation",
        "TreatmentCourse",
        "IdempotencyKey",
        "AuditEvent",
        "BlockedTime",
    ),
    0,
)
A_BOOKING = NOTHING | {
    "Appointment": 1,
    "BookingConfirmation": 1,
    "Message": 2,
    "Consultation": 1,
    "TreatmentCourse": 1,
    "AuditEvent": 1,
}


async def state_of(appointment):
    return (await Appointment.get(id=appointment.id)).state


async def test_a_time_that_is_taken_is_written_with_all_that_comes_with_it(karen, video, holm, bus):
    offer = offer_of(video, holm)
    taking = await a_booking(karen, offer)
    key = IdempotencyKey.of(karen.id, "a key", {}, taking.appointment.id)

    assert taking.is_needed
    assert await Taking(taking.appointment, taking.course, [key]).write(by(karen, bus))

    assert await everything() == A_BOOKING | {"IdempotencyKey": 1}
    own = await karen.appointment(taking.appointment.id)
    assert (own.slot, own.state, own.version) == (offer.slot, BOOKED, 1)
    [event] = await AuditEvent.all()
    assert (event.actor, event.action, event.subject) == (karen.id, "take", own.id)


async def test_what_is_taken_is_told_to_the_patient_the_clinician_and_those_who_look(
    karen, visit, holm, room, bus
):
    taking = await a_booking(karen, offer_of(visit, holm, room=room), topics=["requests:all"])

    assert await taking.write(by(karen, bus))

    [told] = bus.after
    assert sorted(told) == sorted(bus.within[0])
    assert set(told) == {
        f"patient:{karen.id}",
        f"queue:{holm.id}",
        f"availability:{holm.id}",
        f"availability:{room.id}",
        "requests:all",
    }


async def test_whoever_has_it_already_need_not_take_it(karen, video, holm, bus):
    taking = await a_booking(karen, offer_of(video, holm))
    assert await taking.write(by(karen, bus))

    own = await karen.appointment(taking.appointment.id)

    assert not Taking(own).is_needed
    own.step()
    assert Taking(own).is_needed


async def test_the_second_appointment_of_its_kind_belongs_to_the_same_course(
    karen, video, holm, bus
):
    assert await books(karen, offer_of(video, holm, 0), bus)
    assert await books(karen, offer_of(video, holm, 60), bus)

    assert await TreatmentCourse.all().count() == 1
    assert await Appointment.filter(state=BOOKED).count() == 2


async def test_a_course_that_was_opened_meanwhile_is_found_by_beginning_again(
    karen, video, holm, bus
):
    """Two tabs, each with the first appointment of its kind."""
    one, other = [await a_booking(karen, offer_of(video, holm, begins)) for begins in (0, 60)]

    assert await one.write(by(karen, bus))
    assert not await other.write(by(karen, bus))

    assert await everything() == A_BOOKING
    assert await books(karen, offer_of(video, holm, 60), bus)


async def test_what_is_asked_for_again_with_the_same_key_is_not_taken_again(
    karen, video, holm, bus
):
    await IdempotencyKey.of(karen.id, "a key", {}, "apt_1").save()
    taking = await a_booking(karen, offer_of(video, holm))
    key = IdempotencyKey.of(karen.id, "a key", {}, taking.appointment.id)

    assert not await Taking(taking.appointment, taking.course, [key]).write(by(karen, bus))

    assert await everything() == NOTHING | {"IdempotencyKey": 1}
    assert bus.after == []


async def test_when_it_cannot_be_told_it_is_not_taken_either(karen, video, holm, bus):
    assert await holds(karen, offer_of(video, holm, 60), bus)
    before = await everything()
    bus.fault = RuntimeError("the bus is broken")

    with pytest.raises(RuntimeError):
        await books(karen, offer_of(video, holm), bus)

    assert await everything() == before
    assert await karen.current_hold(YESTERDAY) is not None


async def test_two_tabs_cannot_book_the_patient_into_two_places_at_once(
    karen, video, holm, krag, bus
):
    assert await books(karen, offer_of(video, holm), bus)

    assert not await books(karen, offer_of(video, krag, 15), bus)

    assert await everything() == A_BOOKING


@pytest.mark.parametrize(
    ("at", "is_free"),
    [
        (SEVEN_MINUTES_ON - A_MILLISECOND, False),
        (SEVEN_MINUTES_ON, True),
        (SEVEN_MINUTES_ON + timedelta(hours=3), True),
    ],
    ids=["not while it lasts", "when it has run out", "though nobody has swept it"],
)
@pytest.mark.parametrize("take", [books, holds])
async def test_what_somebody_else_held_can_be_taken(
    karen, ole, video, holm, bus, take, at, is_free
):
    offer = offer_of(video, holm)
    oles = a_hold(ole, offer)
    assert await oles.write(by(ole, bus))
    before = await everything()

    assert await take(karen, offer, bus, at) is is_free

    if is_free:
        kept = await Appointment.get(id=oles.appointment.id)
        assert (kept.state, kept.version) == (RELEASED, 2)
    else:
        assert await everything() == before
        assert await state_of(oles.appointment) is HELD


ELSEWHERE = {"right before": -30, "right after": 30, "long after": 120}


@pytest.mark.parametrize("begins", ELSEWHERE.values(), ids=ELSEWHERE)
async def test_a_hold_that_ran_out_and_is_in_nobodys_way_is_left_to_the_worker(
    karen, ole, video, holm, bus, begins
):
    oles = a_hold(ole, offer_of(video, holm, begins))
    assert await oles.write(by(ole, bus))

    assert await books(karen, offer_of(video, holm), bus, SEVEN_MINUTES_ON)

    assert await state_of(oles.appointment) is HELD


async def test_a_hold_with_another_clinician_is_in_nobodys_way(karen, ole, video, holm, krag, bus):
    oles = a_hold(ole, offer_of(video, krag))
    assert await oles.write(by(ole, bus))

    assert await books(karen, offer_of(video, holm), bus, SEVEN_MINUTES_ON)

    assert await state_of(oles.appointment) is HELD


@pytest.fixture
async def with_krag(visit, krag):
    """What Krag offers at the hospital."""
    theirs = await a_service(visit.clinic, krag, Modality.IN_PERSON, ConsultationType.MOVEMENT)
    return await Service.whole(theirs.id)


@pytest.mark.parametrize(
    ("at", "is_free"), [(YESTERDAY, False), (SEVEN_MINUTES_ON, True)], ids=["held", "run out"]
)
async def test_a_room_that_somebody_else_held_can_be_taken_when_the_hold_has_run_out(
    karen, ole, visit, with_krag, holm, krag, room, bus, at, is_free
):
    oles = a_hold(ole, offer_of(with_krag, krag, room=room))
    assert await oles.write(by(ole, bus))

    assert await books(karen, offer_of(visit, holm, room=room), bus, at) is is_free

    assert await state_of(oles.appointment) is (RELEASED if is_free else HELD)


async def test_whoever_loses_a_hold_to_somebody_else_makes_their_clinicians_times_look_again(
    karen, ole, visit, with_krag, holm, krag, room, bus
):
    assert await holds(ole, offer_of(with_krag, krag, room=room), bus)

    assert await books(karen, offer_of(visit, holm, room=room), bus, SEVEN_MINUTES_ON)

    assert f"availability:{krag.id}" in bus.after[-1]
    assert sorted(bus.after[-1]) == sorted(bus.within[-1])


async def test_a_room_that_is_no_longer_held_is_told_to_those_who_look_for_times_in_it(
    karen, visit, video, holm, krag, room, bus
):
    assert await holds(karen, offer_of(visit, holm, room=room), bus)

    assert await books(karen, offer_of(video, krag, 60), bus)

    assert f"availability:{room.id}" in bus.after[-1]


@pytest.mark.parametrize("begins", [0, 30, 600], ids=["the same time", "the next", "another"])
@pytest.mark.parametrize("take", [books, holds])
async def test_whoever_takes_one_time_no_longer_needs_the_other(
    karen, video, holm, krag, bus, take, begins
):
    first = a_hold(karen, offer_of(video, holm))
    assert await first.write(by(karen, bus))

    assert await take(karen, offer_of(video, krag, begins), bus)

    assert await state_of(first.appointment) is RELEASED
    assert f"availability:{holm.id}" in bus.after[-1]


async def test_whoever_moves_no_longer_needs_the_time_that_was_held(karen, video, holm, bus):
    booking = await a_booking(karen, offer_of(video, holm))
    assert await booking.write(by(karen, bus))
    held = a_hold(karen, offer_of(video, holm, 60))
    assert await held.write(by(karen, bus))

    assert await moves(karen, booking.appointment.id, offer_of(video, holm, 60), bus)

    assert await state_of(held.appointment) is RELEASED
    own = await karen.appointment(booking.appointment.id)
    assert own.slot == held.appointment.slot


async def test_what_is_held_is_booked_in_place(karen, video, holm, bus):
    offer = offer_of(video, holm)
    held = a_hold(karen, offer)
    assert await held.write(by(karen, bus))
    assert await everything() == NOTHING | {"Appointment": 1, "AuditEvent": 1}

    assert await books_what_is_held(karen, held.appointment.id, offer, bus)

    own = await karen.appointment(held.appointment.id)
    assert (own.state, own.version, own.held_until) == (BOOKED, 2, None)
    assert await everything() == A_BOOKING | {"AuditEvent": 2}


async def test_a_hold_that_was_swept_is_booked_while_nobody_has_the_time(karen, video, holm, bus):
    offer = offer_of(video, holm)
    held = a_hold(karen, offer)
    assert await held.write(by(karen, bus))
    await runs_out(karen, held.appointment.id, bus)
    assert await state_of(held.appointment) is RELEASED

    assert await books_what_is_held(karen, held.appointment.id, offer, bus, SEVEN_MINUTES_ON)

    assert await state_of(held.appointment) is BOOKED


async def runs_out(patient, id, bus):
    """As the worker does it."""
    this = By(actor="system", action="let_holds_expire", at=SEVEN_MINUTES_ON, bus=bus)
    await change(lambda: patient.own_time(id), lambda it, now: it.run_out(now), this)


async def test_a_hold_that_was_swept_and_taken_is_not_booked(karen, ole, video, holm, bus):
    offer = offer_of(video, holm)
    held = a_hold(karen, offer)
    assert await held.write(by(karen, bus))
    assert await books(ole, offer, bus, SEVEN_MINUTES_ON)
    before = await everything()

    assert not await books_what_is_held(karen, held.appointment.id, offer, bus, SEVEN_MINUTES_ON)

    assert await everything() == before
    assert await state_of(held.appointment) is RELEASED


async def test_whoever_loses_keeps_what_was_held(karen, ole, video, holm, bus):
    assert await books(ole, offer_of(video, holm), bus)
    held = a_hold(karen, offer_of(video, holm, 60))
    assert await held.write(by(karen, bus))
    before, told = await everything(), len(bus.after)

    for take in (books, holds):
        assert not await take(karen, offer_of(video, holm), bus)

    kept = await Appointment.get(id=held.appointment.id)
    assert (kept.state, kept.version) == (HELD, 1)
    assert await everything() == before
    assert len(bus.after) == len(bus.within) == told


async def test_a_move_writes_the_new_time_and_all_that_is_to_be_said_of_it(
    karen, video, holm, krag, bus
):
    booking = await a_booking(karen, offer_of(video, holm))
    assert await booking.write(by(karen, bus))
    to = offer_of(video, krag, 60)

    assert await moves(karen, booking.appointment.id, to, bus)

    own = await karen.appointment(booking.appointment.id)
    assert (own.slot, own.schedule_version, own.version) == (to.slot, 2, 2)
    assert (own.meeting.state, own.meeting.version) == (State.SCHEDULED, 2)
    letters = await BookingConfirmation.all().order_by("edition")
    owed = await Message.filter(schedule_version=2)
    assert [letter.edition for letter in letters] == [1, 2]
    assert {message.not_after for message in owed} == {to.slot.starts_at}
    assert {f"availability:{one.id}" for one in (holm, krag)} <= set(bus.after[-1])


@pytest.mark.parametrize("begins", [15, -15, 30], ids=["a bit later", "a bit earlier", "after it"])
async def test_an_appointment_is_not_in_its_own_way(karen, video, holm, bus, begins):
    booking = await a_booking(karen, offer_of(video, holm))
    assert await booking.write(by(karen, bus))

    assert await moves(karen, booking.appointment.id, offer_of(video, holm, begins), bus)


async def test_a_move_into_a_taken_time_leaves_everything_as_it_was(karen, ole, video, holm, bus):
    booking = await a_booking(karen, offer_of(video, holm))
    assert await booking.write(by(karen, bus))
    assert await books(ole, offer_of(video, holm, 60), bus)
    before, told = await everything(), len(bus.after)

    assert not await moves(karen, booking.appointment.id, offer_of(video, holm, 60), bus)

    own = await karen.appointment(booking.appointment.id)
    assert (own.slot, own.schedule_version) == (offer_of(video, holm).slot, 1)
    assert own.meeting.version == 1
    assert await everything() == before
    assert len(bus.after) == told


async def test_a_time_that_is_blocked_is_neither_booked_held_nor_moved_to(karen, video, holm, bus):
    booking = await a_booking(karen, offer_of(video, holm))
    assert await booking.write(by(karen, bus))
    blocked = offer_of(video, holm, 60)
    assert await blocks(holm, blocked, bus)
    before = await everything()

    assert not await books(karen, blocked, bus)
    assert not await holds(karen, blocked, bus)
    assert not await moves(karen, booking.appointment.id, blocked, bus)

    assert await everything() == before


async def test_where_somebody_is_booked_nothing_is_blocked(karen, video, holm, bus):
    assert await books(karen, offer_of(video, holm), bus)
    before, told = await everything(), len(bus.after)

    assert not await blocks(holm, offer_of(video, holm, 15), bus)

    assert await everything() == before
    assert len(bus.after) == told


async def test_whoever_merely_holds_a_time_loses_it_when_it_is_blocked(
    karen, ole, video, holm, bus
):
    in_the_way = a_hold(karen, offer_of(video, holm))
    beside = a_hold(ole, offer_of(video, holm, 30))
    assert await in_the_way.write(by(karen, bus))
    assert await beside.write(by(ole, bus))

    assert await blocks(holm, offer_of(video, holm), bus)

    lost = await Appointment.get(id=in_the_way.appointment.id)
    assert (lost.state, lost.version) == (RELEASED, 2)
    assert await state_of(beside.appointment) is HELD
    assert set(bus.after[-1]) == {
        f"availability:{holm.id}",
        f"patient:{karen.id}",
    }


async def test_a_time_that_could_not_be_blocked_is_still_held(karen, ole, video, holm, bus):
    """Half an hour is held, the next is booked, and the clinician wants both."""
    held = a_hold(karen, offer_of(video, holm))
    assert await held.write(by(karen, bus))
    assert await books(ole, offer_of(video, holm, 30), bus)

    assert not await blocks(holm, offer_of(video, holm, 15), bus)

    assert await state_of(held.appointment) is HELD


@pytest.fixture
async def karens(karen, video, holm, bus):
    """Karen's, an hour before the others."""
    booking = await a_booking(karen, offer_of(video, holm, -60))
    assert await booking.write(by(karen, bus))
    return booking.appointment


IN_THE_MIDDLE = {
    "booked, then blocked": ("book", "block"),
    "held, then blocked": ("hold", "block"),
    "moved to, then blocked": ("move", "block"),
    "blocked, then booked": ("block", "book"),
    "blocked, then held": ("block", "hold"),
    "blocked, then moved to": ("block", "move"),
    "blocked, then blocked": ("block", "block"),
    "booked, then booked by another": ("book", "book instead"),
    "booked, then moved to by another": ("book instead", "move"),
    "moved to, then booked by another": ("move", "book instead"),
}


@pytest.mark.parametrize(("first", "second"), IN_THE_MIDDLE.values(), ids=IN_THE_MIDDLE)
async def test_whoever_comes_in_the_middle_waits_and_is_told_no(
    karen, ole, video, holm, karens, first, second
):
    offer = offer_of(video, holm)
    acts = {
        "book": lambda bus: books(karen, offer, bus),
        "book instead": lambda bus: books(ole, offer, bus),
        "hold": lambda bus: holds(karen, offer, bus),
        "move": lambda bus: moves(karen, karens.id, offer, bus),
        "block": lambda bus: blocks(holm, offer, bus),
    }
    go_on = asyncio.Event()
    slow, quick = FakeBus(may_go_on=go_on), FakeBus()
    one = asyncio.create_task(acts[first](slow))
    await slow.reached.wait()
    other = asyncio.create_task(acts[second](quick))

    await asyncio.wait({other}, timeout=0.1)
    go_on.set()

    both_blocked = first == second == "block"
    assert (await one, await other) == (True, both_blocked)
    assert len(quick.after) == both_blocked


ROUNDS = 50


def in_round(n, service, clinician):
    return offer_of(service, clinician, 60 * n)


async def test_block_and_book_at_once_are_never_both_and_always_one(karen, video, holm, bus):
    for n in range(ROUNDS):
        offer = in_round(n, video, holm)
        acts = [books(karen, offer, bus), blocks(holm, offer, bus)]

        done = await asyncio.gather(*(acts if n % 2 else reversed(acts)))

        assert sorted(done) == [False, True], f"round {n}"

    assert await Appointment.all().count() + await BlockedTime.all().count() == ROUNDS
    assert await Consultation.all().count() == await Appointment.all().count()


async def test_block_and_move_at_once_are_never_both_and_always_one(karen, video, holm, bus):
    booking = await a_booking(karen, offer_of(video, holm, -60))
    assert await booking.write(by(karen, bus))
    moved = 0

    for n in range(ROUNDS):
        offer = in_round(n, video, holm)
        acts = [moves(karen, booking.appointment.id, offer, bus), blocks(holm, offer, bus)]

        done = await asyncio.gather(*(acts if n % 2 else reversed(acts)))

        assert sorted(done) == [False, True], f"round {n}"
        own = await karen.appointment(booking.appointment.id)
        moved += own.slot == offer.slot

    assert moved + await BlockedTime.all().count() == ROUNDS


async def test_a_hold_that_is_booked_while_it_is_blocked_is_one_of_both(karen, video, holm, bus):
    for n in range(ROUNDS):
        offer = in_round(n, video, holm)
        held = a_hold(karen, offer)
        assert await held.write(by(karen, bus))
        acts = [
            books_what_is_held(karen, held.appointment.id, offer, bus),
            blocks(holm, offer, bus),
        ]

        done = await asyncio.gather(*(acts if n % 2 else reversed(acts)))

        assert sorted(done) == [False, True], f"round {n}"
        blocked = await BlockedTime.exists(starts_at=offer.slot.starts_at)
        assert await state_of(held.appointment) is (RELEASED if blocked else BOOKED)


async def test_of_many_who_want_one_time_one_has_it(video, holm, bus):
    """X1, with the course, the letter and the room of each; nobody fails."""
    everybody = [await a_patient(f"Patient {n}") for n in range(20)]
    offer = offer_of(video, holm)

    won = await asyncio.gather(
        *((books, holds)[n % 2](one, offer, bus) for n, one in enumerate(everybody))
    )

    assert won.count(True) == 1
    [taken] = await Appointment.all()
    assert taken.patient_id == everybody[won.index(True)].id
    assert await AuditEvent.all().count() == len(bus.after) == 1


async def test_of_many_who_want_a_time_that_was_held_until_now_one_has_it(ole, video, holm, bus):
    """X4: the hold is released by whoever wins, and by nobody else."""
    offer = offer_of(video, holm)
    assert await holds(ole, offer, bus)
    everybody = [await a_patient(f"Patient {n}") for n in range(10)]

    won = await asyncio.gather(*(books(one, offer, bus, SEVEN_MINUTES_ON) for one in everybody))

    assert won.count(True) == 1
    assert await Appointment.filter(state=BOOKED).count() == 1
    [released] = await Appointment.filter(state=RELEASED)
    assert (released.patient_id, released.version) == (ole.id, 2)


async def test_in_however_many_tabs_a_patient_holds_one_time(karen, video, holm, bus):
    offers = [offer_of(video, holm, 60 * n) for n in range(6)]

    await asyncio.gather(*(holds(karen, offer, bus) for offer in offers))

    assert await Appointment.filter(state=HELD).count() == 1


async def test_in_however_many_tabs_a_patient_is_in_one_place_at_a_time(
    karen, video, holm, krag, bus
):
    """X2. None of the times is more than a day off: whichever she has, no reminder is owed."""
    offers = [offer_of(video, who, begins) for who in (holm, krag) for begins in (0, -10, -20)]

    won = await asyncio.gather(*(books(karen, offer, bus) for offer in offers))

    assert won.count(True) == 1
    assert await everything() == A_BOOKING


async def test_a_hold_that_runs_out_while_it_is_booked_is_one_of_both(karen, video, holm, bus):
    """X3: whoever comes second begins again with reading."""
    for n in range(10):
        offer = in_round(n, video, holm)
        held = a_hold(karen, offer)
        assert await held.write(by(karen, bus))

        booked, _ = await asyncio.gather(
            books_what_is_held(karen, held.appointment.id, offer, bus, SEVEN_MINUTES_ON),
            runs_out(karen, held.appointment.id, bus),
        )

        assert await state_of(held.appointment) is (BOOKED if booked else RELEASED)


async def test_while_one_moves_there_and_another_books_one_of_them_has_it(
    karen, ole, video, holm, bus
):
    """X5: whoever loses has what they had before."""
    booking = await a_booking(karen, offer_of(video, holm, -60))
    assert await booking.write(by(karen, bus))

    for n in range(10):
        before = (await karen.appointment(booking.appointment.id)).slot
        offer = in_round(n, video, holm)

        moved, taken = await asyncio.gather(
            moves(karen, booking.appointment.id, offer, bus), books(ole, offer, bus)
        )

        assert {moved, taken} == {True, False}
        own = await karen.appointment(booking.appointment.id)
        assert own.slot == (offer.slot if moved else before)


async def test_two_patients_who_want_each_others_time_keep_their_own(karen, ole, video, holm, bus):
    hers, his = offer_of(video, holm, 0), offer_of(video, holm, 60)
    karens, oles = await a_booking(karen, hers), await a_booking(ole, his)
    assert await karens.write(by(karen, bus))
    assert await oles.write(by(ole, bus))

    done = await asyncio.gather(
        moves(karen, karens.appointment.id, his, bus), moves(ole, oles.appointment.id, hers, bus)
    )

    assert not any(done)
    assert (await karen.appointment(karens.appointment.id)).slot == hers.slot
    assert (await ole.appointment(oles.appointment.id)).slot == his.slot


async def test_whoever_enters_while_it_is_moved_enters_or_it_is_moved(karen, video, holm, bus):
    """X6: of the two, whoever comes second is judged by what is there then."""
    for n in range(10):
        booking = await a_booking(karen, in_round(2 * n, video, holm))
        assert await booking.write(by(karen, bus))
        own = await karen.appointment(booking.appointment.id)
        opens = own.meeting.join_opens_at

        to = in_round(2 * n + 1, video, holm)
        acts = [enters(karen, own.meeting, bus), moves(karen, own.id, to, bus, opens)]
        done = await asyncio.gather(*(acts if n % 2 else reversed(acts)), return_exceptions=True)

        own = await karen.appointment(booking.appointment.id)
        faults = [it for it in done if isinstance(it, Exception)]
        assert all(isinstance(it, ActionNotAllowed | TooEarly) for it in faults), faults
        assert own.meeting.state in (State.SCHEDULED, State.WAITING)
        assert (own.slot == to.slot) is (own.meeting.state is State.SCHEDULED)


async def enters(patient, meeting, bus):
    await change(
        lambda: patient.consultation(meeting.id),
        lambda it, now: it.enter(a_check(now), now),
        by(patient, bus, meeting.join_opens_at),
    )


async def test_while_it_is_moved_and_cancelled_in_two_tabs_one_of_both_happens(
    karen, video, holm, bus
):
    booking = await a_booking(karen, offer_of(video, holm))
    assert await booking.write(by(karen, bus))

    async def cancels():
        await change(
            lambda: karen.appointment(booking.appointment.id),
            lambda it, now: it.cancel(CancelledBy.PATIENT, now),
            by(karen, bus),
        )

    moved, _ = await asyncio.gather(
        moves(karen, booking.appointment.id, offer_of(video, holm, 60), bus), cancels()
    )

    own = await karen.appointment(booking.appointment.id)
    assert (own.state, own.meeting.state) == (CANCELLED, State.CANCELLED)
    assert own.schedule_version == (3 if moved else 2)


async def test_whoever_asked_may_go_away_and_the_time_is_taken_all_the_same(
    karen, video, holm, bus
):
    bus.may_go_on = asyncio.Event()
    asking = asyncio.create_task(books(karen, offer_of(video, holm), bus))
    await bus.reached.wait()

    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert await everything() == NOTHING, "not committed yet, for this test to mean anything"
    bus.may_go_on.set()
    await all_finished()

    assert await everything() == A_BOOKING
    assert len(bus.after) == 1


async def test_whenever_whoever_asked_goes_away_all_of_it_is_there_or_nothing(
    karen, video, holm, bus
):
    taken = owed = 0
    for n in range(30):
        offer = in_round(n, video, holm)
        # In real time, for it is the database that is waited for: later each time.
        asking = asyncio.create_task(books(karen, offer, bus))
        await asyncio.wait([asking], timeout=0.0002 * n**2)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await all_finished()
        own = await Appointment.get_or_none(starts_at=offer.slot.starts_at)
        taken += own is not None
        if own is not None and own.booked_at is not None:
            owed += len(Message.owed_for(own, own.booked_at))

    assert await everything() == NOTHING | {
        "Appointment": taken,
        "BookingConfirmation": taken,
        "Message": owed,
        "Consultation": taken,
        "TreatmentCourse": min(taken, 1),
        "AuditEvent": taken,
    }
    assert taken > 0, "some were cancelled on the way, for this test to mean anything"
