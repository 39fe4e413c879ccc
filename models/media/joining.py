"""How a round begins: somebody joins, for the first time or again, or a relay has to start anew.

All of it is decided by the consultation's own compare-and-set: no round begins twice, none
before the patient has accepted, and none when it is over.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from tortoise.backends.base.client import BaseDBAsyncClient

from models.change import ATTEMPTS, By, write
from models.consultation import Consultation
from models.media import MediaSession
from models.media.participant import Participant
from models.media.signals import MediaSignal, SignalKind, send
from models.refused import ChangedMeanwhile
from models.transaction import in_one_transaction

Reach = Callable[[], Awaitable[Consultation]]

RELAYS = "media_relays:all"
"""What the processes listen to that mind relays."""


async def join(reach: Reach, participant: Participant, by: By, *, start: bool) -> MediaSession:
    """The session of whoever joins. `start`: tell both to, if the other is there already."""
    for _ in range(ATTEMPTS):
        consultation = _next_round_of((await reach()).see(by.at))
        session = MediaSession(
            consultation_id=consultation.id,
            participant=participant,
            round=consultation.media_round,
            started_at=by.at,
        )
        decide = partial(_take_the_place, consultation, session, start)
        topics = [*consultation.topics, RELAYS]
        if await write(decide, consultation.brought, topics, consultation.id, by):
            return session
    raise ChangedMeanwhile


async def start_anew(reach: Reach, round: int, by: By) -> bool:
    """For a relay that lost its connections: the next round, unless it has begun already."""
    consultation = (await reach()).see(by.at)
    if consultation.media_round != round or not consultation.may_have_media:
        return False
    decide = partial(_take_both_along, _next_round_of(consultation), by.at)
    return await write(decide, (), [*consultation.topics, RELAYS], consultation.id, by)


async def tell_both_to_start(consultation_id: str, round: int, by: By) -> None:
    """In that round, if it is still the newest."""

    async def body(connection: BaseDBAsyncClient) -> list[str]:
        topics = await _start(consultation_id, round, by.at)
        await by.bus.tell_within(connection, topics)
        return topics

    by.bus.told(await in_one_transaction(body))


async def pass_on(
    consultation_id: str,
    to: Participant,
    round: int,
    kind: SignalKind,
    payload: str | None,
    by: By,
) -> bool:
    """Whether it is kept for the other. A signal is no act: it is not in the audit."""

    async def body(connection: BaseDBAsyncClient) -> list[str]:
        topics = await send(consultation_id, to, round, kind, payload, by.at)
        await by.bus.tell_within(connection, topics)
        return topics

    topics = await in_one_transaction(body)
    by.bus.told(topics)
    return topics != []


def _next_round_of(consultation: Consultation) -> Consultation:
    consultation.begin_media_round()
    consultation.step()
    return consultation


async def _take_the_place(consultation: Consultation, session: MediaSession, start: bool) -> bool:
    if not await consultation.save_if_unchanged():
        return False
    live = MediaSession.live_in(consultation.id).filter(participant=session.participant)
    ids = await live.values_list("id", flat=True)
    await live.update(ended_at=session.started_at)
    await MediaSignal.filter(session_id__in=list(ids)).delete()
    await session.save()
    await _in_the_round(consultation, start, session.started_at)
    return True


async def _take_both_along(consultation: Consultation, now: datetime) -> bool:
    if not await consultation.save_if_unchanged():
        return False
    await _in_the_round(consultation, False, now)
    return True


async def _in_the_round(consultation: Consultation, start: bool, now: datetime) -> None:
    both = await MediaSession.live_in(consultation.id).update(round=consultation.media_round) == 2
    if both and start:
        await _start(consultation.id, consultation.media_round, now)


async def _start(consultation_id: str, round: int, now: datetime) -> list[str]:
    return [
        topic
        for one in Participant
        for topic in await send(consultation_id, one, round, SignalKind.START, None, now)
    ]
