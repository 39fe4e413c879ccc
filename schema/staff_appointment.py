"""What staff see of a patient's appointment: when, where, with whom, and where it stands."""

from datetime import datetime
from typing import Annotated

import strawberry

import models
import resolvers.actions
import resolvers.appointments
import resolvers.reception
from schema.appointment import AllowedAction
from schema.clinic import Clinic, Clinician, Service
from schema.enums import AppointmentState, CancelledBy, Modality
from schema.shows import shows

Consultation = Annotated["Consultation", strawberry.lazy("schema.consultation")]  # type: ignore[misc]


@strawberry.type(
    description="A patient's appointment as staff see it: without letters, prices, or what the "
    "patient may do."
)
class StaffAppointment:
    is_type_of = shows(models.Appointment)

    id: strawberry.ID = strawberry.field(description="The same as the patient's.")
    service: Service = strawberry.field(description="What was booked.")
    clinician: Clinician = strawberry.field(description="With whom.")
    modality: Modality = strawberry.field(description="At the hospital, or by video.")
    location: Clinic | None = strawberry.field(description="Where; null exactly when by video.")
    room: str | None = strawberry.field(
        resolver=resolvers.appointments.room_name,
        description="Which room; null by video, or when none is given.",
    )
    starts_at: datetime = strawberry.field(description="In UTC.")
    ends_at: datetime = strawberry.field(description="In UTC; not included.")
    state: AppointmentState = strawberry.field(description="Where it stands.")
    cancelled_by: CancelledBy | None = strawberry.field(description="Null unless cancelled.")
    cancel_reason: str | None = strawberry.field(
        description="Why the clinic had to, as the patient reads it; null otherwise."
    )
    allowed_actions: list[AllowedAction] = strawberry.field(
        resolver=resolvers.actions.allowed_to_staff,
        description="MOVE, CANCEL and RECORD_ATTENDANCE: whether staff may do it now, and why not. "
        "Empty for a colleague's patient.",
    )
    consultation: Consultation | None = strawberry.field(
        resolver=resolvers.reception.own_consultation,
        description="By video, for the clinician whose it is; null for everybody else.",
    )
