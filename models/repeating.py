"""R21: the confirmation's message once more, when the patient asks for it."""

from datetime import datetime

from models.appointment import Appointment
from models.message import OPEN, Message, MessageKind
from models.refused import MessageOnItsWay, MessageSentOftenEnough, NothingToConfirm

MOST_REPEATS = 3
"""So often the patient may have it sent again, for each booked time."""


async def the_next_repeat(appointment: Appointment, now: datetime) -> Message:
    """Not written yet. Of several who make it at once, the unique key lets one write it."""
    if not appointment.occupies or now >= appointment.starts_at:
        raise NothingToConfirm
    sent = await Message.filter(
        appointment_id=appointment.id,
        kind=MessageKind.BOOKING_CONFIRMATION,
        schedule_version=appointment.schedule_version,
    )
    if any(message.state in OPEN for message in sent):
        raise MessageOnItsWay
    last = max((message.repeat for message in sent), default=0)
    if last >= MOST_REPEATS:
        raise MessageSentOftenEnough(MOST_REPEATS)
    return Message.again(appointment, last + 1, now)
