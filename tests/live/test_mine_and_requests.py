"""R20, R25–R26, live: Mine aftaler for the patient, and who waits for a time for coordinators."""

import asyncio
from contextlib import AsyncExitStack, aclosing
from datetime import timedelta

import pytest

from models import BookingMode, Service
from tests.api.test_asking_for_a_time import ALLOCATE, ASK, DECLINE
from tests.api.test_booking import TOMORROW, slot
from tests.api.test_clinic_acts import CANCEL
from tests.api.test_clinic_acts import MOVE as MOVE_FOR_PATIENT
from tests.api.test_holds import HOLD
from tests.cast import NINE, a_patient, booked, opening
from tests.counting import counting

MINE = """
  subscription { myAppointmentsChanged {
    serverTime cause
    appointments { id startsAt state consultation { state } allowedActions { action allowed } }
    requests { state reason } hold { startsAt } unreadConfirmations
  } }
"""
MINE_BRIEFLY = """
  subscription { myAppointmentsChanged {
    appointments { id } requests { id } hold { id } unreadConfirmations
  } }
"""
WAITING = """
  subscription { appointmentRequestsChanged {
    cause open cases { request { id wishes } patient { name } }
  } }
"""


@pytest.fixture(autouse=True)
async def open_hours(holm):
    await opening(holm)


@pytest.fixture
async def by_request(knee):
    await Service.filter(id=knee.id).update(booking_mode=BookingMode.REQUEST)


async def until(stream, holds):
    """The first value of which it holds: one may come that shows nothing new."""
    async for result in stream:
        assert result.errors is None, result.errors
        [value] = result.data.values()
        if holds(value):
            return value
    raise AssertionError("the stream ended")


async def test_the_patient_sees_at_once_what_the_clinic_does(
    app_of, karen, sara, knee, holm, consultation
):
    own = await booked(karen, knee, holm, TOMORROW, NINE)
    staff = await app_of(sara)
    async with aclosing(await (await app_of(karen)).follows(MINE)) as stream:
        first = await until(stream, lambda it: it["cause"] == "SNAPSHOT")
        assert [it["id"] for it in first["appointments"]] == [consultation.appointment_id, own.id]
        assert first["appointments"][0]["consultation"] == {"state": "SCHEDULED"}
        assert (first["hold"], first["requests"], first["unreadConfirmations"]) == (None, [], 2)

        later = slot(knee, holm, TOMORROW + timedelta(hours=1))
        await staff.asks(MOVE_FOR_PATIENT, id=own.id, slot=later)
        then = "2026-03-03T09:00:00+00:00"
        await until(stream, lambda it: it["appointments"][1]["startsAt"] == then)

        await staff.asks(CANCEL, id=own.id)
        left = await until(stream, lambda it: len(it["appointments"]) == 1)
        assert left["unreadConfirmations"] == 1


async def test_and_what_is_held_and_asked_for_in_another_tab(
    app_of, karen, sara, knee, doctor, holm, by_request
):
    tab = await app_of(karen)
    async with aclosing(await (await app_of(karen)).follows(MINE)) as stream:
        await tab.asks(HOLD, slot=slot(doctor, holm))
        held = await until(stream, lambda it: it["hold"] is not None)
        assert held["hold"] == {"startsAt": "2026-03-03T08:00:00+00:00"}

        asked = await tab.asks(ASK, service=knee.id)
        await until(stream, lambda it: [r["state"] for r in it["requests"]] == ["OPEN"])

        await (await app_of(sara)).asks(DECLINE, request=asked["id"], reason="Ingen tider")
        declined = {"state": "DECLINED", "reason": "Ingen tider"}
        await until(stream, lambda it: it["requests"] == [declined])


async def test_what_time_alone_changes_is_sent_when_it_does(app_of, karen, consultation, clock):
    """At the end of the fifteen minutes after it, a booking is no longer active."""
    clock.goes(consultation.join_closes_at - timedelta(seconds=0.2))
    async with aclosing(await (await app_of(karen)).follows(MINE)) as stream:
        first = await until(stream, lambda it: True)
        assert len(first["appointments"]) == 1

        clock.goes(seconds=1)
        await until(stream, lambda it: it["appointments"] == [])


async def first_looks(app, document, tabs):
    """How often so many tabs that open at once read what both lists have in them."""
    async with AsyncExitStack() as stack:
        streams = [
            await stack.enter_async_context(aclosing(await app.follows(document)))
            for _ in range(tabs)
        ]
        with counting() as statements:
            await asyncio.gather(*(anext(stream) for stream in streams))
    return len([it for it in statements if 'FROM "appointment_request"' in it])


@pytest.mark.parametrize("document", [MINE_BRIEFLY, WAITING])
async def test_many_who_look_at_once_are_one_read(app_of, karen, sara, document):
    app = await app_of(karen if document is MINE_BRIEFLY else sara)

    assert await first_looks(app, document, 20) == await first_looks(app, document, 1)


async def test_nobody_elses_is_in_it(app_of, ole, consultation):
    async with aclosing(await (await app_of(ole)).follows(MINE)) as stream:
        first = await until(stream, lambda it: True)

    assert (first["appointments"], first["unreadConfirmations"]) == ([], 0)


async def test_a_coordinator_sees_at_once_who_asks_and_who_has_been_given_a_time(
    app_of, karen, sara, knee, holm, by_request
):
    staff = await app_of(sara)
    async with aclosing(await (await app_of(sara)).follows(WAITING)) as stream:
        assert (await until(stream, lambda it: True))["cases"] == []

        asked = await (await app_of(karen)).asks(ASK, service=knee.id, wishes="Fredag")
        seen = await until(stream, lambda it: it["open"] == 1)
        [case] = seen["cases"]
        assert case["request"] == {"id": asked["id"], "wishes": "Fredag"}
        assert case["patient"] == {"name": "Karen Vig"}

        jens = await app_of(await a_patient("Jens Bo"))
        await jens.asks(ASK, service=knee.id)
        await until(stream, lambda it: it["open"] == 2)

        await staff.asks(ALLOCATE, request=asked["id"], slot=slot(knee, holm))
        left = await until(stream, lambda it: it["open"] == 1)
        assert [it["patient"]["name"] for it in left["cases"]] == ["Jens Bo"]


async def test_who_waits_is_the_coordinators_to_follow(app_of, dr_holm):
    async with aclosing(await (await app_of(dr_holm)).follows(WAITING)) as stream:
        result = await anext(stream)

    assert result.errors[0].extensions["code"] == "NOT_YOUR_ROLE"
