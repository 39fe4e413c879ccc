"""R20–R24: the booking confirmations, as they were sent."""

from typing import Annotated

import strawberry

from context import Info
from models import Appointment, BookingConfirmation
from models.refused import NotFound
from resolvers.paging import PAGE, After, First, Page, page


async def confirmation(root: Appointment) -> BookingConfirmation:
    """The one that counts: the newest."""
    newest = BookingConfirmation.filter(appointment_id=root.id).order_by("-edition").first()
    found = await newest
    assert found is not None, "every booked appointment has its confirmation"
    return found


async def superseded_by(root: BookingConfirmation) -> BookingConfirmation | None:
    """Reached from a confirmation that was the asker's to see."""
    later = BookingConfirmation.filter(appointment_id=root.appointment_id, edition__gt=root.edition)
    return await later.order_by("-edition").first()


async def booking_confirmations(
    info: Info, first: First = PAGE, after: After = None
) -> Page[BookingConfirmation]:
    """R23: the newest first."""
    rows = info.context.patient.confirmations.all()
    return await page(rows, "sent_at", first, after, newest_first=True)


async def booking_confirmation(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="The confirmation's id.")],
) -> BookingConfirmation | None:
    try:
        return await info.context.patient.confirmation(id)
    except NotFound:
        return None


async def confirmed_appointment(root: BookingConfirmation) -> Appointment:
    """Reached from a confirmation that was the asker's to see."""
    return await Appointment.whole(Appointment.filter(id=root.appointment_id))


async def mark_confirmation_read(info: Info, confirmation_id: str) -> BookingConfirmation:
    """R24: opened, and so read."""
    found = await info.context.patient.confirmation(confirmation_id)
    await found.read(info.context.now())
    return found
