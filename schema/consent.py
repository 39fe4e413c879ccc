"""A3-A4, R12: what a patient has consented to, consenting anew, and taking it back."""

from datetime import datetime

import strawberry

import resolvers.patient
from schema.enums import ConsentPurpose, SignInChannel
from schema.public import LegalText


@strawberry.type(
    description="A receipt: what the patient consented to, when, and in which wording, whose hash "
    "proves it."
)
class Consent:
    id: strawberry.ID = strawberry.field(description="The receipt's id.")
    purpose: ConsentPurpose = strawberry.field(description="To what.")
    channel: SignInChannel = strawberry.field(description="Through what.")
    given_at: datetime = strawberry.field(description="When, in UTC.")
    text: LegalText = strawberry.field(
        resolver=resolvers.patient.consent_text, description="The wording that was shown."
    )


@strawberry.type(description="A4: what was withdrawn, and what that does and does not do.")
class ConsentWithdrawn:
    purpose: ConsentPurpose = strawberry.field(description="What was withdrawn.")
    withdrawn_at: datetime = strawberry.field(description="In UTC.")
    explanation: str = strawberry.field(description="What stays in the journal by law. Show it.")


@strawberry.input(description="A3: consent to the newest texts, signed in already.")
class RenewConsentInput:
    purposes: list[ConsentPurpose] = strawberry.field(description="What is consented to: both.")


@strawberry.input(description="A4: take a consent back.")
class WithdrawConsentInput:
    purpose: ConsentPurpose = strawberry.field(description="Which one.")
