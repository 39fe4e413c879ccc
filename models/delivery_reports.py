"""What we learn about messages once they have left us, and whether they leave us at all."""

from datetime import datetime, timedelta
from functools import partial

from tortoise.expressions import Q

from models.change import Bus, By, change
from models.contact import ContactDetails
from models.delivery import BOUNCED, NOT_FINAL, ON_ITS_WAY, Delivery, Report
from models.ids import is_id
from models.message import OPEN, Message, MessageState, SkipReason

LISTENED_FOR = timedelta(days=1)
"""Gateways give up reporting about a day after the message itself has expired."""

OVERDUE_AFTER = timedelta(minutes=2)
"""A message that has not left us so long after it was due was not just unlucky."""

REFUSED_LATELY = timedelta(minutes=15)


async def take_in(report: Report, now: datetime, bus: Bus) -> None:
    """Once or many times, early or late: it comes to the same. Of what we do not know: nothing."""
    message = None
    if is_id(report.reference):
        own = Message.get_or_none(id=report.reference)
        message = await own.select_related("appointment")
    if message is None:
        return
    is_open = Q(delivery=None) | Q(delivery__in=NOT_FINAL)
    heard = Message.filter(is_open, id=message.id)
    whose = partial(ContactDetails.get, patient_id=message.appointment.patient_id)
    by = By(actor="system", action="take_in_delivery_report", at=now, bus=bus)
    # What it says of the number comes first: whoever dies in between hears it again as news.
    if await heard.exists():
        if report.delivery in BOUNCED:
            await change(whose, lambda contact, at: contact.text_bounced(report.phone, at), by)
        elif report.delivery is Delivery.DELIVERED:
            await change(whose, lambda contact, _: contact.text_arrived(report.phone), by)
    await heard.update(delivery=report.delivery)


async def stop_listening(now: datetime) -> int:
    """What was never reported to have ended is not on its way for ever."""
    silent = Q(delivery=None) | Q(delivery__in=ON_ITS_WAY)
    sent = Message.filter(silent, state=MessageState.SENT, not_after__lt=now - LISTENED_FOR)
    return await sent.update(delivery=Delivery.UNHEARD)


async def are_failing(now: datetime) -> bool:
    """Whether messages do not go out: some are overdue, or the gateway has refused one lately."""
    overdue = Q(state__in=OPEN, due_at__lte=now - OVERDUE_AFTER)
    refused = Q(skipped_because=SkipReason.NOT_TAKEN, skipped_at__gt=now - REFUSED_LATELY)
    return await Message.filter(overdue).exists() or await Message.filter(refused).exists()
