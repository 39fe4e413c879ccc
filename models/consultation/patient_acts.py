"""What the patient does in a consultation: enter, accept, ask for a moment, leave, come back."""

from datetime import datetime

from models.consultation.ringing import Ringing
from models.consultation.states import IN_THE_ROOM, LeftReason, State
from models.device_check import DeviceCheck
from models.follow_up import FollowUpReason
from models.invitation import Invitation, InvitationState
from models.refused import (
    AcceptedOnOtherDevice,
    ClinicianNotLate,
    DeviceCheckRequired,
    InvitationExpired,
    InvitationSuperseded,
    InvitationWithdrawn,
    NotPossibleNow,
)


class PatientActs(Ringing):
    class Meta:
        abstract = True

    def enter(self, check: DeviceCheck | None, now: datetime) -> None:
        """R38–R39: "Fortsæt" after the check, and one is in the waiting room."""
        if self.state in IN_THE_ROOM:
            return
        self._check_move(State.WAITING, only_from=State.SCHEDULED)
        self._check_open(now)
        if check is None or not check.lets_in(now):
            raise DeviceCheckRequired
        self._arrives(now)

    def acknowledge(self, invitation_id: str, now: datetime) -> None:
        """A client says that it shows the invitation. Once is enough, and late does no harm."""
        if self.invitation is None or invitation_id != self.invitation.id:
            raise InvitationSuperseded(self.invitation_id)
        if self.invitation.rings_unseen(now):
            self.invitation.delivered_at = now
            self.brings(self.invitation)

    def accept(self, invitation_id: str, now: datetime, device: str | None = None) -> None:
        """R43: the patient accepts, and the conversation begins; X12: on one device."""
        if self._has_accepted(invitation_id, device):
            return
        invitation = self._answered(invitation_id, now)
        self._check_move(State.IN_PROGRESS)
        invitation.answered_by = device
        self._answer(invitation, InvitationState.ACCEPTED, now)
        self.state, self.started_at = State.IN_PROGRESS, now
        self.clinician_ready_at = None

    def ask_for_a_moment(self, invitation_id: str, now: datetime) -> None:
        """ "To minutter": the patient is there, but not ready. The place is kept."""
        invitation = self._answered(invitation_id, now)
        self._check_move(State.WAITING)
        self._answer(invitation, InvitationState.DECLINED, now)
        self.state, self.clinician_ready_at = State.WAITING, None

    def leave(self, now: datetime, *, even_if_not_late: bool = False) -> None:
        """R44–R45: leave by right of delay, or early and without the promise.

        Without the right, and without saying that one wants to leave early, nothing changes: a
        fast clock in the client must never cost the place.
        """
        self._check_move(State.LEFT)
        late = self.clinician_is_late(now)
        if not late and not even_if_not_late:
            raise ClinicianNotLate(self.may_leave_after)
        self._end_ringing(now)
        self.state, self.left_at, self.clinician_ready_at = State.LEFT, now, None
        self.left_reason = LeftReason.DUE_TO_DELAY if late else LeftReason.EARLY
        if late:
            self._promise(FollowUpReason.DELAY, now)

    def come_back(self, now: datetime) -> None:
        """Return to the waiting room. A promise that nobody has begun to keep is withdrawn."""
        if self.state in IN_THE_ROOM:
            return
        self._check_move(State.WAITING, only_from=State.LEFT)
        self._check_open(now)
        if self.follow_up is not None:
            self.follow_up.withdraw(now)
            self.brings(self.follow_up)
        self._arrives(now)
        self.update_from_dict({"left_at": None, "left_reason": None})

    def _has_accepted(self, invitation_id: str, device: str | None) -> bool:
        if self.state is not State.IN_PROGRESS or invitation_id != self.invitation_id:
            return False
        if self.invitation is not None and self.invitation.answered_by not in (None, device):
            raise AcceptedOnOtherDevice(can_move_here=True)
        return True

    def _answered(self, invitation_id: str, now: datetime) -> Invitation:
        """The invitation that is answered, if it is the current one and still rings."""
        if self.state not in (State.WAITING, State.CLINICIAN_READY):
            raise NotPossibleNow(self.state)
        if self.invitation is None or invitation_id != self.invitation.id:
            raise InvitationSuperseded(self.invitation_id)
        if self.invitation.state is InvitationState.WITHDRAWN:
            raise InvitationWithdrawn
        if self.invitation.state is not InvitationState.DECLINED and not self.invitation.rings(now):
            raise InvitationExpired
        return self.invitation
