"""A bus that misbehaves when asked to: messages are lost, doubled, and come in another order.

In development one can see, and in tests one can prove, that it does no harm: a message only says
"look again", and everyone looks again by themselves.
"""

from collections.abc import Collection
from random import Random

from tortoise.backends.base.client import BaseDBAsyncClient

from integrations.broadcast import Hub, SupervisedBackend

Topics = Collection[str]

SAID = {"lost": 0, "once": 1, "twice": 2, "later": 0}
"""How often a message is said at once. One that is held back comes after the next."""


class UnrulyHub(Hub):
    """As good as any other until it is made unruly. Not in production: web/outside.py."""

    def __init__(self, backend: SupervisedBackend, seed: int = 1) -> None:
        super().__init__(backend)
        self.is_unruly = False
        self._random = Random(seed)
        self._held_back: list[Topics] = []

    async def tell_within(self, connection: BaseDBAsyncClient, topics: Topics) -> None:
        for message in self._fate_of(topics):
            await super().tell_within(connection, message)

    def told(self, topics: Topics) -> None:
        for message in self._fate_of(topics):
            super().told(message)

    def _fate_of(self, topics: Topics) -> list[Topics]:
        """What is really said instead."""
        if not self.is_unruly:
            return [topics]
        fate = self._random.choice(list(SAID))
        before, self._held_back = self._held_back, [topics] if fate == "later" else []
        return [topics] * SAID[fate] + before
