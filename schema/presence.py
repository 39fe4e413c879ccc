"""Who is there just now, and the heartbeat by which a client says so."""

from datetime import datetime

import strawberry

from schema.enums import PresenceState


@strawberry.type(
    description="Whether any client of somebody's is there. Never a state of anything."
)
class Presence:
    state: PresenceState = strawberry.field(description="By how long ago it was heard of.")
    since: datetime | None = strawberry.field(
        description="When it was last heard of, in UTC; null while it is there."
    )


@strawberry.input(description="This tab or device is there. Every ten seconds.")
class HeartbeatInput:
    consultation_id: strawberry.ID = strawberry.field(description="Where.")
    connection_id: str = strawberry.field(
        description="What this tab or device calls itself: 1 to 64 letters, digits, `-` or `_`; "
        "chosen at random, and kept for as long as it is open."
    )
    ack_version: int = strawberry.field(
        default=0, description="The newest `version` of the consultation that it has shown."
    )
    as_clinician: bool = strawberry.field(
        default=False,
        description="For a browser that is signed in as both: this is the clinician's screen.",
    )


@strawberry.type(description="What a heartbeat is answered.")
class Heartbeat:
    server_time: datetime = strawberry.field(description="For countdowns; in UTC.")
    version: int = strawberry.field(
        description="The consultation's now. When it stays above the one shown, the live stream "
        "is dead: subscribe again."
    )
