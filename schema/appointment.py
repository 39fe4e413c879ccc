"""R20-R32: appointments and their confirmations."""

from datetime import datetime
from typing import Annotated

import strawberry

import models
import resolvers.actions
import resolvers.appointments
import resolvers.confirmations
import resolvers.documents
from schema.clinic import Advice, Clinic, Clinician, Service
from schema.connection import Node
from schema.enums import (
    Action,
    AppointmentState,
    CancelledBy,
    CourseState,
    Modality,
    Payer,
    ServiceKind,
)
from schema.errors import (
    ChangedMeanwhile,
    ConsentRequired,
    MessageOnItsWay,
    MessageSentOftenEnough,
    NothingToConfirm,
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
    edition: int = strawberry.field(
        description="1, and one more each time the appointment is moved; the highest one counts."
    )
    superseded_by: (
        Annotated["BookingConfirmation", strawberry.lazy("schema.appointment")] | None
    ) = strawberry.field(
        resolver=resolvers.confirmations.superseded_by,
        description="The one that counts instead; null when this one does.",
    )
    title: str = strawberry.field(description="Its heading.")
    sections: list[ConfirmationSection] = strawberry.field(description="R24: its content.")
    language: str = strawberry.field(description="The language it was sent in: `da` or `en`.")
    sha256: str = strawberry.field(description="The hash of title and sections, as proof.")
    sent_at: datetime = strawberry.field(description="In UTC.")
    read_at: datetime | None = strawberry.field(
        description="When the patient first opened it, in UTC; null until then."
    )
    pdf_url: str = strawberry.field(
        resolver=resolvers.documents.pdf_url,
        description="The same as an accessible PDF: fetch it as you ask here, signed in.",
    )
    appointment: Annotated["Appointment", strawberry.lazy("schema.appointment")] = strawberry.field(
        resolver=resolvers.confirmations.confirmed_appointment,
        description="What it confirms, as it is now.",
    )


@strawberry.type(description="What the asker may do just now, by the same rules as the act.")
class AllowedAction:
    action: Action = strawberry.field(description="Which act.")
    allowed: bool = strawberry.field(description="Whether it may be done now.")
    allowed_from: datetime | None = strawberry.field(
        description="When it will be allowed, in UTC, if nothing else happens; null when it is, "
        "or will not be."
    )
    reason: str | None = strawberry.field(
        resolver=resolvers.actions.reason,
        description="Why not, fit to show; null when it is allowed.",
    )
    notice: str | None = strawberry.field(
        resolver=resolvers.actions.notice,
        description="To be shown, and confirmed by `noticeSeen`, before it is done; null: nothing.",
    )


@strawberry.type(description="R13: a course of treatment (behandlingsforløb).")
class TreatmentCourse(Node):
    is_type_of = shows(models.TreatmentCourse)

    kind: ServiceKind = strawberry.field(description="With whom.")
    state: CourseState = strawberry.field(description="Whether it goes on.")
    opened_at: datetime = strawberry.field(description="With the first appointment, in UTC.")


@strawberry.type(description="R25-R32: a time that is the patient's.")
class Appointment(Node):
    is_type_of = shows(models.Appointment, lambda it: not it.is_hold)

    state: AppointmentState = strawberry.field(description="Where it stands.")
    modality: Modality = strawberry.field(description="R32: at the hospital, or by video.")
    starts_at: datetime = strawberry.field(description="R28: in UTC.")
    ends_at: datetime = strawberry.field(description="R28: in UTC; not included.")
    booked_at: datetime = strawberry.field(description="In UTC.")
    cancelled_at: datetime | None = strawberry.field(description="In UTC; null unless cancelled.")
    cancelled_by: CancelledBy | None = strawberry.field(description="Null unless cancelled.")
    cancel_reason: str | None = strawberry.field(
        description="Why the clinic had to cancel, fit to show; null otherwise."
    )
    service: Service = strawberry.field(description="What was booked.")
    course: TreatmentCourse = strawberry.field(
        resolver=resolvers.appointments.course, description="R13: what it belongs to."
    )
    room: str | None = strawberry.field(
        resolver=resolvers.appointments.room_name,
        description="Which room at the hospital; null by video, or when it is said there.",
    )
    payer: Payer = strawberry.field(description="Who pays.")
    price: int | None = strawberry.field(
        description="Whole kroner that the patient pays; null when somebody else does, or it "
        "depends."
    )
    allowed_actions: list[AllowedAction] = strawberry.field(
        resolver=resolvers.actions.allowed,
        description="What the patient may do now, and why not the rest: no frontend needs to "
        "repeat a rule. Ask again when `allowedFrom` has come.",
    )
    free_to_change_until: datetime = strawberry.field(
        resolver=lambda root: root.free_until,
        description="Until then it is moved or cancelled without a notice; in UTC.",
    )
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
        resolver=resolvers.confirmations.confirmation, description="R20: the newest one."
    )
    calendar_url: str = strawberry.field(
        resolver=resolvers.documents.calendar_url,
        description="A calendar file that says when, and nothing else: fetch it signed in.",
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
