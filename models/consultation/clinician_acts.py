"""What the clinician does in a consultation: call in, withdraw the call, end, take it over."""

from datetime import datetime

from models.clinic import Clinician
from models.consultation.ringing import Ringing
from models.consultation.states import (
    MAY_CHANGE_HANDS,
    SAID_BY_CLINICIAN,
    WITHOUT_THE_PATIENT,
    Outcome,
    State,
)
from models.refused import InvalidInput, NotPossibleNow, OverlapsAnother, Refused


class ClinicianActs(Ringing):
    class Meta:
        abstract = True

    def call_in(self, now: datetime) -> None:
        """R40–R42: the clinician is ready, and the patient is asked to accept.

        C2': when nobody is there, it is noted, and rings as soon as the patient comes.
        """
        if self.state is State.CLINICIAN_READY:
            return
        if self.state in WITHOUT_THE_PATIENT:
            self._is_ready_for_nobody(now)
            return
        self._check_move(State.CLINICIAN_READY)
        self._is_ready(now)
        self._ring(now)

    def withdraw_call(self, now: datetime) -> None:
        """The clinician was not ready after all, so this call is no evidence of it."""
        if not (self.state in WITHOUT_THE_PATIENT and self.clinician_ready_at is not None):
            self._check_move(State.WAITING, only_from=State.CLINICIAN_READY)
            self._end_ringing(now)
            self.state = State.WAITING
        self._was_not_ready()

    def end(self, outcome: Outcome, now: datetime) -> None:
        """The clinician ends the conversation, and says how it went."""
        self._check_move(State.ENDED, only_from=State.IN_PROGRESS)
        if outcome not in SAID_BY_CLINICIAN:
            raise InvalidInput("outcome", "outcome")
        self.state, self.ended_at = State.ENDED, now
        self._turns_out(outcome, now)

    def take_over(self, by: Clinician, now: datetime) -> None:
        """X32: a colleague takes the patient, who reads the new name before it rings.

        The database decides whether the colleague is free; `in_the_way` is what it then found.
        """
        former = self.appointment.clinician_id
        if former == by.id:
            return
        if (refusal := self.why_not_taken_over()) is not None:
            raise refusal
        self._was_not_ready()
        self.appointment.clinician = by
        self.brings(self.appointment)
        calendars = (f"availability:{former}", f"availability:{by.id}")
        self.also_told = (f"queue:{former}", *calendars)

    def why_not_taken_over(self) -> Refused | None:
        """Also for whoever looks for a patient to take over: null is that one may."""
        if self.state not in MAY_CHANGE_HANDS:
            return NotPossibleNow(self.state)
        if self.in_the_way is not None:
            return OverlapsAnother(self.in_the_way.appointment)
        return None

    def _is_ready(self, now: datetime) -> None:
        self.clinician_ready_at = now
        self.first_ready_at = self.first_ready_at or now

    def _is_ready_for_nobody(self, now: datetime) -> None:
        if self.clinician_ready_at is None:
            self._check_open(now)
            self._is_ready(now)
