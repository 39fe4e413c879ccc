"""The staff's calendars: a clinician's day, and times at which nobody is seen."""

from datetime import date, datetime
from typing import Annotated

import strawberry

import models
from schema.booking import KEY
from schema.connection import Node
from schema.errors import ChangedMeanwhile, IdempotencyKeyReused, InvalidInput, TimeIsBooked
from schema.shows import shows
from schema.staff import PatientSummary
from schema.staff_appointment import StaffAppointment


@strawberry.type(description="A time at which the clinician sees nobody.")
class BlockedTime(Node):
    is_type_of = shows(models.BlockedTime)

    starts_at: datetime = strawberry.field(description="In UTC.")
    ends_at: datetime = strawberry.field(description="In UTC; not included.")
    reason: str = strawberry.field(description="For colleagues; patients do not see it.")


@strawberry.type(description="Who is booked with a clinician, and when.")
class DayEntry:
    appointment: StaffAppointment = strawberry.field(
        resolver=lambda root: root, description="What is booked."
    )
    patient: PatientSummary = strawberry.field(description="Who comes.")


@strawberry.type(description="One day of one clinician, by the Danish calendar.")
class ClinicianDay:
    server_time: datetime = strawberry.field(description="When this was seen, in UTC.")
    day: date = strawberry.field(description="Which day.")
    entries: list[DayEntry] = strawberry.field(
        resolver=lambda root: root.appointments,
        description="In the order of their times; cancelled ones too.",
    )
    blocked: list[BlockedTime] = strawberry.field(description="When nobody is seen.")


@strawberry.input(description="Nobody can be booked then. What is merely held gives way.")
class BlockTimeInput:
    starts_at: datetime = strawberry.field(description="From when.")
    ends_at: datetime = strawberry.field(
        description="Until when, not included; at most 92 days later."
    )
    reason: str = strawberry.field(description="For colleagues: at most 200 characters.")
    clinician_id: strawberry.ID | None = strawberry.field(
        default=None, description="Whose; null for a clinician's own. Coordinators name one."
    )
    idempotency_key: str | None = strawberry.field(default=None, description=KEY)


@strawberry.input(description="Patients can be booked then again.")
class UnblockTimeInput:
    blocked_time_id: strawberry.ID = strawberry.field(description="Which.")


BlockTimeResult = Annotated[
    BlockedTime | TimeIsBooked | InvalidInput | IdempotencyKeyReused | ChangedMeanwhile,
    strawberry.union("BlockTimeResult", description="It is blocked, or why not."),
]
UnblockTimeResult = Annotated[
    BlockedTime | ChangedMeanwhile,
    strawberry.union("UnblockTimeResult", description="What is no longer blocked."),
]
