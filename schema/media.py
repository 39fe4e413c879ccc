"""Picture and sound of a consultation: how two browsers connect, with one signalling for all."""

from datetime import datetime
from typing import Annotated

import strawberry

import models
import resolvers.media
from schema.consultation import Consultation
from schema.enums import Participant, SignalKind
from schema.errors import (
    ChangedMeanwhile,
    InvalidInput,
    MediaSessionSuperseded,
    NotPossibleNow,
    TooManyRequests,
    VideoUnavailable,
)
from schema.shows import shows


@strawberry.type(description="A STUN or TURN server, as `RTCPeerConnection` takes it.")
class IceServer:
    urls: list[str] = strawberry.field(description="Its addresses.")
    username: str | None = strawberry.field(description="Null for STUN. It says nothing of whom.")
    credential: str | None = strawberry.field(description="Null for STUN.")


@strawberry.type(description="For the browser's own WebRTC, with `mediaSignals` between the two.")
class PeerMedia:
    is_type_of = shows(resolvers.media.PeerMedia)

    session_id: strawberry.ID = strawberry.field(description="Of this tab, until one joins again.")
    participant: Participant = strawberry.field(description="As whom one takes part.")
    initiator: bool = strawberry.field(
        description="Whether to make the offers: the clinician does, the patient answers."
    )
    ice_servers: list[IceServer] = strawberry.field(description="For `RTCPeerConnection`.")
    ice_transport_policy: str = strawberry.field(description="For it too: `all` or `relay`.")
    expires_at: datetime = strawberry.field(
        description="Until when one can begin with these, in UTC; what is connected stays so."
    )


@strawberry.type(description="For LiveKit's client, which has a signalling of its own.")
class LiveKitMedia:
    is_type_of = shows(resolvers.media.LiveKitMedia)

    session_id: strawberry.ID = strawberry.field(description="Of this tab, until one joins again.")
    participant: Participant = strawberry.field(description="As whom one takes part.")
    url: str = strawberry.field(description="Where LiveKit is.")
    token: str = strawberry.field(description="The key to the room.")
    expires_at: datetime = strawberry.field(description="Until when it opens the room, in UTC.")


@strawberry.type(description="What the other tells one, or we do. Each comes once, in order.")
class MediaSignal:
    is_type_of = shows(models.MediaSignal)

    number: int = strawberry.field(description="From 1, one more each time.")
    round: int = strawberry.field(
        description="`START` begins one. Ignore what is of an older one, and send with the newest."
    )
    kind: SignalKind = strawberry.field(description="What is told.")
    payload: str | None = strawberry.field(
        description="The SDP of an offer or answer; a candidate as JSON; otherwise null."
    )


@strawberry.type(description="The signal was taken.")
class MediaSignalSent:
    is_type_of = shows(resolvers.media.MediaSignalSent)

    delivered: bool = strawberry.field(
        description="False: it was of an old round or the other is not there, and was ignored."
    )


@strawberry.input(description="Take part with picture and sound, in this tab.")
class JoinMediaInput:
    consultation_id: strawberry.ID = strawberry.field(description="In which conversation.")
    participant: Participant | None = strawberry.field(
        default=None,
        description="As whom; null is enough unless one browser is signed in as both.",
    )


@strawberry.input(description="Tell the other how to connect.")
class SendMediaSignalInput:
    session_id: strawberry.ID = strawberry.field(description="One's own.")
    round: int = strawberry.field(description="Of the last `START`.")
    kind: SignalKind = strawberry.field(description="What is told.")
    payload: str | None = strawberry.field(
        default=None,
        description="The SDP, or the candidate as JSON, at most 16 KB; null for the other kinds.",
    )


@strawberry.input(description="How the connection is, for those who look after the consultation.")
class ReportMediaInput:
    session_id: strawberry.ID = strawberry.field(description="One's own.")
    connected: bool = strawberry.field(description="Whether picture and sound come.")


JoinMediaResult = Annotated[
    PeerMedia | LiveKitMedia | NotPossibleNow | VideoUnavailable | ChangedMeanwhile,
    strawberry.union("JoinMediaResult", description="How to connect, or why not."),
]
MediaAccessResult = Annotated[
    PeerMedia | LiveKitMedia | MediaSessionSuperseded | NotPossibleNow | VideoUnavailable,
    strawberry.union("MediaAccessResult", description="How to connect, or why not."),
]
SendMediaSignalResult = Annotated[
    MediaSignalSent
    | MediaSessionSuperseded
    | NotPossibleNow
    | InvalidInput
    | VideoUnavailable
    | TooManyRequests,
    strawberry.union("SendMediaSignalResult", description="On its way, or why not."),
]
ReportMediaResult = Annotated[
    Consultation | MediaSessionSuperseded | NotPossibleNow | ChangedMeanwhile,
    strawberry.union("ReportMediaResult", description="The consultation, or why not."),
]
