"""A server that is told to stop: streams end so that clients come again, and nothing is torn."""

import asyncio
import signal
import time
from typing import Any

import asyncpg
import httpx2
import pytest

from bench.people import waiting
from bench.sockets import connect
from bench.speaking import CALL_IN, ROOM, Ours
from integrations.database import credentials
from models import Consultation
from models.consultation.states import State
from tests.deaf import a_deaf_client, until_stuck
from tests.processes import a_process

# Each takes less than 30 seconds where nothing else runs.
pytestmark = pytest.mark.timeout(300)

MOST = 10
"""Seconds for stopping, whatever the clients do."""

STREAMS = 200


class Followed:
    """One who follows a room on a socket."""

    def __init__(self, room):
        self.room = room.known()
        self.seen = asyncio.Event()
        self.ended = asyncio.get_running_loop().create_future()
        self.socket: Any = None

    async def begin(self, server):
        first = Ours().hello(self.room)
        self.socket = await connect(
            "127.0.0.1", server.port, "/graphql", first, self.heard, self.ended.set_result
        )
        async with asyncio.timeout(60):
            await self.seen.wait()

    def heard(self, text):
        if Ours().is_ack(text):
            self.socket.says(Ours().follow(self.room))
        elif Ours().is_value(text):
            self.seen.set()


async def stops(server):
    """How many seconds it takes."""
    began = time.monotonic()
    server.signal(signal.SIGTERM)
    async with asyncio.timeout(60):
        await server.process.wait()
    return time.monotonic() - began


async def test_hundreds_of_streams_end_with_come_again(db, database_url, tmp_path):
    rooms = await waiting(STREAMS)
    async with a_process(database_url, tmp_path) as server:
        followed = [Followed(room) for room in rooms]
        for some in range(0, STREAMS, 20):
            await asyncio.gather(*(one.begin(server) for one in followed[some : some + 20]))

        took = await stops(server)

        codes = {await one.ended for one in followed}
    assert codes == {1012}
    assert took < MOST
    assert server.process.returncode == -signal.SIGTERM
    assert "Traceback" not in server.log


async def test_the_embedded_database_stops_with_the_server(tmp_path):
    async with a_process("", tmp_path) as server:
        running = tmp_path / "postgres" / "postmaster.pid"
        assert running.exists()

        await stops(server)

    assert not running.exists()
    assert "Traceback" not in server.log


async def test_an_event_stream_ends_without_saying_that_it_is_complete(db, database_url, tmp_path):
    """So a client comes again; `complete` would tell it that there is nothing more to come."""
    [room] = await waiting(1)
    async with (
        a_process(database_url, tmp_path) as server,
        httpx2.AsyncClient(base_url=server.url, timeout=30) as http,
    ):
        headers = {"Authorization": f"Bearer {room.patient_token}", "Accept": "text/event-stream"}
        body = {"query": ROOM, "variables": {"id": room.consultation}}
        async with http.stream("POST", "/graphql", json=body, headers=headers) as stream:
            lines = stream.aiter_lines()
            async for line in lines:
                if line.startswith("data: {"):
                    break
            stopping = asyncio.create_task(stops(server))
            rest = [line async for line in lines]

        took = await stopping
    assert not [line for line in rest if "complete" in line]
    assert took < MOST
    assert "graceful shutdown exceeded" not in server.log, "nor does it use up the time there is"
    assert "Traceback" not in server.log


async def test_what_is_being_done_is_finished(db, database_url, tmp_path):
    """The clinician's call waits for a lock, while the server is told to stop."""
    [room] = await waiting(1)
    lock = await asyncpg.connect(**credentials(database_url))
    async with (
        a_process(database_url, tmp_path) as server,
        httpx2.AsyncClient(base_url=server.url, timeout=30) as http,
    ):
        async with lock.transaction():
            await lock.execute(
                "SELECT 1 FROM consultation WHERE id = $1 FOR UPDATE", room.consultation
            )
            calling = asyncio.create_task(calls_in(http, room))
            await somebody_waits_for_a_lock(lock)
            stopping = asyncio.create_task(stops(server))
            await asyncio.sleep(1)
            assert not calling.done()

        answer, took = await calling, await stopping
    await lock.close()
    assert answer == {"data": {"callIn": {"__typename": "Consultation"}}}
    assert (await Consultation.get(id=room.consultation)).state is State.CLINICIAN_READY
    assert took < MOST


async def calls_in(http, room):
    body = {"query": CALL_IN, "variables": {"id": room.consultation}}
    token = {"Authorization": f"Bearer {room.staff_token}"}
    return (await http.post("/graphql", json=body, headers=token)).json()


async def somebody_waits_for_a_lock(connection):
    """In this database: other tests run on the same server, each in one of its own."""
    waiting = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    async with asyncio.timeout(60):
        while not await connection.fetchval(waiting):
            await asyncio.sleep(0.02)
            # Within a transaction it is the same view of who is connected each time.
            await connection.execute("SELECT pg_stat_clear_snapshot()")


async def test_who_does_not_read_does_not_keep_it_from_stopping(db, database_url, tmp_path):
    """Long before it would have been let go for not reading."""
    [room] = await waiting(1)
    async with a_process(database_url, tmp_path, peer_timeout=300) as server:
        with a_deaf_client(server, room):
            await until_stuck(server)

            took = await stops(server)
    assert took < MOST
    assert "Traceback" not in server.log
    assert "graceful shutdown exceeded" not in server.log, "it was let go before"
