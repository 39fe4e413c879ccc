"""Browser to browser: what one tells goes to the other, and nobody is between them.

The conversation is encrypted from end to end. Without TURN each learns the other's address.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from integrations.clock import Clock
from integrations.video import PeerAccess, Pseudonyms
from integrations.video.turn import Ice
from models.change import By
from models.media import MediaSession
from models.media.joining import pass_on
from models.media.signals import SignalKind


@dataclass(frozen=True)
class PeerEngine:
    ice: Ice
    pseudonyms: Pseudonyms
    now: Clock
    starts_at_once: bool = True

    async def check(self) -> None:
        """Nobody else is needed."""

    def access(self, session: MediaSession) -> PeerAccess:
        user = self.pseudonyms.participant(session.consultation_id, session.participant)
        return self.ice.access(user, self.now())

    async def carry(
        self, sender: MediaSession, round: int, kind: SignalKind, payload: str | None, by: By
    ) -> bool:
        to = sender.participant.other
        return await pass_on(sender.consultation_id, to, round, kind, payload, by)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        yield
