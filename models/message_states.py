"""Which text messages there are, how far one has come, and why one was not sent after all."""

from enum import StrEnum


class MessageKind(StrEnum):
    BOOKING_CONFIRMATION = "BOOKING_CONFIRMATION"
    """R21: "en sms med link til en bekræftelse"."""
    REMINDER = "REMINDER"
    """R14: the day before."""
    VIDEO_LINK = "VIDEO_LINK"
    """R33: the link with which the patient can start right then."""
    READY = "READY"
    """R41: the clinician is ready, and no client of the patient's has shown it."""
    CANCELLED = "CANCELLED"
    """AP5: the clinic had to cancel."""


class MessageState(StrEnum):
    DUE, CLAIMED, SENT, SKIPPED = "DUE", "CLAIMED", "SENT", "SKIPPED"


OPEN = (MessageState.DUE, MessageState.CLAIMED)
"""Still to be sent."""


class SkipReason(StrEnum):
    TOO_LATE = "TOO_LATE"
    """A5: a reminder after the start is worse than none."""
    NOT_TAKEN = "NOT_TAKEN"
    """The gateway would not have it, or not before it was too late."""
    NO_PHONE = "NO_PHONE"
    APPOINTMENT_CHANGED = "APPOINTMENT_CHANGED"
    NOT_WANTED = "NOT_WANTED"
    """R11: the patient has turned this kind of message off."""
    NOT_NEEDED = "NOT_NEEDED"
    """The patient has seen the invitation, or it no longer rings."""
    TOO_MANY = "TOO_MANY"
    """The patient got so many that day. Staff see those that still hold (models/caretaker.py)."""


UNTOLD = (SkipReason.TOO_LATE, SkipReason.NOT_TAKEN, SkipReason.NO_PHONE)
"""The patient should have been told and was not: staff see these."""
