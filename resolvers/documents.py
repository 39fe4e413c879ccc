"""Where what can be downloaded is: it is fetched there with the asker's own session."""

from context import Info
from models import Appointment, BookingConfirmation


def pdf_url(root: BookingConfirmation, info: Info) -> str:
    return f"{info.context.settings.origin}/documents/confirmations/{root.id}.pdf"


def calendar_url(root: Appointment, info: Info) -> str:
    return f"{info.context.settings.origin}/documents/appointments/{root.id}.ics"
