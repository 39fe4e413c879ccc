"""One read for all who look at the same thing: a read serves whoever was told before it began.

Nobody is given anything older than what they were told of, so whoever comes later, while others
are still reading or have just read, may take their result instead of asking the database again.
"""

import asyncio
import itertools
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, NamedTuple, TypeVar

MOST_KEPT = 256
"""Results that are kept for whoever still comes; the oldest goes first, so memory is constant."""

AT_ONCE = 5
"""Reads under way. When all have to look, at a restart of the bus, the others wait here and not in
the pool of connections, of which half is then left for those who do something."""

T = TypeVar("T")

_moments = itertools.count(1)


def moment() -> int:
    """Before and after, within this process. A clock may stand still; this never does."""
    return next(_moments)


class Read(NamedTuple):
    began_at: int
    task: "asyncio.Task[Any]"


class Looks:
    """Shares reads by what is read *and for whom*: the key has to name both."""

    def __init__(self) -> None:
        self._reads: OrderedDict[Hashable, Read] = OrderedDict()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self.begun = 0

    async def shared(self, key: Hashable, told_at: int, read: Callable[[], Awaitable[T]]) -> T:
        """What a read finds that began after `told_at`: one of another's, or else our own.

        It is shown to several, so nobody changes it. Whoever goes away leaves it to the others.
        """
        known = self._reads.get(key)
        if known is None or known.began_at < told_at:
            known = self._begin(key, read)
        found: T = await asyncio.shield(known.task)
        return found

    def _begin(self, key: Hashable, read: Callable[[], Awaitable[T]]) -> Read:
        async def reading() -> T:
            async with self._turns:
                return await read()

        begun = Read(moment(), asyncio.create_task(reading(), name="shared look"))
        self.begun += 1
        self._reads[key] = begun
        self._reads.move_to_end(key)
        if len(self._reads) > MOST_KEPT:
            self._reads.popitem(last=False)
        begun.task.add_done_callback(lambda task: self._read(key, begun, task))
        return begun

    def _read(self, key: Hashable, begun: Read, task: "asyncio.Task[Any]") -> None:
        """A failure is told to those who wait for it, and to nobody who comes later."""
        failed = task.cancelled() or task.exception() is not None
        if failed and self._reads.get(key) is begun:
            del self._reads[key]
