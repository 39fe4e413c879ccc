"""R8-R14: the patient, and Min profil."""

from datetime import date, datetime
from typing import Annotated

import strawberry

import models
import resolvers.calendar_feed
import resolvers.follow_ups
import resolvers.patient
import resolvers.sessions
from schema.appointment import TreatmentCourse
from schema.calendar_feed import CalendarFeed
from schema.connection import Node
from schema.consent import Consent
from schema.enums import Channel
from schema.errors import ChangedMeanwhile, ConsentRequired, InvalidInput, TooManyRequests
from schema.follow_up import FollowUp
from schema.session import Session
from schema.shows import shows


@strawberry.type(description="R9: how the patient is reached. Reminders go to this phone (R14).")
class ContactDetails:
    is_type_of = shows(models.ContactDetails)

    phone: str | None = strawberry.field(description="E.164; null until given.")
    email: str | None = strawberry.field(description="Null until given.")
    street: str | None = strawberry.field(description="Street and number; null until given.")
    postcode: str | None = strawberry.field(description="Null until given.")
    city: str | None = strawberry.field(description="Null until given.")
    preferred_channel: Channel = strawberry.field(description="How one would rather be contacted.")
    confirmed_at: datetime | None = strawberry.field(
        description="When the patient last said that it is right, in UTC; null: never."
    )
    phone_unreachable: bool = strawberry.field(
        description="Whether text messages do not reach this phone: ask for the number."
    )


@strawberry.type(description='R13: "Det er vigtigt at holde oplysningerne opdateret".')
class ContactReview:
    due: bool = strawberry.field(description="Whether to ask if the details still are right.")
    last_confirmed_at: datetime | None = strawberry.field(
        description="When the patient last said so, in UTC; null: never."
    )


@strawberry.type(description="R11: what the patient has chosen.")
class Settings:
    is_type_of = shows(models.Settings)

    sms_confirmation: bool = strawberry.field(description="A text message for each confirmation.")
    sms_reminder: bool = strawberry.field(description="R14: a reminder the day before.")
    sms_video_link: bool = strawberry.field(description="The link 10 minutes before a video one.")
    email_copy: bool = strawberry.field(description="A copy by e-mail.")
    sound: bool = strawberry.field(description="Sound when the clinician is ready.")
    vibration: bool = strawberry.field(description="Vibration when the clinician is ready.")


@strawberry.type(description="The signed-in patient.")
class Patient(Node):
    is_type_of = shows(models.Patient)

    name: str = strawberry.field(description="As the identity provider says; may be empty.")
    born_on: date | None = strawberry.field(description="Null when no provider has told it.")
    masked_cpr: str | None = strawberry.field(
        description="Such as `120385-••••`; null when the login gave no CPR number."
    )
    language: str = strawberry.field(description="`da` or `en`: what we write to the patient in.")
    guardian_is_informed: bool = strawberry.field(
        resolver=resolvers.patient.guardian_is_informed,
        description="Under 18: the guardian is involved and informed.",
    )
    contact_details: ContactDetails = strawberry.field(
        resolver=resolvers.patient.contact_details, description="R9: kontaktoplysninger."
    )
    contact_review: ContactReview = strawberry.field(
        resolver=resolvers.patient.contact_review, description="R13: are they still right?"
    )
    settings: Settings = strawberry.field(
        resolver=resolvers.patient.settings, description="R11: indstillinger."
    )
    consents: list[Consent] = strawberry.field(
        resolver=resolvers.patient.consents, description="R12: what holds now."
    )
    follow_ups: list[FollowUp] = strawberry.field(
        resolver=resolvers.follow_ups.of_patient,
        description="R46: what we have promised and not done yet; the one due first at the top, at "
        "most 50.",
    )
    treatment_courses: list[TreatmentCourse] = strawberry.field(
        resolver=resolvers.patient.treatment_courses,
        description="R13: the latest first, at most 50.",
    )
    sessions: list[Session] = strawberry.field(
        resolver=resolvers.sessions.sessions,
        description="Where the patient is signed in, the newest first, at most 50.",
    )
    calendar_feed: CalendarFeed | None = strawberry.field(
        resolver=resolvers.calendar_feed.calendar_feed,
        description="R11: the calendar that follows the appointments; null: none is open.",
    )


@strawberry.input(description="R9: what is null stays as it is; an empty text takes it away.")
class UpdateContactDetailsInput:
    phone: str | None = strawberry.field(
        default=None, description="Danish unless it begins with a country code."
    )
    email: str | None = strawberry.field(default=None, description="An e-mail address.")
    street: str | None = strawberry.field(default=None, description="At most 120 characters.")
    postcode: str | None = strawberry.field(default=None, description="At most 10 characters.")
    city: str | None = strawberry.field(default=None, description="At most 60 characters.")
    preferred_channel: Channel | None = strawberry.field(
        default=None, description="How one would rather be contacted."
    )


@strawberry.input(description="R11: what is null stays as it is.")
class UpdateSettingsInput:
    language: str | None = strawberry.field(default=None, description="`da` or `en`.")
    sms_confirmation: bool | None = strawberry.field(
        default=None, description="A text message for each confirmation."
    )
    sms_reminder: bool | None = strawberry.field(
        default=None, description="R14: a reminder the day before."
    )
    sms_video_link: bool | None = strawberry.field(
        default=None, description="The link 10 minutes before a video consultation."
    )
    email_copy: bool | None = strawberry.field(default=None, description="A copy by e-mail.")
    sound: bool | None = strawberry.field(default=None, description="Sound when called in.")
    vibration: bool | None = strawberry.field(default=None, description="Vibration when called in.")


UpdateContactDetailsResult = Annotated[
    ContactDetails | InvalidInput | TooManyRequests | ConsentRequired | ChangedMeanwhile,
    strawberry.union("UpdateContactDetailsResult", description="As they now are, or why not."),
]
ConfirmContactDetailsResult = Annotated[
    ContactDetails | ConsentRequired | ChangedMeanwhile,
    strawberry.union("ConfirmContactDetailsResult", description="As they are, or why not."),
]
UpdateSettingsResult = Annotated[
    Settings | InvalidInput | ConsentRequired | ChangedMeanwhile,
    strawberry.union("UpdateSettingsResult", description="As they now are, or why not."),
]
RenewConsentResult = Annotated[
    Patient | ConsentRequired,
    strawberry.union("RenewConsentResult", description="The patient, or what is missing."),
]
