"""Tortoise's PostgreSQL, with limits: nobody waits for ever for a place in the pool.

This module is the `engine` of Tortoise's configuration, which takes its `client_class`.
"""

import asyncio
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient

ACQUIRE_WITHIN = 10.0
"""Seconds. Whoever has waited so long for a connection would have no time left to use it."""

CLOSE_WITHIN = 1.0
"""Seconds for saying goodbye. What was being changed is finished before (`all_finished`)."""


class Pool(asyncpg.Pool):  # type: ignore[misc]
    def acquire(self, *, timeout: float | None = None) -> Any:
        return super().acquire(timeout=ACQUIRE_WITHIN if timeout is None else timeout)


class Client(AsyncpgDBClient):
    async def create_pool(self, **wanted: Any) -> asyncpg.Pool:
        return await _pool(**wanted)

    async def _close(self) -> None:
        if self._pool is not None:
            try:
                async with asyncio.timeout(CLOSE_WITHIN):
                    await self._pool.close()
            except TimeoutError:
                self._pool.terminate()
            self._pool = None


def _pool(**wanted: Any) -> Pool:
    """As `asyncpg.create_pool` makes one."""
    defaults: dict[str, Any] = {
        "min_size": 1,
        "max_size": 10,
        "max_queries": 50_000,
        "max_inactive_connection_lifetime": 300.0,
        "connect": None,
        "setup": None,
        "init": None,
        "reset": _nothing_to_reset,
        "loop": None,
        "connection_class": asyncpg.Connection,
        "record_class": asyncpg.Record,
    }
    return Pool(**{**defaults, **wanted})


async def _nothing_to_reset(_: object) -> None:
    """asyncpg rolls back what is left open; we listen, lock and set nothing in the pool, so the
    statement that undoes that would only cost as much as a read of ours."""


client_class = Client
