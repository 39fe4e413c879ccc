"""X1: a hundred patients want one time, over HTTP, from one server process and from two."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from models import Appointment, BookingConfirmation, Consultation, ScheduleRule, Session
from models.consent import new_secret
from models.schedule import offered
from models.times import danish_day
from tests.cast import a_patient, opening
from tests.processes import a_process

BOOK = """
  mutation Book($slot: ID!) {
    bookAppointment(input: { slotId: $slot }) {
      __typename
      ... on SlotTaken { alternatives { id } }
    }
  }
"""

# Each takes less than 30 seconds where nothing else runs.
pytestmark = pytest.mark.timeout(300)

PATIENTS = 100


@pytest.mark.parametrize("processes", [1, 2])
async def test_of_a_hundred_who_want_a_time_one_gets_it(
    processes, database_url, doctor, holm, tmp_path
):
    await opening(holm)
    slot = (await a_slot(doctor, holm)).id
    tokens = [await a_session(n) for n in range(PATIENTS)]

    async with AsyncExitStack() as running:
        servers = [
            await running.enter_async_context(a_process(database_url, tmp_path))
            for _ in range(processes)
        ]
        answers = await asyncio.gather(
            *(books(servers[n % processes].url, token, slot) for n, token in enumerate(tokens))
        )

    kinds = Counter(answer["__typename"] for answer in answers)
    assert kinds == {"Appointment": 1, "SlotTaken": PATIENTS - 1}
    assert all(a["alternatives"] for a in answers if a["__typename"] == "SlotTaken")
    assert await Appointment.all().count() == 1
    assert await Consultation.all().count() == 1
    assert await BookingConfirmation.all().count() == 1


async def books(url, token, slot):
    async with httpx2.AsyncClient(base_url=url, timeout=60) as http:
        answer = await http.post(
            "/graphql",
            json={"query": BOOK, "variables": {"slot": slot}},
            headers={"Authorization": f"Bearer {token}"},
        )
    body = answer.json()
    assert "errors" not in body, body
    return body["data"]["bookAppointment"]


async def a_slot(service, clinician):
    now = datetime.now(UTC)
    days = [danish_day(now) + timedelta(days=n) for n in range(1, 8)]
    return offered(service, await ScheduleRule.filter(clinician=clinician), days, now)[0]


async def a_session(number):
    patient, token = await a_patient(f"Patient {number}"), new_secret()
    await Session.start(token, datetime.now(UTC), patient_id=patient.id).save()
    return token
