"""What happens to a consultation because something happens to its appointment."""

from datetime import datetime

from models.consultation.states import State
from models.consultation.timing import Timing

OF_THE_FORMER_TIME = (
    "waiting_since",
    "first_ready_at",
    "clinician_ready_at",
    "invitation_id",
    "left_reason",
    "left_at",
)


class WithAppointment(Timing):
    class Meta:
        abstract = True

    def cancel(self, now: datetime) -> None:
        """The appointment is cancelled: a waiting room that is open ends with it."""
        self._check_move(State.CANCELLED)
        self._end_ringing(now)
        self.state, self.ended_at, self.clinician_ready_at = State.CANCELLED, now, None

    def start_anew(self, by: str, now: datetime) -> None:
        """The appointment is moved: nobody has waited for the new time yet. Somebody who left a
        late clinician has thereby been helped onwards (R47)."""
        if self.state is not State.SCHEDULED:
            self._check_move(State.SCHEDULED)
        if self.follow_up is not None and self.follow_up.is_live:
            self.follow_up.settled_by_new_appointment(by, now)
            self.brings(self.follow_up)
        self.update_from_dict(dict.fromkeys(OF_THE_FORMER_TIME))
        self.state, self.invitation, self.follow_up = State.SCHEDULED, None, None
