"""R9, R13: contact details, and whether it is time to confirm them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from tortoise import fields

from models.contact_change import ContactChange
from models.refused import InvalidInput
from models.versioned import Versioned

if TYPE_CHECKING:
    from models.patient import Patient

REVIEW_AFTER = timedelta(days=180)
"""R13: while in a course of treatment, one is asked this often whether the details still hold."""

LONGEST = {"street": 120, "postcode": 10, "city": 60}


class Channel(StrEnum):
    """How one would rather be contacted."""

    SMS = "SMS"
    PHONE = "PHONE"
    EMAIL = "EMAIL"


@dataclass(frozen=True)
class NewContact:
    """What the patient wrote, not judged yet. None: leave as it is; empty: take it away."""

    phone: str | None = None
    email: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    preferred_channel: Channel | None = None


class ContactDetails(Versioned):
    id = fields.BigIntField(primary_key=True)
    patient: fields.OneToOneRelation["Patient"] = fields.OneToOneField(
        "models.Patient", related_name="contact"
    )
    patient_id: str
    phone = fields.CharField(20, null=True)
    """E.164, such as +4520123456; null until the patient has given one."""
    email = fields.CharField(254, null=True)
    street = fields.CharField(120, null=True)
    postcode = fields.CharField(10, null=True)
    city = fields.CharField(60, null=True)
    preferred_channel = fields.CharEnumField(Channel, max_length=8, default=Channel.SMS)
    confirmed_at = fields.DatetimeField(null=True)
    sms_bounced_at = fields.DatetimeField(null=True)
    """Since when text messages do not reach this phone; null while they do."""

    class Meta:
        table = "contact_details"

    def update(self, new: NewContact, now: datetime) -> None:
        """R9: all of it, or with the first mistake nothing of it. What one writes one confirms."""
        before = ContactChange.of(self, now)
        if new.phone is not None:
            self._moves_to(phone_number(new.phone))
        if new.email is not None:
            self.email = email_address(new.email)
        for field, longest in LONGEST.items():
            if (value := getattr(new, field)) is not None:
                setattr(self, field, line(field, value, longest))
        self.preferred_channel = new.preferred_channel or self.preferred_channel
        self.confirm(now)
        self.brings(before)

    def confirm(self, now: datetime) -> None:
        """R13: "Er dit mobilnummer rigtigt?" — yes."""
        self.confirmed_at = now

    def review_is_due(self, in_course: bool, now: datetime) -> bool:
        """R13: in a course of treatment, unless it was just confirmed; and when texts bounce."""
        fresh = self.confirmed_at is not None and now - self.confirmed_at < REVIEW_AFTER
        return self.phone_unreachable or (in_course and not fresh)

    @property
    def phone_unreachable(self) -> bool:
        return self.sms_bounced_at is not None

    def text_bounced(self, phone: str, now: datetime) -> None:
        """The gateway says that this phone cannot be reached. Another number is another matter."""
        if phone == self.phone and self.sms_bounced_at is None:
            self.sms_bounced_at = now

    def text_arrived(self, phone: str) -> None:
        """It can be reached after all."""
        if phone == self.phone:
            self.sms_bounced_at = None

    def _moves_to(self, phone: str | None) -> None:
        if phone != self.phone:
            self.phone, self.sms_bounced_at = phone, None

    @property
    def subject(self) -> str:
        return self.patient_id

    @property
    def topics(self) -> list[str]:
        return [f"patient:{self.patient_id}"]


def phone_number(text: str) -> str | None:
    """E.164. Danish unless it says otherwise; a number that cannot exist is refused."""
    if not text.strip():
        return None
    try:
        number = phonenumbers.parse(text, "DK")
    except phonenumbers.NumberParseException as error:
        raise InvalidInput("phone", "phone") from error
    if not phonenumbers.is_valid_number(number):
        raise InvalidInput("phone", "phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email_address(text: str) -> str | None:
    if not text.strip():
        return None
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise InvalidInput("email", "email") from error


def line(field: str, text: str, longest: int) -> str | None:
    """One line of plain text."""
    plain = " ".join(text.split())
    if len(plain) > longest or not plain.isprintable():
        raise InvalidInput(field, "text")
    return plain or None
