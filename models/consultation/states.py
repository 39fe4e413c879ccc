"""Where a video consultation can stand, and the moves between.

    SCHEDULED ─enter─▶ WAITING ─call in─▶ CLINICIAN_READY ─accept─▶ IN_PROGRESS ─end─▶ ENDED
                        ▲ ▲ │                │    │
                        │ └─┼─ a moment · withdrawn · rang out
                        │   └──── leave ──────────┴─▶ LEFT (a late clinician, or early)
                        └──────── return ─────────────┘
    Before IN_PROGRESS, a cancelled appointment makes it CANCELLED; one that is moved after the
    patient left makes it SCHEDULED again.

Whether somebody is connected is never a state.
"""

from enum import StrEnum


class State(StrEnum):
    SCHEDULED = "SCHEDULED"
    WAITING = "WAITING"
    CLINICIAN_READY = "CLINICIAN_READY"
    IN_PROGRESS = "IN_PROGRESS"
    LEFT = "LEFT"
    ENDED = "ENDED"
    CANCELLED = "CANCELLED"


MOVES: dict[State, set[State]] = {
    State.SCHEDULED: {State.WAITING, State.CANCELLED},
    State.WAITING: {State.CLINICIAN_READY, State.LEFT, State.CANCELLED},
    State.CLINICIAN_READY: {State.WAITING, State.IN_PROGRESS, State.LEFT, State.CANCELLED},
    State.IN_PROGRESS: {State.ENDED},
    State.LEFT: {State.WAITING, State.SCHEDULED, State.CANCELLED},
    State.ENDED: set(),
    State.CANCELLED: set(),
}

WITH_THE_PATIENT = frozenset({State.WAITING, State.CLINICIAN_READY, State.IN_PROGRESS})
"""The states in which the patient is there."""


class Outcome(StrEnum):
    """How a consultation ended, as the clinician says."""

    COMPLETED = "COMPLETED"
    HELD_BY_PHONE = "HELD_BY_PHONE"
    TECHNICAL_FAILURE = "TECHNICAL_FAILURE"


class LeftReason(StrEnum):
    DUE_TO_DELAY = "DUE_TO_DELAY"
    """R45: by right; we owe a follow-up."""
    EARLY = "EARLY"
