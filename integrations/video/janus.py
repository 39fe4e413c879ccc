"""Janus stands between the two: each is connected to it, and neither learns the other's address.

Browsers speak to us exactly as when they are connected to each other; what one tells goes to
Janus's videocall plugin, and what Janus answers comes back to them (`janus_calls`). The
conversation is encrypted to Janus, not from end to end.
"""

import json
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from integrations.clock import Clock
from integrations.video import PeerAccess, Pseudonyms
from integrations.video.janus_api import Gone, Janus
from integrations.video.janus_calls import Calls
from integrations.video.janus_seats import name_at_janus
from integrations.video.turn import Ice
from models import Consultation
from models.change import By
from models.media import MediaSession
from models.media.joining import pass_on, start_anew
from models.media.relay import MediaRelay
from models.media.signals import SignalKind


@dataclass(frozen=True)
class JanusEngine:
    ice: Ice
    pseudonyms: Pseudonyms
    now: Clock
    janus: Janus
    calls: Calls
    starts_at_once: bool = False

    async def check(self) -> None:
        await self.janus.check()

    def access(self, session: MediaSession) -> PeerAccess:
        user = self.pseudonyms.participant(session.consultation_id, session.participant)
        return self.ice.access(user, self.now())

    async def carry(
        self, sender: MediaSession, round: int, kind: SignalKind, payload: str | None, by: By
    ) -> bool:
        if kind is SignalKind.BYE:
            to = sender.participant.other
            return await pass_on(sender.consultation_id, to, round, kind, payload, by)
        relay = await MediaRelay.of_round(sender.consultation_id, round)
        if relay is None:
            return False
        if kind is SignalKind.RESTART or (
            kind is SignalKind.OFFER and not await relay.first_offer()
        ):
            # The two paths to Janus are made anew, both of them: that is quick, and always works.
            own = Consultation.filter(id=sender.consultation_id)
            return await start_anew(partial(Consultation.whole, own), round, by)
        try:
            await self._to_janus(relay, sender, kind, payload or "")
        except Gone:
            return False
        return True

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with aclosing(self.janus), self.calls.minded():
            yield

    async def _to_janus(
        self, relay: MediaRelay, sender: MediaSession, kind: SignalKind, payload: str
    ) -> None:
        handle = relay.handle_of(sender.participant)
        if relay.session is None or handle is None:
            raise Gone
        if kind is SignalKind.CANDIDATE:
            await self.janus.trickle(relay.session, handle, json.loads(payload))
        elif kind is SignalKind.OFFER:
            to = sender.participant.other
            name = name_at_janus(self.pseudonyms, sender.consultation_id, to, relay.round)
            body = {"request": "call", "username": name}
            await self.janus.message(relay.session, handle, body, {"type": "offer", "sdp": payload})
        else:
            jsep = {"type": "answer", "sdp": payload}
            await self.janus.message(relay.session, handle, {"request": "accept"}, jsep)
