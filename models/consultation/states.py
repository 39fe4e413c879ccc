"""Where a video consultation can stand, and the moves between.

    SCHEDULED ─enter─▶ WAITING ─call in─▶ CLINICIAN_READY ─accept─▶ IN_PROGRESS ─end─▶ ENDED
                        ▲ ▲ │                │    │
                        │ └─┼─ a moment · withdrawn · rang out
                        │   └──── leave ──────────┴─▶ LEFT (a late clinician, or early)
                        └──────── return ─────────────┘
    Before IN_PROGRESS, a cancelled appointment makes it CANCELLED; one that is moved after the
    patient left makes it SCHEDULED again. What is SCHEDULED, WAITING or LEFT when the waiting room
    closes is closed by the system: ENDED, with an outcome by evidence.

Whether somebody is connected is never a state.
"""

from enum import StrEnum

from models.follow_up.states import FollowUpReason


class State(StrEnum):
    SCHEDULED = "SCHEDULED"
    WAITING = "WAITING"
    CLINICIAN_READY = "CLINICIAN_READY"
    IN_PROGRESS = "IN_PROGRESS"
    LEFT = "LEFT"
    ENDED = "ENDED"
    CANCELLED = "CANCELLED"


MOVES: dict[State, set[State]] = {
    State.SCHEDULED: {State.WAITING, State.ENDED, State.CANCELLED},
    State.WAITING: {State.CLINICIAN_READY, State.LEFT, State.ENDED, State.CANCELLED},
    State.CLINICIAN_READY: {State.WAITING, State.IN_PROGRESS, State.LEFT, State.CANCELLED},
    State.IN_PROGRESS: {State.ENDED},
    State.LEFT: {State.WAITING, State.SCHEDULED, State.ENDED, State.CANCELLED},
    State.ENDED: set(),
    State.CANCELLED: set(),
}

WITH_THE_PATIENT = frozenset({State.WAITING, State.CLINICIAN_READY, State.IN_PROGRESS})
"""The states in which the patient is there."""

IN_THE_ROOM = frozenset({State.WAITING, State.CLINICIAN_READY})
"""The patient sits in the waiting room, whether or not it rings."""

WITHOUT_THE_PATIENT = frozenset({State.SCHEDULED, State.LEFT})
"""Nobody is there yet, or any longer, and it is not over."""

MAY_CHANGE_HANDS = WITHOUT_THE_PATIENT | {State.WAITING}
"""Another clinician can take it over: not while it rings, and not in conversation."""


class Outcome(StrEnum):
    """How a consultation ended: as the clinician says, or by evidence when nobody said."""

    COMPLETED = "COMPLETED"
    HELD_BY_PHONE = "HELD_BY_PHONE"
    TECHNICAL_FAILURE = "TECHNICAL_FAILURE"
    PATIENT_NO_SHOW = "PATIENT_NO_SHOW"
    CLINIC_NO_SHOW = "CLINIC_NO_SHOW"
    UNANSWERED = "UNANSWERED"
    LEFT_DUE_TO_DELAY = "LEFT_DUE_TO_DELAY"
    LEFT_EARLY = "LEFT_EARLY"


HELD = frozenset({Outcome.COMPLETED, Outcome.HELD_BY_PHONE})

SAID_BY_CLINICIAN = HELD | {Outcome.TECHNICAL_FAILURE}
"""What a clinician who ends a conversation can say of it; the others are found by evidence."""

OWED = {
    Outcome.TECHNICAL_FAILURE: FollowUpReason.TECHNICAL,
    Outcome.CLINIC_NO_SHOW: FollowUpReason.CLINIC_NO_SHOW,
    Outcome.UNANSWERED: FollowUpReason.UNANSWERED,
    Outcome.LEFT_DUE_TO_DELAY: FollowUpReason.DELAY,
}
"""After these we owe the patient a call, and why."""


class LeftReason(StrEnum):
    DUE_TO_DELAY = "DUE_TO_DELAY"
    """R45: by right; we owe a follow-up."""
    EARLY = "EARLY"
