"""The hub: who in this process follows what, and how they are told to look again.

The whole process listens on one channel; the topics travel in the message. A listener holds one
flag, never a queue: a slow client costs a constant, and a burst is one look.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from typing import Any, Self

from broadcaster import Broadcast
from tortoise.backends.base.client import BaseDBAsyncClient

from integrations.broadcast.postgres import CHANNEL
from integrations.broadcast.supervised import RESYNC, SupervisedBackend
from integrations.broadcast.topics import checked, messages

log = logging.getLogger("aleris.bus")


class Listener:
    """One who follows something: a flag that says "look again"."""

    def __init__(self) -> None:
        self._dirty = asyncio.Event()

    def mark(self) -> None:
        self._dirty.set()

    async def changed(self, at_most: timedelta) -> bool:
        """True as soon as it was told; False when so much time has passed instead."""
        try:
            async with asyncio.timeout(at_most.total_seconds()):
                await self._dirty.wait()
        except TimeoutError:
            return False
        finally:
            self._dirty.clear()
        return True


class Hub:
    def __init__(self, backend: SupervisedBackend) -> None:
        self._backend = backend
        self._broadcast = Broadcast(backend=backend)
        self._listeners: dict[str, set[Listener]] = {}
        self._to_publish: dict[str, None] = {}
        self._publish_now = asyncio.Event()
        self.unreadable = 0
        """Messages that were none of ours."""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        async with self._broadcast:
            tasks = [asyncio.create_task(self._hear(), name="hub")]
            if not self._backend.tells_within_transactions:
                tasks.append(asyncio.create_task(self._publish(), name="hub-publisher"))
            try:
                yield self
            finally:
                for task in tasks:
                    task.cancel()
                    with suppress(asyncio.CancelledError):
                        await task

    @property
    def connected(self) -> bool:
        return self._backend.connected

    @property
    def listening(self) -> int:
        return len({listener for group in self._listeners.values() for listener in group})

    @contextmanager
    def listen(self, *topics: str) -> Iterator[Listener]:
        listener = Listener()
        for topic in checked(topics):
            self._listeners.setdefault(topic, set()).add(listener)
        try:
            yield listener
        finally:
            for topic in topics:
                group = self._listeners[topic]
                group.discard(listener)
                if not group:
                    del self._listeners[topic]

    async def tell_within(self, connection: BaseDBAsyncClient, topics: Collection[str]) -> None:
        """Tell as part of the transaction: after its commit, or never."""
        if self._backend.tells_within_transactions:
            for message in messages(topics):
                await connection.execute_query("SELECT pg_notify($1, $2)", [CHANNEL, message])

    def told(self, topics: Collection[str]) -> None:
        """After the commit: this process at once, and the others if the database does not."""
        for topic in checked(topics):
            self._mark(topic)
        if not self._backend.tells_within_transactions:
            self._to_publish.update(dict.fromkeys(topics))
            self._publish_now.set()

    def everyone_looks_again(self) -> None:
        for group in self._listeners.values():
            for listener in group:
                listener.mark()

    def _mark(self, topic: str) -> None:
        for listener in self._listeners.get(topic, ()):
            listener.mark()

    async def _hear(self) -> None:
        async with self._broadcast.subscribe(CHANNEL) as channel:
            # What was told before we listened was told to nobody.
            self.everyone_looks_again()
            while True:
                event = await channel.get()
                self._look(event.message if event else None)

    def _look(self, message: Any) -> None:
        if message == RESYNC:
            self.everyone_looks_again()
            return
        try:
            for topic in checked(json.loads(message)):
                self._mark(topic)
        except (TypeError, ValueError):
            self.unreadable += 1

    async def _publish(self) -> None:
        """What cannot be published now is published later; meanwhile it grows by topics only."""
        while True:
            await self._publish_now.wait()
            self._publish_now.clear()
            topics, self._to_publish = self._to_publish, {}
            try:
                for message in messages(list(topics)):
                    await self._broadcast.publish(CHANNEL, message)
            except Exception as fault:
                log.warning("Could not publish: %s", type(fault).__name__)
                self._to_publish |= topics
                self._publish_now.set()
                await asyncio.sleep(0.2)
