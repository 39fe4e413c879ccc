"""R40-R47, the house's side."""

from typing import Annotated

import strawberry

import models
import resolvers.messages
import resolvers.sessions
import resolvers.staff
from schema.appointment import Appointment
from schema.connection import Node
from schema.consultation import Consultation, FollowUp
from schema.enums import ConsultationOutcome, Resolution, Role
from schema.errors import ChangedMeanwhile, FollowUpClosed, NotPossibleNow
from schema.session import Session
from schema.shows import shows


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


@strawberry.type(description="R46-R47: a promise to keep, and to whom.")
class FollowUpCase:
    is_type_of = shows(models.FollowUp)

    follow_up: FollowUp = strawberry.field(resolver=lambda root: root, description="The promise.")
    is_overdue: bool = strawberry.field(
        resolver=resolvers.staff.is_overdue, description="Whether the promise is broken already."
    )
    patient: PatientSummary = strawberry.field(
        resolver=resolvers.staff.whose, description="Whom to contact."
    )
    phone: str | None = strawberry.field(
        resolver=resolvers.staff.phone,
        description="The patient's own number, in E.164; null until given.",
    )
    phone_unreachable: bool = strawberry.field(
        resolver=resolvers.messages.phone_unreachable,
        description="Whether text messages do not reach that number.",
    )
    appointment: Appointment = strawberry.field(
        resolver=resolvers.staff.missed, description="What it is about."
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
    outcome: ConsultationOutcome = strawberry.field(description="How it went.")


@strawberry.input(description="R47: the patient has been contacted and helped.")
class ResolveFollowUpInput:
    follow_up_id: strawberry.ID = strawberry.field(description="Which promise was kept.")
    resolution: Resolution = strawberry.field(description="How the patient was helped.")


CallInResult = Annotated[
    Consultation | NotPossibleNow | ChangedMeanwhile,
    strawberry.union("CallInResult", description="It rings at the patient's, or why not."),
]
WithdrawCallResult = Annotated[
    Consultation | NotPossibleNow | ChangedMeanwhile,
    strawberry.union("WithdrawCallResult", description="It no longer rings, or why not."),
]
EndConsultationResult = Annotated[
    Consultation | NotPossibleNow | ChangedMeanwhile,
    strawberry.union("EndConsultationResult", description="It is over, or why not."),
]
ResolveFollowUpResult = Annotated[
    FollowUpCase | FollowUpClosed | ChangedMeanwhile,
    strawberry.union("ResolveFollowUpResult", description="The promise is kept, or why not."),
]
