"""A free time is kept for seven minutes while the patient decides, and then booked, or not."""

import asyncio
from datetime import timedelta

import pytest

from models import Appointment, BookingConfirmation, BookingMode, Service, TreatmentCourse
from models.appointment import AppointmentState
from tests.api.test_booking import BOOK, TOMORROW, slot
from tests.cast import NINE, booked, opening

HOLD = """
  mutation ($slot: ID!) {
    holdSlot(input: { slotId: $slot }) {
      __typename
      ... on Hold { id startsAt heldUntil mayRenew serverTime service { id } clinician { name } }
      ... on SlotTaken { alternatives { startsAt } }
      ... on Error { code message }
    }
  }
"""
RENEW = """
  mutation ($hold: ID!) {
    renewHold(input: { holdId: $hold }) {
      __typename
      ... on Hold { heldUntil mayRenew }
      ... on Error { code message }
    }
  }
"""
RELEASE = """
  mutation ($hold: ID!) {
    releaseHold(input: { holdId: $hold }) { __typename ... on Hold { id mayRenew } }
  }
"""
BOOK_HELD = """
  mutation ($hold: ID!) {
    bookHeld(input: { holdId: $hold }) {
      __typename
      ... on Appointment { id state startsAt confirmation { edition } course { kind } }
      ... on SlotTaken { alternatives { startsAt } }
      ... on Error { code message }
    }
  }
"""
HELD_NOW = "{ hold { id heldUntil } }"
FREE = """
  query ($service: ID!) {
    slots(serviceId: $service, from: "2026-03-03", to: "2026-03-03") { startsAt }
  }
"""


@pytest.fixture(autouse=True)
async def open_hours(holm):
    """From nine to twelve in Denmark: six half hours."""
    await opening(holm)


async def test_a_held_time_is_kept_for_seven_minutes(app_of, karen, knee, holm):
    app = await app_of(karen)

    held = await app.asks(HOLD, slot=slot(knee, holm))

    id = held.pop("id")
    assert held == {
        "__typename": "Hold",
        "startsAt": "2026-03-03T08:00:00+00:00",
        "heldUntil": "2026-03-02T09:07:00+00:00",
        "mayRenew": True,
        "serverTime": "2026-03-02T09:00:00+00:00",
        "service": {"id": knee.id},
        "clinician": {"name": "Dr. Mette Holm"},
    }
    assert (await app.asks(HELD_NOW))["id"] == id


async def test_what_is_held_is_not_free_for_others_and_still_is_for_oneself(
    app_of, karen, ole, knee, holm
):
    await (await app_of(karen)).asks(HOLD, slot=slot(knee, holm))

    for_karen = await (await app_of(karen)).asks(FREE, service=knee.id)
    for_ole = await (await app_of(ole)).asks(FREE, service=knee.id)

    assert len(for_karen) == 6
    assert [free["startsAt"] for free in for_ole] == [free["startsAt"] for free in for_karen[1:]]


async def test_whoever_wants_a_held_time_is_offered_the_nearest(app_of, karen, ole, knee, holm):
    await (await app_of(karen)).asks(HOLD, slot=slot(knee, holm))

    for document in (HOLD, BOOK):
        answer = await (await app_of(ole)).asks(document, slot=slot(knee, holm))
        assert answer["__typename"] == "SlotTaken"
        assert answer["alternatives"][0]["startsAt"] == "2026-03-03T08:30:00+00:00"


async def test_after_seven_minutes_somebody_else_can_have_it(app_of, karen, ole, knee, holm, clock):
    held = await (await app_of(karen)).asks(HOLD, slot=slot(knee, holm))
    app = await app_of(ole)
    clock.goes(NINE + timedelta(minutes=7) - timedelta(milliseconds=1))
    assert (await app.asks(BOOK, slot=slot(knee, holm)))["__typename"] == "SlotTaken"

    clock.goes(NINE + timedelta(minutes=7))

    assert (await app.asks(BOOK, slot=slot(knee, holm)))["__typename"] == "Appointment"
    assert (await Appointment.get(id=held["id"])).state is AppointmentState.RELEASED


async def test_held_once_more_and_not_twice(app_of, karen, knee, holm, clock):
    app = await app_of(karen)
    held = await app.asks(HOLD, slot=slot(knee, holm))
    clock.goes(minutes=6)

    renewed = await app.asks(RENEW, hold=held["id"])
    again = await app.asks(RENEW, hold=held["id"])

    assert renewed == {
        "__typename": "Hold",
        "heldUntil": "2026-03-02T09:13:00+00:00",
        "mayRenew": False,
    }
    assert again == {
        "__typename": "HoldRenewed",
        "code": "HOLD_RENEWED",
        "message": "Tiden er allerede forlænget. Den er reserveret til dig til kl. 10.13.",
    }


async def test_holding_it_again_does_not_keep_it_longer(app_of, karen, knee, holm, clock):
    app = await app_of(karen)
    first = await app.asks(HOLD, slot=slot(knee, holm))
    clock.goes(minutes=3)

    again = await app.asks(HOLD, slot=slot(knee, holm))

    assert (again["id"], again["heldUntil"]) == (first["id"], first["heldUntil"])
    assert await Appointment.all().count() == 1


async def test_holding_another_time_lets_the_first_one_go(app_of, karen, ole, knee, holm):
    app = await app_of(karen)
    await app.asks(HOLD, slot=slot(knee, holm))

    await app.asks(HOLD, slot=slot(knee, holm, TOMORROW + timedelta(minutes=30)))

    taken = await (await app_of(ole)).asks(BOOK, slot=slot(knee, holm))
    assert taken["__typename"] == "Appointment"


async def test_a_time_that_is_given_back_is_free_at_once(app_of, karen, ole, knee, holm):
    app = await app_of(karen)
    held = await app.asks(HOLD, slot=slot(knee, holm))

    released = await app.asks(RELEASE, hold=held["id"])

    assert released == {"__typename": "Hold", "id": held["id"], "mayRenew": False}
    assert await app.asks(HELD_NOW) is None
    assert len(await (await app_of(ole)).asks(FREE, service=knee.id)) == 6


async def test_what_is_held_is_booked_under_the_same_id(app_of, karen, shoulder, holm):
    app = await app_of(karen)
    held = await app.asks(HOLD, slot=slot(shoulder, holm))
    assert await TreatmentCourse.all().count() == await BookingConfirmation.all().count() == 0

    booking = await app.asks(BOOK_HELD, hold=held["id"])

    assert booking == {
        "__typename": "Appointment",
        "id": held["id"],
        "state": "BOOKED",
        "startsAt": held["startsAt"],
        "confirmation": {"edition": 1},
        "course": {"kind": "SPECIALIST"},
    }


async def test_booking_it_twice_is_booking_it_once(app_of, karen, knee, holm):
    """X7: a double click, and a retry after a lost answer."""
    app = await app_of(karen)
    held = await app.asks(HOLD, slot=slot(knee, holm))

    answers = await asyncio.gather(*(app.asks(BOOK_HELD, hold=held["id"]) for _ in range(5)))

    assert [answer["id"] for answer in answers] == [held["id"]] * 5
    assert await BookingConfirmation.all().count() == 1


async def test_a_hold_that_ran_out_is_booked_while_nobody_has_the_time(
    app_of, karen, knee, holm, clock
):
    """X3: what the patient wants is a time, not a hold."""
    app = await app_of(karen)
    held = await app.asks(HOLD, slot=slot(knee, holm))
    clock.goes(minutes=8)

    assert (await app.asks(BOOK_HELD, hold=held["id"]))["__typename"] == "Appointment"


async def test_a_hold_that_was_swept_is_booked_while_nobody_has_the_time(
    app_of, karen, knee, holm, clock
):
    app = await app_of(karen)
    held = await app.asks(HOLD, slot=slot(knee, holm))
    await Appointment.filter(id=held["id"]).update(state=AppointmentState.RELEASED)

    assert (await app.asks(BOOK_HELD, hold=held["id"]))["__typename"] == "Appointment"


async def test_a_hold_that_ran_out_and_was_taken_is_refused_with_other_times(
    app_of, karen, ole, knee, holm, clock
):
    app = await app_of(karen)
    held = await app.asks(HOLD, slot=slot(knee, holm))
    clock.goes(minutes=8)
    await (await app_of(ole)).asks(BOOK, slot=slot(knee, holm))

    answer = await app.asks(BOOK_HELD, hold=held["id"])

    assert (answer["__typename"], len(answer["alternatives"])) == ("SlotTaken", 3)


async def test_what_is_held_is_not_among_the_appointments(app_of, karen, knee, holm):
    app = await app_of(karen)
    held = await app.asks(HOLD, slot=slot(knee, holm))

    for filter in ("ACTIVE", "HISTORY"):
        listed = await app.asks(f"{{ myAppointments(filter: {filter}) {{ nodes {{ id }} }} }}")
        assert listed == {"nodes": []}
    assert await app.asks("query ($id: ID!) { appointment(id: $id) { id } }", id=held["id"]) is None
    node = "query ($id: ID!) { node(id: $id) { __typename id } }"
    assert (await app.asks(node, id=held["id"]))["__typename"] == "Hold"


async def test_where_one_is_booked_one_cannot_hold(app_of, karen, knee, doctor, holm):
    await booked(karen, doctor, holm, TOMORROW, NINE)

    answer = await (await app_of(karen)).asks(HOLD, slot=slot(knee, holm))

    assert answer["__typename"] == "OverlapsYourOwn"


async def test_a_service_by_request_is_neither_held_nor_booked(app_of, karen, knee, holm):
    await Service.filter(id=knee.id).update(booking_mode=BookingMode.REQUEST)
    app = await app_of(karen)

    for document in (HOLD, BOOK):
        answer = await app.asks(document, slot=slot(knee, holm))
        assert answer == {
            "__typename": "OtherWayIn",
            "code": "OTHER_WAY_IN",
            "message": "Bed om en tid, så finder vi en til dig.",
        }


@pytest.mark.usefixtures("early_in_a_minute")
async def test_whoever_holds_very_many_times_is_told_to_wait(app_of, karen, knee, holm):
    app = await app_of(karen)

    answers = [await app.asks(HOLD, slot=slot(knee, holm)) for _ in range(31)]

    assert [answer["__typename"] for answer in answers[:30]] == ["Hold"] * 30
    assert answers[30]["__typename"] == "TooManyRequests"


@pytest.mark.parametrize("document", [RENEW, RELEASE, BOOK_HELD])
async def test_another_patients_hold_is_not_found(app_of, karen, ole, knee, holm, document):
    held = await (await app_of(karen)).asks(HOLD, slot=slot(knee, holm))

    assert await (await app_of(ole)).refused(document, hold=held["id"]) == "NOT_FOUND"
    assert (await Appointment.get(id=held["id"])).state is AppointmentState.HELD
