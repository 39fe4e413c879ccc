"""R15-R19, R48-R51: the front page, what can be booked there, and when."""

from datetime import datetime
from typing import Annotated

import strawberry

import models
import resolvers.clinic
import resolvers.front_page
from schema.connection import Node
from schema.enums import BookingMode, ConsultationType, Hindrance, Modality, ServiceKind
from schema.shows import shows

Appointment = Annotated["Appointment", strawberry.lazy("schema.appointment")]  # type: ignore[misc]


@strawberry.type(description="R31, R51: something that is good to know beforehand.")
class Advice:
    key: str = strawberry.field(description="Which one, such as `ROOM_TO_MOVE`.")
    title: str = strawberry.field(description="Its heading.")
    body: str = strawberry.field(description="Plain text.")


@strawberry.type(description="R27: a clinician (behandler).")
class Clinician(Node):
    is_type_of = shows(models.Clinician)

    name: str = strawberry.field(description="First and last name.")
    title: str = strawberry.field(description="In Danish, such as `speciallæge i ortopædkirurgi`.")
    speciality: str | None = strawberry.field(
        description="In Danish, such as `Ortopædkirurgi`; null for those who have none."
    )
    authorisation_id: str = strawberry.field(
        description="Under which the authorities have registered the clinician."
    )


@strawberry.type(description="R30: where to go.")
class Clinic(Node):
    is_type_of = shows(models.Clinic)

    name: str = strawberry.field(description="What it is called.")
    street: str = strawberry.field(description="Street and number.")
    postcode: str = strawberry.field(description="Four digits.")
    city: str = strawberry.field(description="The town.")


@strawberry.type(description="Why the patient may not book it, and what helps.")
class Reason:
    code: Hindrance = strawberry.field(description="Which reason.")
    message: str = strawberry.field(description="Fit to show, in the asker's language.")


@strawberry.type(description="R17-R19: what can be booked.")
class Service(Node):
    is_type_of = shows(models.Service)

    kind: ServiceKind = strawberry.field(description="With whom.")
    name: str = strawberry.field(
        resolver=resolvers.clinic.name, description="In the asker's language."
    )
    speciality: str | None = strawberry.field(description="R19: of a specialist; null for others.")
    modality: Modality = strawberry.field(description="At the hospital, or by video.")
    consultation_type: ConsultationType = strawberry.field(description="R48: what happens in it.")
    requires_movement: bool = strawberry.field(
        description="R49: whether the patient may have to move during it."
    )
    minutes: int = strawberry.field(description="How long it takes.")
    minimum_age: int = strawberry.field(description="How old one must be to book it, in years.")
    bookable: bool | None = strawberry.field(
        resolver=resolvers.clinic.bookable,
        description="Whether this patient may book it, or ask for it; null for staff, who book for "
        "others.",
    )
    why_not: list[Reason] = strawberry.field(
        resolver=resolvers.clinic.why_not,
        description="All that stands in the patient's way; empty when `bookable`.",
    )
    booking_mode: BookingMode = strawberry.field(
        description="R20: whether one chooses a free time, or asks for one and is given it."
    )
    needs_referral: bool = strawberry.field(description="Whether a referral is needed.")
    needs_guarantee: bool = strawberry.field(
        description="Whether the insurer's guarantee of payment is needed."
    )
    price: int | None = strawberry.field(
        description="Whole kroner, for those who pay themselves; null where it depends."
    )
    clinicians: list[Clinician] = strawberry.field(
        resolver=resolvers.clinic.clinicians, description="Who offers it."
    )
    practical_information: list[Advice] = strawberry.field(
        resolver=resolvers.clinic.practical, description="R31: praktiske oplysninger."
    )
    equipment_advice: list[Advice] = strawberry.field(
        resolver=resolvers.clinic.equipment,
        description="R48-R51: how to place the phone or tablet; empty when it is not by video.",
    )


@strawberry.type(description="A free time. It is taken by booking it, not by seeing it.")
class Slot:
    id: strawberry.ID = strawberry.field(description="What `bookAppointment` asks for.")
    starts_at: datetime = strawberry.field(description="In UTC.")
    ends_at: datetime = strawberry.field(description="In UTC; not included.")
    clinician: Clinician = strawberry.field(description="With whom.")


@strawberry.type(description="R15-R19: the front page, behind the heart at the left of the bar.")
class FrontPage:
    services: list[Service] = strawberry.field(
        resolver=resolvers.front_page.services, description='What can be booked ("bl.a.").'
    )
    next_appointment: Appointment | None = strawberry.field(
        resolver=resolvers.front_page.next_appointment,
        description="The next active one; null when there is none.",
    )
    unread_confirmations: int = strawberry.field(
        resolver=resolvers.front_page.unread_confirmations,
        description="R24: how many have not been read.",
    )
