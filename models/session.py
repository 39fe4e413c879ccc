"""Who is signed in, and until when. The token is the browser's; the database has its hash."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.models import Model

from models.consent import hashed
from models.refused import ProviderRetired

if TYPE_CHECKING:
    from models.patient import Patient
    from models.staff import StaffMember

SESSION_LIVES = timedelta(hours=12)
"""However busy: after twelve hours one signs in again."""

NEMID_CLOSED_ON = date(2023, 10, 31)
"""A1: NemID no longer exists."""


class Provider(StrEnum):
    """R1: "skal du logge ind med MitID eller NemID"."""

    MITID = "MITID"
    NEMID = "NEMID"


class Landing(StrEnum):
    """Where one comes after signing in."""

    PROFILE = "PROFILE"
    """R8: "Den første side du kommer til, er Min profil"."""
    DEEP_LINK = "DEEP_LINK"
    """A11: the page that one was on the way to wins."""


def landing(wanted: str | None) -> tuple[Landing, str]:
    """R8, A11: Min profil, unless one was on the way to a page of ours.

    Only a path on this site counts: `//evil.example` and `/\\evil.example` are other sites.
    """
    ours = wanted is not None and wanted.startswith("/") and wanted[1:2] not in ("/", "\\")
    if ours and wanted is not None and wanted.isprintable():
        return Landing.DEEP_LINK, wanted
    return Landing.PROFILE, "/profile"


def may_be_used(provider: Provider, *, nemid_simulated: bool) -> None:
    """R1, A1: NemID is refused by name, unless a simulator stands in for it."""
    if provider is Provider.NEMID and not nemid_simulated:
        raise ProviderRetired(Provider.NEMID, NEMID_CLOSED_ON, use_instead=Provider.MITID)


class Session(Model):
    token_hash = fields.CharField(64, primary_key=True)
    patient: fields.ForeignKeyNullableRelation["Patient"] = fields.ForeignKeyField(
        "models.Patient", related_name="sessions", null=True
    )
    patient_id: str | None
    staff: fields.ForeignKeyNullableRelation["StaffMember"] = fields.ForeignKeyField(
        "models.StaffMember", related_name="sessions", null=True
    )
    staff_id: str | None
    started_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "session"

    @classmethod
    def start(cls, token: str, now: datetime, **whose: str) -> Self:
        """A new token at every sign-in: none can be planted beforehand."""
        return cls(
            token_hash=hashed(token), started_at=now, expires_at=now + SESSION_LIVES, **whose
        )

    def is_live(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.expires_at

    @classmethod
    async def of(cls, token: str, now: datetime) -> Self | None:
        """The live session with that token, and the person whose it is."""
        found = await cls.filter(token_hash=hashed(token)).select_related(
            "patient", "staff", "staff__clinician"
        )
        return found[0] if found and found[0].is_live(now) else None

    @property
    def topic(self) -> str:
        """What its streams listen to, so that they end with it. Not enough to be the token."""
        return f"session:{self.token_hash[:24]}"

    async def end(self, now: datetime) -> None:
        await type(self).filter(pk=self.pk, ended_at=None).update(ended_at=now)
