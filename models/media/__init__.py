"""Picture and sound in a consultation: from which tab each of the two takes part.

    join ─▶ live ─▶ superseded (the same one joined again: a reload, another device), or over

Once both are there we tell both to START, in a round with a number; whoever joins again begins
the next round, and what is said in an old one is ignored. Nobody has to accept anew. `signals`
has what the two tell each other, `joining` how a round begins, `relay` who minds a server of media.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.models import Model

from models.ids import media_session_id
from models.media.participant import Participant
from models.reach import check_id
from models.refused import MediaSessionSuperseded, NotFound

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet

    from models.consultation import Consultation


class MediaSession(Model):
    id = fields.CharField(32, primary_key=True, default=media_session_id)
    consultation: fields.ForeignKeyRelation["Consultation"] = fields.ForeignKeyField(
        "models.Consultation", related_name="media_sessions"
    )
    consultation_id: str
    participant = fields.CharEnumField(Participant, max_length=10)
    round = fields.IntField()
    """In which it takes part now."""
    signals = fields.IntField(default=0)
    """How many were sent to it: the number of the last one."""
    started_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)
    """Null while it is live; each of the two has at most one that is."""
    connected_at = fields.DatetimeField(null=True)
    """When picture and sound last came; null until they did."""
    interrupted_at = fields.DatetimeField(null=True)
    """Since when they do not come; null while they do, or before."""

    class Meta:
        table = "media_session"

    @classmethod
    async def own(cls, id: str, participant: Participant, **whose: str) -> Self:
        """With its consultation, which `whose` describes."""
        check_id(id)
        of_theirs = {f"consultation__{name}": value for name, value in whose.items()}
        own = cls.filter(id=id, participant=participant, **of_theirs)
        found = await own.select_related("consultation")
        if not found:
            raise NotFound
        return found[0]

    @classmethod
    def live_in(cls, consultation_id: str) -> "QuerySet[MediaSession]":
        return cls.filter(consultation_id=consultation_id, ended_at=None)

    @property
    def topic(self) -> str:
        """What those listen to who follow its signals."""
        return f"media:{self.id}"

    @property
    def initiator(self) -> bool:
        """One of the two makes the offers, always: so two offers never meet."""
        return self.participant is Participant.CLINICIAN

    @property
    def connected(self) -> bool:
        return self.connected_at is not None and self.interrupted_at is None

    def check_live(self) -> None:
        if self.ended_at is not None:
            raise MediaSessionSuperseded

    def report(self, connected: bool, now: datetime) -> bool:
        """A fact, never a state. Whether it is news."""
        self.check_live()
        if connected == self.connected and (connected or self.interrupted_at is not None):
            return False
        if connected:
            self.connected_at, self.interrupted_at = now, None
        else:
            self.interrupted_at = now
        return True

    async def keep_report(self) -> bool:
        """Only the facts are written: the number of signals is for others to count."""
        kept = MediaSession.filter(id=self.id, ended_at=None)
        facts = {"connected_at": self.connected_at, "interrupted_at": self.interrupted_at}
        return await kept.update(**facts) == 1
