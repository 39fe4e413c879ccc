"""R20–R24: the booking confirmation: what we sent, as we sent it, for ever."""

import hashlib
import json
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Self, TypedDict

from tortoise import fields
from tortoise.models import Model

from models import guidance
from models.ids import confirmation_id
from models.texts import clock, day, kebab, say

if TYPE_CHECKING:
    from models.appointment import Appointment
    from models.offer import Offer
    from models.patient import Patient
    from models.slot import Slot

UNMISTAKABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Digits and letters that are not mistaken for one another when read over the phone."""


class Section(TypedDict):
    heading: str
    body: str


def confirmation_number() -> str:
    """Such as `AO-7Q2K9X4M`: random, so that it counts nothing."""
    return "AO-" + "".join(secrets.choice(UNMISTAKABLE) for _ in range(8))


class BookingConfirmation(Model):
    """A letter. Only whether it was read ever changes."""

    id = fields.CharField(32, primary_key=True, default=confirmation_id)
    number = fields.CharField(16, unique=True, default=confirmation_number)
    appointment: fields.ForeignKeyRelation["Appointment"] = fields.ForeignKeyField(
        "models.Appointment", related_name="confirmations"
    )
    appointment_id: str
    patient: fields.ForeignKeyRelation["Patient"] = fields.ForeignKeyField(
        "models.Patient", related_name="confirmations"
    )
    patient_id: str
    edition = fields.IntField(default=1)
    """Rises when the appointment is moved: this one then stands for the time it was."""
    language = fields.CharField(2)
    title = fields.CharField(200)
    sections = fields.JSONField[list[Section]]()
    sha256 = fields.CharField(64)
    sent_at = fields.DatetimeField()
    read_at = fields.DatetimeField(null=True)

    class Meta:
        table = "booking_confirmation"
        unique_together = (("appointment_id", "edition"),)
        indexes = (("patient_id", "sent_at"),)

    @classmethod
    def of(
        cls, appointment: "Appointment", patient: "Patient", offer: "Offer", now: datetime
    ) -> Self:
        """R20: "sender vi dig en bookingbekræftelse", in the patient's language."""
        title = say("confirmation-title", patient.language)
        sections = compose(offer, patient.language)
        return cls(
            appointment_id=appointment.id,
            patient_id=patient.id,
            edition=appointment.schedule_version,
            language=patient.language,
            title=title,
            sections=sections,
            sha256=digest(title, sections),
            sent_at=now,
        )

    async def read(self, now: datetime) -> None:
        """R24: read once, it stays read since then."""
        if await type(self).filter(id=self.id, read_at=None).update(read_at=now):
            self.read_at = now
        else:
            await self.refresh_from_db(fields=["read_at"])

    @property
    def is_as_sent(self) -> bool:
        """R23: whether the content still is what was sent."""
        return digest(self.title, self.sections) == self.sha256


def compose(offer: "Offer", language: str) -> list[Section]:
    """What, when, with whom, where, who pays; then what is good to know."""
    service, clinician = offer.service, offer.clinician
    facts = {
        "what": service.name(language),
        "when": _when(offer.slot, language),
        "who": f"{clinician.name}, {clinician.title}",
        "where": _where(offer, language),
        "contact": f"{service.clinic.phone}, {service.clinic.email}",
        "payment": _payment(offer, language),
    }
    told = [
        *guidance.practical_information(service, language),
        *guidance.equipment_advice(service, language),
    ]
    return [
        *(Section(heading=say(f"confirmation-{k}", language), body=v) for k, v in facts.items()),
        *(Section(heading=advice.title, body=advice.body) for advice in told),
    ]


def _when(slot: "Slot", language: str) -> str:
    start, end = slot.starts_at, slot.ends_at
    on = day(start, language)
    return say("confirmation-time", language, day=on, start=clock(start), end=clock(end))


def _where(offer: "Offer", language: str) -> str:
    """R30: the address only when one has to go there."""
    if offer.service.is_by_video:
        return say("confirmation-by-video", language)
    clinic = offer.service.clinic
    address = {key: getattr(clinic, key) for key in ("name", "street", "postcode", "city")}
    at = say("confirmation-at", language, **address)
    return at if offer.room is None else f"{at}, {offer.room.name}"


def _payment(offer: "Offer", language: str) -> str:
    """ "Prisen fremgår af bookingbekræftelsen" in the real terms; or who else pays."""
    if offer.price is not None:
        return say("confirmation-price", language, price=kroner(offer.price))
    return say(f"confirmation-payer-{kebab(offer.payer.value)}", language)


def kroner(whole: int) -> str:
    """`1.250`, as prices are written in Danish."""
    return f"{whole:,}".replace(",", ".")


def digest(title: str, sections: list[Section]) -> str:
    plain = json.dumps([title, sections], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()
