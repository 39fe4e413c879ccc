"""R25-R26: Mine aftaler, live."""

from datetime import datetime

import strawberry

from schema.appointment import Appointment
from schema.booking import Hold
from schema.enums import Cause
from schema.requests import AppointmentRequest


@strawberry.type(description="R25-R26: Mine aftaler, as it is now. The last value wins.")
class MyAppointments:
    server_time: datetime = strawberry.field(description="For countdowns; in UTC.")
    cause: Cause = strawberry.field(description="Why it was sent.")
    appointments: list[Appointment] = strawberry.field(
        description="The active ones with the next one first, at most 20; `myAppointments` has "
        "them all."
    )
    requests: list[AppointmentRequest] = strawberry.field(
        description="What `myRequests` has: those that wait, and those lately closed."
    )
    hold: Hold | None = strawberry.field(description="What is kept for the patient; null: none.")
    unread_confirmations: int = strawberry.field(description="R24: how many are not read.")
