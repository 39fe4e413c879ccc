"""Consent given by someone we do not know yet: used up, once, by the sign-in that tells us who."""

from datetime import datetime, timedelta
from typing import Self

from tortoise import fields
from tortoise.models import Model

from models.consent import Purpose, SignInChannel, hashed, require
from models.ids import ticket_id

TICKET_LIVES = timedelta(minutes=30)
"""A2: so long may it take from consenting to having signed in."""


class ConsentTicket(Model):
    """Consent given by someone we do not know yet, waiting for the sign-in that tells us who."""

    id = fields.CharField(32, primary_key=True, default=ticket_id)
    browser_hash = fields.CharField(64)
    """The hash of the secret in the browser's cookie: another browser cannot use the ticket."""
    text_ids = fields.JSONField[list[str]]()
    language = fields.CharField(2)
    app_challenge = fields.CharField(43, null=True)
    """Null from a browser, which is known by its cookie. An app keeps a secret instead, and shows
    its SHA-256 here, as in PKCE: only who has the secret gets the session."""
    given_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "consent_ticket"

    @classmethod
    def given(
        cls,
        purposes: set[Purpose],
        text_ids: list[str],
        language: str,
        browser: str,
        now: datetime,
        app_challenge: str | None = None,
    ) -> Self:
        """R2: no ticket, and so no sign-in, without consent to every purpose."""
        require(purposes)
        return cls(
            browser_hash=hashed(browser),
            app_challenge=app_challenge,
            text_ids=text_ids,
            language=language,
            given_at=now,
            expires_at=now + TICKET_LIVES,
        )

    def is_good(self, now: datetime) -> bool:
        """Unused, and not too old."""
        return self.used_at is None and now < self.expires_at

    @property
    def channel(self) -> SignInChannel:
        return SignInChannel.WEB if self.app_challenge is None else SignInChannel.APP

    async def use_up(self, now: datetime) -> bool:
        """Compare-and-set: of two who come with the same ticket, one signs in."""
        return await type(self).filter(id=self.id, used_at=None).update(used_at=now) == 1
