"""A calendar that follows the patient's appointments, at an address that is the key to it.

Calendar programs cannot sign in. So the address has a secret in it that only the patient was told;
the database has its hash. It opens what is in a calendar and nothing else, until it is revoked.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.appointment import Appointment, AppointmentState
from models.appointment.states import HOLDS
from models.consent import hashed
from models.ids import calendar_feed_id
from models.insert import insert_unless_taken

if TYPE_CHECKING:
    from models.patient import Patient

SHOWN_BACK = timedelta(days=30)
"""So long what is over stays in the calendar."""

SHOWN = tuple(set(AppointmentState) - set(HOLDS))
"""All that are, or were, appointments. A cancelled one is shown as cancelled: left out, some
programs would keep the old time."""

MOST_SHOWN = 500

NOTED_EVERY = timedelta(hours=1)
"""That it was fetched is written down at most so often."""


class CalendarFeed(Model):
    id = fields.CharField(32, primary_key=True, default=calendar_feed_id)
    patient: fields.ForeignKeyRelation["Patient"] = fields.ForeignKeyField(
        "models.Patient", related_name="calendar_feeds"
    )
    patient_id: str
    token_hash = fields.CharField(64, unique=True)
    opened_at = fields.DatetimeField()
    last_fetched_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "calendar_feed"

    @classmethod
    def opened(cls, patient: "Patient", token: str, now: datetime) -> Self:
        return cls(patient_id=patient.id, token_hash=hashed(token), opened_at=now)

    @classmethod
    async def behind(cls, token: str) -> Self | None:
        """The one that the token opens. A4: not while the consent to using the app is withdrawn."""
        live = cls.filter(revoked_at=None, patient__app_use_withdrawn_at=None)
        return await live.filter(token_hash=hashed(token)).select_related("patient").first()

    async def take_the_place_of(self, former: Self | None, now: datetime) -> bool:
        """One address at a time: what it was before opens nothing any more."""
        if former is not None and not await former.revoke(now):
            return False
        return await insert_unless_taken(self)

    async def revoke(self, now: datetime) -> bool:
        """Compare-and-set; False when it was revoked already."""
        mine = type(self).filter(id=self.id, revoked_at=None)
        return await mine.update(revoked_at=now) == 1

    async def note_fetched(self, now: datetime) -> None:
        if self.last_fetched_at is None or now - self.last_fetched_at >= NOTED_EVERY:
            await type(self).filter(id=self.id).update(last_fetched_at=now)
            self.last_fetched_at = now

    def appointments(self, now: datetime) -> QuerySet[Appointment]:
        """What stands in it."""
        lately = Appointment.filter(patient_id=self.patient_id, ends_at__gt=now - SHOWN_BACK)
        return lately.filter(state__in=SHOWN).order_by("starts_at").limit(MOST_SHOWN)
