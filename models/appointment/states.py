"""Where an appointment can stand, and the moves between.

HELD ──book──▶ BOOKED ──fulfil──▶ FULFILLED
 │ ▲             │ └────cancel──▶ CANCELLED
 ▼ │ hold again  └─ move: another time, the same appointment
RELEASED ─book─▶ BOOKED, if nobody has taken the time meanwhile
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


MOVES: dict[AppointmentState, set[AppointmentState]] = {
    AppointmentState.HELD: {AppointmentState.BOOKED, AppointmentState.RELEASED},
    AppointmentState.RELEASED: {AppointmentState.BOOKED},
    AppointmentState.BOOKED: {AppointmentState.FULFILLED, AppointmentState.CANCELLED},
    AppointmentState.FULFILLED: set(),
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
