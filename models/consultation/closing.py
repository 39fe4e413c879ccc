"""C12: what nobody ended is closed when the waiting room closes, by the evidence of how it went.

    never came, no sign of trouble        PATIENT_NO_SHOW     a proposal: staff may correct it
    never came, and something failed      TECHNICAL_FAILURE   we owe a call
    waited, and was never called in       CLINIC_NO_SHOW      we owe a call
    was called in, and nobody answered    UNANSWERED          we owe a call
    left a late clinician                 LEFT_DUE_TO_DELAY   the call is owed already
    left early                            LEFT_EARLY

What the clinic or the technology failed at never counts against the patient. A conversation is
never closed, and a call that still rings may ring out first.
"""

from datetime import datetime

from tortoise.expressions import Q

from models.consultation.correction import LONGEST_REASON, OutcomeCorrection
from models.consultation.evidence import Evidence
from models.consultation.states import LeftReason, Outcome, State
from models.consultation.timing import JOIN_CLOSES_AFTER, Timing
from models.contact import line
from models.refused import InvalidInput, NotPossibleNow

CLOSED_FROM = frozenset({State.SCHEDULED, State.WAITING, State.LEFT})
"""CLINICIAN_READY is not among them: it rings out, and then it is WAITING."""


class Closing(Timing):
    evidence: Evidence = Evidence()

    class Meta:
        abstract = True

    @staticmethod
    def left_open(now: datetime) -> Q:
        """Those whose waiting room has closed, and that may have to be closed."""
        nobody_ended_it = Q(state__in=[*CLOSED_FROM, State.CLINICIAN_READY])
        return nobody_ended_it & Q(appointment__ends_at__lt=now - JOIN_CLOSES_AFTER)

    def is_left_open(self, now: datetime) -> bool:
        """The moment itself still belongs to those who enter: X35, the two never overlap."""
        is_waiting_to_end = self.state in CLOSED_FROM and self.appointment.is_booked
        return is_waiting_to_end and now > self.join_closes_at

    def outcome_by(self, evidence: Evidence) -> Outcome:
        if self.state is State.LEFT:
            was_late = self.left_reason is LeftReason.DUE_TO_DELAY
            return Outcome.LEFT_DUE_TO_DELAY if was_late else Outcome.LEFT_EARLY
        if self.waiting_since is None:
            troubled = evidence.shows_trouble
            return Outcome.TECHNICAL_FAILURE if troubled else Outcome.PATIENT_NO_SHOW
        # A call that the clinician took back is no call: `first_ready_at` knows.
        was_called = self.first_ready_at is not None
        return Outcome.UNANSWERED if was_called else Outcome.CLINIC_NO_SHOW

    def close(self, evidence: Evidence, now: datetime) -> None:
        """By the system. When it is not its time, or no longer, nothing happens."""
        if self.is_left_open(now):
            outcome = self.outcome_by(evidence)
            self.state, self.ended_at, self.closed_at = State.ENDED, now, now
            self.clinician_ready_at = None
            self._turns_out(outcome, now)

    def correct_outcome(self, outcome: Outcome, reason: str, by: str, now: datetime) -> None:
        """AP7: the system only saw the evidence; whoever knows better says so, and why."""
        if self.closed_at is None:
            raise NotPossibleNow(self.state)
        said = line("reason", reason, LONGEST_REASON)
        if said is None:
            raise InvalidInput("reason", "reason")
        if self.outcome is outcome:
            return
        self.brings(
            OutcomeCorrection(
                consultation_id=self.id,
                was=self.outcome,
                became=outcome,
                reason=said,
                by=by,
                at=now,
            )
        )
        self._turns_out(outcome, now)
