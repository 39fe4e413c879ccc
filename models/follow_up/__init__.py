"""R46–R47: "Vi kontakter dig inden for to hverdage, og sørger for at hjælpe dig videre."

`states` has the states and the picture of them, `alarm` what time makes of a promise, `record`
what is known of one, `attempt` the tries to reach the patient. Here is what staff do with it.
There is at most one live promise for each consultation, and the database says so.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from models.contact import Channel, line
from models.follow_up.attempt import LONGEST_NOTE, FollowUpAttempt
from models.follow_up.record import FollowUpRecord
from models.follow_up.states import FollowUpReason, FollowUpState, Resolution
from models.refused import FollowUpClosed, FollowUpInProgress, FollowUpTaken, NoNewAppointment

if TYPE_CHECKING:
    from models.staff import StaffMember

__all__ = ["FollowUp", "FollowUpAttempt", "FollowUpReason", "FollowUpState", "Resolution"]


class FollowUp(FollowUpRecord):
    class Meta:
        table = "follow_up"
        indexes = (("consultation_id",), ("state", "due_at"))

    def assign(self, staff: "StaffMember", now: datetime) -> None:
        """Somebody takes it upon themselves. It is one person's at a time."""
        self._check_live()
        if self.assigned_to_id == staff.id:
            return
        if self.assigned_to_id is not None:
            assert self.assigned_to, "staff reach it with whoever has it"
            raise FollowUpTaken(self.assigned_to.name)
        self.assigned_to, self.assigned_at = staff, now
        self.state = FollowUpState.ASSIGNED

    def record_attempt(
        self, staff: "StaffMember", how: Channel, reached: bool, note: str | None, now: datetime
    ) -> None:
        """R46: somebody tried to contact the patient. Whoever tries first has taken it."""
        self._check_live()
        said = line("note", note, LONGEST_NOTE) if note is not None else None
        if self.assigned_to_id is None:
            self.assign(staff, now)
        if reached:
            self.state = FollowUpState.CONTACTED
        self.attempts_made += 1
        attempt = FollowUpAttempt(
            follow_up_id=self.id,
            number=self.attempts_made,
            by=staff,
            how=how,
            reached=reached,
            note=said,
            at=now,
        )
        self.tried = [*self.tried, attempt]
        self.brings(attempt)

    def resolve(self, resolution: Resolution, by: str, now: datetime) -> None:
        """R47: we have contacted the patient, and this is how we helped."""
        self._check_live()
        if resolution is Resolution.NEW_APPOINTMENT and not self.has_new_appointment:
            raise NoNewAppointment
        self._resolve(resolution, by, now)

    def settled_by_new_appointment(self, by: str, now: datetime) -> None:
        """AP4: with a new time the patient is helped. What is closed stays as it was closed."""
        if self.is_live:
            self._resolve(Resolution.NEW_APPOINTMENT, by, now)

    def withdraw(self, now: datetime) -> None:
        """The patient came back before anyone had begun: the promise is no longer needed."""
        if self.state is not FollowUpState.OPEN:
            raise FollowUpInProgress
        self.state, self.resolved_at = FollowUpState.WITHDRAWN, now

    def raise_alarm(self, now: datetime) -> None:
        """Write down that it has become more urgent; once for each degree of urgency."""
        alarm = self.alarm(now)
        if alarm.is_above(self.alarm_raised):
            self.alarm_raised, self.alarmed_at = alarm, now

    def _resolve(self, resolution: Resolution, by: str, now: datetime) -> None:
        self.state, self.resolution = FollowUpState.RESOLVED, resolution
        self.resolved_at, self.resolved_by = now, by

    def _check_live(self) -> None:
        if not self.is_live:
            raise FollowUpClosed
