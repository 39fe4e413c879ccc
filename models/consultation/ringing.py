"""R41–R42: it rings at the patient's, and a text message is owed in case nobody hears it.

Both sides make it ring: the clinician who calls, and the patient who comes when called already.
"""

from datetime import datetime

from models.consultation.states import State
from models.consultation.timing import Timing
from models.ids import invitation_id
from models.invitation import RINGS_FOR, Invitation
from models.ready_message import ready_for


class Ringing(Timing):
    class Meta:
        abstract = True

    def _ring(self, now: datetime) -> None:
        self.state = State.CLINICIAN_READY
        self.invitations_made += 1
        self.invitation_id = invitation_id()
        self.invitation = Invitation(
            id=self.invitation_id,
            consultation_id=self.id,
            number=self.invitations_made,
            created_at=now,
            expires_at=now + RINGS_FOR,
        )
        self.brings(self.invitation, ready_for(self.appointment, self.invitation))

    def _arrives(self, now: datetime) -> None:
        """R39: the patient takes a seat; where the clinician is ready already, it rings at once."""
        self.state, self.waiting_since = State.WAITING, now
        if self.clinician_ready_at is not None:
            self._ring(now)
