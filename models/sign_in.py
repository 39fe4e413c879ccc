"""One way to the identity provider and back: what we must remember between the two."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from models.consent import hashed
from models.refused import ConsentTicketExpired
from models.session import Provider

if TYPE_CHECKING:
    from models.consent_ticket import ConsentTicket
    from models.patient import Patient

ATTEMPT_LIVES = timedelta(minutes=30)
APP_CODE_LIVES = timedelta(minutes=2)
"""So long an app has to fetch its session."""


class SignInAttempt(Model):
    """Bound to the browser that began it, and used once.

    Staff come through a provider of their own and have no consent ticket: both are null.
    """

    state_hash = fields.CharField(64, primary_key=True)
    nonce = fields.CharField(64)
    code_verifier = fields.CharField(128)
    browser_hash = fields.CharField(64)
    provider: Provider | None = fields.CharEnumField(Provider, max_length=8, null=True)  # type: ignore[assignment]
    ticket: fields.ForeignKeyNullableRelation["ConsentTicket"] = fields.ForeignKeyField(
        "models.ConsentTicket", related_name="attempts", null=True
    )
    ticket_id: str | None
    landing = fields.CharField(200, null=True)
    app_challenge = fields.CharField(43, null=True)
    """As on the consent ticket; null from a browser."""
    patient: fields.ForeignKeyNullableRelation["Patient"] = fields.ForeignKeyField(
        "models.Patient", related_name="sign_ins", null=True
    )
    patient_id: str | None
    """Who it turned out to be, while an app fetches its session; null from a browser."""
    app_code_hash = fields.CharField(64, null=True, unique=True)
    redeemed_at = fields.DatetimeField(null=True)
    begun_at: datetime = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sign_in_attempt"

    def check(self, browser: str, now: datetime) -> None:
        """In the browser it was begun in. An app sends its person to another browser; it will
        have to show its secret."""
        same = self.app_challenge is not None or secrets.compare_digest(
            self.browser_hash, hashed(browser)
        )
        if not same or self.used_at is not None or now >= self.begun_at + ATTEMPT_LIVES:
            raise ConsentTicketExpired

    async def use_up(self, now: datetime) -> bool:
        """Compare-and-set: the broker's answer counts once."""
        mine = type(self).filter(state_hash=self.state_hash, used_at=None)
        return await mine.update(used_at=now) == 1

    def check_app(self, secret: str, now: datetime) -> None:
        """The app that began it, and in time."""
        fits = secrets.compare_digest(self.app_challenge or "", challenge(secret))
        in_time = self.used_at is not None and now < self.used_at + APP_CODE_LIVES
        if not fits or not in_time:
            raise ConsentTicketExpired

    async def redeem(self, now: datetime) -> bool:
        """Compare-and-set: a code gives one session."""
        mine = type(self).filter(state_hash=self.state_hash, redeemed_at=None)
        return await mine.update(redeemed_at=now) == 1


def challenge(secret: str) -> str:
    """S256 of RFC 7636."""
    digest = hashlib.sha256(secret.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
