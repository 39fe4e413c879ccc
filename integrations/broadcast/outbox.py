"""What is still to be said on the bus, by this process, after its commits."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from itertools import islice

from integrations.broadcast.messages import MOST_IN_ONE, written
from integrations.broadcast.pauses import Pauses

log = logging.getLogger("aleris.live")


class Outbox:
    """Never full and never in the way: a topic waits in it once, however often it is told."""

    def __init__(self) -> None:
        self._unsent: dict[str, None] = {}
        self._filled = asyncio.Event()
        self.errors = 0

    def __len__(self) -> int:
        return len(self._unsent)

    def add(self, topics: Collection[str]) -> None:
        self._unsent.update(dict.fromkeys(topics))
        if self._unsent:
            self._filled.set()

    async def keep_sending(self, send: Callable[[str], Awaitable[None]]) -> None:
        """Send all there is, for ever. What is not taken is tried again, after a pause."""
        self._belong_to_this_loop()
        pauses = Pauses()
        while True:
            await self._filled.wait()
            batch = list(islice(self._unsent, MOST_IN_ONE))
            try:
                await self._send(batch, send)
            except Exception as error:
                self._not_taken(batch, error)
                await asyncio.sleep(pauses.next())
            if not self._unsent:
                self._filled.clear()

    async def _send(self, batch: list[str], send: Callable[[str], Awaitable[None]]) -> None:
        for topic in batch:
            # Taken out first: what changes while it is being sent, is told again.
            del self._unsent[topic]
        for message in written(batch):
            await send(message)

    def _not_taken(self, batch: list[str], error: Exception) -> None:
        self.errors += 1
        self._unsent = {**dict.fromkeys(batch), **self._unsent}
        # The supervised backend warns that the broker is away; this would only repeat it.
        log.debug("Could not tell, will try again: %s: %s", type(error).__name__, error)

    def _belong_to_this_loop(self) -> None:
        """asyncio binds an Event to the first loop that waits for it; an app may have several."""
        self._filled = asyncio.Event()
        if self._unsent:
            self._filled.set()
