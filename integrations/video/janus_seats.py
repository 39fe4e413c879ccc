"""The two of a consultation at Janus, for one round: a session, and in it a handle for each."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from integrations.video import EngineDown, Pseudonyms
from integrations.video.janus_api import Janus, Json
from models.media.participant import Participant

REGISTERED_WITHIN = 5
"""Seconds."""


@dataclass(frozen=True)
class Seats:
    session: int
    handles: dict[Participant, int]

    def whose(self, event: Json) -> Participant | None:
        """To whom Janus says it; null for none of the two."""
        sender = event.get("sender")
        return next((one for one, handle in self.handles.items() if handle == sender), None)


def name_at_janus(
    pseudonyms: Pseudonyms, consultation_id: str, participant: Participant, round: int
) -> str:
    """By which one calls the other there."""
    return f"{pseudonyms.participant(consultation_id, participant)}-{round}"


@asynccontextmanager
async def seated(janus: Janus, names: dict[Participant, str]) -> AsyncIterator[Seats]:
    session = await janus.create()
    try:
        seats = Seats(session, {one: await janus.attach(session) for one in names})
        for one, name in names.items():
            body = {"request": "register", "username": name}
            await janus.message(session, seats.handles[one], body)
        await _registered(janus, seats)
        yield seats
    finally:
        with suppress(EngineDown):
            await janus.destroy(session)


async def _registered(janus: Janus, seats: Seats) -> None:
    """Janus says so in an event."""
    waiting = set(seats.handles)
    try:
        async with asyncio.timeout(REGISTERED_WITHIN):
            while waiting:
                events = await janus.events(seats.session)
                waiting -= {one for it in events if _is_registered(it) and (one := seats.whose(it))}
    except TimeoutError:
        raise EngineDown("It registers nobody") from None


def _is_registered(event: Json) -> bool:
    told: Any = event.get("plugindata", {}).get("data", {}).get("result") or {}
    return bool(told.get("event") == "registered")
