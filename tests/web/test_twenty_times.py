"""Two hundred clients want twenty times, over HTTP, from two server processes."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest

from models import Appointment, BookingConfirmation, Consultation, ScheduleRule
from models.appointment import OCCUPYING
from models.schedule import offered
from models.times import danish_day
from tests.cast import opening
from tests.processes import a_process
from tests.web.test_one_time_for_all import a_session, books

# Each takes less than 30 seconds where nothing else runs.
pytestmark = pytest.mark.timeout(300)

CLIENTS, TIMES = 200, 20


async def test_of_two_hundred_who_want_twenty_times_twenty_get_one(
    database_url, doctor, holm, tmp_path
):
    """Each wants one of them, and when it is gone the nearest that is still free."""
    await opening(holm, closes=9 * 60 + 30 * TIMES)
    wanted = await twenty_slots(doctor, holm)
    tokens = [await a_session(n) for n in range(CLIENTS)]

    async with AsyncExitStack() as running:
        servers = [
            await running.enter_async_context(a_process(database_url, tmp_path)) for _ in range(2)
        ]
        answers = await asyncio.gather(
            *(
                persists(servers[n % 2].url, token, wanted[n % TIMES], set(wanted))
                for n, token in enumerate(tokens)
            )
        )

    kinds = Counter(answer["__typename"] for answer in answers)
    assert kinds == {"Appointment": TIMES, "SlotTaken": CLIENTS - TIMES}
    booked = await Appointment.filter(state__in=OCCUPYING)
    assert len({one.starts_at for one in booked}) == len(booked) == TIMES
    assert await Consultation.all().count() == await BookingConfirmation.all().count() == TIMES


async def persists(url, token, slot, wanted):
    """Until one has a time, or none of the twenty is offered any more."""
    while True:
        answer = await books(url, token, slot)
        alternatives = [one["id"] for one in answer.get("alternatives", ()) if one["id"] in wanted]
        if answer["__typename"] == "Appointment" or not alternatives:
            return answer
        slot = alternatives[0]


async def twenty_slots(service, clinician):
    now = datetime.now(UTC)
    days = [danish_day(now) + timedelta(days=n) for n in range(1, 15)]
    found = offered(service, await ScheduleRule.filter(clinician=clinician), days, now)
    return [slot.id for slot in found[:TIMES]]
