"""A client says that it is there: one statement, which also says whether that is news."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.presence import LEASE, PresenceLease
from models.refused import InvalidInput, NotFound

BEAT = """
    WITH own AS (
        SELECT c.id, c.version, a.patient_id, a.clinician_id
        FROM consultation c JOIN appointment a ON a.id = c.appointment_id
        WHERE c.id = $1 AND (a.patient_id = $2 OR a.clinician_id = $2)
    ), before AS (
        SELECT seen_at FROM presence_lease
        WHERE consultation_id = $1 AND whose = $2 AND connection_id = $3
    ), now AS (
        INSERT INTO presence_lease (consultation_id, whose, connection_id, seen_at, ack_version)
        SELECT id, $2, $3, $4, $5 FROM own
        ON CONFLICT (consultation_id, whose, connection_id) DO UPDATE SET
            seen_at = greatest(presence_lease.seen_at, excluded.seen_at),
            ack_version = greatest(presence_lease.ack_version, excluded.ack_version)
        RETURNING true
    ), forgotten AS (
        DELETE FROM presence_lease WHERE id IN (
            SELECT id FROM presence_lease
            WHERE consultation_id = $1 AND whose = $2 AND connection_id <> $3
            ORDER BY seen_at DESC OFFSET 9
        )
    )
    SELECT own.version, own.patient_id, own.clinician_id, before.seen_at
    FROM own CROSS JOIN now LEFT JOIN before ON true
"""
"""Whose it must be stands in it too: for another's nothing is written, and nothing found. Of one
person's clients the ten heard of last are kept: more would only cost whoever looks."""


@dataclass(frozen=True)
class Heartbeat:
    server_time: datetime
    version: int
    """The consultation's, as it is stored: whoever shows a lower one has missed something."""
    topics: tuple[str, ...]
    """Who is to be told. A renewal is no news; a client that comes, or comes back, is."""


def check_connection(connection_id: str) -> str:
    """What a tab or a device calls itself: opaque, and short."""
    if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", connection_id) is None:
        raise InvalidInput("connectionId", "connection-id")
    return connection_id


async def beat(
    consultation_id: str, whose: str, connection_id: str, ack_version: int, now: datetime
) -> Heartbeat:
    check_connection(connection_id)
    values = [consultation_id, whose, connection_id, now, max(ack_version, 0)]
    rows = await PresenceLease._meta.db.execute_query_dict(BEAT, values)
    if not rows:
        raise NotFound
    return Heartbeat(now, rows[0]["version"], _told(consultation_id, rows[0], now))


def _told(consultation_id: str, row: dict[str, Any], now: datetime) -> tuple[str, ...]:
    was_there = row["seen_at"] is not None and now < row["seen_at"] + LEASE
    if was_there:
        return ()
    return (f"consultation:{consultation_id}", f"queue:{row['clinician_id']}")
