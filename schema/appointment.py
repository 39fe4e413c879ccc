"""R20-R32: appointments and their confirmations."""

from datetime import datetime
from typing import Annotated

import strawberry

import models
import resolvers.appointments
from schema.clinic import Advice, Clinic, Clinician, Service
from schema.connection import Node
from schema.enums import AppointmentState, Modality
from schema.errors import (
    ChangedMeanwhile,
    ConsentRequired,
    IdempotencyKeyReused,
    InvalidInput,
    MessageOnItsWay,
    MessageSentOftenEnough,
    NotBookable,
    NothingToConfirm,
    OverlapsYourOwn,
    SlotNotOffered,
    SlotTaken,
)
from schema.shows import shows

Consultation = Annotated["Consultation", strawberry.lazy("schema.consultation")]  # type: ignore[misc]


@strawberry.type(description="R29: kontaktoplysninger.")
class AppointmentContact:
    phone: str = strawberry.field(description="Whom to call, in E.164.")
    email: str = strawberry.field(description="Whom to write to.")
    address: Clinic | None = strawberry.field(
        description="R30: where to go; null exactly when it is by video."
    )


@strawberry.type(description="One heading of a confirmation, and what stands under it.")
class ConfirmationSection:
    heading: str = strawberry.field(
        resolver=lambda root: root["heading"], description="The heading."
    )
    body: str = strawberry.field(resolver=lambda root: root["body"], description="Plain text.")


@strawberry.type(description="R20-R24: a booking confirmation, exactly as it was sent.")
class BookingConfirmation(Node):
    is_type_of = shows(models.BookingConfirmation)

    number: str = strawberry.field(description="What to say on the phone, such as `AO-7Q2K9X4M`.")
    title: str = strawberry.field(description="Its heading.")
    sections: list[ConfirmationSection] = strawberry.field(description="R24: its content.")
    language: str = strawberry.field(description="The language it was sent in: `da` or `en`.")
    sha256: str = strawberry.field(description="The hash of title and sections, as proof.")
    sent_at: datetime = strawberry.field(description="In UTC.")
    read_at: datetime | None = strawberry.field(
        description="When the patient first opened it, in UTC; null until then."
    )
    appointment: Annotated["Appointment", strawberry.lazy("schema.appointment")] = strawberry.field(
        resolver=resolvers.appointments.confirmed_appointment,
        description="What it confirms, as it is now.",
    )


@strawberry.type(description="R25-R32: a time that is the patient's.")
class Appointment(Node):
    is_type_of = shows(models.Appointment)

    state: AppointmentState = strawberry.field(description="Where it stands.")
    modality: Modality = strawberry.field(description="R32: at the hospital, or by video.")
    starts_at: datetime = strawberry.field(description="R28: in UTC.")
    ends_at: datetime = strawberry.field(description="R28: in UTC; not included.")
    service: Service = strawberry.field(description="What was booked.")
    clinician: Clinician = strawberry.field(description="R27: behandler.")
    contact: AppointmentContact = strawberry.field(
        resolver=resolvers.appointments.contact,
        description="R29-R30: the address appears here when one meets in person.",
    )
    practical_information: list[Advice] = strawberry.field(
        resolver=resolvers.appointments.practical, description="R31: praktiske oplysninger."
    )
    equipment_advice: list[Advice] = strawberry.field(
        resolver=resolvers.appointments.equipment,
        description="R48-R51: how to place the phone or tablet; empty when it is not by video.",
    )
    consultation: Consultation | None = strawberry.field(
        resolver=resolvers.appointments.consultation,
        description="The video consultation; null when it is at the hospital.",
    )
    confirmation: BookingConfirmation = strawberry.field(
        resolver=resolvers.appointments.confirmation, description="R20: the newest one."
    )


@strawberry.input(description="R17-R20: book a free time.")
class BookAppointmentInput:
    slot_id: strawberry.ID = strawberry.field(description="Of `slots`.")
    idempotency_key: str | None = strawberry.field(
        default=None,
        description="1 to 100 characters. The same key again gives the same answer: send one, and "
        "a retry after a lost answer never books twice.",
    )


@strawberry.input(description="R24: the confirmation has been opened.")
class MarkConfirmationReadInput:
    confirmation_id: strawberry.ID = strawberry.field(description="Which one.")


@strawberry.input(description="R21: the text message with the link to a confirmation, once more.")
class SendConfirmationAgainInput:
    confirmation_id: strawberry.ID = strawberry.field(description="Which confirmation.")


SendConfirmationAgainResult = Annotated[
    BookingConfirmation
    | MessageOnItsWay
    | MessageSentOftenEnough
    | NothingToConfirm
    | ConsentRequired
    | ChangedMeanwhile,
    strawberry.union(
        "SendConfirmationAgainResult", description="What the message will tell of, or why not."
    ),
]
BookAppointmentResult = Annotated[
    Appointment
    | SlotTaken
    | SlotNotOffered
    | OverlapsYourOwn
    | NotBookable
    | IdempotencyKeyReused
    | InvalidInput
    | ConsentRequired
    | ChangedMeanwhile,
    strawberry.union("BookAppointmentResult", description="The appointment, or why there is none."),
]
