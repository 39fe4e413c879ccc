"""R15–R19: the front page, behind the heart at the left of the bar."""

from dataclasses import dataclass

from context import Info
from models import Appointment, Patient, Service
from resolvers.appointments import next_appointment as _next
from resolvers.clinic import services as _services


@dataclass(frozen=True)
class FrontPage:
    patient: Patient


def front_page(info: Info) -> FrontPage:
    return FrontPage(info.context.patient)


async def services(root: FrontPage, info: Info) -> list[Service]:
    return await _services(info)


async def next_appointment(root: FrontPage, info: Info) -> Appointment | None:
    return await _next(root.patient, info.context.now())


async def unread_confirmations(root: FrontPage, info: Info) -> int:
    return await root.patient.unread_confirmations(info.context.now())
