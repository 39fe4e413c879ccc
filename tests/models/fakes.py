"""A bus with a memory, that can be told to wait or to fail; and who changes something, at nine."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field

from tortoise.backends.base.client import BaseDBAsyncClient

from models.change import By
from tests.cast import NINE


@dataclass
class FakeBus:
    within: list[list[str]] = field(default_factory=list)
    """What was told as part of a transaction."""
    after: list[list[str]] = field(default_factory=list)
    """What was told after a commit."""
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    may_go_on: asyncio.Event | None = None
    fault: Exception | None = None

    async def tell_within(self, connection: BaseDBAsyncClient, topics: Collection[str]) -> None:
        self.reached.set()
        if self.may_go_on is not None:
            await self.may_go_on.wait()
        if self.fault is not None:
            raise self.fault
        self.within.append(list(topics))

    def told(self, topics: Collection[str]) -> None:
        self.after.append(list(topics))


def by_karen(bus: FakeBus, action: str = "act") -> By:
    return By(actor="pat_karen", action=action, at=NINE, bus=bus)
