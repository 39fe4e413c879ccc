"""R39-R45: what the live streams show. Each value is whole: none needs the one before."""

from datetime import datetime

import strawberry

from schema.appointment import AllowedAction
from schema.clinic import Clinician
from schema.consultation import Consultation, Invitation
from schema.enums import Cause, Politeness
from schema.presence import Presence


@strawberry.type(description="R41: what to show, in the patient's language.")
class Screen:
    title: str = strawberry.field(description="The heading.")
    body: str = strawberry.field(description="Plain text.")


@strawberry.type(description="R42: what to sound, and what to announce to those who cannot see.")
class Cue:
    sound: bool = strawberry.field(description="Whether to ring.")
    loop: bool = strawberry.field(description="Whether to go on until it is answered.")
    vibrate: bool = strawberry.field(description="Whether to vibrate.")
    announcement: str = strawberry.field(description="What a screen reader should say.")
    politeness: Politeness = strawberry.field(description="And how.")


@strawberry.type(description="R44: a delay that the clinician has announced.")
class DelayAnnounced:
    minutes: int = strawberry.field(description="By how many.")
    new_expected_start: datetime = strawberry.field(description="In UTC.")


@strawberry.type(description="R39-R45: all that the patient's screen needs, at one moment.")
class WaitingRoom:
    version: int = strawberry.field(description="Rises with every change of the consultation.")
    server_time: datetime = strawberry.field(description="For countdowns; in UTC.")
    cause: Cause = strawberry.field(description="Why it was sent.")
    consultation: Consultation = strawberry.field(description="As it is now.")
    clinician: Clinician = strawberry.field(description="Who will come.")
    invitation: Invitation | None = strawberry.field(
        description="R43: the one to accept; null when it does not ring."
    )
    screen: Screen = strawberry.field(description="R41: what to show.")
    cue: Cue = strawberry.field(description="R42: what to sound.")
    may_enter: bool = strawberry.field(
        description="R34: whether one can go on to the check and the waiting room."
    )
    may_leave: bool = strawberry.field(description="R45: whether one may leave with the promise.")
    support_phone: str = strawberry.field(description="Whom to call instead, in E.164.")
    allowed_actions: list[AllowedAction] = strawberry.field(
        description="What the patient may do now, and why not the rest."
    )
    clinician_is_ready: bool = strawberry.field(
        description="True also when the patient has not come yet: then it rings on entering."
    )
    clinician_presence: Presence | None = strawberry.field(
        description="Whether the clinician's screen is there; null when it never was."
    )
    delay_announced: DelayAnnounced | None = strawberry.field(
        description="What the clinician has announced; null: nothing, or it has begun."
    )
    expected_by: datetime = strawberry.field(
        description="The booked start, or the announced one; in UTC. Once it has passed, "
        "`mayLeaveAt` is what counts."
    )
    may_leave_at: datetime | None = strawberry.field(
        description="R44: from this moment one may; null when the clinician was ready in time. An "
        "announced delay changes nothing of it."
    )
    position: int | None = strawberry.field(
        description="1: the next of those who are booked with this clinician today and not over; "
        "null when not waiting."
    )
    estimated_start: datetime | None = strawberry.field(
        description="When it may be one's turn, in UTC; null unless the one right before is in "
        "conversation, and not for longer than booked."
    )


@strawberry.type(description="R40-R43: the invitation to answer, wherever in the app one is.")
class ClinicianReady:
    server_time: datetime = strawberry.field(description="For countdowns; in UTC.")
    cause: Cause = strawberry.field(description="Why it was sent.")
    waiting_room: WaitingRoom | None = strawberry.field(
        description="Where it rings; null when nobody is calling."
    )


@strawberry.type(description="R43: whether the patient has accepted.")
class ConsultationAcceptance:
    version: int = strawberry.field(description="Rises with every change of the consultation.")
    server_time: datetime = strawberry.field(description="In UTC.")
    cause: Cause = strawberry.field(description="Why it was sent.")
    consultation: Consultation = strawberry.field(description="As it is now.")
    accepted: bool = strawberry.field(description="True: the stream ends with this value.")
    accepted_at: datetime | None = strawberry.field(description="In UTC; null until then.")
