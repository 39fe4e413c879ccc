"""One way to the identity provider and back: what we must remember between the two."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from models.consent import hashed
from models.refused import ConsentTicketExpired
from models.session import Provider

if TYPE_CHECKING:
    from models.consent import ConsentTicket

ATTEMPT_LIVES = timedelta(minutes=30)


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
    begun_at: datetime = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sign_in_attempt"

    def check(self, browser: str, now: datetime) -> None:
        same = secrets.compare_digest(self.browser_hash, hashed(browser))
        if not same or self.used_at is not None or now >= self.begun_at + ATTEMPT_LIVES:
            raise ConsentTicketExpired

    async def use_up(self, now: datetime) -> bool:
        """Compare-and-set: the broker's answer counts once."""
        mine = type(self).filter(state_hash=self.state_hash, used_at=None)
        return await mine.update(used_at=now) == 1
