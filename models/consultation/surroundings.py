"""What lies around a consultation and is shown with it: one statement, for it is read often.

Presence, announced delay, the patient's wishes about sound, and the clinician's line that day.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

from models.consultation.line import Booked, Place
from models.consultation.states import State
from models.delay_notice import Delay, delay_of
from models.presence import Presence, PresenceLease, fades_at, presence
from models.times import danish_day, midnight

if TYPE_CHECKING:
    from models.consultation import Consultation

AROUND = """
    SELECT coalesce(s.sound, true) AS sound, coalesce(s.vibration, true) AS vibration,
        (SELECT max(seen_at) FROM presence_lease WHERE consultation_id = $1 AND whose = $3)
            AS clinician_seen_at,
        (SELECT minutes FROM delay_notice WHERE clinician_id = $3 AND from_at <= $4 AND until > $4
            ORDER BY id DESC LIMIT 1) AS minutes,
        (SELECT json_agg(json_build_array(a.starts_at, a.ends_at, c.state, c.started_at))
            FROM appointment a LEFT JOIN consultation c ON c.appointment_id = a.id
            WHERE a.clinician_id = $3 AND a.starts_at >= $5 AND a.starts_at < $4
            AND a.state = 'BOOKED') AS ahead
    FROM (SELECT $2::varchar AS id) AS patient
        LEFT JOIN patient_settings s ON s.patient_id = patient.id
"""


@dataclass(frozen=True)
class Surroundings:
    sound: bool
    vibration: bool
    clinician_seen_at: datetime | None
    minutes: int | None
    others: list[Booked]

    @classmethod
    async def of(cls, it: "Consultation") -> Self:
        booked = it.appointment
        today = midnight(danish_day(booked.starts_at))
        values = [it.id, booked.patient_id, booked.clinician_id, booked.starts_at, today]
        [row] = await PresenceLease._meta.db.execute_query_dict(AROUND, values)
        others = [_booked(*known) for known in json.loads(row.pop("ahead") or "[]")]
        return cls(**row, others=others)

    def delay(self, it: "Consultation") -> Delay | None:
        """Once the conversation has begun, it is of no interest."""
        return delay_of(it.starts_at, self.minutes) if it.is_ahead else None

    def place(self, it: "Consultation", now: datetime) -> Place | None:
        return Place.of(it.starts_at, self.others, now) if it.state is State.WAITING else None

    def clinician(self, now: datetime) -> Presence | None:
        return presence(self.clinician_seen_at, now)

    def changes_at(self, now: datetime) -> datetime | None:
        """When the clinician's presence fades, if nothing more is heard of them."""
        return fades_at(self.clinician_seen_at, now)


def _booked(starts_at: str, ends_at: str, state: str | None, started_at: str | None) -> Booked:
    at = datetime.fromisoformat
    stands = None if state is None else State(state)
    return Booked(
        at(starts_at), at(ends_at), stands, None if started_at is None else at(started_at)
    )
