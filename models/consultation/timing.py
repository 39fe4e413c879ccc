"""The consultation and the clock: when it opens, when the clinician is late, who may leave.

Every rule is given the time, and nothing here reads the clock.
"""

from datetime import datetime, timedelta

from models.consultation.record import ConsultationRecord
from models.consultation.states import MOVES, State
from models.invitation import InvitationState
from models.refused import TooEarly, TooLate
from models.times import TICK

JOIN_OPENS_BEFORE = timedelta(minutes=15)
"""R34, A6: the waiting room opens before the link is sent, so that the link always works."""

JOIN_CLOSES_AFTER = timedelta(minutes=15)
"""After the booked end the waiting room stays open this long."""

LATE_AFTER = timedelta(minutes=10)
"""R44: a clinician who is *more than* this behind the booked time is late."""

ASK_IF_OVER_AFTER = timedelta(minutes=60)
"""A conversation that lasts so long after its booked end may have been forgotten: the clinician
is asked. It is never ended for them."""


class Timing(ConsultationRecord):
    class Meta:
        abstract = True

    @property
    def starts_at(self) -> datetime:
        return self.appointment.starts_at

    @property
    def join_opens_at(self) -> datetime:
        return self.starts_at - JOIN_OPENS_BEFORE

    @property
    def join_closes_at(self) -> datetime:
        return self.appointment.ends_at + JOIN_CLOSES_AFTER

    def is_open(self, now: datetime) -> bool:
        """R34: whether one can "nu" start."""
        return self.join_opens_at <= now <= self.join_closes_at

    @property
    def waits_since(self) -> datetime | None:
        """R39: null when not in the waiting room, or called in already."""
        return self.waiting_since if self.state is State.WAITING else None

    def waited_seconds(self, now: datetime) -> int | None:
        since = self.waits_since
        return int((now - since).total_seconds()) if since is not None else None

    def delay(self, now: datetime) -> timedelta:
        """How far behind the clinician is, or was when first ready. Negative before the start."""
        return (self.first_ready_at or now) - self.starts_at

    def clinician_is_late(self, now: datetime) -> bool:
        """R44: *more* than ten minutes: at ten minutes sharp, the patient still waits."""
        return self.delay(now) > LATE_AFTER

    @property
    def may_leave_after(self) -> datetime | None:
        """The moment after which one may leave; null when the clinician was ready in time."""
        was_in_time = self.first_ready_at is not None and not self.clinician_is_late(
            self.first_ready_at
        )
        return None if was_in_time else self.starts_at + LATE_AFTER

    @property
    def may_leave_from(self) -> datetime | None:
        """The first moment at which one may leave; null when the clinician was ready in time."""
        return None if self.may_leave_after is None else self.may_leave_after + TICK

    def may_leave(self, now: datetime) -> bool:
        """R45: whether one may leave with the promise."""
        return State.LEFT in MOVES[self.state] and self.clinician_is_late(now)

    def ask_if_over(self, now: datetime) -> bool:
        """Whether to ask the clinician if they are still talking."""
        is_long_past = now >= self.appointment.ends_at + ASK_IF_OVER_AFTER
        return self.state is State.IN_PROGRESS and is_long_past

    def changes_by_itself_at(self, now: datetime) -> datetime | None:
        """The next moment at which it will look different though nobody does anything."""
        edges = [self.join_opens_at, self.join_closes_at + TICK]
        if self.state is State.IN_PROGRESS:
            edges.append(self.appointment.ends_at + ASK_IF_OVER_AFTER)
        if self.may_leave_from is not None:
            edges.append(self.may_leave_from)
        if self.state is State.CLINICIAN_READY and self.invitation is not None:
            edges.append(self.invitation.expires_at)
        return min((edge for edge in edges if edge > now), default=None)

    def catch_up(self, now: datetime) -> None:
        """An invitation that nobody answered rings out; the place is kept."""
        ringing = self.state is State.CLINICIAN_READY and self.invitation is not None
        if ringing and self.invitation is not None and now >= self.invitation.expires_at:
            self._answer(self.invitation, InvitationState.EXPIRED, self.invitation.expires_at)
            self.state, self.clinician_ready_at = State.WAITING, None

    def _check_open(self, now: datetime) -> None:
        if now < self.join_opens_at:
            raise TooEarly(self.join_opens_at)
        if now > self.join_closes_at:
            raise TooLate(self.join_closes_at)
