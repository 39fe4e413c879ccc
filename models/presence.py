"""Who is there just now: a lease that each client renews by a heartbeat, and that simply runs out.

Presence is never a state: a lost socket, a frozen tab or a dead battery changes nothing of the
consultation. It is computed when somebody looks. One is there while any of one's clients is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.functions import Max
from tortoise.models import Model

if TYPE_CHECKING:
    from models.consultation import Consultation

BEAT_EVERY = timedelta(seconds=10)
"""So often a client says that it is there."""

LEASE = timedelta(seconds=30)
"""So long it counts as there: two heartbeats may be lost."""

GRACE = timedelta(seconds=90)
"""So long after that it may be coming back by itself."""

KEPT_FOR = timedelta(days=1)


class PresenceState(StrEnum):
    CONNECTED = "CONNECTED"
    RECONNECTING = "RECONNECTING"
    GONE = "GONE"


class PresenceLease(Model):
    id = fields.BigIntField(primary_key=True)
    consultation: fields.ForeignKeyRelation["Consultation"] = fields.ForeignKeyField(
        "models.Consultation", related_name="leases"
    )
    consultation_id: str
    whose = fields.CharField(32)
    """The id of the patient, or of the clinician: whoever is replaced takes it with them."""
    connection_id = fields.CharField(64)
    """A tab or a device, as it calls itself."""
    seen_at = fields.DatetimeField()
    ack_version = fields.IntField(default=0)
    """The newest version of the consultation that it has shown."""

    class Meta:
        table = "presence_lease"
        unique_together = (("consultation_id", "whose", "connection_id"),)


@dataclass(frozen=True)
class Presence:
    """How it is with one side at one moment."""

    state: PresenceState
    since: datetime | None
    """When it was last heard of; null while it is there."""

    @classmethod
    def at(cls, now: datetime, seen_at: datetime) -> "Presence":
        if now < seen_at + LEASE:
            return cls(PresenceState.CONNECTED, None)
        is_back_soon = now < seen_at + LEASE + GRACE
        return cls(PresenceState.RECONNECTING if is_back_soon else PresenceState.GONE, seen_at)


def presence(seen_at: datetime | None, now: datetime) -> Presence | None:
    """Null when no client of theirs has ever said that it is there."""
    return None if seen_at is None else Presence.at(now, seen_at)


def fades_at(seen_at: datetime | None, now: datetime) -> datetime | None:
    """The next moment at which it looks different, if nothing more is heard."""
    edges = () if seen_at is None else (seen_at + LEASE, seen_at + LEASE + GRACE)
    return min((edge for edge in edges if edge > now), default=None)


async def last_seen(consultation_ids: list[str]) -> dict[tuple[str, str], datetime]:
    """By consultation and by whose it is: one read, however many there are."""
    leases = PresenceLease.filter(consultation_id__in=consultation_ids)
    newest = leases.annotate(newest=Max("seen_at")).group_by("consultation_id", "whose")
    rows = await newest.values_list("consultation_id", "whose", "newest")
    return {(str(consultation), str(whose)): seen for consultation, whose, seen in rows}


async def forget_leases(now: datetime) -> int:
    return await PresenceLease.filter(seen_at__lt=now - KEPT_FOR).delete()
