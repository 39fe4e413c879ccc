"""R39-R42: the clinician's board, live: who waits and is there, and what they were sent; and whom
one could take over from a colleague."""

from datetime import datetime

import strawberry

import models
import resolvers.staff
from schema.consultation import Consultation, DeviceCheck
from schema.enums import Cause, ConsultationState, MessageKind, MessageState, SkipReason
from schema.live import Cue, DelayAnnounced
from schema.presence import Presence
from schema.shows import shows
from schema.staff import PatientSummary
from schema.staff_appointment import StaffAppointment


@strawberry.type(description="A text message that we owe a patient, and what became of it.")
class OwedMessage:
    kind: MessageKind = strawberry.field(description="What it tells of.")
    state: MessageState = strawberry.field(description="Where it stands.")
    due_at: datetime = strawberry.field(description="When it is to be sent, in UTC.")
    sent_at: datetime | None = strawberry.field(description="In UTC; null until then.")
    skipped_because: SkipReason | None = strawberry.field(
        description="Why it was not sent; null when it was, or may be yet."
    )


@strawberry.type(description="One of today's video consultations, as the clinician sees it.")
class QueueEntry:
    consultation: Consultation = strawberry.field(description="As it is now.")
    patient: PatientSummary = strawberry.field(description="Who comes.")
    appointment: StaffAppointment = strawberry.field(
        resolver=lambda root: root.consultation.appointment, description="What it is part of."
    )
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
    presence: Presence | None = strawberry.field(
        description="Whether a client of the patient's is there; null when none ever was."
    )
    messages: list[OwedMessage] = strawberry.field(
        description="R21, R33: the text messages of this appointment, and what became of them."
    )
    delay_announced: DelayAnnounced | None = strawberry.field(
        description="What was announced for it; null: nothing, or it has begun."
    )


@strawberry.type(description="Who waits, in the order of the booked times. The last value wins.")
class ClinicianQueue:
    server_time: datetime = strawberry.field(description="In UTC.")
    cause: Cause = strawberry.field(description="Why it was sent.")
    waiting: int = strawberry.field(description="How many are in the waiting room.")
    entries: list[QueueEntry] = strawberry.field(
        description="Today's, and older ones that are not over; without what the system closed."
    )
    next: QueueEntry | None = strawberry.field(
        description="Whom to call in next: of those who wait, the one booked first; null: nobody."
    )
    arrived: Cue | None = strawberry.field(
        description="What to sound when somebody came since this stream's last value; null: nobody."
    )
    delay_minutes: int | None = strawberry.field(
        description="R44: what was last announced today; null: nothing, or it was taken back."
    )


@strawberry.type(
    description="X32: one of a colleague's video consultations today that the asker may take over "
    "just now. No more than is needed for choosing; the rest comes with taking it over."
)
class ColleaguesEntry:
    is_type_of = shows(models.Consultation)

    consultation_id: strawberry.ID = strawberry.field(
        resolver=lambda root: root.id, description="For `takeOver`."
    )
    state: ConsultationState = strawberry.field(description="SCHEDULED, WAITING or LEFT.")
    waited_seconds: int | None = strawberry.field(
        resolver=resolvers.staff.waited_seconds,
        description="How long the patient has waited; null when not in the waiting room.",
    )
    patient: PatientSummary = strawberry.field(
        resolver=resolvers.staff.whose, description="Who comes."
    )
    appointment: StaffAppointment = strawberry.field(
        resolver=lambda root: root.appointment,
        description="What it is part of; its `clinician` is the colleague.",
    )
