"""A broadcaster backend that looks after itself: it reconnects, and says when it missed something.

Three rules make the stock `Broadcast` correct, and each heals a fault of broadcaster 0.3.1:
- `subscribe` and `unsubscribe` never suspend, so that of two who come at once none is lost;
- `next_published` never raises, so that `Broadcast`'s own listener never dies;
- after every connection comes `RESYNC`, so that a gap is never silent.
"""

import asyncio
import logging
import random
from contextlib import suppress

from broadcaster import BroadcastBackend, Event

log = logging.getLogger("aleris.bus")

RESYNC = "resync"
"""Told by ourselves: messages may have been lost, so everyone must look again."""

MOST_UNREAD = 10_000
FIRST_WAIT, LONGEST_WAIT = 0.05, 2.0
"""Seconds between attempts to connect; doubled each time, with jitter."""


class SupervisedBackend(BroadcastBackend):
    tells_within_transactions = False
    """Whether the bus is the database, so that a change and the word of it are one."""

    def __init__(self) -> None:
        self.connected = False
        self.losses = 0
        self._channels: set[str] = set()
        self._unread: asyncio.Queue[Event] = asyncio.Queue(MOST_UNREAD)
        self._task: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Never fails because the broker is down: we start, serve, and keep trying."""
        self._task = asyncio.create_task(self._stay_connected(), name="bus")

    async def disconnect(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self.connected = False

    async def subscribe(self, channel: str) -> None:
        self._channels.add(channel)

    async def unsubscribe(self, channel: str) -> None:
        self._channels.discard(channel)

    async def next_published(self) -> Event:
        return await self._unread.get()

    async def listen(self) -> None:
        """Connect, call `_is_connected`, hand over what comes with `_heard`; return or raise when
        the connection is lost."""
        raise NotImplementedError

    def _is_connected(self) -> None:
        self.connected = True
        self._heard(RESYNC)

    def _heard(self, message: str) -> None:
        """Words only say "look again", so too many of them say no more than one RESYNC."""
        try:
            for channel in self._channels:
                self._unread.put_nowait(Event(channel, message))
        except asyncio.QueueFull:
            while not self._unread.empty():
                self._unread.get_nowait()
            self._heard(RESYNC)

    async def _stay_connected(self) -> None:
        wait = FIRST_WAIT
        while True:
            try:
                await self.listen()
            except Exception as fault:
                log.warning("Lost the bus: %s", type(fault).__name__)
            wait = FIRST_WAIT if self.connected else min(wait * 2, LONGEST_WAIT)
            self.connected = False
            self.losses += 1
            await asyncio.sleep(wait * random.uniform(0.5, 1))
