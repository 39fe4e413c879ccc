"""Karen's booking by video at nine, on paper, wherever it can stand, as it came there."""

from collections.abc import Callable
from datetime import datetime, timedelta

from models import Appointment, Role, StaffMember
from models.appointment import CancelledBy
from models.consultation.evidence import Evidence
from models.consultation.states import Outcome
from models.follow_up import Resolution
from tests.cast import NINE, a_check
from tests.models.on_paper import with_its_meeting

Happening = tuple[float, Callable[[Appointment, datetime], object]]
"""So many minutes after nine, and what happened."""


SARA = StaffMember(id="stf_sara", name="Sara Bang", role=Role.COORDINATOR)
SARA._saved_in_db = True


def entered(it, now):
    it.meeting.enter(a_check(now), now)


def called_in(it, now):
    it.meeting.call_in(now)


def withdrew(it, now):
    it.meeting.withdraw_call(now)


def accepted(it, now):
    it.meeting.accept(it.meeting.invitation_id, now)


def left(it, now):
    it.meeting.leave(now, even_if_not_late=True)


def came_back(it, now):
    it.meeting.come_back(now)


def was_taken_on(it, now):
    it.meeting.follow_up.assign(SARA, now)


def was_called_up(it, now):
    it.meeting.follow_up.resolve(Resolution.PHONE, "stf_sara", now)


def ended(it, now):
    it.meeting.end(Outcome.COMPLETED, now)


def closed(it, now):
    it.meeting.close(Evidence(), now)


def cancelled(it, now):
    it.cancel(CancelledBy.PATIENT, now, notice_seen=True)


def looked(it, now):
    pass


ENTERED: Happening = (-15, entered)
SITUATIONS: dict[str, list[Happening]] = {
    "booked": [],
    "waiting": [ENTERED],
    "called in before the start": [ENTERED, (-5, called_in)],
    "called in in time": [ENTERED, (10, called_in)],
    "called in late": [ENTERED, (11, called_in)],
    "called in by mistake": [ENTERED, (-5, called_in), (-4, withdrew)],
    "rung out": [ENTERED, (5, called_in), (7, looked)],
    "rung out late": [ENTERED, (11, called_in), (13, looked)],
    "in conversation early": [ENTERED, (-5, called_in), (-4, accepted)],
    "in conversation": [ENTERED, (1, called_in), (2, accepted)],
    "left early": [ENTERED, (-5, left)],
    "left a late clinician": [ENTERED, (11, left)],
    "left a late clinician who called": [ENTERED, (11, called_in), (12, left)],
    "left, and somebody will call": [ENTERED, (11, left), (20, was_taken_on)],
    "left and called up": [ENTERED, (11, left), (20, was_called_up)],
    "back after leaving early": [ENTERED, (-5, left), (-4, came_back)],
    "back after leaving late": [ENTERED, (11, left), (12, came_back)],
    "ended": [ENTERED, (1, called_in), (2, accepted), (25, ended)],
    "never came": [(46, closed)],
    "waited in vain": [ENTERED, (46, closed)],
    "left and not helped yet": [ENTERED, (11, left), (46, closed)],
    "cancelled": [(-60, cancelled)],
    "cancelled while waiting": [ENTERED, (-1, cancelled)],
}


def minutes_after_nine(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def standing(situation, now=None):
    """What has happened until then is as if it had been written."""
    appointment = with_its_meeting()
    meeting = appointment.meeting
    assert meeting is not None
    for minutes, happening in SITUATIONS[situation]:
        happens_at = minutes_after_nine(minutes)
        meeting.see(happens_at)
        happening(appointment, happens_at)
    meeting.see(now or stands_since(situation))
    meeting.brought.clear()
    appointment.brought.clear()
    return appointment


def stands_since(situation: str) -> datetime:
    happenings = SITUATIONS[situation]
    return minutes_after_nine(happenings[-1][0] if happenings else -3 * 24 * 60)
