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

ATTEMPTS = 3
"""For faults that pass by themselves: a deadlock, a restarted database, a lost connection."""

PASSING_FAULTS = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.ConnectionDoesNotExistError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    DBConnectionError,
)

_running: set["asyncio.Task[object]"] = set()


class Undo(Exception):
    """Raised inside a transaction to leave everything as it was."""


async def in_one_transaction(body: Callable[[BaseDBAsyncClient], Awaitable[T]]) -> T:
    """All of `body` happens, or nothing does; also when the caller is cancelled meanwhile."""
    task = asyncio.create_task(_attempts(body))
    _running.add(task)
    task.add_done_callback(_running.discard)
    return await asyncio.shield(task)


async def all_finished(at_most: float = 5) -> None:
    """Wait for the running ones, before the connections are closed."""
    if _running:
        await asyncio.wait(_running, timeout=at_most)


async def _attempts(body: Callable[[BaseDBAsyncClient], Awaitable[T]]) -> T:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            async with in_transaction() as connection:
                return await body(connection)
        except PASSING_FAULTS:
            if attempt == ATTEMPTS:
                raise
            await asyncio.sleep(0.05 * attempt)
    raise AssertionError("unreachable")
