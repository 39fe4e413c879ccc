"""A time is kept for seven minutes for a patient who is deciding, and once more if asked for."""

from datetime import timedelta

import pytest

from models import Appointment, AppointmentState, Consultation, Modality, Offer, Room, Slot
from models.appointment import CancelledBy
from models.appointment.holding import HELD_FOR
from models.appointment.states import HOLDS, MOVES, OCCUPYING
from models.clinic import Service
from models.refused import ActionNotAllowed, HoldExpired, HoldRenewed, NotFound, SlotNotOffered
from models.taking import Taking
from tests.cast import NINE
from tests.models.fakes import FakeBus, by_karen
from tests.models.on_paper import (
    YESTERDAY,
    a_course,
    a_service,
    an_offer,
    booked,
    held,
    karen,
    kept,
)

HELD, RELEASED = AppointmentState.HELD, AppointmentState.RELEASED
BOOKED, FULFILLED = AppointmentState.BOOKED, AppointmentState.FULFILLED
CANCELLED = AppointmentState.CANCELLED
NO_SHOW, NOT_HELD = AppointmentState.NO_SHOW, AppointmentState.NOT_HELD
A_MILLISECOND = timedelta(milliseconds=1)
SEVEN_MINUTES_ON = YESTERDAY + timedelta(minutes=7)
TWO_MINUTES_ON = YESTERDAY + timedelta(minutes=2)
NINE_MINUTES_ON = YESTERDAY + timedelta(minutes=9)
THE_DAY_AFTER = SEVEN_MINUTES_ON + timedelta(days=1)


def the_booking_of(appointment, now=YESTERDAY):
    offer = an_offer()
    return appointment.book(karen(), offer, a_course(karen(), offer.service), now)


@pytest.mark.parametrize(
    ("now", "is_held"),
    [
        (YESTERDAY, True),
        (SEVEN_MINUTES_ON - A_MILLISECOND, True),
        (SEVEN_MINUTES_ON, False),
        (THE_DAY_AFTER, False),
    ],
    ids=["at once", "until the last millisecond", "not at seven minutes", "not the day after"],
)
def test_a_time_is_held_for_seven_minutes(now, is_held):
    appointment = held()

    assert timedelta(minutes=7) == HELD_FOR
    assert (appointment.state, appointment.held_until) == (HELD, SEVEN_MINUTES_ON)
    assert appointment.is_held(now) is is_held


@pytest.mark.parametrize("state", sorted(set(AppointmentState) - {HELD}))
def test_only_what_is_held_is_held_whatever_it_says_of_until_when(state):
    appointment = held()
    appointment.state = state

    assert not appointment.is_held(YESTERDAY)


def test_a_hold_that_does_not_say_until_when_is_none():
    appointment = held()
    appointment.held_until = None

    assert not appointment.is_held(YESTERDAY)


def test_what_is_held_is_the_time_that_was_chosen():
    appointment = held()

    assert appointment.slot == an_offer().slot
    assert (appointment.patient_id, appointment.service_id) == ("pat_karen", "srv_shoulder")


def test_what_is_held_takes_the_time_and_is_no_appointment_yet():
    appointment = held()

    assert appointment.occupies
    assert appointment.is_hold
    assert (appointment.booked_at, appointment.course_id) == (None, None)


def test_a_hold_comes_with_nothing():
    assert held().brought == []
    assert held(a_service(Modality.IN_PERSON)).brought == []


def test_a_hold_by_video_has_no_place_and_one_at_the_hospital_has_its_room():
    room = Room(id="rom_3", clinic_id="cln_ringsted", name="Stue 3")

    by_video, in_person = held(), held(a_service(Modality.IN_PERSON), room=room)

    assert (by_video.modality, by_video.location_id, by_video.room_id) == (
        Modality.VIDEO,
        None,
        None,
    )
    assert (in_person.modality, in_person.location_id, in_person.room_id) == (
        Modality.IN_PERSON,
        "cln_ringsted",
        "rom_3",
    )


def test_a_hold_is_renewed_from_now_on():
    appointment = held()

    appointment.renew(TWO_MINUTES_ON)

    assert (appointment.held_until, appointment.is_renewed) == (NINE_MINUTES_ON, True)
    assert appointment.is_held(NINE_MINUTES_ON - A_MILLISECOND)
    assert not appointment.is_held(NINE_MINUTES_ON)


def test_a_hold_is_renewed_once():
    appointment = held()
    appointment.renew(TWO_MINUTES_ON)

    assert not appointment.may_renew(TWO_MINUTES_ON)
    with pytest.raises(HoldRenewed) as refusal:
        appointment.renew(TWO_MINUTES_ON)
    assert refusal.value.held_until == NINE_MINUTES_ON
    assert appointment.held_until == NINE_MINUTES_ON


@pytest.mark.parametrize(
    ("now", "may"),
    [(SEVEN_MINUTES_ON - A_MILLISECOND, True), (SEVEN_MINUTES_ON, False)],
    ids=["in the last millisecond", "not when it has run out"],
)
def test_a_hold_is_renewed_while_it_lasts(now, may):
    appointment = held()

    assert appointment.may_renew(now) is may
    if may:
        appointment.renew(now)
        assert appointment.held_until == now + HELD_FOR
    else:
        with pytest.raises(HoldExpired):
            appointment.renew(now)
        assert (appointment.held_until, appointment.is_renewed) == (SEVEN_MINUTES_ON, False)


def test_whoever_gives_a_hold_back_leaves_the_time_to_others():
    appointment = held()

    appointment.release()

    assert appointment.state is RELEASED
    assert not appointment.occupies
    assert appointment.is_hold


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (YESTERDAY, HELD),
        (SEVEN_MINUTES_ON - A_MILLISECOND, HELD),
        (SEVEN_MINUTES_ON, RELEASED),
        (THE_DAY_AFTER, RELEASED),
    ],
    ids=["too early", "a millisecond too early", "in time", "a day late"],
)
def test_a_hold_runs_out_when_its_time_is_over_however_late_the_worker_comes(now, state):
    appointment = held()

    appointment.run_out(now)

    assert appointment.state is state


def test_a_hold_that_was_renewed_meanwhile_does_not_run_out():
    appointment = held()
    appointment.renew(TWO_MINUTES_ON)

    appointment.run_out(SEVEN_MINUTES_ON)

    assert appointment.state is HELD


@pytest.mark.parametrize("state", HOLDS, ids=["held", "given back"])
@pytest.mark.parametrize("now", [YESTERDAY, THE_DAY_AFTER], ids=["in time", "after it ran out"])
def test_what_was_held_is_booked_while_nobody_else_has_the_time(state, now):
    appointment = held()
    appointment.state = state

    the_booking_of(appointment, now)

    assert (appointment.state, appointment.booked_at) == (BOOKED, now)
    assert appointment.held_until is None
    assert appointment.course_id is not None


def test_what_was_held_comes_as_a_booking_with_all_that_a_booking_comes_with():
    was_held, at_once = held(), booked()

    the_booking_of(was_held)

    assert [type(row) for row in was_held.brought] == [type(row) for row in at_once.brought]
    assert {getattr(row, "appointment_id", None) for row in was_held.brought} == {was_held.id}
    ours = ("id", "course_id")
    assert {k: v for k, v in was_held.columns().items() if k not in ours} == {
        k: v for k, v in at_once.columns().items() if k not in ours
    }


ACTS = {
    "book": the_booking_of,
    "move": lambda it: it.move(karen(), an_offer(NINE + timedelta(hours=1)), YESTERDAY),
    "cancel": lambda it: it.cancel(CancelledBy.PATIENT, YESTERDAY),
    "fulfil": lambda it: it.fulfil(),
    "say that it was not held": lambda it: it.not_held(),
    "say that nobody came": lambda it: it.not_held(no_show=True),
    "renew": lambda it: it.renew(YESTERDAY),
    "release": lambda it: it.release(),
    "run out": lambda it: it.run_out(SEVEN_MINUTES_ON),
}
GOES = {
    "book": {HELD: BOOKED, RELEASED: BOOKED},
    "move": {BOOKED: BOOKED},
    "cancel": {BOOKED: CANCELLED},
    "fulfil": {BOOKED: FULFILLED, NO_SHOW: FULFILLED, NOT_HELD: FULFILLED},
    "say that it was not held": {BOOKED: NOT_HELD, FULFILLED: NOT_HELD, NO_SHOW: NOT_HELD},
    "say that nobody came": {BOOKED: NO_SHOW, FULFILLED: NO_SHOW, NOT_HELD: NO_SHOW},
    "renew": {HELD: HELD},
    "release": {HELD: RELEASED},
    "run out": {HELD: RELEASED},
}
"""The drawing in models/appointment/states.py. What is not here changes nothing."""

REFUSAL = {
    "book": SlotNotOffered,
    "move": ActionNotAllowed,
    "cancel": ActionNotAllowed,
    "renew": HoldExpired,
}
SILENTLY = {"cancel": {CANCELLED}}
"""Cancelling twice is once. The acts without a refusal are silent in every state."""


@pytest.mark.parametrize("state", AppointmentState)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_in_every_state_follows_the_table(act, state):
    appointment = held()
    appointment.state = state
    before = appointment.columns()
    goal = GOES[act].get(state)

    if goal is not None:
        ACTS[act](appointment)
        assert appointment.state is goal
        assert appointment.columns() != before
    elif act in REFUSAL and state not in SILENTLY.get(act, ()):
        with pytest.raises(REFUSAL[act]):
            ACTS[act](appointment)
        assert (appointment.columns(), appointment.brought) == (before, [])
    else:
        ACTS[act](appointment)
        assert (appointment.columns(), appointment.brought) == (before, [])


def test_the_acts_make_all_the_moves_that_are_listed_and_no_others():
    made = {(a, b) for goes in GOES.values() for a, b in goes.items() if a is not b}

    assert made == {(a, b) for a, goals in MOVES.items() for b in goals}


def test_what_takes_the_time_is_what_is_held_or_booked():
    assert set(OCCUPYING) & set(HOLDS) == {HELD}
    assert set(OCCUPYING) == {HELD, BOOKED}


@pytest.fixture
async def karens_hold(karen, shoulder, holm):
    """Kept for Karen at nine, since the day before."""
    slot = Slot(shoulder.id, holm.id, NINE, NINE + timedelta(minutes=30))
    appointment = Appointment.held(karen, shoulder, slot, YESTERDAY)
    assert await Taking(appointment).write(by_karen(FakeBus()))
    return appointment


async def test_what_is_held_is_no_appointment_of_the_patients(karen, karens_hold):
    assert (await karen.hold(karens_hold.id)).meeting is None
    assert not await karen.appointments.filter(Appointment.active(YESTERDAY))

    with pytest.raises(NotFound):
        await karen.appointment(karens_hold.id)


async def test_what_was_held_and_is_booked_is_an_appointment_and_no_hold(karen, karens_hold):
    shoulder = await Service.whole(karens_hold.service_id)
    offer = Offer(shoulder, shoulder.clinicians[0], karens_hold.slot)
    course = a_course(karen, shoulder)
    own = await karen.own_time(karens_hold.id)
    own.book(karen, offer, course, YESTERDAY)
    own.step()
    assert await Taking(own, course).write(by_karen(FakeBus()))

    found = await karen.appointment(karens_hold.id)

    assert isinstance(found.meeting, Consultation)
    with pytest.raises(NotFound):
        await karen.hold(karens_hold.id)


@pytest.mark.parametrize(
    ("now", "is_there"),
    [(SEVEN_MINUTES_ON - A_MILLISECOND, True), (SEVEN_MINUTES_ON, False)],
    ids=["while it lasts", "not when it has run out"],
)
async def test_a_patient_sees_in_every_tab_what_is_kept_for_them(karen, karens_hold, now, is_there):
    found = await karen.current_hold(now)

    assert (found is not None) is is_there


async def test_what_is_kept_for_one_patient_is_not_another_ones_to_see(ole, karens_hold):
    assert await ole.current_hold(YESTERDAY) is None

    for way in (ole.hold, ole.own_time, ole.appointment):
        with pytest.raises(NotFound):
            await way(karens_hold.id)


async def test_what_was_given_back_is_still_found_as_a_hold(karen, karens_hold):
    await Appointment.filter(id=karens_hold.id).update(state=RELEASED)

    assert (await karen.hold(karens_hold.id)).state is RELEASED
    assert await karen.current_hold(YESTERDAY) is None


def test_a_hold_that_is_written_tells_the_patient_and_those_who_look_for_times():
    room = Room(id="rom_3", clinic_id="cln_ringsted", name="Stue 3")

    assert kept(held(a_service(Modality.IN_PERSON), room=room)).topics == [
        "patient:pat_karen",
        "queue:cli_holm",
        "availability:cli_holm",
        "availability:rom_3",
    ]
