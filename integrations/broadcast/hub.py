"""The hub: hears the bus once for the whole process, and wakes whoever listens."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Self

from broadcaster import Broadcast, Event
from tortoise.backends.base.client import BaseDBAsyncClient

from integrations.broadcast.backend import SupervisedBackend
from integrations.broadcast.health import Health
from integrations.broadcast.listeners import Listener, Listeners
from integrations.broadcast.looks import Looks
from integrations.broadcast.messages import CHANNEL, Resync, checked, read, written
from integrations.broadcast.outbox import Outbox
from integrations.broadcast.tasks import ended

log = logging.getLogger("aleris.live")

RESTART_AFTER = 0.5
"""Seconds. A task that fails at everything should not take the whole processor."""


class Hub:
    """Tells listeners to look again; never what there is to be seen."""

    def __init__(self, backend: SupervisedBackend) -> None:
        self._backend = backend
        self._listeners = Listeners()
        self._outbox = Outbox()
        self.looks = Looks()
        self._is_hearing = False
        self._signals = self._malformed = self._resyncs = self._restarts = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        """Never fails because the broker is down: then it is looked for until it is there."""
        async with Broadcast(backend=self._backend) as broadcast:
            publish = partial(broadcast.publish, CHANNEL)
            hearing = self._kept_going(partial(self._hear, broadcast))
            sending = self._kept_going(partial(self._outbox.keep_sending, publish))
            tasks = [asyncio.create_task(hearing), asyncio.create_task(sending)]
            try:
                yield self
            finally:
                await ended(*tasks)

    @contextmanager
    def listen(self, *topics: str) -> Iterator[Listener]:
        """Listen first, then look: what changes between the two is heard."""
        with self._listeners.listen(checked(topics)) as listener:
            yield listener

    async def tell_within(self, connection: BaseDBAsyncClient, topics: Collection[str]) -> None:
        """Inside the transaction that makes the change, so that none is made and not told.

        With Redis nothing can be told before the commit, so that is left to `told`.
        """
        for message in written(checked(topics)):
            await self._backend.tell_within(connection, CHANNEL, message)

    def told(self, topics: Collection[str]) -> None:
        """After the commit. Never waits, and never fails, whatever has become of the broker."""
        self._listeners.tell(checked(topics))
        if not self._backend.tells_within_transactions:
            self._outbox.add(topics)

    def everyone_looks_again(self) -> None:
        """In this process."""
        self._listeners.tell_everyone()

    @property
    def connected(self) -> bool:
        """Whether what is told elsewhere is heard here: the line is there, and so is the ear."""
        return self._is_hearing and self._backend.connected

    @property
    def listening(self) -> int:
        return len(self._listeners)

    def listening_to(self, topic: str) -> int:
        return self._listeners.to(topic)

    @property
    def health(self) -> Health:
        return Health(
            connected=self.connected,
            listeners=self.listening,
            signals=self._signals,
            malformed=self._malformed,
            resyncs=self._resyncs,
            losses=self._backend.losses,
            restarts=self._restarts,
            unsent=len(self._outbox),
            publish_errors=self._outbox.errors,
            shared_reads=self.looks.begun,
        )

    async def _hear(self, broadcast: Broadcast) -> None:
        # Subscribing anew, after a failure too, brings a Resync once the broker confirms it.
        async with broadcast.subscribe(CHANNEL) as subscriber:
            self._is_hearing = True
            try:
                while True:
                    self._pass_on(await subscriber.get())
            finally:
                self._is_hearing = False

    def _pass_on(self, event: Event) -> None:
        if isinstance(event, Resync):
            self._resyncs += 1
            self.everyone_looks_again()
            return
        try:
            topics = read(event.message)
        except ValueError:
            # Anyone with access to the broker can say anything there; it is counted, not logged.
            self._malformed += 1
        else:
            self._signals += 1
            self._listeners.tell(topics)

    async def _kept_going(self, work: Callable[[], Awaitable[None]]) -> None:
        """A task that died would leave everyone waiting in silence, so it is started again."""
        while True:
            try:
                await work()
            except Exception:
                log.exception("The live hub failed, and starts again")
            self._restarts += 1
            await asyncio.sleep(RESTART_AFTER)
