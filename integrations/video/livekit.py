"""A room at LiveKit: all that we give is a key to it, for minutes. The rest is LiveKit's own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey

from integrations.clock import Clock
from integrations.video import Pseudonyms, RoomAccess
from models.change import By
from models.media import MediaSession
from models.media.signals import SignalKind

GOOD_FOR = timedelta(minutes=5)
"""For entering the room; whoever is in it stays."""


@dataclass(frozen=True)
class LiveKitEngine:
    url: str
    key: str
    secret: str
    pseudonyms: Pseudonyms
    now: Clock
    starts_at_once: bool = False

    async def check(self) -> None:
        """The browser finds out, and has the phone number on its screen."""

    def access(self, session: MediaSession) -> RoomAccess:
        expires_at = self.now() + GOOD_FOR
        claims: dict[str, Any] = {
            "iss": self.key,
            # The same whenever they join again: LiveKit then closes the former connection.
            "sub": self.pseudonyms.participant(session.consultation_id, session.participant),
            "nbf": int(self.now().timestamp()),
            "exp": int(expires_at.timestamp()),
            "video": {
                "roomJoin": True,
                "room": self.pseudonyms.room(session.consultation_id),
                "canPublish": True,
                "canSubscribe": True,
                "canPublishData": False,
            },
        }
        key = OctKey.import_key(self.secret)
        token = jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, key, algorithms=["HS256"])
        return RoomAccess(self.url, token, expires_at)

    async def carry(
        self, sender: MediaSession, round: int, kind: SignalKind, payload: str | None, by: By
    ) -> bool:
        """LiveKit has its own signalling."""
        return False

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        yield
