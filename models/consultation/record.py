"""What is known of one consultation, and the checks that its acts share."""

from datetime import datetime
from typing import TYPE_CHECKING

from tortoise import fields

from models.consultation.states import HELD, MOVES, OWED, LeftReason, Outcome, State
from models.follow_up import FollowUp, FollowUpReason, FollowUpState
from models.ids import consultation_id
from models.invitation import Invitation, InvitationState
from models.refused import NotPossibleNow
from models.versioned import Versioned

if TYPE_CHECKING:
    from models.appointment import Appointment


class ConsultationRecord(Versioned):
    id = fields.CharField(32, primary_key=True, default=consultation_id)
    appointment: fields.OneToOneRelation["Appointment"] = fields.OneToOneField(
        "models.Appointment", related_name="consultation"
    )
    appointment_id: str
    state = fields.CharEnumField(State, max_length=20, default=State.SCHEDULED)
    waiting_since = fields.DatetimeField(null=True)
    first_ready_at = fields.DatetimeField(null=True)
    """When the clinician first was ready and stayed so: the evidence against "late"."""
    invitation_id = fields.CharField(32, null=True)
    """The newest invitation; null until the first."""
    invitations_made = fields.SmallIntField(default=0)
    left_reason = fields.CharEnumField(LeftReason, max_length=16, null=True)
    left_at = fields.DatetimeField(null=True)
    started_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
    outcome = fields.CharEnumField(Outcome, max_length=20, null=True)
    closed_at = fields.DatetimeField(null=True)
    """C12: when the system closed it by evidence; null when it did not. Then staff may correct."""
    media_round = fields.IntField(default=0, db_default=0)
    """Which time picture and sound are being set up; 0 until somebody joins."""

    invitation: Invitation | None = None
    follow_up: FollowUp | None = None

    class Meta:
        abstract = True

    @property
    def is_over(self) -> bool:
        return not MOVES[self.state]

    def _check_move(self, state: State, *, only_from: State | None = None) -> None:
        allowed = state in MOVES[self.state] and only_from in (None, self.state)
        if not allowed:
            raise NotPossibleNow(self.state)

    def _answer(self, invitation: Invitation, state: InvitationState, now: datetime) -> None:
        invitation.becomes(state, now)
        self.brings(invitation)

    def _end_ringing(self, now: datetime) -> None:
        if self.invitation is not None and self.invitation.state is InvitationState.PENDING:
            self._answer(self.invitation, InvitationState.WITHDRAWN, now)

    def _turns_out(self, outcome: Outcome, now: datetime) -> None:
        """AP6–AP7: what the outcome means for the appointment, and whether we owe a call for it.

        A promise that was made stays: only a person takes it off the list.
        """
        self.outcome = outcome
        if outcome in HELD:
            self.appointment.fulfil()
        else:
            self.appointment.not_held(no_show=outcome is Outcome.PATIENT_NO_SHOW)
        self.brings(self.appointment)
        if outcome in OWED and not self._is_promised:
            self._promise(OWED[outcome], now)

    @property
    def _is_promised(self) -> bool:
        """Whether a call was promised, and the patient did not come back instead."""
        made = self.follow_up
        return made is not None and made.state is not FollowUpState.WITHDRAWN

    def _promise(self, reason: FollowUpReason, now: datetime) -> None:
        version = self.appointment.schedule_version
        self.follow_up = FollowUp.promised(self.id, reason, now, version)
        self.brings(self.follow_up)
