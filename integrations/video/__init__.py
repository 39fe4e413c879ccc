"""What stands between the two who talk: nothing (`peer`), our Janus (`janus`), or LiveKit.

An engine says what a participant needs in order to connect, and carries what the browsers tell
each other. Browsers speak one signalling with all of them; only LiveKit has its own.
"""

import hashlib
import hmac
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from models.change import By
from models.media import MediaSession
from models.media.participant import Participant
from models.media.signals import SignalKind


class EngineDown(Exception):
    """The server of media does not answer, or not in time."""


@dataclass(frozen=True)
class IceServer:
    urls: list[str]
    username: str | None = None
    credential: str | None = None


@dataclass(frozen=True)
class PeerAccess:
    """For a browser's own WebRTC, with our signalling."""

    ice_servers: list[IceServer]
    ice_transport_policy: str
    expires_at: datetime


@dataclass(frozen=True)
class RoomAccess:
    """A key to a room of LiveKit's, which has a signalling of its own."""

    url: str
    token: str
    expires_at: datetime


class VideoEngine(Protocol):
    @property
    def starts_at_once(self) -> bool:
        """Whether the two may start as soon as both are there; else the engine tells them when."""

    async def check(self) -> None:
        """Raise `EngineDown` when there is no use in joining. Takes seconds at most."""

    def access(self, session: MediaSession) -> PeerAccess | RoomAccess:
        """For minutes, and for this participant of this consultation alone."""

    async def carry(
        self, sender: MediaSession, round: int, kind: SignalKind, payload: str | None, by: By
    ) -> bool:
        """Whether it went anywhere; what comes from an old round does not. Or `EngineDown`."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """Whatever has to run beside the requests, as long as the process does."""


@dataclass(frozen=True)
class Pseudonyms:
    """Names for other systems' logs: no one learns from them who talks with whom."""

    key: bytes

    def participant(self, consultation_id: str, participant: Participant) -> str:
        return self._of(f"participant:{consultation_id}:{participant.value}")

    def room(self, consultation_id: str) -> str:
        """The same for both, and not to be guessed."""
        return self._of(f"room:{consultation_id}")

    def _of(self, what: str) -> str:
        return hmac.new(self.key, f"video:{what}".encode(), hashlib.sha256).hexdigest()[:32]
