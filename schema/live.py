"""R39-R45: what the live streams show. Each value is whole: none needs the one before."""

from datetime import datetime

import strawberry

from schema.clinic import Clinician
from schema.consultation import Consultation, DeviceCheck, Invitation
from schema.enums import Cause, Politeness
from schema.staff import PatientSummary


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
    may_leave_after: datetime | None = strawberry.field(
        description="R44: after this moment one may; null when the clinician was ready in time."
    )
    support_phone: str = strawberry.field(description="Whom to call instead, in E.164.")


@strawberry.type(description="R40-R43: the invitation to answer, wherever in the app one is.")
class ClinicianReady:
    server_time: datetime = strawberry.field(description="For countdowns; in UTC.")
    cause: Cause = strawberry.field(description="Why it was sent.")
    waiting_room: WaitingRoom | None = strawberry.field(
        description="Where it rings; null when nobody is calling."
    )


@strawberry.type(description="One of today's video consultations, as the clinician sees it.")
class QueueEntry:
    consultation: Consultation = strawberry.field(description="As it is now.")
    patient: PatientSummary = strawberry.field(description="Who comes.")
    device_check: DeviceCheck | None = strawberry.field(
        description="R37: how the patient's check went; null until there is one."
    )
    waited_seconds: int | None = strawberry.field(
        description="How long the patient has waited; null when not in the waiting room."
    )
    ask_if_over: bool = strawberry.field(
        description="Whether to ask if they are still talking: it should have ended an hour ago. "
        "It is never ended for them."
    )


@strawberry.type(description="Who waits, in the order of the booked times.")
class ClinicianQueue:
    server_time: datetime = strawberry.field(description="In UTC.")
    cause: Cause = strawberry.field(description="Why it was sent.")
    waiting: int = strawberry.field(description="How many are in the waiting room.")
    entries: list[QueueEntry] = strawberry.field(
        description="Today's, and older ones that are not over; without what the system closed."
    )


@strawberry.type(description="R43: whether the patient has accepted.")
class ConsultationAcceptance:
    version: int = strawberry.field(description="Rises with every change of the consultation.")
    server_time: datetime = strawberry.field(description="In UTC.")
    cause: Cause = strawberry.field(description="Why it was sent.")
    consultation: Consultation = strawberry.field(description="As it is now.")
    accepted: bool = strawberry.field(description="True: the stream ends with this value.")
    accepted_at: datetime | None = strawberry.field(description="In UTC; null until then.")
