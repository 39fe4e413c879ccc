"""What the clinician does in a consultation: call in, withdraw the call, end."""

from datetime import datetime

from models.consultation.states import SAID_BY_CLINICIAN, Outcome, State
from models.consultation.timing import Timing
from models.ids import invitation_id
from models.invitation import RINGS_FOR, Invitation
from models.refused import InvalidInput


class ClinicianActs(Timing):
    class Meta:
        abstract = True

    def call_in(self, now: datetime) -> None:
        """R40–R42: the clinician is ready, and the patient is asked to accept."""
        if self.state is State.CLINICIAN_READY:
            return
        self._check_move(State.CLINICIAN_READY)
        self.state = State.CLINICIAN_READY
        self.first_ready_at = self.first_ready_at or now
        self.invitations_made += 1
        self.invitation_id = invitation_id()
        self.invitation = Invitation(
            id=self.invitation_id,
            consultation_id=self.id,
            number=self.invitations_made,
            created_at=now,
            expires_at=now + RINGS_FOR,
        )
        self.brings(self.invitation)

    def withdraw_call(self, now: datetime) -> None:
        """The clinician was not ready after all, so this invitation is no evidence of it."""
        self._check_move(State.WAITING, only_from=State.CLINICIAN_READY)
        if self.invitation is not None and self.first_ready_at == self.invitation.created_at:
            self.first_ready_at = None
        self._end_ringing(now)
        self.state = State.WAITING

    def end(self, outcome: Outcome, now: datetime) -> None:
        """The clinician ends the conversation, and says how it went."""
        self._check_move(State.ENDED, only_from=State.IN_PROGRESS)
        if outcome not in SAID_BY_CLINICIAN:
            raise InvalidInput("outcome", "outcome")
        self.state, self.ended_at = State.ENDED, now
        self._turns_out(outcome, now)
