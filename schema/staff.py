"""R40-R43, the house's side: who works here, and what clinicians do in a consultation."""

from typing import Annotated

import strawberry

import models
import resolvers.sessions
import resolvers.staff
from schema.connection import Node
from schema.consultation import Consultation
from schema.enums import ConsultationOutcome, Role
from schema.errors import ChangedMeanwhile, InvalidInput, NotPossibleNow
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


@strawberry.type(description="C12: a consultation that nobody ended, and the system closed.")
class ClosedConsultation:
    is_type_of = shows(models.Consultation)

    consultation: Consultation = strawberry.field(
        resolver=lambda root: root, description="As it is now, with the proposed outcome."
    )
    patient: PatientSummary = strawberry.field(
        resolver=resolvers.staff.whose, description="Whose it was."
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


CallInResult = Annotated[
    Consultation | NotPossibleNow | ChangedMeanwhile,
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
