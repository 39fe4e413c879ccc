"""STOP-GAP until the supervised one lands."""

import asyncio
import json
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import Any, Self

import asyncpg


class SupervisedBackend: ...


class RedisBackend(SupervisedBackend):
    def __init__(self, url: str) -> None: ...


class PostgresBackend(SupervisedBackend):
    def __init__(self, connect: dict[str, Any]) -> None:
        self.connect = connect


class Listener:
    def __init__(self) -> None:
        self._event = asyncio.Event()

    async def changed(self, at_most: timedelta) -> bool:
        try:
            async with asyncio.timeout(at_most.total_seconds()):
                await self._event.wait()
            return True
        except TimeoutError:
            return False
        finally:
            self._event.clear()


class Hub:
    def __init__(self, backend: Any) -> None:
        self._b = backend
        self._topics: dict[str, set[Listener]] = {}
        self.connected = False

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        c = await asyncpg.connect(**self._b.connect)

        def cb(_c: Any, _p: Any, _ch: Any, payload: str) -> None:
            for t in json.loads(payload):
                self._mark(t)

        await c.add_listener("live", cb)
        self.connected = True
        try:
            yield self
        finally:
            await c.close()

    def _mark(self, t: str) -> None:
        for l in self._topics.get(t, ()):
            l._event.set()

    @contextmanager
    def listen(self, *topics: str) -> Iterator[Listener]:
        l = Listener()
        for t in topics:
            self._topics.setdefault(t, set()).add(l)
        try:
            yield l
        finally:
            for t in topics:
                self._topics[t].discard(l)
                if not self._topics[t]:
                    del self._topics[t]

    async def tell_within(self, connection: Any, topics: Collection[str]) -> None:
        await connection.execute_query(
            "SELECT pg_notify($1, $2)", ["live", json.dumps(list(topics))]
        )

    def told(self, topics: Collection[str]) -> None:
        for t in topics:
            self._mark(t)

    def everyone_looks_again(self) -> None:
        for s in self._topics.values():
            for l in s:
                l._event.set()
