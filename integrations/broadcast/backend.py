"""A broadcaster backend that looks after its own line to the broker.

broadcaster 0.3.1 is right as long as its backend keeps three rules, which its own backends break:

- `subscribe` and `unsubscribe` never suspend. Between asking the backend and noting the first
  subscriber, Broadcast forgets whoever else comes: they hear nothing, and leave with a KeyError.
- `next_published` never raises. It would end Broadcast's listener task, and nobody would be told.
- After each confirmed subscription comes a `Resync`, so that no gap is silent.
"""

import asyncio
import logging
from collections.abc import Collection, Coroutine
from typing import Any, ClassVar

from broadcaster import BroadcastBackend, Event
from tortoise.backends.base.client import BaseDBAsyncClient

from integrations.broadcast.messages import Resync
from integrations.broadcast.pauses import Pauses
from integrations.broadcast.tasks import ended

log = logging.getLogger("aleris.live")

PROBE_AFTER = 2.0
"""Seconds of silence, after which the broker is asked whether it is there. A line can be dead
without anybody saying so: a cut cable, a frozen server, a firewall that forgot."""

ANSWER_WITHIN = 3.0
"""Seconds that the broker has for an answer, before the line is given up."""

MOST_WAITING = 1000
"""Events that may wait to be taken. More are not kept: they become one `Resync`."""


class SupervisedBackend(BroadcastBackend):
    """Keeps one line to the broker, and finds it again when it is lost."""

    tells_within_transactions: ClassVar[bool] = False
    """Whether the broker is the database, so that a change and the word of it are one commit."""

    def __init__(
        self, *, probe_after: float = PROBE_AFTER, answer_within: float = ANSWER_WITHIN
    ) -> None:
        # Not super().__init__(): broadcaster's raises NotImplementedError.
        self.probe_after = probe_after
        self.answer_within = answer_within
        self.connected = False
        self.losses = 0
        self._is_missed = False
        self._channels: set[str] = set()
        self._rewired = asyncio.Event()
        self._events: asyncio.Queue[Event] = asyncio.Queue(MOST_WAITING)
        self._tasks: set[asyncio.Task[Any]] = set()

    async def connect(self) -> None:
        """Begin to look for the broker. When it is down, the app starts and serves all the same."""
        # New ones, as asyncio binds them to the first loop that waits for them.
        self._rewired = asyncio.Event()
        self._events = asyncio.Queue(MOST_WAITING)
        self._started(self._supervise())

    async def disconnect(self) -> None:
        await ended(*self._tasks)

    async def subscribe(self, channel: str) -> None:
        self._channels.add(channel)
        self._rewired.set()

    async def unsubscribe(self, channel: str) -> None:
        self._channels.discard(channel)
        self._rewired.set()

    async def next_published(self) -> Event:
        return await self._events.get()

    async def tell_within(self, connection: BaseDBAsyncClient, channel: str, message: str) -> None:
        """Tell as part of the transaction, if the broker is the database itself."""

    async def _session(self, channels: Collection[str]) -> None:
        """Listen on these channels until the line is lost, and then raise."""
        raise NotImplementedError

    def _confirmed(self, channels: Collection[str]) -> None:
        """The broker has said that it listens: from now on, nothing is missed unnoticed."""
        log.info("The live bus is connected")
        self.connected = True
        self._is_missed = False
        for channel in channels:
            self._received(Resync(channel))

    def _received(self, event: Event) -> None:
        if not self._events.full():
            self._events.put_nowait(event)
            return
        while not self._events.empty():
            self._events.get_nowait()
        for channel in self._channels:
            self._events.put_nowait(Resync(channel))

    async def _supervise(self) -> None:
        """One session after the other, for as long as anybody listens."""
        pauses = Pauses()
        while True:
            while not self._channels:
                self._rewired.clear()
                await self._rewired.wait()
            try:
                await self._session_until_rewired()
            except Exception as error:
                self._lost(error)
                await asyncio.sleep(pauses.next())
            finally:
                self.connected = False

    async def _session_until_rewired(self) -> None:
        """Return when other channels are wanted, so that the next session is about those."""
        self._rewired.clear()
        session = self._started(self._session(frozenset(self._channels)))
        rewired = self._started(self._rewired.wait())
        try:
            await asyncio.wait({session, rewired}, return_when=asyncio.FIRST_COMPLETED)
            if session.done():
                raise _reason(session)
        finally:
            await ended(session, rewired)

    def _started(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Remembered, so that disconnecting ends it in whatever state we are."""
        task = asyncio.create_task(work, name="live bus")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _lost(self, error: Exception) -> None:
        self.losses += self.connected
        # Once for each time it goes away, not for each time it is not found.
        level = logging.DEBUG if self._is_missed else logging.WARNING
        log.log(level, "The live bus is away: %s: %s", type(error).__name__, error)
        self._is_missed = True
        self.connected = False


def _reason(session: "asyncio.Task[Any]") -> BaseException:
    # A driver that cancels itself is a loss too: its CancelledError would end the supervisor.
    error = None if session.cancelled() else session.exception()
    return error or ConnectionError("The session ended")
