"""What one may do with an appointment just now, so that no frontend repeats a rule."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.appointment.changing import Changing
from models.appointment.outcome import TurningOut
from models.appointment.states import CancelledBy
from models.consultation import Consultation
from models.consultation.states import MOVES, State
from models.follow_up import FollowUpState


class Action(StrEnum):
    MOVE = "MOVE"
    CANCEL = "CANCEL"
    ENTER_WAITING_ROOM = "ENTER_WAITING_ROOM"
    LEAVE_WAITING_ROOM = "LEAVE_WAITING_ROOM"
    """R45: with the promise that we call."""
    RETURN_TO_WAITING_ROOM = "RETURN_TO_WAITING_ROOM"
    ACCEPT_CONSULTATION = "ACCEPT_CONSULTATION"
    ASK_FOR_A_MOMENT = "ASK_FOR_A_MOMENT"
    LEAVE_EARLY = "LEAVE_EARLY"
    """Without the promise."""
    RECORD_ATTENDANCE = "RECORD_ATTENDANCE"
    """The clinic's alone."""


@dataclass(frozen=True)
class AllowedAction:
    action: Action
    why_not: str | None = None
    """The reason's name in the texts; null when it is allowed."""
    allowed_from: datetime | None = None
    """When it will be, if nothing else happens; null when it is, or will not be."""
    notice: str | None = None
    """What has to be shown before it is done; null: nothing."""

    @property
    def allowed(self) -> bool:
        return self.why_not is None


def allowed_actions(appointment: Changing, now: datetime) -> list[AllowedAction]:
    """Those of the waiting room only where there is one."""
    notice = "late-change" if appointment.is_late_to_change(now) else None
    found = [
        _change(Action.MOVE, appointment.why_not_move(now), notice),
        _change(Action.CANCEL, appointment.why_not_cancel(now), notice),
    ]
    meeting = appointment.meeting
    if meeting is not None:
        found += [_entering(meeting, now), _leaving(meeting, now), _returning(meeting, now)]
        found += [*_answering(meeting, now), _leaving_early(meeting)]
    return found


def allowed_to_clinic(appointment: TurningOut, now: datetime) -> list[AllowedAction]:
    """Nothing has to be shown to staff before they do it."""
    by, unrecorded = CancelledBy.CLINIC, appointment.why_not_recorded(now)
    begins = appointment.starts_at if unrecorded == "not-begun" else None
    return [
        AllowedAction(Action.MOVE, appointment.why_not_move(now, by)),
        AllowedAction(Action.CANCEL, appointment.why_not_cancel(now, by)),
        AllowedAction(Action.RECORD_ATTENDANCE, unrecorded, begins),
    ]


def allowed_in(meeting: Consultation, now: datetime) -> list[AllowedAction]:
    """The same, where one came from the consultation."""
    meeting.appointment.meeting = meeting
    return allowed_actions(meeting.appointment, now)


def _change(action: Action, why_not: str | None, notice: str | None) -> AllowedAction:
    return AllowedAction(action, why_not, notice=notice if why_not is None else None)


def _entering(meeting: Consultation, now: datetime) -> AllowedAction:
    action = Action.ENTER_WAITING_ROOM
    if meeting.state is not State.SCHEDULED:
        return AllowedAction(action, "not-possible-now")
    if now < meeting.join_opens_at:
        return AllowedAction(action, "too-early", meeting.join_opens_at)
    return AllowedAction(action, None if meeting.is_open(now) else "too-late")


def _leaving(meeting: Consultation, now: datetime) -> AllowedAction:
    action = Action.LEAVE_WAITING_ROOM
    if State.LEFT not in MOVES[meeting.state]:
        return AllowedAction(action, "not-possible-now")
    if meeting.may_leave(now):
        return AllowedAction(action)
    return AllowedAction(action, "clinician-not-late", meeting.may_leave_from)


def _answering(meeting: Consultation, now: datetime) -> list[AllowedAction]:
    rings = meeting.invitation is not None and meeting.invitation.rings(now)
    why_not = None if rings else "not-ringing"
    answers = (Action.ACCEPT_CONSULTATION, Action.ASK_FOR_A_MOMENT)
    return [AllowedAction(action, why_not) for action in answers]


def _leaving_early(meeting: Consultation) -> AllowedAction:
    is_there = State.LEFT in MOVES[meeting.state]
    return AllowedAction(Action.LEAVE_EARLY, None if is_there else "not-possible-now")


def _returning(meeting: Consultation, now: datetime) -> AllowedAction:
    action = Action.RETURN_TO_WAITING_ROOM
    if meeting.state is not State.LEFT:
        return AllowedAction(action, "not-possible-now")
    if not meeting.is_open(now):
        return AllowedAction(action, "too-late")
    promised = meeting.follow_up
    begun = promised is not None and promised.state is not FollowUpState.OPEN
    return AllowedAction(action, "follow-up-in-progress" if begun else None)
