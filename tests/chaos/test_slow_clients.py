"""Clients that do not read: they cost the server next to nothing, and are let go after a while."""

import asyncio
import json
import os
import signal
import sys
from contextlib import asynccontextmanager

import asyncpg
import pytest

from bench.people import waiting
from integrations.database import credentials
from tests.chaos.hospital import WITHDRAW, act, all_see, patients_follow
from tests.deaf import a_deaf_client, unsent, until_stuck
from tests.processes import a_process

# Each takes less than 40 seconds where nothing else runs.
pytestmark = pytest.mark.timeout(300)

PEER_TIMEOUT = 10
"""Half of it is for answering a ping: on a busy machine those who read are to stay."""
ROOMS = 10
MEGABYTE = 1024 * 1024


@pytest.fixture
async def rooms(db):
    return await waiting(ROOMS)


@asynccontextmanager
async def another_process_follows(server, rooms):
    """A process that can be frozen, as a telephone in a pocket is."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.driver"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    job = {
        "which": "ours",
        "host": "127.0.0.1",
        "port": server.port,
        "acts_at_once": 1,
        "rooms": [room.known() for room in rooms],
    }
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(job).encode() + b"\n")
    assert b"connected_in" in await process.stdout.readline()
    try:
        yield process
    finally:
        process.kill()
        await process.wait()


async def test_who_reads_nothing_is_let_go_and_costs_little_until_then(
    rooms, database_url, tmp_path
):
    """20 MB of answers are asked for and not read: they are not made, or not kept."""
    async with a_process(database_url, tmp_path, peer_timeout=PEER_TIMEOUT) as server:
        before = server.memory
        with a_deaf_client(server, rooms[0]):
            await until_stuck(server)
            held = server.memory - before
            async with asyncio.timeout(8 * PEER_TIMEOUT):
                while unsent(server.port):
                    await asyncio.sleep(0.2)

        assert held < 40 * MEGABYTE
        async with patients_follow(rooms, server) as patients:
            await act(server, rooms)
            await all_see(patients, "CLINICIAN_READY")
        server.assert_nothing_failed()


async def test_clients_that_are_frozen_are_let_go_and_the_others_notice_nothing(
    rooms, database_url, tmp_path
):
    async with (
        a_process(database_url, tmp_path, peer_timeout=PEER_TIMEOUT) as server,
        another_process_follows(server, rooms) as frozen,
        patients_follow(rooms, server) as patients,
    ):
        assert server.connections >= 2 * ROOMS
        os.kill(frozen.pid, signal.SIGSTOP)
        await act(server, rooms)
        await all_see(patients, "CLINICIAN_READY")
        async with asyncio.timeout(8 * PEER_TIMEOUT):
            while server.connections > ROOMS:
                await asyncio.sleep(0.2)

        await act(server, rooms, WITHDRAW)
        await all_see(patients, "WAITING")
        assert {patient.connects for patient in patients} == {1}
        server.assert_nothing_failed()


async def test_a_client_that_was_frozen_for_a_while_shows_what_is_true_when_it_goes_on(
    rooms, database_url, tmp_path
):
    """Not long enough to be let go: what it missed is one look, however much has happened."""
    async with (
        a_process(database_url, tmp_path) as server,
        another_process_follows(server, rooms) as frozen,
    ):
        os.kill(frozen.pid, signal.SIGSTOP)
        for _ in range(3):
            await act(server, rooms)
            await act(server, rooms, WITHDRAW)
        os.kill(frozen.pid, signal.SIGCONT)
        # Now it acts itself, and each of its rooms hears of it.
        frozen.stdin.write(b"go\n")
        async with asyncio.timeout(60):
            result = json.loads(await frozen.stdout.readline())

        assert (len(result["latencies"]), result["ended"]) == (ROOMS, 0)
        server.assert_nothing_failed()


EVENTS = 100
A_LEAK = 1000
"""Bytes for each event: graphql-core alone would keep 3,000 and more."""


async def test_memory_is_the_same_after_thousands_of_events(rooms, database_url, tmp_path):
    bus = await asyncpg.connect(**credentials(database_url))
    async with (
        a_process(database_url, tmp_path) as server,
        patients_follow(rooms, server) as patients,
    ):
        await events(bus, patients, EVENTS)
        grown = []
        for _ in range(3):
            before = server.memory
            await events(bus, patients, EVENTS)
            grown.append(server.memory - before)
        server.assert_nothing_failed()
    await bus.close()
    # A leak grows each time. Another connection of the pool, or a page of the heap, once.
    assert min(grown) < EVENTS * ROOMS * A_LEAK


async def events(bus, patients, number):
    """So many in each room; the next when everybody has seen the one before."""
    topics = json.dumps([f"consultation:{patient.room.consultation}" for patient in patients])
    for _ in range(number):
        seen = [patient.values for patient in patients]
        await bus.execute("SELECT pg_notify('live', $1)", topics)
        async with asyncio.timeout(20):
            while any(p.values <= n for p, n in zip(patients, seen, strict=True)):
                await asyncio.sleep(0.002)
