"""How many are before one, and when it may be one's turn: said only where it is known.

A wrong number is worse than none. Those who are booked later never count, and a time is foretold
only while the one right before is in conversation and nothing else lies between.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.consultation.states import MOVES, State


@dataclass(frozen=True)
class Booked:
    """Another appointment of the same clinician on the same day."""

    starts_at: datetime
    ends_at: datetime
    state: State | None
    """Of its consultation; null when it is in person."""
    started_at: datetime | None

    def is_over(self, now: datetime) -> bool:
        """In person nobody says when it is over; then its booked end has to do."""
        return not MOVES[self.state] if self.state is not None else now >= self.ends_at

    def ends_probably_at(self) -> datetime | None:
        """By its booked length from when it really began; null while it has not."""
        if self.state is not State.IN_PROGRESS or self.started_at is None:
            return None
        return self.started_at + (self.ends_at - self.starts_at)


@dataclass(frozen=True)
class Place:
    """Where one is in the clinician's line."""

    position: int
    """1: it is one's turn next."""
    estimated_start: datetime | None

    @classmethod
    def of(cls, starts_at: datetime, others: Sequence[Booked], now: datetime) -> "Place":
        ahead = [it for it in others if it.starts_at < starts_at and not it.is_over(now)]
        return cls(len(ahead) + 1, _estimate(starts_at, ahead, now))


def _estimate(starts_at: datetime, ahead: Sequence[Booked], now: datetime) -> datetime | None:
    if len(ahead) != 1:
        return None
    free_at = ahead[0].ends_probably_at()
    # A conversation that lasts longer than it should ends nobody knows when.
    return max(free_at, starts_at) if free_at is not None and free_at > now else None
