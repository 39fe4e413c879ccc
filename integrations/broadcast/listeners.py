"""Who listens to what, in this process."""

import asyncio
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta


class Listener:
    """One flag, however much is told meanwhile: a slow client costs no more than a quick one."""

    __slots__ = ("_look_again",)

    def __init__(self) -> None:
        self._look_again = asyncio.Event()

    def tell(self) -> None:
        self._look_again.set()

    async def changed(self, at_most: timedelta) -> bool:
        """True when told, also if that was before the call; False once `at_most` has passed."""
        try:
            async with asyncio.timeout(at_most.total_seconds()):
                await self._look_again.wait()
        except TimeoutError:
            pass
        # Asked of the flag itself: it may be set at the very moment the time is up. And whoever is
        # cancelled while waiting does not come here, and leaves the flag as it is.
        told = self._look_again.is_set()
        self._look_again.clear()
        return told


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
