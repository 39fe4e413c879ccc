"""PostgreSQL crashes, or hangs, under open streams. They stay open, and show the truth after it."""

import asyncio
import signal

import httpx2
import pytest

from tests.chaos.hospital import (
    Patient,
    act,
    all_see,
    health_is,
    own_postgres,
    patients_follow,
    rooms_in,
)
from tests.processes import a_process

# Each takes less than 40 seconds where nothing else runs.
pytestmark = pytest.mark.timeout(300)

ROOMS = 20


@pytest.fixture(scope="module")
def postgres():
    with own_postgres() as postgres:
        yield postgres


async def asks(server, room):
    """By HTTP, as the clinician: the status, when to come again, and the code."""
    token = {"Authorization": f"Bearer {room.staff_token}"}
    async with httpx2.AsyncClient(base_url=server.url, headers=token, timeout=20) as http:
        answer = await http.post("/graphql", json={"query": "{ staff { name } }"})
    [error] = answer.json()["errors"]
    return answer.status_code, answer.headers["Retry-After"], error["extensions"]["code"]


async def test_postgresql_crashes_and_is_started_again(postgres, tmp_path):
    rooms = await rooms_in(postgres.url, ROOMS)
    async with (
        a_process(postgres.url, tmp_path) as server,
        patients_follow(rooms, server) as patients,
    ):
        postgres.stop_at_once()
        await health_is(server, 503)
        newcomer = Patient(rooms[0], server)
        assert await newcomer.is_sent_away_with() == 1013
        assert await asks(server, rooms[0]) == (503, "5", "UNAVAILABLE")
        await asyncio.sleep(2)
        postgres.start()

        await health_is(server, 200)
        await act(server, rooms)

        await all_see(patients, "CLINICIAN_READY")
        assert {patient.connects for patient in patients} == {1}, "sockets stay open"
        assert server.is_alive
        assert "Exception in ASGI" not in server.log


async def test_postgresql_hangs_and_goes_on(postgres, tmp_path):
    """The looks that are under way time out, are made again, and no client is shown an error."""
    rooms = await rooms_in(postgres.url, ROOMS)
    async with (
        a_process(postgres.url, tmp_path) as server,
        patients_follow(rooms, server) as patients,
    ):
        postgres.signal(signal.SIGSTOP)
        try:
            await health_is(server, 503)
            await asyncio.sleep(8)
            assert server.process.returncode is None
        finally:
            postgres.signal(signal.SIGCONT)

        await health_is(server, 200)
        await act(server, rooms)

        await all_see(patients, "CLINICIAN_READY")
        assert "Exception in ASGI" not in server.log
