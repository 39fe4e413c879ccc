"""Where an appointment can stand, and the moves between.

    HELD ──book──▶ BOOKED ──▶ FULFILLED
     │               │ ├────▶ NO_SHOW (the patient did not come)
     │ release       │ ├────▶ NOT_HELD (the clinic, or the technology)
     ▼               │ └────▶ CANCELLED
    RELEASED ─book─▶ BOOKED, if nobody has taken the time meanwhile
                     └─ move: another time, the same appointment

How it turned out may be corrected by staff, who know better than the evidence.
"""

from enum import StrEnum


class AppointmentState(StrEnum):
    HELD = "HELD"
    """The time is kept for a patient who is deciding."""
    RELEASED = "RELEASED"
    """A hold that was given back, or that ran out."""
    BOOKED = "BOOKED"
    FULFILLED = "FULFILLED"
    CANCELLED = "CANCELLED"
    NO_SHOW = "NO_SHOW"
    NOT_HELD = "NOT_HELD"


MOVES: dict[AppointmentState, set[AppointmentState]] = {
    AppointmentState.HELD: {AppointmentState.BOOKED, AppointmentState.RELEASED},
    AppointmentState.RELEASED: {AppointmentState.BOOKED},
    AppointmentState.BOOKED: {
        AppointmentState.FULFILLED,
        AppointmentState.NO_SHOW,
        AppointmentState.NOT_HELD,
        AppointmentState.CANCELLED,
    },
    AppointmentState.FULFILLED: {AppointmentState.NO_SHOW, AppointmentState.NOT_HELD},
    AppointmentState.NO_SHOW: {AppointmentState.FULFILLED, AppointmentState.NOT_HELD},
    AppointmentState.NOT_HELD: {AppointmentState.FULFILLED, AppointmentState.NO_SHOW},
    AppointmentState.CANCELLED: set(),
}

OCCUPYING = (AppointmentState.HELD, AppointmentState.BOOKED)
"""The states in which the time is taken; the database's constraints name the same. When it has
taken place, what is left of the time is free again."""

HOLDS = (AppointmentState.HELD, AppointmentState.RELEASED)
"""Not yet an appointment: the patient does not see them under Mine aftaler."""


class CancelledBy(StrEnum):
    PATIENT = "PATIENT"
    CLINIC = "CLINIC"
