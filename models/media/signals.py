"""What the two tell each other in order to connect, kept in order until it is over.

Signals contain IP addresses: they are personal data, and are gone with the consultation.
"""

import json
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.models import Model

from models.media.participant import Participant
from models.refused import InvalidInput

if TYPE_CHECKING:
    from models.media import MediaSession

LARGEST_PAYLOAD = 16 * 1024
"""Bytes; an offer has about six thousand."""

KEPT_FOR = timedelta(hours=12)
"""A consultation that nobody ends keeps its signals no longer."""


class SignalKind(StrEnum):
    START = "START"
    OFFER = "OFFER"
    ANSWER = "ANSWER"
    CANDIDATE = "CANDIDATE"
    RESTART = "RESTART"
    BYE = "BYE"
    SUPERSEDED = "SUPERSEDED"
    ENDED = "ENDED"


SAID_BY = {
    Participant.CLINICIAN: {SignalKind.OFFER, SignalKind.CANDIDATE, SignalKind.BYE},
    Participant.PATIENT: {
        SignalKind.ANSWER,
        SignalKind.CANDIDATE,
        SignalKind.RESTART,
        SignalKind.BYE,
    },
}
"""One initiator: only the clinician offers, and the patient asks for another offer. The rest is
ours to say."""

WITHOUT_PAYLOAD = {SignalKind.RESTART, SignalKind.BYE}


class MediaSignal(Model):
    id = fields.BigIntField(primary_key=True)
    session: fields.ForeignKeyRelation["MediaSession"] = fields.ForeignKeyField(
        "models.MediaSession", related_name="sent"
    )
    session_id: str
    """To whom."""
    number = fields.IntField()
    """From 1, without a gap, for each session; the database counts."""
    round = fields.IntField()
    kind = fields.CharEnumField(SignalKind, max_length=10)
    payload = fields.TextField(null=True)
    sent_at = fields.DatetimeField()

    class Meta:
        table = "media_signal"
        unique_together = (("session", "number"),)


TAKE_A_NUMBER_AND_SEND = """
WITH recipient AS (
  UPDATE media_session SET signals = signals + 1
  WHERE consultation_id = $1 AND participant = $2 AND round = $3 AND ended_at IS NULL
  RETURNING id, signals
)
INSERT INTO media_signal (session_id, number, round, kind, payload, sent_at)
SELECT id, signals, $3::int, $4, $5, $6::timestamptz FROM recipient RETURNING session_id
"""


def check_signal(by: Participant, kind: SignalKind, payload: str | None) -> None:
    """What a participant may say; nothing of it is trusted further than to the other's browser."""
    if kind not in SAID_BY[by]:
        raise InvalidInput("kind", "signal-kind")
    size = len((payload or "").encode())
    if (size == 0) != (kind in WITHOUT_PAYLOAD) or size > LARGEST_PAYLOAD:
        raise InvalidInput("payload", "signal-payload")
    if kind is SignalKind.CANDIDATE and not isinstance(_read(payload or ""), dict):
        raise InvalidInput("payload", "signal-payload")


def _read(candidate: str) -> Any:
    try:
        return json.loads(candidate)
    except (ValueError, RecursionError):
        return None


async def send(
    consultation_id: str,
    to: Participant,
    round: int,
    kind: SignalKind,
    payload: str | None,
    now: datetime,
) -> list[str]:
    """Numbered and kept in one statement. The topics to tell; none when it came from an old round,
    or nobody is there: then it is ignored."""
    values = [consultation_id, to.value, round, kind.value, payload, now]
    sent = await MediaSignal._meta.db.execute_query_dict(TAKE_A_NUMBER_AND_SEND, values)
    return [f"media:{row['session_id']}" for row in sent]


async def forget_old_signals(now: datetime) -> int:
    return await MediaSignal.filter(sent_at__lt=now - KEPT_FOR).delete()
