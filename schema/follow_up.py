"""R46-R47: the promise to a patient who could not be seen, and how staff keep it."""

from datetime import datetime
from typing import Annotated

import strawberry

import models
import resolvers.follow_ups
import resolvers.messages
from schema.connection import Node
from schema.enums import Alarm, Cause, Channel, FollowUpReason, FollowUpState, Resolution
from schema.errors import (
    ChangedMeanwhile,
    FollowUpClosed,
    FollowUpTaken,
    IdempotencyKeyReused,
    InvalidInput,
    NoNewAppointment,
)
from schema.shows import shows
from schema.staff_appointment import StaffAppointment

PatientSummary = Annotated["PatientSummary", strawberry.lazy("schema.staff")]  # type: ignore[misc]


@strawberry.type(description="R46: what we promised a patient who could not be seen.")
class FollowUp(Node):
    is_type_of = shows(models.FollowUp)

    reason: FollowUpReason = strawberry.field(description="Why we owe it.")
    state: FollowUpState = strawberry.field(description="Where the promise stands.")
    opened_at: datetime = strawberry.field(description="When we promised it, in UTC.")
    due_at: datetime = strawberry.field(
        description="R46: by when we have called: 16.00 in Denmark on the second working day."
    )
    text: str = strawberry.field(
        resolver=resolvers.follow_ups.text,
        description="R46: the promise as the patient reads it, with its date, in the asker's "
        "language; or what became of it.",
    )
    resolution: Resolution | None = strawberry.field(
        description="R47: how we helped; null until then."
    )
    resolved_at: datetime | None = strawberry.field(
        description="When it was closed, in UTC; null until then."
    )


@strawberry.type(description="Somebody who works here, as their colleagues see them.")
class Colleague:
    name: str = strawberry.field(description="First and last name.")


@strawberry.type(description="R46: one time that somebody tried to reach the patient.")
class FollowUpAttempt:
    number: int = strawberry.field(description="1 for the first.")
    by: Colleague = strawberry.field(description="Who tried.")
    how: Channel = strawberry.field(description="By which way.")
    reached: bool = strawberry.field(description="Whether the patient was reached.")
    note: str | None = strawberry.field(description="For colleagues only; null when there is none.")
    at: datetime = strawberry.field(description="In UTC.")


@strawberry.type(description="R46-R47: a promise to keep, and to whom.")
class FollowUpCase:
    is_type_of = shows(models.FollowUp)

    follow_up: FollowUp = strawberry.field(resolver=lambda root: root, description="The promise.")
    due_at: datetime = strawberry.field(description="R46: by when, in UTC.")
    alarm: Alarm = strawberry.field(
        resolver=resolvers.follow_ups.alarm, description="How near it is to being broken."
    )
    due_soon: bool = strawberry.field(
        resolver=resolvers.follow_ups.is_due_soon,
        description="Whether two hours or less are left, and the patient is not reached.",
    )
    is_overdue: bool = strawberry.field(
        resolver=resolvers.follow_ups.is_overdue,
        description="Whether the promise is broken: its time has passed, the patient not reached.",
    )
    assigned_to: Colleague | None = strawberry.field(
        resolver=resolvers.follow_ups.assigned_to,
        description="Who has taken it upon themselves; null: nobody.",
    )
    assigned_at: datetime | None = strawberry.field(description="Since when, in UTC; null: never.")
    attempts: list[FollowUpAttempt] = strawberry.field(
        resolver=resolvers.follow_ups.attempts, description="In the order they were made."
    )
    patient: PatientSummary = strawberry.field(
        resolver=resolvers.follow_ups.whose, description="Whom to contact."
    )
    phone: str | None = strawberry.field(
        resolver=resolvers.follow_ups.phone,
        description="The patient's own number, in E.164; null until given.",
    )
    phone_unreachable: bool = strawberry.field(
        resolver=resolvers.messages.phone_unreachable,
        description="Whether text messages do not reach that number.",
    )
    appointment: StaffAppointment = strawberry.field(
        resolver=resolvers.follow_ups.missed, description="What it is about."
    )


@strawberry.type(description="R46: the promises that are still to be kept. The last value wins.")
class FollowUpWorklist:
    server_time: datetime = strawberry.field(description="In UTC.")
    cause: Cause = strawberry.field(description="Why it was sent.")
    cases: list[FollowUpCase] = strawberry.field(
        description="The one due first at the top, at most 50; `followUps` has them all."
    )
    open: int = strawberry.field(description="How many nobody has taken.")
    assigned: int = strawberry.field(description="How many are taken, the patient not reached.")
    contacted: int = strawberry.field(description="How many patients are reached, not yet helped.")
    due_soon: int = strawberry.field(description="How many have two hours or less left.")
    overdue: int = strawberry.field(description="How many promises are broken.")


@strawberry.input(description="R46: I take care of it.")
class AssignFollowUpInput:
    follow_up_id: strawberry.ID = strawberry.field(description="Which promise.")


@strawberry.input(description="R46: I have tried to reach the patient. Whoever tries has taken it.")
class RecordAttemptInput:
    follow_up_id: strawberry.ID = strawberry.field(description="Which promise.")
    how: Channel = strawberry.field(description="By which way.")
    reached: bool = strawberry.field(description="Whether the patient was reached.")
    note: str | None = strawberry.field(
        default=None, description="For colleagues, one line of at most 500 characters."
    )
    idempotency_key: str | None = strawberry.field(
        default=None,
        description="1 to 100 characters. Send one, and a retry after a lost answer is noted once.",
    )


@strawberry.input(description="R47: the patient has been contacted and helped.")
class ResolveFollowUpInput:
    follow_up_id: strawberry.ID = strawberry.field(description="Which promise was kept.")
    resolution: Resolution = strawberry.field(description="How the patient was helped.")


AssignFollowUpResult = Annotated[
    FollowUpCase | FollowUpTaken | FollowUpClosed | ChangedMeanwhile,
    strawberry.union("AssignFollowUpResult", description="It is the asker's, or why not."),
]
RecordAttemptResult = Annotated[
    FollowUpCase | FollowUpClosed | InvalidInput | IdempotencyKeyReused | ChangedMeanwhile,
    strawberry.union("RecordAttemptResult", description="It is noted, or why not."),
]
ResolveFollowUpResult = Annotated[
    FollowUpCase | FollowUpClosed | NoNewAppointment | ChangedMeanwhile,
    strawberry.union("ResolveFollowUpResult", description="The promise is kept, or why not."),
]
