"""R31-R47: the video consultation, the check before it, and the promise if it goes wrong."""

from datetime import datetime
from typing import Annotated

import strawberry

import models
import resolvers.consultations
import resolvers.media
from schema.appointment import Appointment
from schema.connection import Node
from schema.enums import (
    CheckResult,
    ClientKind,
    ConsultationOutcome,
    ConsultationState,
    DeviceClass,
    InvitationState,
    LeftReason,
    Participant,
    PartResult,
)
from schema.errors import (
    AcceptedOnOtherDevice,
    ChangedMeanwhile,
    ClinicianNotLate,
    ConsentRequired,
    DeviceCheckRequired,
    FollowUpInProgress,
    InvalidInput,
    InvitationExpired,
    InvitationSuperseded,
    InvitationWithdrawn,
    NotPossibleNow,
    TooEarly,
    TooLate,
)
from schema.follow_up import FollowUp
from schema.shows import shows


@strawberry.type(description="R37: how the check of camera and sound went.")
class DeviceCheck:
    is_type_of = shows(models.DeviceCheck)

    result: CheckResult = strawberry.field(description="Whether one can go on.")
    client: ClientKind = strawberry.field(description="R35: the app or the website.")
    device_class: DeviceClass = strawberry.field(description="R51: phone, tablet or computer.")
    camera: PartResult = strawberry.field(description="The camera.")
    microphone: PartResult = strawberry.field(description="The microphone.")
    speaker: PartResult = strawberry.field(description="The sound one hears.")
    checked_at: datetime = strawberry.field(description="In UTC; it holds for 30 minutes.")
    help: str | None = strawberry.field(
        resolver=resolvers.consultations.device_help,
        description="R36: what to do, in the asker's language; null when all works.",
    )


@strawberry.type(description="R40-R43: the clinician is ready, and the patient is asked to accept.")
class Invitation(Node):
    is_type_of = shows(models.Invitation)

    number: int = strawberry.field(description="1 for the first of a consultation.")
    state: InvitationState = strawberry.field(description="Where it stands.")
    created_at: datetime = strawberry.field(description="When the clinician was ready, in UTC.")
    expires_at: datetime = strawberry.field(description="Until when it rings, in UTC.")
    remaining_seconds: int = strawberry.field(
        resolver=resolvers.consultations.remaining_seconds,
        description="How much longer it rings, by the server's clock; 0 when it does not.",
    )
    delivered_at: datetime | None = strawberry.field(
        description="When a client of the patient's first said that it shows it, in UTC; null "
        "until then."
    )


@strawberry.type(description="How one of the two is connected: a fact, never a state.")
class MediaConnection:
    is_type_of = shows(models.MediaSession)

    participant: Participant = strawberry.field(description="Who.")
    started_at: datetime = strawberry.field(description="When they last joined, in UTC.")
    connected: bool = strawberry.field(description="Whether picture and sound come, by their word.")
    connected_at: datetime | None = strawberry.field(
        description="When they last came, in UTC; null until they do."
    )
    interrupted_at: datetime | None = strawberry.field(
        description="Since when they do not, in UTC; null while they do, or before."
    )


@strawberry.type(description="A video conversation between a patient and a clinician.")
class Consultation(Node):
    is_type_of = shows(models.Consultation)

    version: int = strawberry.field(
        description="Rises with every change: of two values, the one with the higher is newer."
    )
    state: ConsultationState = strawberry.field(description="Where it stands.")
    appointment: Appointment = strawberry.field(
        resolver=resolvers.consultations.appointment,
        description="What it is part of; for the patient only. Staff find a `StaffAppointment` "
        "beside the consultation.",
    )
    join_opens_at: datetime = strawberry.field(
        description="R34: when the waiting room opens: 15 minutes before the start, in UTC."
    )
    join_closes_at: datetime = strawberry.field(
        description="When the waiting room closes: 15 minutes after the end, in UTC."
    )
    is_open: bool = strawberry.field(
        resolver=resolvers.consultations.is_open,
        description="R34: whether one can start now, by the server's clock.",
    )
    waiting_since: datetime | None = strawberry.field(
        description="R39: when the patient took a seat, in UTC; null until then."
    )
    clinician_ready_at: datetime | None = strawberry.field(
        description="Since when the clinician is ready for a patient who has not come, or not "
        "accepted, yet; in UTC. Null when not."
    )
    invitation: Invitation | None = strawberry.field(
        description="The newest invitation, answered or not; null until the first."
    )
    may_leave: bool = strawberry.field(
        resolver=resolvers.consultations.may_leave,
        description="R45: whether the clinician is so late that one may leave with the promise.",
    )
    may_leave_after: datetime | None = strawberry.field(
        description="R44: after this moment one may; null when the clinician was ready in time."
    )
    left_reason: LeftReason | None = strawberry.field(description="Null unless the patient left.")
    started_at: datetime | None = strawberry.field(
        description="R43: when the patient accepted, in UTC; null until then."
    )
    ended_at: datetime | None = strawberry.field(description="In UTC; null until it has ended.")
    outcome: ConsultationOutcome | None = strawberry.field(description="Null until it has ended.")
    closed_at: datetime | None = strawberry.field(
        description="When the system closed it and proposed the outcome, by evidence, in UTC; null "
        "when it did not."
    )
    device_check: DeviceCheck | None = strawberry.field(
        resolver=resolvers.consultations.device_check,
        description="R37: the newest; null until there is one.",
    )
    media: list[MediaConnection] = strawberry.field(
        resolver=resolvers.media.media_connections,
        description="How each of the two is connected; empty until they join, and afterwards.",
    )
    follow_up: FollowUp | None = strawberry.field(
        resolver=resolvers.consultations.follow_up,
        description="R46: the promise; null when there is none.",
    )


@strawberry.input(description="R37: what the check of camera and sound showed on this device.")
class SubmitDeviceCheckInput:
    consultation_id: strawberry.ID = strawberry.field(description="Before which consultation.")
    client: ClientKind = strawberry.field(description="R35: the app or the website.")
    device_class: DeviceClass = strawberry.field(description="R51: on what kind of device.")
    camera: PartResult = strawberry.field(description="How it went with the camera.")
    microphone: PartResult = strawberry.field(description="How it went with the microphone.")
    speaker: PartResult = strawberry.field(description="Whether one could hear the test sound.")


@strawberry.input(description='R38: "Fortsæt" after the check.')
class EnterWaitingRoomInput:
    consultation_id: strawberry.ID = strawberry.field(description="Whose waiting room.")


@strawberry.input(description="R43: the answer to one invitation.")
class AcceptConsultationInput:
    consultation_id: strawberry.ID = strawberry.field(description="Which consultation.")
    invitation_id: strawberry.ID = strawberry.field(description="The invitation that is answered.")
    connection_id: str | None = strawberry.field(
        default=None,
        description="What this tab or device calls itself, as in `heartbeat`: of two devices one "
        "has the conversation. Null: the device is that of the session.",
    )


@strawberry.input(description="R41: this client shows the invitation.")
class AcknowledgeInvitationInput:
    consultation_id: strawberry.ID = strawberry.field(description="Which consultation.")
    invitation_id: strawberry.ID = strawberry.field(description="The invitation that is shown.")


@strawberry.input(description='"To minutter": here, but not ready.')
class AskForAMomentInput:
    consultation_id: strawberry.ID = strawberry.field(description="Which consultation.")
    invitation_id: strawberry.ID = strawberry.field(description="The invitation that is answered.")


@strawberry.input(description="R45: leave the waiting room.")
class LeaveWaitingRoomInput:
    consultation_id: strawberry.ID = strawberry.field(description="Whose waiting room.")
    even_if_not_late: bool = strawberry.field(
        default=False,
        description="True: leave though the clinician is not late, and without the promise.",
    )


@strawberry.input(description="Come back to the waiting room after leaving it.")
class ReturnToWaitingRoomInput:
    consultation_id: strawberry.ID = strawberry.field(description="Whose waiting room.")


EnterWaitingRoomResult = Annotated[
    Consultation
    | TooEarly
    | TooLate
    | DeviceCheckRequired
    | NotPossibleNow
    | ConsentRequired
    | ChangedMeanwhile,
    strawberry.union("EnterWaitingRoomResult", description="In the waiting room, or why not."),
]
AcceptConsultationResult = Annotated[
    Consultation
    | InvitationSuperseded
    | InvitationExpired
    | InvitationWithdrawn
    | AcceptedOnOtherDevice
    | NotPossibleNow
    | ChangedMeanwhile
    | InvalidInput,
    strawberry.union("AcceptConsultationResult", description="In conversation, or why not."),
]
AcknowledgeInvitationResult = Annotated[
    Consultation | InvitationSuperseded | ChangedMeanwhile,
    strawberry.union("AcknowledgeInvitationResult", description="It is noted, or why not."),
]
AskForAMomentResult = Annotated[
    Consultation
    | InvitationSuperseded
    | InvitationExpired
    | InvitationWithdrawn
    | NotPossibleNow
    | ChangedMeanwhile,
    strawberry.union("AskForAMomentResult", description="Still in the waiting room, or why not."),
]
LeaveWaitingRoomResult = Annotated[
    Consultation | ClinicianNotLate | NotPossibleNow | ChangedMeanwhile,
    strawberry.union("LeaveWaitingRoomResult", description="Out of it, or why not."),
]
ReturnToWaitingRoomResult = Annotated[
    Consultation
    | TooEarly
    | TooLate
    | FollowUpInProgress
    | NotPossibleNow
    | ConsentRequired
    | ChangedMeanwhile,
    strawberry.union("ReturnToWaitingRoomResult", description="Back in it, or why not."),
]
