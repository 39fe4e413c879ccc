"""LISTEN and NOTIFY: the database is the bus, so nothing can be committed and not told."""

import asyncio
from typing import Any

import asyncpg

from integrations.broadcast.supervised import SupervisedBackend

CHANNEL = "live"
PROBE_AFTER = 2.0
"""Seconds of silence after which we ask whether the connection still is one."""
TIMEOUT = 3.0


class PostgresBackend(SupervisedBackend):
    tells_within_transactions = True

    def __init__(self, connect: dict[str, Any]) -> None:
        """`connect` is what asyncpg wants to know; a connection of its own, beside the pool."""
        super().__init__()
        self._connect = connect

    async def publish(self, channel: str, message: str) -> None:
        raise NotImplementedError("What is told is told within the transaction: Hub.tell_within")

    async def listen(self) -> None:
        connection = await asyncpg.connect(
            **self._connect, timeout=TIMEOUT, command_timeout=TIMEOUT
        )
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        try:
            await connection.add_listener(CHANNEL, lambda *heard: self._heard(heard[-1]))
            self._is_connected()
            while not lost.is_set():
                try:
                    await asyncio.wait_for(lost.wait(), PROBE_AFTER)
                except TimeoutError:
                    await connection.fetchval("SELECT 1")
        finally:
            connection.terminate()
