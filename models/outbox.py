"""Sending the text messages that are due. Any number of workers do it at once.

    DUE ──claim──▶ CLAIMED ──the gateway took it──▶ SENT
     ▲                ├──── there is a reason ────▶ SKIPPED
     └── not taken ───┘     a claim that is a minute old is anybody's

A batch is claimed in one transaction whose first statement decides; in it the appointment, the
number and the patient's wishes are looked at again. Only then is the gateway asked, outside of any
transaction. A worker may die anywhere: what it had claimed another sends, with the same reference
and the same link, so that the gateway can tell the repeat.
"""

import asyncio
import logging
import random
from collections import Counter
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient

from models.deep_link import DeepLink, Links
from models.last_look import last_look
from models.message import Message, MessageState, SkipReason
from models.outgoing import NotSent, Send, Text, pause
from models.transaction import in_one_transaction, to_the_end

log = logging.getLogger("aleris.messages")

CLAIM_HOLDS = timedelta(seconds=60)
"""A worker that claimed a message and was not heard of again has died: another takes over."""

AT_ONCE = 10
"""So many are claimed together and handed over side by side, so that no claim grows old in a
queue. Four workers then keep to the forty connections that GatewayAPI allows."""

CLAIM = """
    WITH urgent AS MATERIALIZED (
        SELECT id FROM message WHERE state IN ('DUE', 'CLAIMED') AND try_at <= $1
        ORDER BY not_after LIMIT $2 FOR UPDATE SKIP LOCKED
    )
    UPDATE message SET state = 'CLAIMED', try_at = $3, attempts = attempts + 1
    FROM urgent WHERE message.id = urgent.id RETURNING message.id
"""
"""What would soonest be too late goes first: a link for a consultation in ten minutes never waits
behind a thousand reminders for tomorrow."""


class Fate(Enum):
    """What became of a message that was claimed."""

    SENT = auto()
    SKIPPED = auto()
    WAITS = auto()
    NOT_TAKEN = auto()


async def send_some(send: Send, links: Links, now: datetime) -> Counter[Fate]:
    """Claim the most urgent ones that are due, and send them. Empty: nothing was due."""
    fates = Counter[Fate]()

    async def claim(connection: BaseDBAsyncClient) -> list[tuple[Message, Text]]:
        values = [now, AT_ONCE, now + CLAIM_HOLDS]
        rows = await connection.execute_query_dict(CLAIM, values)
        return await _still_right([row["id"] for row in rows], links, now, fates)

    texts = await in_one_transaction(claim)
    fates.update(await asyncio.gather(*(_to_the_end(send, *it, now) for it in texts)))
    return fates


async def _still_right(
    ids: list[str], links: Links, now: datetime, fates: Counter[Fate]
) -> list[tuple[Message, Text]]:
    """Those of the claimed ones that are to be sent, as texts; the fate of the rest is noted."""
    own = Message.filter(id__in=ids).select_related("appointment__patient").order_by("not_after")
    right = []
    for it in await last_look(await own, links, now):
        if it.text is not None:
            right.append((it.message, it.text))
        elif it.skipped is not None:
            await _skip(it.message, it.skipped, now)
            fates[Fate.SKIPPED] += 1
        else:
            later = {"due_at": it.waits_until, "try_at": it.waits_until}
            await _becomes(it.message, state=MessageState.DUE, **later)
            fates[Fate.WAITS] += 1
    await DeepLink.make([message for message, _ in right], links)
    return right


async def _to_the_end(send: Send, message: Message, text: Text, now: datetime) -> Fate:
    """Shutting down lets what is being handed over finish: a half would be sent again."""
    return await to_the_end(lambda: _hand_over(send, message, text, now))


async def _hand_over(send: Send, message: Message, text: Text, now: datetime) -> Fate:
    try:
        provider_id = await send(text, now)
    except NotSent as refusal:
        log.warning("Message %s was not taken: %s", message.id, refusal)
        if refusal.for_good:
            await _skip(message, SkipReason.NOT_TAKEN, now)
        else:
            await _try_again(message, now, refusal.retry_after)
        return Fate.NOT_TAKEN
    await _becomes(
        message, state=MessageState.SENT, sent_at=now, provider_id=provider_id, try_at=now
    )
    return Fate.SENT


async def _skip(message: Message, reason: SkipReason, now: datetime) -> None:
    await _becomes(
        message, state=MessageState.SKIPPED, skipped_because=reason, skipped_at=now, try_at=now
    )


async def _try_again(message: Message, now: datetime, retry_after: timedelta) -> None:
    left = message.not_after - now
    later = now + pause(message.attempts, left, retry_after, random.uniform(0.5, 1))
    await _becomes(message, state=MessageState.DUE, try_at=later)


async def _becomes(message: Message, **what: Any) -> None:
    """Only by whoever still has the claim: a slow worker may have been taken over from."""
    mine = Message.filter(id=message.id, state=MessageState.CLAIMED, try_at=message.try_at)
    await mine.update(**what)
