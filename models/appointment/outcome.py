"""AP6–AP7: how an appointment turned out.

By video the consultation tells; at the hospital reception does, who sees whether the patient came.
"""

from datetime import datetime

from models.appointment.changing import Changing
from models.appointment.states import MOVES, AppointmentState
from models.refused import AttendanceNotRecorded


class TurningOut(Changing):
    class Meta:
        abstract = True

    def fulfil(self) -> None:
        self._turns_out(AppointmentState.FULFILLED)

    def not_held(self, *, no_show: bool = False) -> None:
        """AP7: it did not take place. Only when the patient did not come is it a no-show."""
        self._turns_out(AppointmentState.NO_SHOW if no_show else AppointmentState.NOT_HELD)

    def record_attendance(self, attended: bool, now: datetime) -> None:
        """From the start on. Said otherwise later, the last word counts."""
        why_not = self.why_not_recorded(now)
        if why_not is not None:
            raise AttendanceNotRecorded(why_not)
        if attended:
            self.fulfil()
        else:
            self.not_held(no_show=True)

    def why_not_recorded(self, now: datetime) -> str | None:
        """The reason's name; null when it may be recorded, also a second time."""
        if self.is_by_video:
            return "by-video"
        if AppointmentState.NOT_HELD not in (self.state, *MOVES[self.state]):
            return "not-booked"
        return "not-begun" if now < self.starts_at else None

    def _turns_out(self, state: AppointmentState) -> None:
        """What was cancelled stays cancelled."""
        if state in MOVES[self.state]:
            self.state = state
