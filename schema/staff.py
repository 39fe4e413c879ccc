"""R40-R43, the house's side: who works here, and what clinicians do in a consultation."""

from datetime import datetime
from typing import Annotated

import strawberry

import models
import resolvers.sessions
import resolvers.staff
from schema.connection import Node
from schema.consultation import Consultation
from schema.enums import ConsultationOutcome, Role
from schema.errors import (
    ChangedMeanwhile,
    InvalidInput,
    NotPossibleNow,
    OverlapsAnother,
    TooEarly,
    TooLate,
)
from schema.session import Session
from schema.shows import shows
from schema.staff_appointment import StaffAppointment


@strawberry.type(description="The signed-in member of staff.")
class StaffMember(Node):
    is_type_of = shows(models.StaffMember)

    name: str = strawberry.field(description="First and last name.")
    role: Role = strawberry.field(description="What they do here.")
    sessions: list[Session] = strawberry.field(
        resolver=resolvers.sessions.sessions,
        description="Where they are signed in, the newest first, at most 50.",
    )


@strawberry.type(description="What staff see of a patient: no more than the work at hand needs.")
class PatientSummary:
    name: str = strawberry.field(description="As the identity provider says; may be empty.")


@strawberry.type(description="C12: a consultation that nobody ended, and the system closed.")
class ClosedConsultation:
    is_type_of = shows(models.Consultation)

    consultation: Consultation = strawberry.field(
        resolver=lambda root: root, description="As it is now, with the proposed outcome."
    )
    patient: PatientSummary = strawberry.field(
        resolver=resolvers.staff.whose, description="Whose it was."
    )
    appointment: StaffAppointment = strawberry.field(
        resolver=lambda root: root.appointment, description="What it was part of."
    )


@strawberry.input(description="R40: the clinician is ready.")
class CallInInput:
    consultation_id: strawberry.ID = strawberry.field(description="Whom to call in.")


@strawberry.input(description="Not ready after all.")
class WithdrawCallInput:
    consultation_id: strawberry.ID = strawberry.field(description="Whose call to take back.")


@strawberry.input(description="The conversation is over.")
class EndConsultationInput:
    consultation_id: strawberry.ID = strawberry.field(description="Which one.")
    outcome: ConsultationOutcome = strawberry.field(
        description="How it went: COMPLETED, HELD_BY_PHONE or TECHNICAL_FAILURE. The others are "
        "found by evidence, and refused here with `InvalidInput`."
    )


@strawberry.input(description="The system closed a consultation, and saw it wrongly.")
class CorrectOutcomeInput:
    consultation_id: strawberry.ID = strawberry.field(description="Which one.")
    outcome: ConsultationOutcome = strawberry.field(description="How it really was.")
    reason: str = strawberry.field(
        description="Why, in one line of 1 to 300 characters; it is kept."
    )


@strawberry.input(description="X32: a colleague's patient becomes one's own.")
class TakeOverInput:
    consultation_id: strawberry.ID = strawberry.field(description="Which consultation.")


@strawberry.input(description="R44: the clinician is behind, and says so.")
class AnnounceDelayInput:
    minutes: int = strawberry.field(description="0 to 240; 0 takes back what was announced.")
    from_at: datetime | None = strawberry.field(
        name="from",
        default=None,
        description="For those who are booked from then on, today; null: for all of today's.",
    )
    clinician_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Whose; null for a clinician's own. Coordinators name one.",
    )


@strawberry.type(
    description="R44: a delay as it was announced; everyone concerned is told at once."
)
class DelayNotice:
    is_type_of = shows(models.DelayNotice)

    minutes: int = strawberry.field(description="By how many; 0: no longer.")
    from_at: datetime = strawberry.field(
        name="from", description="For those who are booked from then on, in UTC."
    )
    until: datetime = strawberry.field(description="To the end of the Danish day, in UTC.")
    announced_at: datetime = strawberry.field(description="In UTC.")
    affected: int = strawberry.field(description="How many consultations it concerns.")


TakeOverResult = Annotated[
    Consultation | OverlapsAnother | NotPossibleNow | ChangedMeanwhile,
    strawberry.union("TakeOverResult", description="It is the asker's, or why not."),
]
AnnounceDelayResult = Annotated[
    DelayNotice | InvalidInput | ChangedMeanwhile,
    strawberry.union("AnnounceDelayResult", description="Everyone concerned is told, or why not."),
]
CallInResult = Annotated[
    Consultation | TooEarly | TooLate | NotPossibleNow | ChangedMeanwhile,
    strawberry.union("CallInResult", description="It rings at the patient's, or why not."),
]
WithdrawCallResult = Annotated[
    Consultation | NotPossibleNow | ChangedMeanwhile,
    strawberry.union("WithdrawCallResult", description="It no longer rings, or why not."),
]
EndConsultationResult = Annotated[
    Consultation | NotPossibleNow | InvalidInput | ChangedMeanwhile,
    strawberry.union("EndConsultationResult", description="It is over, or why not."),
]
CorrectOutcomeResult = Annotated[
    Consultation | NotPossibleNow | InvalidInput | ChangedMeanwhile,
    strawberry.union("CorrectOutcomeResult", description="As it is now, or why not."),
]
