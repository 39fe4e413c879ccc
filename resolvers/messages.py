"""R14, R21: a confirmation's message once more; and for staff, the messages not sent."""

from context import Info
from models import Appointment, BookingConfirmation, FollowUp, Message, Patient
from models.change import write
from models.insert import insert_unless_taken
from models.refused import MessageOnItsWay
from models.repeating import the_next_repeat
from resolvers.acting import by
from resolvers.meetings import Meetings
from resolvers.paging import PAGE, After, First, Page, page

SHOWN_WITH = (
    "appointment__patient__contact",
    "appointment__clinician",
    "appointment__location",
    "appointment__room",
    "appointment__service__clinic",
)


async def send_confirmation_again(info: Info, confirmation_id: str) -> BookingConfirmation:
    """Two clicks at once owe one message: the second is told that the first is on its way."""
    patient, now = info.context.patient, info.context.now()
    confirmation = await patient.confirmation(confirmation_id)
    appointment = await patient.appointment(confirmation.appointment_id)
    this = await by(info, patient)
    message = await the_next_repeat(appointment, now)
    written = await write(
        lambda: insert_unless_taken(message), [], appointment.topics, appointment.id, this
    )
    if not written:
        raise MessageOnItsWay
    return confirmation


async def skipped_messages(info: Info, first: First = PAGE, after: After = None) -> Page[Message]:
    """Those of which the patient should have been told something, and was not."""
    rows = info.context.staff.skipped_messages().select_related(*SHOWN_WITH)
    found = await page(rows, "skipped_at", first, after, newest_first=True)
    Meetings(one.appointment for one in found.items)
    await info.context.looks_at(info.python_name, (whose(one).id for one in found.items))
    return found


def told_of(root: Message) -> Appointment:
    return root.appointment


def whose(root: Message) -> Patient:
    return root.appointment.patient


def phone(root: Message) -> str | None:
    return whose(root).contact.phone


def unreachable(root: Message) -> bool:
    return whose(root).contact.phone_unreachable


def phone_unreachable(root: FollowUp) -> bool:
    """The same, where staff are to call."""
    return root.consultation.appointment.patient.contact.phone_unreachable
