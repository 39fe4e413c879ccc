"""Picture and sound: joining, telling the other how to connect, and how the connection is."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated

import strawberry

from context import Info
from integrations.rate_limits import Limit
from integrations.video import EngineDown, IceServer, PeerAccess
from models import Consultation, MediaSession, Patient, StaffMember
from models.change import ATTEMPTS, write
from models.media.joining import join
from models.media.participant import Participant
from models.media.signals import SignalKind, check_signal
from models.refused import ChangedMeanwhile, NotFound, VideoUnavailable
from resolvers.acting import by


@dataclass(frozen=True)
class PeerMedia:
    """What a browser's own WebRTC needs."""

    session_id: str
    participant: Participant
    initiator: bool
    ice_servers: list[IceServer]
    ice_transport_policy: str
    expires_at: datetime


@dataclass(frozen=True)
class LiveKitMedia:
    """What LiveKit's client needs."""

    session_id: str
    participant: Participant
    url: str
    token: str
    expires_at: datetime


@dataclass(frozen=True)
class MediaSignalSent:
    """Whether it is on its way to the other."""

    delivered: bool


async def join_media(
    info: Info, consultation_id: str, participant: Participant | None = None
) -> PeerMedia | LiveKitMedia:
    who, consultation = await _in_conversation(info, consultation_id, participant)
    consultation.check_media()
    await _check_engine(info)
    this = await by(info, who)
    reach = partial(who.consultation, consultation_id)
    at_once = info.context.video.starts_at_once
    session = await join(reach, who.participant, this, start=at_once)
    return _access(info, session)


async def media_access(
    info: Info,
    session_id: Annotated[strawberry.ID, strawberry.argument(description="One's own.")],
) -> PeerMedia | LiveKitMedia:
    """Fresh credentials for the same session, before the connection is made anew."""
    _, session = await info.context.media_session(session_id)
    session.consultation.check_media()
    session.check_live()
    await _check_engine(info)
    return _access(info, session)


async def send_media_signal(
    info: Info, session_id: str, round: int, kind: SignalKind, payload: str | None = None
) -> MediaSignalSent:
    who, session = await info.context.media_session(session_id)
    session.consultation.check_media()
    session.check_live()
    check_signal(session.participant, kind, payload)
    await info.context.limit(Limit.MEDIA_SIGNAL, session.id)
    try:
        this = await by(info, who)
        carried = await info.context.video.carry(session, round, kind, payload, this)
    except EngineDown:
        raise _unavailable(info) from None
    return MediaSignalSent(carried)


async def report_media(info: Info, session_id: str, connected: bool) -> Consultation:
    for _ in range(ATTEMPTS):
        who, session = await info.context.media_session(session_id)
        session.consultation.check_media()
        this = await by(info, who)
        consultation = (await who.consultation(session.consultation_id)).see(this.at)
        topics, subject = consultation.topics, consultation.id
        is_news = session.report(connected, this.at)
        if not is_news or await write(session.keep_report, (), topics, subject, this):
            return consultation
    raise ChangedMeanwhile


async def media_connections(root: Consultation) -> list[MediaSession]:
    return await MediaSession.live_in(root.id).order_by("participant")


async def _in_conversation(
    info: Info, consultation_id: str, participant: Participant | None
) -> tuple[Patient | StaffMember, Consultation]:
    """One browser may be signed in as both: the patient first, unless it says which."""
    for who in info.context.people:
        if participant in (None, who.participant):
            try:
                return who, (await who.consultation(consultation_id)).see(info.context.now())
            except NotFound:
                continue
    raise NotFound


def _access(info: Info, session: MediaSession) -> PeerMedia | LiveKitMedia:
    access = info.context.video.access(session)
    if isinstance(access, PeerAccess):
        return PeerMedia(session.id, session.participant, session.initiator, **vars(access))
    return LiveKitMedia(session.id, session.participant, **vars(access))


async def _check_engine(info: Info) -> None:
    try:
        await info.context.video.check()
    except EngineDown:
        raise _unavailable(info) from None


def _unavailable(info: Info) -> VideoUnavailable:
    return VideoUnavailable(info.context.settings.support_phone)
