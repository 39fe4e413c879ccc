"""Moving and cancelling: what is allowed until when, each rule in one place.

The same rules answer `allowedActions` and judge the act, so that what a button promises holds.
The clinic may at any time (AP4–AP5), but for a patient who is there.
"""

from datetime import datetime, timedelta

from models.appointment.holding import Holding
from models.appointment.states import AppointmentState, CancelledBy
from models.consultation.states import WITH_THE_PATIENT, LeftReason, State
from models.refused import NoticeRequired

FREE_UNTIL = timedelta(hours=24)
"""Until this long before the start one moves or cancels freely; later with a notice."""

IS_THERE = {CancelledBy.PATIENT: "in-consultation", CancelledBy.CLINIC: "patient-is-there"}
"""The same reason, in words for whoever is told."""


class Changing(Holding):
    class Meta:
        abstract = True

    @property
    def free_until(self) -> datetime:
        return self.starts_at - FREE_UNTIL

    def is_late_to_change(self, now: datetime) -> bool:
        """Whether the patient is told so before it is done. Not whom a late clinician cost the
        time: what the clinic fails at never costs the patient anything."""
        return now > self.free_until and not self._had_to_leave

    def why_not_move(self, now: datetime, by: CancelledBy = CancelledBy.PATIENT) -> str | None:
        """The reason's name; null when it may be moved. Whoever left may move it also later."""
        if self._with_the_patient:
            return IS_THERE[by]
        begun = now >= self.starts_at and not self._has_left
        return self._why_not_change(begun and by is CancelledBy.PATIENT)

    def why_not_cancel(self, now: datetime, by: CancelledBy = CancelledBy.PATIENT) -> str | None:
        """Until the start, also from the waiting room, and not once in conversation."""
        if self.meeting is not None and self.meeting.state is State.IN_PROGRESS:
            return IS_THERE[by]
        return self._why_not_change(now >= self.starts_at and by is CancelledBy.PATIENT)

    def _why_not_change(self, begun: bool) -> str | None:
        if self.state is not AppointmentState.BOOKED or self._is_over:
            return "not-booked"
        return "begun" if begun else None

    def _has_seen_notice(self, notice_seen: bool, now: datetime) -> None:
        if self.is_late_to_change(now) and not notice_seen:
            raise NoticeRequired(self.free_until)

    @property
    def _with_the_patient(self) -> bool:
        return self.meeting is not None and self.meeting.state in WITH_THE_PATIENT

    @property
    def _has_left(self) -> bool:
        return self.meeting is not None and self.meeting.state is State.LEFT

    @property
    def _had_to_leave(self) -> bool:
        by_right = self.meeting is not None and self.meeting.left_reason is LeftReason.DUE_TO_DELAY
        return self._has_left and by_right

    @property
    def _is_over(self) -> bool:
        return self.meeting is not None and self.meeting.is_over
