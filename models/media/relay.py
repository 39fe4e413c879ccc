"""Who minds the server of media that stands between the two, and what it is called there.

One process at a time: it claims the consultation for a while, and renews the claim. When it dies
the claim runs out, and another process takes over and has both start anew.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from models.consultation.states import State
from models.media import MediaSession
from models.media.participant import Participant

if TYPE_CHECKING:
    from models.consultation import Consultation

CLAIMED_FOR = timedelta(seconds=15)

CLAIM = """
INSERT INTO media_relay (consultation_id, claimed_by, claimed_until, round, offered)
VALUES ($1, $2, $3::timestamptz, 0, false)
ON CONFLICT (consultation_id) DO UPDATE
SET claimed_by = $2, claimed_until = $3::timestamptz
WHERE media_relay.claimed_by = $2 OR media_relay.claimed_until <= $4::timestamptz
RETURNING consultation_id
"""


class MediaRelay(Model):
    id = fields.BigIntField(primary_key=True)
    consultation: fields.OneToOneRelation["Consultation"] = fields.OneToOneField(
        "models.Consultation", related_name="media_relay"
    )
    consultation_id: str
    claimed_by = fields.CharField(40)
    claimed_until = fields.DatetimeField()
    round = fields.IntField(default=0)
    """For which it is set up; 0 until it is."""
    session = fields.BigIntField(null=True)
    patient_handle: int | None = fields.BigIntField(null=True)
    clinician_handle: int | None = fields.BigIntField(null=True)
    offered = fields.BooleanField(default=False)
    """Whether the offer of this round was made: another one means to start anew."""

    class Meta:
        table = "media_relay"

    @classmethod
    async def wanting(cls, now: datetime, by: str) -> list[str]:
        """The consultations in which both are there, and that nobody else minds."""
        live = MediaSession.filter(ended_at=None, consultation__state=State.IN_PROGRESS)
        there = Counter(await live.values_list("consultation_id", flat=True))
        both = {str(id) for id, participants in there.items() if participants == len(Participant)}
        others = cls.filter(consultation_id__in=list(both), claimed_until__gt=now)
        minded = await others.exclude(claimed_by=by).values_list("consultation_id", flat=True)
        return sorted(both - set(map(str, minded)))

    @classmethod
    async def claim(cls, consultation_id: str, by: str, now: datetime) -> bool:
        """One's own is renewed; another's only once it has run out."""
        values = [consultation_id, by, now + CLAIMED_FOR, now]
        return len(await cls._meta.db.execute_query_dict(CLAIM, values)) == 1

    @classmethod
    async def of_round(cls, consultation_id: str, round: int) -> "MediaRelay | None":
        return await cls.get_or_none(consultation_id=consultation_id, round=round)

    async def first_offer(self) -> bool:
        """Compare-and-set: false for the second one in a round."""
        this = MediaRelay.filter(consultation_id=self.consultation_id, round=self.round)
        return await this.filter(offered=False).update(offered=True) == 1

    def handle_of(self, participant: Participant) -> int | None:
        """What the participant is called at the server of media; null until it is set up."""
        patients, clinicians = self.patient_handle, self.clinician_handle
        return patients if participant is Participant.PATIENT else clinicians
