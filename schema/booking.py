"""R17-R20: holding, booking, moving and cancelling; following the free times."""

from datetime import datetime
from typing import Annotated

import strawberry

import models
import resolvers.booking
from schema.appointment import Appointment
from schema.clinic import Clinician, Service, Slot
from schema.connection import Node
from schema.enums import Cause
from schema.errors import (
    ActionNotAllowed,
    ChangedMeanwhile,
    ConsentRequired,
    HoldExpired,
    HoldRenewed,
    IdempotencyKeyReused,
    InvalidInput,
    NotBookable,
    NoticeRequired,
    OtherWayIn,
    OverlapsYourOwn,
    SlotNotOffered,
    SlotTaken,
    TooManyAppointments,
    TooManyRequests,
)
from schema.shows import shows

KEY = (
    "1 to 100 characters. The same key again gives the same answer: send one, and a retry after a "
    "lost answer never does it twice."
)


@strawberry.type(description="A time that is kept while the patient decides: seven minutes.")
class Hold(Node):
    is_type_of = shows(models.Appointment, lambda it: it.is_hold)

    service: Service = strawberry.field(description="What it is for.")
    clinician: Clinician = strawberry.field(description="With whom.")
    starts_at: datetime = strawberry.field(description="In UTC.")
    ends_at: datetime = strawberry.field(description="In UTC; not included.")
    held_until: datetime = strawberry.field(
        description="For the countdown, in UTC. After it the time can still be booked, until "
        "somebody else takes it."
    )
    may_renew: bool = strawberry.field(
        resolver=resolvers.booking.may_renew,
        description="Whether `renewHold` would keep it for another seven minutes: once.",
    )
    server_time: datetime = strawberry.field(
        resolver=resolvers.booking.server_time, description="What to count down from, in UTC."
    )


@strawberry.type(description="The free times, live.")
class Availability:
    server_time: datetime = strawberry.field(description="When this was seen, in UTC.")
    cause: Cause = strawberry.field(description="Why this value was sent.")
    slots: list[Slot] = strawberry.field(description="All that are free, the earliest first.")


@strawberry.input(description="R17-R20: book a free time.")
class BookAppointmentInput:
    slot_id: strawberry.ID = strawberry.field(description="Of `slots`.")
    idempotency_key: str | None = strawberry.field(default=None, description=KEY)


@strawberry.input(description="Keep a free time while deciding.")
class HoldSlotInput:
    slot_id: strawberry.ID = strawberry.field(description="Of `slots`.")


@strawberry.input(description="R17-R20: book what is held.")
class BookHeldInput:
    hold_id: strawberry.ID = strawberry.field(description="Which hold.")


@strawberry.input(description="Keep it for another seven minutes.")
class RenewHoldInput:
    hold_id: strawberry.ID = strawberry.field(description="Which hold.")


@strawberry.input(description="Let others have it.")
class ReleaseHoldInput:
    hold_id: strawberry.ID = strawberry.field(description="Which hold.")


@strawberry.input(description="Take another time for the same appointment.")
class MoveAppointmentInput:
    appointment_id: strawberry.ID = strawberry.field(description="Which appointment.")
    slot_id: strawberry.ID = strawberry.field(
        description="A free time of the same service, with whomever."
    )
    notice_seen: bool = strawberry.field(
        default=False, description="Whether the patient has confirmed `allowedActions.notice`."
    )


@strawberry.input(description="The appointment will not take place.")
class CancelAppointmentInput:
    appointment_id: strawberry.ID = strawberry.field(description="Which appointment.")
    notice_seen: bool = strawberry.field(
        default=False, description="Whether the patient has confirmed `allowedActions.notice`."
    )


BookAppointmentResult = Annotated[
    Appointment
    | SlotTaken
    | SlotNotOffered
    | OverlapsYourOwn
    | NotBookable
    | OtherWayIn
    | IdempotencyKeyReused
    | InvalidInput
    | TooManyAppointments
    | TooManyRequests
    | ConsentRequired
    | ChangedMeanwhile,
    strawberry.union("BookAppointmentResult", description="The appointment, or why there is none."),
]
HoldSlotResult = Annotated[
    Hold
    | SlotTaken
    | SlotNotOffered
    | OverlapsYourOwn
    | NotBookable
    | OtherWayIn
    | TooManyRequests
    | ConsentRequired
    | ChangedMeanwhile,
    strawberry.union("HoldSlotResult", description="The hold, or why there is none."),
]
BookHeldResult = Annotated[
    Appointment
    | SlotTaken
    | SlotNotOffered
    | OverlapsYourOwn
    | NotBookable
    | OtherWayIn
    | TooManyAppointments
    | TooManyRequests
    | ConsentRequired
    | ChangedMeanwhile,
    strawberry.union("BookHeldResult", description="The appointment, or why there is none."),
]
RenewHoldResult = Annotated[
    Hold | HoldExpired | HoldRenewed | ConsentRequired | ChangedMeanwhile,
    strawberry.union("RenewHoldResult", description="The hold, or why it is not renewed."),
]
ReleaseHoldResult = Annotated[
    Hold | ConsentRequired | ChangedMeanwhile,
    strawberry.union("ReleaseHoldResult", description="What is no longer held, or why not."),
]
MoveAppointmentResult = Annotated[
    Appointment
    | SlotTaken
    | SlotNotOffered
    | OverlapsYourOwn
    | NotBookable
    | ActionNotAllowed
    | NoticeRequired
    | TooManyRequests
    | ConsentRequired
    | ChangedMeanwhile,
    strawberry.union(
        "MoveAppointmentResult", description="The same appointment at its new time, or why not."
    ),
]
CancelAppointmentResult = Annotated[
    Appointment | ActionNotAllowed | NoticeRequired | ConsentRequired | ChangedMeanwhile,
    strawberry.union("CancelAppointmentResult", description="It is cancelled, or why not."),
]
