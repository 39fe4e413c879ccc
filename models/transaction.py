"""The only place that opens a transaction.

Tortoise's transactions do not survive a cancellation, and Strawberry cancels whenever a client
goes away. So each runs in a shielded task of its own: whoever asked may leave, the transaction
is finished all the same.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import DBConnectionError
from tortoise.transactions import in_transaction

T = TypeVar("T")

PASSING_FAULTS = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.ConnectionDoesNotExistError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    DBConnectionError,
)
"""What passes by itself: a deadlock, a restarted database, a lost connection. Nothing was kept,
and one may begin again, from reading: objects that were being saved are used up."""

DATABASE_AWAY = (
    *PASSING_FAULTS,
    asyncpg.PostgresConnectionError,
    # It is shutting down, starting up, or its operator has ended our connection.
    asyncpg.OperatorInterventionError,
    asyncpg.TooManyConnectionsError,
    # Refused, reset, or not answered in time.
    OSError,
    TimeoutError,
)
"""The database cannot be asked just now. Whoever only reads may wait, and ask again."""


def is_away(fault: BaseException | None) -> bool:
    """Whether to say "try again". An `InterfaceError` can also mean that we have given a value
    that fits no column: that is a ValueError too, and does not pass."""
    return isinstance(fault, DATABASE_AWAY) and not isinstance(fault, ValueError)


_running: set["asyncio.Task[object]"] = set()


class Undo(Exception):
    """Raised inside a transaction to leave everything as it was."""


async def in_one_transaction(body: Callable[[BaseDBAsyncClient], Awaitable[T]]) -> T:
    """All of `body` happens, or nothing does; also when the caller is cancelled meanwhile."""

    async def transaction() -> T:
        async with in_transaction() as connection:
            return await body(connection)

    return await to_the_end(transaction)


async def to_the_end(work: Callable[[], Awaitable[T]]) -> T:
    """Done in a task of its own, which a cancelled caller leaves alone."""

    async def task_of_its_own() -> T:
        return await work()

    task = asyncio.create_task(task_of_its_own())
    _running.add(task)
    task.add_done_callback(_running.discard)
    return await asyncio.shield(task)


async def all_finished(at_most: float = 3) -> None:
    """Wait for the running ones, before the connections are closed."""
    if _running:
        await asyncio.wait(_running, timeout=at_most)
