"""R20: asking for a time, and being given one by a coordinator."""

from datetime import datetime
from typing import Annotated

import strawberry

import models
import resolvers.requests
from schema.appointment import Appointment
from schema.booking import KEY
from schema.clinic import Service
from schema.connection import Node
from schema.enums import Cause, RequestState
from schema.errors import (
    AlreadyRequested,
    ChangedMeanwhile,
    ConsentRequired,
    IdempotencyKeyReused,
    InvalidInput,
    NotBookable,
    OtherWayIn,
    PatientIsBusy,
    RequestClosed,
    SlotNotOffered,
    SlotTaken,
)
from schema.shows import shows
from schema.staff import PatientSummary
from schema.staff_appointment import StaffAppointment


@strawberry.type(description="R20: the patient has asked for a time, and waits to be given one.")
class AppointmentRequest(Node):
    is_type_of = shows(models.AppointmentRequest)

    service: Service = strawberry.field(description="What for.")
    wishes: str | None = strawberry.field(
        description="When it suits the patient, in their own words; null: whenever."
    )
    state: RequestState = strawberry.field(description="Where it stands.")
    requested_at: datetime = strawberry.field(description="In UTC.")
    closed_at: datetime | None = strawberry.field(description="In UTC; null while it is open.")
    reason: str | None = strawberry.field(description="Why it was declined; null otherwise.")
    appointment: Appointment | None = strawberry.field(
        resolver=resolvers.requests.appointment_of,
        description="The time that was given; null until then. For the patient only: staff find "
        "it beside the request.",
    )


@strawberry.type(description="For coordinators: who waits for a time.")
class RequestCase:
    is_type_of = shows(models.AppointmentRequest)

    request: AppointmentRequest = strawberry.field(
        resolver=lambda root: root, description="What is asked for."
    )
    patient: PatientSummary = strawberry.field(description="By whom.")
    appointment: StaffAppointment | None = strawberry.field(
        resolver=resolvers.requests.given,
        description="The time that was given; null until then.",
    )


@strawberry.type(description="R20: who waits for a time. The last value wins.")
class RequestWorklist:
    server_time: datetime = strawberry.field(description="In UTC.")
    cause: Cause = strawberry.field(description="Why it was sent.")
    cases: list[RequestCase] = strawberry.field(
        description="The longest first, at most 50; `appointmentRequests` has them all."
    )
    open: int = strawberry.field(description="How many there are.")


@strawberry.input(description="R20: ask for a time; where one does not choose it oneself.")
class RequestAppointmentInput:
    service_id: strawberry.ID = strawberry.field(
        description="A service whose `bookingMode` is REQUEST."
    )
    wishes: str | None = strawberry.field(
        default=None, description="When it suits the patient: at most 500 characters."
    )
    idempotency_key: str | None = strawberry.field(default=None, description=KEY)


@strawberry.input(description="No longer wanted.")
class WithdrawRequestInput:
    request_id: strawberry.ID = strawberry.field(description="Which request.")


@strawberry.input(
    description="R20: give the patient a time for what they asked for. Whether they may have it, "
    "by age and referral, is for the coordinator to judge: no rule refuses it."
)
class AllocateTimeInput:
    request_id: strawberry.ID = strawberry.field(description="Whose.")
    slot_id: strawberry.ID = strawberry.field(
        description="A free time, of `slots`, of the service that was asked for."
    )


@strawberry.input(description="No time can be given.")
class DeclineRequestInput:
    request_id: strawberry.ID = strawberry.field(description="Which request.")
    reason: str = strawberry.field(description="For the patient to read: 1 to 500 characters.")


RequestAppointmentResult = Annotated[
    AppointmentRequest
    | AlreadyRequested
    | NotBookable
    | OtherWayIn
    | IdempotencyKeyReused
    | InvalidInput
    | ConsentRequired
    | ChangedMeanwhile,
    strawberry.union("RequestAppointmentResult", description="The request, or why not."),
]
WithdrawRequestResult = Annotated[
    AppointmentRequest | RequestClosed | ConsentRequired | ChangedMeanwhile,
    strawberry.union("WithdrawRequestResult", description="It is withdrawn, or why not."),
]
AllocateTimeResult = Annotated[
    StaffAppointment
    | RequestClosed
    | SlotTaken
    | SlotNotOffered
    | PatientIsBusy
    | ChangedMeanwhile,
    strawberry.union("AllocateTimeResult", description="The appointment, or why there is none."),
]
DeclineRequestResult = Annotated[
    AppointmentRequest | RequestClosed | InvalidInput | ChangedMeanwhile,
    strawberry.union("DeclineRequestResult", description="It is declined, or why not."),
]
