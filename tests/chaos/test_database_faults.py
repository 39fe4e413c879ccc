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
        await whoever_asks_is_told_to_come_again(server, rooms[0])
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


async def whoever_asks_is_told_to_come_again(server, room):
    """503 to scripts and to people, and in the log no fault of ours."""
    cookie = {"Cookie": f"aleris_patient={room.patient_token}", "X-Aleris-Client": "test"}
    async with httpx2.AsyncClient(base_url=server.url, headers=cookie) as http:
        for media_type in ("application/json", "application/graphql-response+json"):
            asked = await http.post(
                "/graphql", json={"query": "{ me { name } }"}, headers={"Accept": media_type}
            )
            [error] = asked.json()["errors"]
            assert error["extensions"]["code"] == "UNAVAILABLE"
            assert (asked.status_code, asked.headers["Retry-After"]) == (503, "5")
        page = await http.get("/a/apt_1", headers={"Accept": "text/html", "Accept-Language": "en"})
        assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
        assert "We cannot answer just now" in page.text
        assert "+4536372700" in page.text
        pdf = await http.get(
            "/documents/confirmations/conf_1.pdf", headers={"Accept": "application/pdf"}
        )
        assert pdf.status_code == 503, pdf.text
    assert "Failed at" not in server.log
