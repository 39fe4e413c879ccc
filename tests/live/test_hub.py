"""The bus: what is told is heard, and whoever may have missed something looks again."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
import pytest
from redis.asyncio import Redis
from tortoise import Tortoise

from integrations.broadcast import Hub, PostgresBackend, RedisBackend
from integrations.database import credentials
from models.transaction import in_one_transaction

SOON = timedelta(seconds=20)
"""Far longer than it takes: a test that waits so long has failed."""

NEVER = timedelta(milliseconds=300)
"""The only wait for something that must not happen."""


class PostgresBus:
    def __init__(self, url):
        self.url = url

    def hub(self):
        return Hub(PostgresBackend(credentials(self.url)))

    async def tell(self, hub, *topics):
        await in_one_transaction(lambda connection: hub.tell_within(connection, topics))
        hub.told(topics)

    async def cut_connections(self):
        server = await asyncpg.connect(**credentials(self.url))
        await server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE query ILIKE '%LISTEN%' AND pid <> pg_backend_pid()"
        )
        await server.close()

    async def say(self, message):
        await Tortoise.get_connection("default").execute_query(
            "SELECT pg_notify('live', $1)", [message]
        )


class RedisBus:
    def __init__(self, url):
        self.url = url

    def hub(self):
        return Hub(RedisBackend(self.url))

    async def tell(self, hub, *topics):
        hub.told(topics)

    async def cut_connections(self):
        async with Redis.from_url(self.url) as client:
            await client.client_kill_filter(_type="pubsub")

    async def say(self, message):
        async with Redis.from_url(self.url) as client:
            await client.publish("live", message)


@pytest.fixture(params=["postgres", "redis"])
def bus(request, db, database_url):
    if request.param == "postgres":
        return PostgresBus(database_url)
    return RedisBus(request.getfixturevalue("redis").url)


@asynccontextmanager
async def running(bus):
    async with bus.hub().running() as hub:
        await connected(hub)
        yield hub


async def connected(hub):
    """The first look that a new connection asks for is over."""
    with hub.listen("a:start") as listener:
        async with asyncio.timeout(SOON.total_seconds()):
            while not hub.connected:
                await asyncio.sleep(0.01)
        await listener.changed(NEVER)


async def test_who_listens_is_told_in_every_process(bus):
    async with running(bus) as here, running(bus) as there:
        with here.listen("con:1") as near, there.listen("con:1") as far:
            await bus.tell(here, "con:1")

            assert await near.changed(SOON)
            assert await far.changed(SOON)


async def test_who_listens_to_something_else_is_left_alone(bus):
    async with running(bus) as here, running(bus) as there:
        with there.listen("con:1") as this, there.listen("con:2") as other:
            await bus.tell(here, "con:1")

            assert await this.changed(SOON)
            assert not await other.changed(NEVER)


async def test_a_burst_is_one_look(bus):
    async with running(bus) as hub:
        with hub.listen("con:1") as listener, hub.listen("con:2") as last:
            for _ in range(50):
                await bus.tell(hub, "con:1")
            await bus.tell(hub, "con:2")
            assert await last.changed(SOON)

            assert await listener.changed(SOON)
            await listener.changed(NEVER)
            assert not await listener.changed(NEVER)


async def test_of_many_who_begin_at_once_all_are_told(bus):
    """broadcaster forgets all but one of those who subscribe at the same moment."""

    async def hears(hub):
        with hub.listen("con:1") as listener:
            ready.release()
            return await listener.changed(SOON)

    ready = asyncio.Semaphore(0)
    async with running(bus) as here, running(bus) as there:
        listeners = [asyncio.create_task(hears(there)) for _ in range(50)]
        for _ in listeners:
            await ready.acquire()
        await bus.tell(here, "con:1")

        assert all(await asyncio.gather(*listeners))


async def test_after_a_lost_connection_everyone_looks_again_and_hears_again(bus):
    async with running(bus) as here, running(bus) as there:
        with there.listen("con:1") as listener:
            await bus.cut_connections()
            assert await listener.changed(SOON), "the gap must not be silent"
            await connected(there)
            await bus.tell(here, "con:1")

            assert await listener.changed(SOON)


async def test_what_is_no_message_of_ours_does_no_harm(bus):
    async with running(bus) as hub:
        with hub.listen("con:1") as listener:
            for nonsense in ("nonsense", "5", "null", '["NO TOPIC"]', "[5]", '{"a": 1}'):
                await bus.say(nonsense)
            await bus.tell(hub, "con:1")

            assert await listener.changed(SOON)


async def test_who_stops_listening_leaves_nothing_behind(bus):
    before = asyncio.all_tasks()
    async with running(bus) as hub:
        with hub.listen("con:1", "patient:1"):
            assert hub.listening == 1
        assert hub.listening == 0

    assert asyncio.all_tasks() == before


async def test_nothing_is_told_of_a_change_that_was_undone(db, database_url):
    bus = PostgresBus(database_url)

    async def undone(connection):
        await here.tell_within(connection, ["con:1"])
        raise RuntimeError("the change did not happen")

    async with running(bus) as here, running(bus) as there:
        with there.listen("con:1") as listener:
            with pytest.raises(RuntimeError):
                await in_one_transaction(undone)

            assert not await listener.changed(NEVER)


async def test_we_start_and_serve_while_redis_is_down_and_hear_when_it_is_up(redis):
    redis.stop()
    bus = RedisBus(redis.url)

    async with bus.hub().running() as hub:
        with hub.listen("con:1") as listener:
            hub.told(["con:1"])
            assert await listener.changed(SOON), "this process needs no bus"
            assert not hub.connected
            redis.start()
            await connected(hub)

            await bus.say('["con:1"]')
            assert await listener.changed(SOON)


async def test_what_could_not_be_published_is_published_when_redis_is_back(redis):
    bus = RedisBus(redis.url)
    async with running(bus) as here, running(bus) as there:
        with there.listen("con:1") as listener:
            redis.stop()
            here.told(["con:1"])
            redis.start()

            assert await listener.changed(SOON)


async def test_a_frozen_redis_is_noticed_and_healed(redis):
    bus = RedisBus(redis.url)
    async with running(bus) as hub:
        redis.freeze()
        async with asyncio.timeout(SOON.total_seconds()):
            while hub.connected:
                await asyncio.sleep(0.05)
        redis.thaw()
        await connected(hub)

        with hub.listen("con:1") as listener:
            await bus.say('["con:1"]')
            assert await listener.changed(SOON)


@pytest.mark.parametrize("topic", ["con 1", "Karen Vig", "con:", ":1", "con:1\n"])
def test_only_ids_are_topics(topic):
    hub = Hub(RedisBackend("redis://127.0.0.1:1"))

    with pytest.raises(ValueError, match="a kind and an id"):
        hub.told([topic])
