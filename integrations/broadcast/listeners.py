"""Who listens to what, in this process."""

import asyncio
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta

from integrations.broadcast.looks import moment


class Listener:
    """One flag, however much is told meanwhile: a slow client costs no more than a quick one."""

    __slots__ = ("_is_told", "_waiter", "told_at")

    def __init__(self) -> None:
        self._is_told = False
        # A bare future: an `asyncio.Event` has a queue of its own, of ten times the size.
        self._waiter: asyncio.Future[None] | None = None
        self.told_at = moment()
        """Since when it has to look: what was read from then on is new enough for it."""

    def tell(self) -> None:
        self._is_told = True
        self.told_at = moment()
        self._wake()

    async def changed(self, at_most: timedelta) -> bool:
        """True when told, also if that was before the call; False once `at_most` has passed."""
        if not self._is_told:
            await self._told_or(at_most)
        # Asked of the flag itself: it may be set at the very moment the time is up. And whoever is
        # cancelled while waiting does not come here, and leaves the flag as it is.
        told, self._is_told = self._is_told, False
        if not told:
            # Time is a reason to look too, and what was read before it does not count.
            self.told_at = moment()
        return told

    async def _told_or(self, at_most: timedelta) -> None:
        loop = asyncio.get_running_loop()
        self._waiter = loop.create_future()
        timer = loop.call_later(at_most.total_seconds(), self._wake)
        try:
            await self._waiter
        finally:
            timer.cancel()
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Listeners:
    """Who listens, by topic. Whoever stops listening leaves nothing behind."""

    def __init__(self) -> None:
        self._all: set[Listener] = set()
        self._by_topic: dict[str, set[Listener]] = {}

    def __len__(self) -> int:
        return len(self._all)

    @property
    def topics(self) -> Collection[str]:
        return self._by_topic.keys()

    def to(self, topic: str) -> int:
        """How many listen to it."""
        return len(self._by_topic.get(topic, ()))

    @contextmanager
    def listen(self, topics: Collection[str]) -> Iterator[Listener]:
        listener = Listener()
        self._all.add(listener)
        for topic in topics:
            self._by_topic.setdefault(topic, set()).add(listener)
        try:
            yield listener
        finally:
            self._all.discard(listener)
            for topic in set(topics):
                self._leave(topic, listener)

    def tell(self, topics: Collection[str]) -> None:
        for topic in topics:
            for listener in self._by_topic.get(topic, ()):
                listener.tell()

    def tell_everyone(self) -> None:
        for listener in self._all:
            listener.tell()

    def _leave(self, topic: str, listener: Listener) -> None:
        listeners = self._by_topic[topic]
        listeners.discard(listener)
        if not listeners:
            del self._by_topic[topic]
