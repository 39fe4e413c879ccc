"""The one way to follow something: authorise → listen → look → yield.

A message says only "look again". Whoever hears it reads the database, so nobody is shown
anything older than the message, and no health data passes through the broker. Messages may be
lost, so everyone also looks again by themselves.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from context import Context
from integrations.broadcast import Pauses
from models import Session
from models.refused import TooManyRequests
from models.transaction import DATABASE_AWAY, is_away

log = logging.getLogger("aleris.live")

LOOK_AGAIN_AFTER = timedelta(seconds=15)
"""So long a lost message can go unnoticed, and a client can doubt that it is still connected."""

STREAMS_PER_SESSION = 60
"""In this process, on however many sockets: a person has some tabs, and each of these looks."""

T = TypeVar("T")


class Cause(StrEnum):
    """Why this value was sent."""

    SNAPSHOT = "SNAPSHOT"
    """The first: how things are now."""
    CHANGE = "CHANGE"
    """Somebody did something."""
    HEARTBEAT = "HEARTBEAT"
    """Time has passed: something may have changed by itself, or nothing at all."""


@dataclass(frozen=True)
class Seen(Generic[T]):
    """What was seen in one look."""

    value: T
    is_last: bool = False
    changes_at: datetime | None = None
    """When it will look different though nobody does anything."""


async def follow(
    context: Context,
    session: Session | None,
    topics: Collection[str],
    look: Callable[[Cause], Awaitable[Seen[T]]],
) -> AsyncGenerator[T, None]:
    """Each look goes through the asker again: what is no longer theirs is no longer seen.

    What is costly to read, `look` reads by `context.shared`: once for all who were told the same.

    Close it (`aclosing`): a generator that is merely let go of listens until it is collected.
    """
    cause = Cause.SNAPSHOT
    with context.hub.listen(*topics, *_own(context, session)) as listener:
        while True:
            context.told_at = listener.told_at
            seen = await _seen(context, look, cause)
            # Before the yield: a suspended generator does not see time pass.
            patience = _until([seen.changes_at, context.signed_in_until], context.now())
            yield seen.value
            if seen.is_last:
                return
            told = await listener.changed(patience)
            cause = Cause.CHANGE if told else Cause.HEARTBEAT


def _own(context: Context, session: Session | None) -> list[str]:
    """What ends the stream with its session, and counts it among the session's."""
    if session is None:
        return []
    if context.hub.listening_to(session.topic) >= STREAMS_PER_SESSION:
        raise TooManyRequests(int(LOOK_AGAIN_AFTER.total_seconds()))
    return [session.topic]


async def _seen(
    context: Context, look: Callable[[Cause], Awaitable[Seen[T]]], cause: Cause
) -> Seen[T]:
    """The database may be away for a while. The stream is not: it waits, and looks again."""
    pauses = Pauses()
    while True:
        try:
            await context.see_who_asks()
            return await look(cause)
        except DATABASE_AWAY as fault:
            if not is_away(fault):
                raise
            log.debug("Could not look, will try again: %s", type(fault).__name__)
            await asyncio.sleep(pauses.next())


def _until(moments: list[datetime | None], now: datetime) -> timedelta:
    ahead = [moment - now for moment in moments if moment is not None and moment > now]
    return min([LOOK_AGAIN_AFTER, *ahead])
