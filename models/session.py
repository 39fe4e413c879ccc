"""Who is signed in, and until when. The token is the browser's; the database has its hash.

A session ends when it is ended, after twelve hours, or after a quarter of an hour in which nobody
did anything. Following a stream is not doing anything; being in a waiting room or in a
consultation keeps a patient's session alive, for nobody may be signed out while waiting.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.models import Model

from models.consent import SignInChannel, hashed
from models.ids import session_id
from models.refused import ProviderRetired

if TYPE_CHECKING:
    from models.patient import Patient
    from models.staff import StaffMember

SESSION_LIVES = timedelta(hours=12)
"""However busy: after twelve hours one signs in again."""

IDLE_AFTER = timedelta(minutes=15)
"""So long may nothing be done."""

WARN_BEFORE = timedelta(minutes=2)
"""So long before it ends the screen can ask whether one is still there (WCAG 2.2.1: ≥ 20 s)."""

NOTED_EVERY = timedelta(minutes=1)
"""That something was done is written down at most so often."""

LONGEST_PATH = 200

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
    if ours and wanted is not None and wanted.isprintable() and len(wanted) <= LONGEST_PATH:
        return Landing.DEEP_LINK, wanted
    return Landing.PROFILE, "/profile"


def may_be_used(provider: Provider, *, nemid_simulated: bool) -> None:
    """R1, A1: NemID is refused by name, unless a simulator stands in for it."""
    if provider is Provider.NEMID and not nemid_simulated:
        raise ProviderRetired(Provider.NEMID, NEMID_CLOSED_ON, use_instead=Provider.MITID)


class Session(Model):
    id = fields.CharField(32, primary_key=True, default=session_id)
    token_hash = fields.CharField(64, unique=True)
    patient: fields.ForeignKeyNullableRelation["Patient"] = fields.ForeignKeyField(
        "models.Patient", related_name="sessions", null=True
    )
    patient_id: str | None
    staff: fields.ForeignKeyNullableRelation["StaffMember"] = fields.ForeignKeyField(
        "models.StaffMember", related_name="sessions", null=True
    )
    staff_id: str | None
    channel = fields.CharEnumField(SignInChannel, max_length=4, default=SignInChannel.WEB)
    started_at = fields.DatetimeField()
    active_at = fields.DatetimeField()
    """When something was last done in it, to the minute."""
    expires_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "session"
        indexes = (("patient_id", "ended_at"), ("staff_id", "ended_at"))

    @classmethod
    def start(
        cls,
        token: str,
        now: datetime,
        channel: SignInChannel = SignInChannel.WEB,
        *,
        patient_id: str | None = None,
        staff_id: str | None = None,
    ) -> Self:
        """A new token at every sign-in: none can be planted beforehand."""
        return cls(
            token_hash=hashed(token),
            channel=channel,
            started_at=now,
            active_at=now,
            expires_at=now + SESSION_LIVES,
            patient_id=patient_id,
            staff_id=staff_id,
        )

    @property
    def person(self) -> "Patient | StaffMember":
        """Whose it is."""
        whose = self.patient or self.staff
        assert whose is not None, "a session is somebody's: a constraint of the database"
        return whose

    @property
    def idle_at(self) -> datetime:
        """When it ends if nothing is done, and the patient is in no waiting room."""
        return min(self.active_at + IDLE_AFTER, self.expires_at)

    @property
    def warn_at(self) -> datetime:
        return self.idle_at - WARN_BEFORE

    def is_live(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.idle_at

    def could_be_kept(self, now: datetime) -> bool:
        """Nobody ended it, and the twelve hours are not over."""
        return self.ended_at is None and now < self.expires_at

    @property
    def topic(self) -> str:
        """What its streams listen to, so that they end with it."""
        return f"session:{self.id}"
