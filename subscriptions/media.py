"""What the other tells one, live: each signal once, in order, from a number on.

The signals are kept, so it does not matter who listens first; whoever lost the connection goes on
from the last number that was heard.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from context import Info
from models import MediaSession, MediaSignal, SignalKind
from subscriptions.live import Cause, Seen, follow


async def media_signals(
    info: Info,
    session_id: Annotated[strawberry.ID, strawberry.argument(description="One's own.")],
    after: Annotated[
        int, strawberry.argument(description="The last number that was heard; 0: from the first.")
    ] = 0,
) -> AsyncGenerator[MediaSignal, None]:
    context = info.context
    who, own = await context.media_session(session_id)
    heard = after

    async def look(_: Cause) -> Seen[list[MediaSignal]]:
        nonlocal heard
        session = (await context.media_session(session_id))[1]
        signals = await _since(heard, session)
        heard = max([heard, *(signal.number for signal in signals)])
        return Seen(signals, is_last=session.ended_at is not None)

    topics = [own.topic, f"consultation:{own.consultation_id}"]
    async with aclosing(follow(context, context.session_of(who), topics, look)) as stream:
        async for signals in stream:
            for signal in signals:
                yield signal


async def _since(number: int, session: MediaSession) -> list[MediaSignal]:
    later = MediaSignal.filter(session_id=session.id, number__gt=number)
    last = [_last(session)] if session.ended_at is not None else []
    return [*await later.order_by("number"), *last]


def _last(session: MediaSession) -> MediaSignal:
    """It ends with a word of ours, so that a client knows whether to go or to be silent."""
    over = session.consultation.is_over
    return MediaSignal(
        session_id=session.id,
        number=session.signals + 1,
        round=session.round,
        kind=SignalKind.ENDED if over else SignalKind.SUPERSEDED,
        payload=None,
        sent_at=session.ended_at,
    )
