"""Which of the offered times are free, for how many days one may ask, and what a slot's id says."""

import base64
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Appointment, AppointmentState, BlockedTime, Modality, ScheduleRule, Slot
from models.clinic import ConsultationType, Service
from models.free_times import NEAREST, free_slots, hold_ends_next, nearest_free, owners_of
from models.refused import InvalidInput, NotFound
from models.slot import SlotId, free, window
from tests.cast import NINE, a_service, booked, opening
from tests.models.conftest import offer_of

MONDAY = date(2026, 3, 2)
HALF_AN_HOUR = timedelta(minutes=30)


def slot(minutes_after_nine=0, clinician_id="cli_holm", room_id=None):
    begins = NINE + timedelta(minutes=minutes_after_nine)
    return Slot("srv_1", clinician_id, begins, begins + HALF_AN_HOUR, room_id)


def test_a_time_that_is_taken_is_not_free_and_its_neighbours_are():
    taken = [("cli_holm", (NINE + HALF_AN_HOUR, NINE + 2 * HALF_AN_HOUR))]

    assert free([slot(0), slot(30), slot(60)], taken) == [slot(0), slot(60)]


def test_what_one_clinician_does_takes_no_time_of_another():
    taken = [("cli_holm", (NINE, NINE + HALF_AN_HOUR))]

    assert free([slot(0, "cli_krag")], taken) == [slot(0, "cli_krag")]


intervals = st.tuples(st.integers(0, 300), st.integers(1, 90)).map(lambda it: (it[0], sum(it)))


def at(interval):
    begins, ends = interval
    return NINE + timedelta(minutes=begins), NINE + timedelta(minutes=ends)


@given(st.lists(st.tuples(st.sampled_from(["cli_holm", "cli_krag"]), intervals), max_size=8))
def test_free_is_every_time_of_which_no_minute_is_taken(appointments):
    slots = [slot(start, who) for start in range(0, 300, 30) for who in ("cli_holm", "cli_krag")]
    minutes = {(who, minute) for who, taken in appointments for minute in range(*taken)}

    found = free(slots, [(who, at(taken)) for who, taken in appointments])

    assert found == [one for one in slots if minutes.isdisjoint(minutes_of(one))]


def minutes_of(one):
    begins = (one.starts_at - NINE) // timedelta(minutes=1)
    return {(one.clinician_id, minute) for minute in range(begins, begins + 30)}


def test_a_window_has_both_its_days():
    assert window(MONDAY, MONDAY) == [MONDAY]
    assert window(MONDAY, date(2026, 3, 4)) == [MONDAY, date(2026, 3, 3), date(2026, 3, 4)]


def test_a_window_has_at_most_31_days():
    assert len(window(date(2026, 3, 1), date(2026, 3, 31))) == 31

    with pytest.raises(InvalidInput) as refusal:
        window(date(2026, 3, 1), date(2026, 4, 1))

    assert (refusal.value.field, refusal.value.problem) == ("to", "window-too-long")


def test_a_window_does_not_go_backwards():
    with pytest.raises(InvalidInput) as refusal:
        window(MONDAY, MONDAY - timedelta(days=1))

    assert (refusal.value.field, refusal.value.problem) == ("to", "window-backwards")


ids = st.from_regex(r"[a-z]{3}_[0-9a-f]{24}", fullmatch=True)
whole_minutes = st.integers(16_000_000, 500_000_000).map(
    lambda minutes: datetime.fromtimestamp(minutes * 60, tz=UTC)
)


@given(ids, ids, whole_minutes)
def test_a_slots_id_says_which_time_it_is(service_id, clinician_id, starts_at):
    one = Slot(service_id, clinician_id, starts_at, starts_at + HALF_AN_HOUR)

    assert SlotId.read(one.id) == SlotId(service_id, clinician_id, starts_at)


def said(plain):
    return "slo_" + base64.urlsafe_b64encode(plain).decode().rstrip("=")


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "slo_",
        "slo_!!!!",
        "slo_A",
        "slo_æøå",
        "slo_\ud800",
        "apt_0123456789abcdef01234567",
        said(b"srv|cli"),
        said(b"srv|cli|1|2"),
        said(b"srv|cli|nine"),
        said(b"srv|cli|"),
        said(b"srv|cli|1.5"),
        said(b"srv|cli|" + b"9" * 12),
        said(b"srv|cli|" + b"9" * 30),
        said(b"srv|cli|" + b"9" * 5000),
        said(b"srv|cli|-" + b"9" * 12),
        said(b"\xff\xfe|cli|1"),
    ],
)
def test_what_is_no_slots_id_is_not_found(garbage):
    with pytest.raises(NotFound):
        SlotId.read(garbage)


@given(st.text(max_size=60))
def test_whatever_is_asked_for_is_read_or_not_found(text):
    try:
        read = SlotId.read("slo_" + text)
    except NotFound:
        return

    assert read.starts_at.tzinfo is UTC


AT_NINE = (NINE, NINE + HALF_AN_HOUR)
A_MILLISECOND = timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("whose", "is_free"),
    [("cli_holm", False), ("rom_3", False), ("rom_4", True), ("cli_krag", True)],
    ids=["the clinician's", "the room's", "another room's", "another clinician's"],
)
def test_a_time_is_free_when_the_clinician_and_the_room_are(whose, is_free):
    wanted = slot(0, "cli_holm", "rom_3")

    assert (free([wanted], [(whose, AT_NINE)]) == [wanted]) is is_free


def test_by_video_no_room_has_to_be_free():
    assert free([slot(0)], [("rom_3", AT_NINE)]) == [slot(0)]


def test_whoever_comes_has_to_be_free_too():
    taken = [("pat_karen", AT_NINE)]

    assert free([slot(0), slot(30)], taken, ("pat_karen",)) == [slot(30)]
    assert free([slot(0), slot(30)], taken, ("pat_ole",)) == [slot(0), slot(30)]
    assert free([slot(0), slot(30)], taken) == [slot(0), slot(30)]


def test_where_one_is_seen_does_not_make_it_another_time():
    assert slot(0, room_id="rom_3") == slot(0, room_id="rom_4") == slot(0)
    assert slot(0, room_id="rom_3").id == slot(0).id


NOW = NINE - timedelta(hours=1)
ALL_MORNING = [0, 30, 60, 90]


@pytest.fixture
async def in_person(knee, holm, room):
    """Dr. Holm sees patients from ten to twelve by the Danish clock, in room 3."""
    await opening(holm, 10 * 60, 12 * 60)
    await ScheduleRule.filter(clinician_id=holm.id).update(room_id=room.id)
    return await Service.whole(knee.id)


async def found(wanted, patient=None, now=NOW, days=(MONDAY,), **known):
    """How many minutes after nine the free times begin."""
    slots = await free_slots(wanted, list(days), now, patient, **known)
    return [(one.starts_at - NINE) // timedelta(minutes=1) for one in slots]


async def hold(patient, offer, now=NOW):
    appointment = Appointment.held(patient, offer.service, offer.slot, now)
    await appointment.save()
    return appointment


async def test_what_nobody_has_is_free_and_comes_with_the_clinician(in_person, holm, room):
    slots = await free_slots(in_person, [MONDAY], NOW)

    assert {one.clinician for one in slots} == {holm}
    assert {one.room_id for one in slots} == {room.id}
    assert await found(in_person) == ALL_MORNING


async def test_on_a_day_on_which_nobody_works_nothing_is_free(in_person):
    assert await found(in_person, days=[MONDAY + timedelta(days=6)]) == []


@pytest.mark.parametrize(
    ("state", "left"),
    [
        (AppointmentState.BOOKED, [0, 60, 90]),
        (AppointmentState.CANCELLED, ALL_MORNING),
        (AppointmentState.FULFILLED, ALL_MORNING),
    ],
)
async def test_what_is_booked_is_not_free_and_what_was_is(in_person, ole, holm, state, left):
    taken = await booked(ole, in_person, holm, NINE + HALF_AN_HOUR, NOW)
    await Appointment.filter(id=taken.id).update(state=state)

    assert await found(in_person) == left


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (NOW + timedelta(minutes=7) - A_MILLISECOND, [0, 60, 90]),
        (NOW + timedelta(minutes=7), ALL_MORNING),
    ],
    ids=["while it is held", "when the hold has run out"],
)
async def test_what_somebody_else_holds_is_not_free(in_person, karen, ole, holm, now, left):
    await hold(ole, offer_of(in_person, holm, 30))

    assert await found(in_person, now=now) == left
    assert await found(in_person, karen, now=now) == left
    assert await found(in_person, ole, now=now) == ALL_MORNING, "to oneself it is free"


async def test_what_is_blocked_is_free_for_nobody(in_person, karen, holm, krag):
    for whose, begins in ((holm, 30), (krag, 60)):
        starts_at = NINE + timedelta(minutes=begins)
        block = BlockedTime.of(whose.id, starts_at, starts_at + HALF_AN_HOUR, "Møde", "stf_1")
        await block.save()

    assert await found(in_person, karen) == [0, 60, 90]


async def test_a_room_in_which_another_clinician_sees_somebody_is_not_free(
    in_person, ole, krag, room
):
    with_krag = await a_service(
        in_person.clinic, krag, Modality.IN_PERSON, ConsultationType.MOVEMENT
    )
    await hold(ole, offer_of(with_krag, krag, 60, room))

    assert await found(in_person) == [0, 30, 90]


async def test_a_time_at_which_the_patient_is_elsewhere_is_not_free_for_that_patient(
    in_person, karen, ole, doctor, krag
):
    await booked(karen, doctor, krag, NINE, NOW)

    assert await found(in_person, karen) == [30, 60, 90]
    assert await found(in_person, ole) == await found(in_person) == ALL_MORNING


async def test_one_may_ask_for_one_clinician(in_person, holm, krag):
    await in_person.clinicians.add(krag)
    await opening(krag, 10 * 60, 11 * 60)
    both = await Service.whole(in_person.id)

    assert await found(both) == [0, 0, 30, 30, 60, 90]
    assert await found(both, clinician_id=krag.id) == [0, 30]
    assert await found(both, clinician_id="cli_0123456789abcdef01234567") == []


async def next_end(service, now):
    return await hold_ends_next(await owners_of(service), now)


async def test_when_a_hold_runs_out_a_time_is_free_again_by_itself(
    in_person, karen, ole, holm, krag
):
    assert await next_end(in_person, NOW) is None

    await hold(ole, offer_of(in_person, krag, 0), NOW - timedelta(minutes=3))
    assert await next_end(in_person, NOW) is None, "Krag does not offer it"

    later = await hold(karen, offer_of(in_person, holm, 0), NOW)
    assert await next_end(in_person, NOW) == later.held_until
    assert await next_end(in_person, later.held_until - A_MILLISECOND) == later.held_until
    assert await next_end(in_person, later.held_until) is None


async def test_of_two_holds_the_first_to_run_out_is_next(in_person, karen, ole, holm):
    first = await hold(ole, offer_of(in_person, holm, 60), NOW - timedelta(minutes=3))
    await hold(karen, offer_of(in_person, holm, 0), NOW)

    assert await next_end(in_person, NOW) == first.held_until


async def test_when_a_hold_on_the_room_runs_out_a_time_is_free_again_too(
    in_person, ole, krag, room
):
    await opening(krag, 10 * 60, 12 * 60)
    with_krag = await a_service(
        in_person.clinic, krag, Modality.IN_PERSON, ConsultationType.MOVEMENT
    )
    held = await hold(ole, offer_of(with_krag, krag, 60, room))

    assert await found(in_person) == [0, 30, 90]
    assert await next_end(in_person, NOW) == held.held_until


@pytest.mark.parametrize(
    ("begins", "nearest"),
    [(0, [30, 60, 90]), (60, [0, 30, 90]), (180, [90, 120, 150])],
    ids=["the first", "in the middle", "the last"],
)
async def test_whoever_was_too_late_is_offered_the_nearest_in_the_order_of_time(
    in_person, karen, ole, holm, begins, nearest
):
    await ScheduleRule.filter(clinician_id=holm.id).update(closes=13 * 60 + 30)
    gone = offer_of(in_person, holm, begins)
    await booked(ole, in_person, holm, gone.slot.starts_at, NOW)

    slots = await nearest_free(in_person, gone.slot, karen, [MONDAY], NOW)

    assert NEAREST == 3
    assert [(one.starts_at - NINE) // timedelta(minutes=1) for one in slots] == nearest


async def test_when_nothing_is_left_nothing_is_offered(in_person, karen, holm):
    a_sunday = MONDAY + timedelta(days=6)
    wanted = offer_of(in_person, holm).slot

    assert await nearest_free(in_person, wanted, karen, [a_sunday], NOW) == []
