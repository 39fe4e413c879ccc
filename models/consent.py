"""Consent: asked for before anyone is signed in, and given to one exact wording.

texts are shown → a ticket is given, bound to the browser → sign-in uses it up, once →
two consents of the patient, each to the text that was shown
"""

import hashlib
import secrets
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.models import Model

from models.ids import consent_id
from models.refused import ConsentRequired

if TYPE_CHECKING:
    from models.patient import Patient


class Purpose(StrEnum):
    APP_USE = "APP_USE"
    """R3: "til at gøre brug af appen"."""
    RECORD_STORAGE = "RECORD_STORAGE"
    """R4: "at vi må gemme oplysninger i vores journalsystem"."""


class SignInChannel(StrEnum):
    """Through what somebody came."""

    WEB = "WEB"
    APP = "APP"


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
        found = await cls.filter(kind=kind, language=language).order_by("-text_version").first()
        assert found is not None, "every text is published with the first migration"
        return found

    @staticmethod
    def digest(title: str, body: str) -> str:
        return hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()


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
    channel = fields.CharEnumField(SignInChannel, max_length=4, default=SignInChannel.WEB)
    given_at = fields.DatetimeField()
    withdrawn_at = fields.DatetimeField(null=True)

    class Meta:
        table = "consent"


def require(purposes: set[Purpose]) -> None:
    """R2–R4: both, or it is not consent to using the app."""
    if missing := [purpose for purpose in Purpose if purpose not in purposes]:
        raise ConsentRequired(missing)


def new_secret() -> str:
    """256 random bits that only the browser keeps; the database has the hash."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
