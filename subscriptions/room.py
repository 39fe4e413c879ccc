"""R39–R45: all that the patient's screen needs at one moment, put together from one look."""

from dataclasses import dataclass
from datetime import datetime

from context import Context
from models import Clinician, Consultation, Invitation
from models.appointment.actions import AllowedAction, allowed_in
from models.consultation.states import State
from models.consultation.surroundings import Surroundings
from models.delay_notice import Delay
from models.presence import Presence
from subscriptions.live import Cause
from subscriptions.screen import Cue, Screen, cue_of, screen_of


@dataclass(frozen=True)
class Expected:
    """When the clinician may come, and when one may leave."""

    delay_announced: Delay | None
    expected_by: datetime
    may_leave: bool
    may_leave_at: datetime | None
    position: int | None
    estimated_start: datetime | None


@dataclass(frozen=True)
class WaitingRoom(Expected):
    version: int
    server_time: datetime
    cause: Cause
    consultation: Consultation
    clinician: Clinician
    clinician_is_ready: bool
    clinician_presence: Presence | None
    invitation: Invitation | None
    screen: Screen
    cue: Cue
    may_enter: bool
    allowed_actions: list[AllowedAction]
    support_phone: str


def next_change(it: Consultation, around: Surroundings, now: datetime) -> datetime | None:
    """When it looks different though nobody does anything."""
    edges = (it.changes_by_itself_at(now), around.changes_at(now))
    return min((edge for edge in edges if edge is not None), default=None)


def seen_by_the_patient(
    it: Consultation, around: Surroundings, context: Context, cause: Cause, now: datetime
) -> WaitingRoom:
    screen = screen_of(it, around, context.language, now)
    ringing = it.state is State.CLINICIAN_READY
    return WaitingRoom(
        version=it.version,
        server_time=now,
        cause=cause,
        consultation=it,
        clinician=it.appointment.clinician,
        clinician_is_ready=it.clinician_ready_at is not None,
        clinician_presence=around.clinician(now),
        invitation=it.invitation if ringing else None,
        screen=screen,
        cue=cue_of(screen, ringing, around),
        may_enter=it.state is State.SCHEDULED and it.is_open(now),
        allowed_actions=allowed_in(it, now),
        support_phone=context.settings.support_phone,
        **vars(_expected(it, around, now)),
    )


def _expected(it: Consultation, around: Surroundings, now: datetime) -> Expected:
    delay, place = around.delay(it), around.place(it, now)
    return Expected(
        delay_announced=delay,
        expected_by=delay.new_expected_start if delay is not None else it.starts_at,
        may_leave=it.may_leave(now),
        may_leave_at=it.may_leave_from,
        position=None if place is None else place.position,
        estimated_start=None if place is None else place.estimated_start,
    )
