"""The last look at messages before they are sent: are they still right, and is it enough?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.functions import Count

from models.contact import ContactDetails
from models.deep_link import Links
from models.message import Message, MessageKind, SkipReason
from models.outgoing import Text
from models.patient_settings import Settings
from models.ready_message import why_not_needed

URGENT = (MessageKind.VIDEO_LINK, MessageKind.READY, MessageKind.CANCELLED)
"""What is needed this very minute, and what keeps somebody from coming in vain."""

MOST_A_DAY = 12
"""So many to the same patient: nobody makes us send more, by moving an appointment to and fro. What
is urgent goes out all the same."""

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Judged:
    """One of the three is there: what is sent, why it is not, or until when it waits."""

    message: Message
    text: Text | None = None
    skipped: SkipReason | None = None
    waits_until: datetime | None = None


async def last_look(messages: list[Message], links: Links, now: datetime) -> list[Judged]:
    """A few reads, however many there are, and one for each that says "ready now"."""
    patients = [message.appointment.patient_id for message in messages]
    phones = {c.patient_id: c.phone for c in await ContactDetails.filter(patient_id__in=patients)}
    wishes = {s.patient_id: s for s in await Settings.filter(patient_id__in=patients)}
    lately = await _sent_lately(patients, now)
    judged = []
    for message in messages:
        patient_id = message.appointment.patient_id
        one = _judge(message, phones.get(patient_id), wishes.get(patient_id), lately, links, now)
        if one.text is not None and (needless := await why_not_needed(message, now)) is not None:
            one = Judged(message, skipped=needless)
        judged.append(one)
    return judged


def _judge(
    message: Message,
    phone: str | None,
    wishes: Settings | None,
    lately: dict[str, int],
    links: Links,
    now: datetime,
) -> Judged:
    appointment, patient = message.appointment, message.appointment.patient
    wanted = wishes is None or wishes.wants(message.kind)
    reason = message.skip_reason(appointment, phone, wanted, now)
    if reason is None and message.kind not in URGENT and lately.get(patient.id, 0) >= MOST_A_DAY:
        reason = SkipReason.TOO_MANY
    if reason is not None:
        return Judged(message, skipped=reason)
    if (morning := message.waits_until(now)) is not None:
        return Judged(message, waits_until=morning)
    assert phone is not None, "a message without a number to send it to is skipped"
    lately[patient.id] = lately.get(patient.id, 0) + 1
    said = message.text(appointment, patient, links.url(message.id))
    return Judged(message, Text(message.id, phone, said, message.not_after - now))


async def _sent_lately(patients: list[str], now: datetime) -> dict[str, int]:
    sent = Message.filter(appointment__patient_id__in=patients, sent_at__gt=now - A_DAY)
    counted = sent.annotate(count=Count("id")).group_by("appointment__patient_id")
    return dict(await counted.values_list("appointment__patient_id", "count"))
