"""R14, R33: for staff: the text messages that were not sent."""

from datetime import datetime

import strawberry

import resolvers.messages
from schema.enums import MessageKind, SkipReason
from schema.staff import PatientSummary
from schema.staff_appointment import StaffAppointment


@strawberry.type(description="A text message that a patient should have got, and did not.")
class SkippedMessage:
    kind: MessageKind = strawberry.field(description="What it would have told of.")
    reason: SkipReason = strawberry.field(
        resolver=lambda root: root.skipped_because, description="Why it was not sent."
    )
    due_at: datetime = strawberry.field(description="When it was to be sent, in UTC.")
    skipped_at: datetime = strawberry.field(description="When we gave it up, in UTC.")
    patient: PatientSummary = strawberry.field(
        resolver=resolvers.messages.whose, description="Who was not told."
    )
    phone: str | None = strawberry.field(
        resolver=resolvers.messages.phone,
        description="The patient's number now, in E.164; null until given.",
    )
    phone_unreachable: bool = strawberry.field(
        resolver=resolvers.messages.unreachable,
        description="Whether text messages do not reach that number.",
    )
    appointment: StaffAppointment = strawberry.field(
        resolver=resolvers.messages.told_of, description="What it was about."
    )
