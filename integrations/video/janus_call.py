"""One consultation at Janus: both are registered there, and what Janus tells goes to them.

It survives that Janus goes away and comes back: then there is a new session at Janus, and both
start anew. It ends with the consultation, or when another process has claimed it.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from tortoise.queryset import QuerySet

from integrations.broadcast import Hub, Listener
from integrations.broadcast.tasks import ended
from integrations.clock import Clock
from integrations.video import EngineDown, Pseudonyms
from integrations.video.janus_api import Janus
from integrations.video.janus_seats import Seats, name_at_janus, seated
from models import Consultation
from models.change import By
from models.faults import without_data
from models.media import MediaSession
from models.media.joining import pass_on, start_anew, tell_both_to_start
from models.media.participant import Participant
from models.media.relay import MediaRelay
from models.media.signals import SignalKind

log = logging.getLogger("aleris.video")

RENEW_EVERY = timedelta(seconds=5)
TRY_AGAIN_AFTER = 1
"""Seconds."""


@dataclass(frozen=True)
class Call:
    consultation_id: str
    process: str
    janus: Janus
    hub: Hub
    pseudonyms: Pseudonyms
    now: Clock

    async def minded(self) -> None:
        """Until it is over, or another process minds it."""
        with self.hub.listen(f"consultation:{self.consultation_id}") as listener:
            ours = self._relay().filter(claimed_by=self.process)
            try:
                while await self._is_ours():
                    if (round := await self._round()) is None:
                        await ours.delete()
                        return
                    await self._try(round, listener)
            finally:
                # Whoever comes next need not wait until the claim runs out.
                await ours.update(claimed_until=self.now())

    async def _try(self, round: int, listener: Listener) -> None:
        try:
            await self._serve(round, listener)
        except EngineDown as fault:
            log.warning("Janus is lost: %s", fault)
            await asyncio.sleep(TRY_AGAIN_AFTER)
        except Exception as fault:
            log.error("A call at Janus failed\n%s", without_data(fault))
            await asyncio.sleep(TRY_AGAIN_AFTER)

    async def _serve(self, round: int, listener: Listener) -> None:
        """One round, as long as it lasts."""
        if await self._relay().filter(round__gte=round).exists():
            # It was set up once, and lost: what the two agreed there no longer counts.
            own = Consultation.filter(id=self.consultation_id)
            await start_anew(partial(Consultation.whole, own), round, self._by("restart_media"))
            return
        id = self.consultation_id
        names = {one: name_at_janus(self.pseudonyms, id, one, round) for one in Participant}
        async with seated(self.janus, names) as it:
            await self._note(it, round)
            await tell_both_to_start(self.consultation_id, round, self._by("start_media"))
            hearing = asyncio.create_task(self._hear(it, round))
            try:
                while not hearing.done() and await self._is_ours() and await self._round() == round:
                    await _either(hearing, listener)
                if hearing.done():
                    hearing.result()
            finally:
                await ended(hearing)

    async def _note(self, seats: Seats, round: int) -> None:
        """So that every process can pass on what the two tell."""
        ours = self._relay().filter(claimed_by=self.process)
        kept = await ours.update(
            round=round,
            session=seats.session,
            patient_handle=seats.handles[Participant.PATIENT],
            clinician_handle=seats.handles[Participant.CLINICIAN],
            offered=False,
        )
        if not kept:
            raise EngineDown("It took so long that another process minds it")

    async def _hear(self, seats: Seats, round: int) -> None:
        while True:
            for event in await self.janus.events(seats.session):
                if event.get("janus") == "timeout":
                    raise EngineDown("It gave the session up")
                if (jsep := event.get("jsep")) and (to := seats.whose(event)):
                    kind = SignalKind.OFFER if jsep["type"] == "offer" else SignalKind.ANSWER
                    by = self._by("relay_media")
                    await pass_on(self.consultation_id, to, round, kind, jsep["sdp"], by)

    async def _is_ours(self) -> bool:
        return await MediaRelay.claim(self.consultation_id, self.process, self.now())

    async def _round(self) -> int | None:
        """Null when it is over."""
        both = await MediaSession.live_in(self.consultation_id)
        return both[0].round if len(both) == len(Participant) else None

    def _relay(self) -> QuerySet[MediaRelay]:
        return MediaRelay.filter(consultation_id=self.consultation_id)

    def _by(self, action: str) -> By:
        return By(actor="system", action=action, at=self.now(), bus=self.hub)


async def _either(hearing: "asyncio.Task[None]", listener: Listener) -> None:
    """Until Janus is lost, or there is something to look at."""
    waiting = asyncio.create_task(listener.changed(RENEW_EVERY))
    try:
        await asyncio.wait({hearing, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await ended(waiting)
