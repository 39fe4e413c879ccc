"""The one way to change something.

    reach it through the asker → let the rule act on it in memory → in one transaction, whose first
    statement is the write that decides: the row itself, what comes with it, the audit row, and
    the word to those who follow it.

Whoever is too late reloads, and lets the rule judge again: the refusal is then the rule's own.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import IntegrityError
from tortoise.models import Model
from tortoise.transactions import in_transaction

from models.audit import AuditEvent
from models.insert import was_taken
from models.refused import ChangedMeanwhile
from models.transaction import PASSING_FAULTS, Undo, in_one_transaction, to_the_end
from models.versioned import Versioned

ATTEMPTS = 5
"""So many others may be faster before we give up; each of them changed something."""

V = TypeVar("V", bound=Versioned)


class Bus(Protocol):
    """Where it is told that something changed. Its messages only say "look again"."""

    async def tell_within(self, connection: BaseDBAsyncClient, topics: Collection[str]) -> None:
        """Tell as part of the transaction, if the bus is the database itself."""

    def told(self, topics: Collection[str]) -> None:
        """Tell after the commit. Never waits, never fails."""


@dataclass(frozen=True)
class By:
    """Who changes something, by which act, and when."""

    actor: str
    action: str
    at: datetime
    bus: Bus

    async def audit(self, subject: str) -> None:
        await AuditEvent.create(actor=self.actor, action=self.action, subject=subject, at=self.at)


async def change(
    reach: Callable[[], Awaitable[V]], act: Callable[[V, datetime], object], by: By
) -> V:
    """Reach a thing, act on it and save it. An act that changes nothing writes nothing."""
    for _ in range(ATTEMPTS):
        thing = await reach()
        before, came = thing.see(by.at).columns(), len(thing.brought)
        act(thing, by.at)
        if thing.columns() != before or len(thing.brought) > came:
            thing.step()
        if not thing.is_changed:
            return thing
        if await write(thing.save_if_unchanged, thing.brought, thing.topics, thing.subject, by):
            return thing
    raise ChangedMeanwhile


async def tell(topics: Collection[str], bus: Bus) -> None:
    """That something is worth looking at which needs no transaction of its own."""
    await in_one_transaction(lambda connection: bus.tell_within(connection, topics))
    bus.told(topics)


async def write(
    decide: Callable[[], Awaitable[bool]],
    brought: Iterable[Model],
    topics: Collection[str],
    subject: str,
    by: By,
) -> bool:
    """Write what was decided and all that comes with it; False if nothing was written.

    Then somebody else was faster, or the database failed in passing: begin again with reading.
    """

    # Telling belongs to it: whoever asked may leave between the commit and the word.
    return await to_the_end(lambda: _all_of_it(decide, brought, topics, subject, by))


async def _all_of_it(
    decide: Callable[[], Awaitable[bool]],
    brought: Iterable[Model],
    topics: Collection[str],
    subject: str,
    by: By,
) -> bool:
    try:
        async with in_transaction() as connection:
            if not await decide() or not all([await _save(row) for row in brought]):
                raise Undo
            await by.audit(subject)
            await by.bus.tell_within(connection, topics)
    except (Undo, *PASSING_FAULTS):
        return False
    except IntegrityError as error:
        if not was_taken(error):
            raise
        return False
    by.bus.told(topics)
    return True


async def _save(row: Model) -> bool:
    if isinstance(row, Versioned) and row._saved_in_db:
        row.step()
        return await row.save_if_unchanged()
    await row.save()
    return True
