"""Which consultations this process minds at Janus. Any number of processes may do so.

Whoever is first claims one, has a `Call` for it, and renews the claim. When a process dies its
claims run out, and another one finds the consultations and has both sides start anew.
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

from integrations.broadcast import Hub
from integrations.broadcast.tasks import ended
from integrations.clock import Clock
from integrations.video import Pseudonyms
from integrations.video.janus_api import Janus
from integrations.video.janus_call import Call
from models.faults import without_data
from models.media.joining import RELAYS
from models.media.relay import MediaRelay

log = logging.getLogger("aleris.video")

LOOK_EVERY = timedelta(seconds=2)


class Calls:
    def __init__(self, janus: Janus, hub: Hub, pseudonyms: Pseudonyms, now: Clock) -> None:
        self._janus, self._hub, self._pseudonyms, self._now = janus, hub, pseudonyms, now
        self.process = secrets.token_hex(8)
        self._running: dict[str, asyncio.Task[None]] = {}

    @asynccontextmanager
    async def minded(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._mind(), name="janus calls")
        try:
            yield
        finally:
            await ended(task)
            await ended(*self._running.values())

    async def _mind(self) -> None:
        with self._hub.listen(RELAYS) as listener:
            while True:
                try:
                    await self._begin()
                except Exception as fault:
                    log.error("Could not look for calls\n%s", without_data(fault))
                await listener.changed(LOOK_EVERY)

    async def _begin(self) -> None:
        for id in await MediaRelay.wanting(self._now(), self.process):
            if id not in self._running and await MediaRelay.claim(id, self.process, self._now()):
                call = Call(id, self.process, self._janus, self._hub, self._pseudonyms, self._now)
                task = asyncio.create_task(call.minded(), name="janus call")
                self._running[id] = task
                task.add_done_callback(partial(self._ended, id))

    def _ended(self, id: str, task: "asyncio.Task[None]") -> None:
        """One that failed is begun again at the next look."""
        self._running.pop(id, None)
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("A call at Janus ended\n%s", without_data(fault))
