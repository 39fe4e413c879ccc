"""The bus of most installations: the database itself, by LISTEN and NOTIFY."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Any, ClassVar

import asyncpg
from broadcaster import Event
from tortoise.backends.base.client import BaseDBAsyncClient

from integrations.broadcast.backend import SupervisedBackend

NAME = "aleris-live"
"""What the line is called in pg_stat_activity."""

NOTIFY = "SELECT pg_notify($1, $2)"


class PostgresBackend(SupervisedBackend):
    """A line of its own to PostgreSQL, beside the pool: LISTEN belongs to one session.

    It cannot go through PgBouncer in transaction mode, which gives each statement another session.
    """

    tells_within_transactions: ClassVar[bool] = True

    def __init__(self, credentials: Mapping[str, Any], **patience: float) -> None:
        """`credentials` are the keyword arguments of `asyncpg.connect`."""
        super().__init__(**patience)
        self._credentials = credentials
        self._line: asyncpg.Connection | None = None
        # broadcaster notifies on the connection that listens, where two at once raise
        # `InterfaceError: another operation is in progress`.
        self._turn = asyncio.Lock()

    async def connect(self) -> None:
        self._turn = asyncio.Lock()
        await super().connect()

    async def tell_within(self, connection: BaseDBAsyncClient, channel: str, message: str) -> None:
        """PostgreSQL passes it on at the commit, and forgets it with a rollback."""
        await connection.execute_query(NOTIFY, [channel, message])

    async def publish(self, channel: str, message: str) -> None:
        """For what is told outside a transaction. A change is told within its own."""
        await self._ask(NOTIFY, channel, message)

    async def _session(self, channels: Collection[str]) -> None:
        line = await self._connect()
        closed = asyncio.Event()
        line.add_termination_listener(lambda _: closed.set())
        try:
            for channel in channels:
                await line.add_listener(channel, self._heard)
            self._line = line
            self._confirmed(channels)
            while not await _happens(closed, self.probe_after):
                await self._ask("SELECT 1")
            raise ConnectionError("PostgreSQL closed the line")
        finally:
            self._line = None
            line.terminate()

    async def _connect(self) -> asyncpg.Connection:
        patience = {"timeout": self.answer_within, "command_timeout": self.answer_within}
        named = {"server_settings": {"application_name": NAME}}
        return await asyncpg.connect(**{**named, **self._credentials, **patience})

    async def _ask(self, query: str, *arguments: str) -> None:
        async with self._turn:
            if self._line is None:
                raise ConnectionError("PostgreSQL is away")
            await self._line.execute(query, *arguments)

    def _heard(self, _line: object, _pid: int, channel: str, message: str) -> None:
        self._received(Event(channel, message))


async def _happens(event: asyncio.Event, at_most: float) -> bool:
    try:
        async with asyncio.timeout(at_most):
            return await event.wait()
    except TimeoutError:
        return False
