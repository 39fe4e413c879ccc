"""Consent: asked for before anyone is signed in, and given to one exact wording.

texts are shown → a ticket is given, bound to the browser → sign-in uses it up, once →
two consents of the patient, each to the text that was shown
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.models import Model

from models.ids import consent_id, ticket_id
from models.refused import ConsentRequired

if TYPE_CHECKING:
    from models.patient import Patient

TICKET_LIVES = timedelta(minutes=30)
"""A2: so long may it take from consenting to having signed in."""


class Purpose(StrEnum):
    APP_USE = "APP_USE"
    """R3: "til at gøre brug af appen"."""
    RECORD_STORAGE = "RECORD_STORAGE"
    """R4: "at vi må gemme oplysninger i vores journalsystem"."""


class TextKind(StrEnum):
    APP_USE = "APP_USE"
    RECORD_STORAGE = "RECORD_STORAGE"
    TERMS = "TERMS"
    ACCESSIBILITY = "ACCESSIBILITY"


class LegalText(Model):
    """A wording, published once and never changed: a new wording is a new version."""

    id = fields.CharField(60, primary_key=True)
    """Such as `APP_USE-1-da`."""
    kind = fields.CharEnumField(TextKind, max_length=20)
    text_version = fields.IntField()
    language = fields.CharField(2)
    title = fields.CharField(200)
    body = fields.TextField()
    sha256 = fields.CharField(64)

    class Meta:
        table = "legal_text"
        unique_together = (("kind", "text_version", "language"),)

    @classmethod
    async def current(cls, kind: TextKind, language: str) -> Self:
        """The newest version of that text."""
        newest = cls.filter(kind=kind, language=language).order_by("-text_version")
        return await newest.get_or_none() or await newest.limit(1).get()

    @staticmethod
    def digest(title: str, body: str) -> str:
        return hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()


class ConsentTicket(Model):
    """Consent given by someone we do not know yet, waiting for the sign-in that tells us who."""

    id = fields.CharField(32, primary_key=True, default=ticket_id)
    browser_hash = fields.CharField(64)
    """The hash of the secret in the browser's cookie: another browser cannot use the ticket."""
    text_ids = fields.JSONField[list[str]]()
    language = fields.CharField(2)
    given_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "consent_ticket"

    @classmethod
    def given(
        cls, purposes: set[Purpose], text_ids: list[str], language: str, browser: str, now: datetime
    ) -> Self:
        """R2: no ticket, and so no sign-in, without consent to every purpose."""
        if missing := [purpose for purpose in Purpose if purpose not in purposes]:
            raise ConsentRequired(missing)
        return cls(
            browser_hash=hashed(browser),
            text_ids=text_ids,
            language=language,
            given_at=now,
            expires_at=now + TICKET_LIVES,
        )

    def is_good(self, now: datetime) -> bool:
        """Unused, and not too old."""
        return self.used_at is None and now < self.expires_at

    async def use_up(self, now: datetime) -> bool:
        """Compare-and-set: of two who come with the same ticket, one signs in."""
        return await type(self).filter(id=self.id, used_at=None).update(used_at=now) == 1


class Consent(Model):
    """What a patient consented to, in which wording, and when."""

    id = fields.CharField(32, primary_key=True, default=consent_id)
    patient: fields.ForeignKeyRelation["Patient"] = fields.ForeignKeyField(
        "models.Patient", related_name="consents"
    )
    patient_id: str
    purpose = fields.CharEnumField(Purpose, max_length=20)
    text: fields.ForeignKeyRelation[LegalText] = fields.ForeignKeyField("models.LegalText")
    text_id: str
    given_at = fields.DatetimeField()
    withdrawn_at = fields.DatetimeField(null=True)

    class Meta:
        table = "consent"


def new_secret() -> str:
    """256 random bits that only the browser keeps; the database has the hash."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
