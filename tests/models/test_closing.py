"""C12, AP7: what becomes of a consultation that nobody ended, by the evidence of how it went."""

from datetime import timedelta

import pytest

from models import FollowUp, OutcomeCorrection
from models.appointment import AppointmentState
from models.consultation.evidence import Evidence
from models.consultation.states import OWED, LeftReason, Outcome, State
from models.device_check import PartResult
from models.follow_up import FollowUpReason, FollowUpState
from models.refused import InvalidInput, NotPossibleNow, TooLate
from tests.cast import NINE, a_check, a_consultation

A_MILLISECOND = timedelta(milliseconds=1)
CLOSES_AT = NINE + timedelta(minutes=45)
"""A quarter of an hour after the booked end: the last moment to enter."""

NO_SHOW, NOT_HELD = AppointmentState.NO_SHOW, AppointmentState.NOT_HELD
NOTHING = Evidence()


def came(it):
    it.enter(a_check(NINE), NINE)


def called(it):
    it.call_in(NINE)


def called_again(it):
    it.call_in(NINE + timedelta(minutes=3))


def rang_out(it):
    it.see(NINE + timedelta(seconds=90))


def taken_back(it):
    it.withdraw_call(NINE)


def asked_for_a_moment(it):
    it.ask_for_a_moment(it.invitation_id, NINE)


def left_a_late_clinician(it):
    it.leave(NINE + timedelta(minutes=11))


def left_early(it):
    it.leave(NINE, even_if_not_late=True)


def came_back(it):
    it.come_back(NINE + timedelta(minutes=12))


def checked(**parts):
    return Evidence(check=a_check(NINE, **parts))


DENIED, FAILED = PartResult.DENIED, PartResult.FAILED
TABLE = {
    "never came": ([], NOTHING, Outcome.PATIENT_NO_SHOW),
    "never came, though all worked": ([], checked(), Outcome.PATIENT_NO_SHOW),
    "never came, a camera is missing": (
        [],
        checked(camera=PartResult.MISSING),
        Outcome.PATIENT_NO_SHOW,
    ),
    "the text message never arrived": (
        [],
        Evidence(sms_undeliverable=True),
        Outcome.TECHNICAL_FAILURE,
    ),
    "permission was refused": ([], checked(microphone=DENIED), Outcome.TECHNICAL_FAILURE),
    "the camera was refused": ([], checked(camera=DENIED), Outcome.TECHNICAL_FAILURE),
    "the sound failed": ([], checked(speaker=FAILED), Outcome.TECHNICAL_FAILURE),
    "no microphone": ([], checked(microphone=PartResult.MISSING), Outcome.TECHNICAL_FAILURE),
    "waited": ([came], NOTHING, Outcome.CLINIC_NO_SHOW),
    "waited, with trouble before": (
        [came],
        Evidence(sms_undeliverable=True),
        Outcome.CLINIC_NO_SHOW,
    ),
    "called in, and it was taken back": (
        [came, called, taken_back],
        NOTHING,
        Outcome.CLINIC_NO_SHOW,
    ),
    "called in, and nobody answered": ([came, called, rang_out], NOTHING, Outcome.UNANSWERED),
    "called in, and asked for a moment": (
        [came, called, asked_for_a_moment],
        NOTHING,
        Outcome.UNANSWERED,
    ),
    "called in twice, once taken back": (
        [came, called, rang_out, called_again, taken_back],
        NOTHING,
        Outcome.UNANSWERED,
    ),
    "left a late clinician": ([came, left_a_late_clinician], NOTHING, Outcome.LEFT_DUE_TO_DELAY),
    "left early": ([came, left_early], NOTHING, Outcome.LEFT_EARLY),
    "came back, and waited again": (
        [came, left_a_late_clinician, came_back],
        NOTHING,
        Outcome.CLINIC_NO_SHOW,
    ),
}
"""What happened, what is known beside it, and the outcome that follows."""

EVERY_ROW = pytest.mark.parametrize("row", TABLE)


def lived(row):
    acts, evidence, outcome = TABLE[row]
    it = a_consultation()
    for act in acts:
        act(it)
    return it, evidence, outcome


def calls_for(outcome):
    return [OWED[outcome]] if outcome in OWED else []


def owed(it):
    rows = {row.id: row for row in it.brought if isinstance(row, FollowUp)}.values()
    return [row for row in rows if row.state is FollowUpState.OPEN]


@EVERY_ROW
@pytest.mark.parametrize("early", [timedelta(0), A_MILLISECOND, timedelta(minutes=15)])
def test_while_one_may_still_enter_nothing_is_closed(row, early):
    it, evidence, _ = lived(row)
    before = it.columns()

    it.close(evidence, CLOSES_AT - early)

    assert it.columns() == before
    assert it.appointment.state is AppointmentState.BOOKED


@EVERY_ROW
@pytest.mark.parametrize("late", [A_MILLISECOND, timedelta(seconds=5), timedelta(days=3)])
def test_afterwards_it_is_closed_by_the_evidence_however_late(row, late):
    it, evidence, outcome = lived(row)
    now = CLOSES_AT + late

    it.close(evidence, now)

    assert (it.state, it.outcome) == (State.ENDED, outcome)
    assert it.ended_at == it.closed_at == now
    assert it.appointment.state is (NO_SHOW if outcome is Outcome.PATIENT_NO_SHOW else NOT_HELD)
    assert it.appointment in it.brought


@EVERY_ROW
def test_we_owe_one_call_to_those_who_could_not_be_seen_and_to_nobody_else(row):
    it, evidence, outcome = lived(row)

    it.close(evidence, CLOSES_AT + A_MILLISECOND)

    assert [promise.reason for promise in owed(it)] == calls_for(outcome)
    assert it.follow_up is (owed(it) or [None])[0]


def test_a_patient_who_left_a_late_clinician_keeps_the_promise_already_made():
    it, _, _ = lived("left a late clinician")
    promise = it.follow_up

    it.close(NOTHING, CLOSES_AT + A_MILLISECOND)

    assert it.follow_up is promise
    assert (promise.reason, promise.opened_at) == (
        FollowUpReason.DELAY,
        NINE + timedelta(minutes=11),
    )
    assert it.left_reason is LeftReason.DUE_TO_DELAY


@EVERY_ROW
def test_what_was_closed_is_not_closed_again(row):
    it, evidence, _ = lived(row)
    it.close(evidence, CLOSES_AT + A_MILLISECOND)
    closed, brought = it.columns(), list(it.brought)

    it.close(Evidence(sms_undeliverable=True), CLOSES_AT + timedelta(hours=1))

    assert (it.columns(), it.brought) == (closed, brought)


@pytest.mark.parametrize("milliseconds", range(-3, 4))
def test_at_each_moment_one_may_enter_or_it_is_closed_and_never_both(milliseconds):
    it, now = a_consultation(), CLOSES_AT + timedelta(milliseconds=milliseconds)

    assert it.is_open(now) is not it.is_left_open(now)
    if it.is_left_open(now):
        with pytest.raises(TooLate):
            it.enter(a_check(now), now)
    else:
        it.enter(a_check(now), now)
        assert it.state is State.WAITING


def test_a_call_that_still_rings_may_ring_out_first():
    it = a_consultation()
    came(it)
    it.call_in(CLOSES_AT - timedelta(seconds=30))
    assert it.invitation is not None
    ends_at = it.invitation.expires_at

    it.see(ends_at - A_MILLISECOND).close(NOTHING, ends_at - A_MILLISECOND)
    assert it.state is State.CLINICIAN_READY

    it.see(ends_at).close(NOTHING, ends_at)
    assert (it.state, it.outcome) == (State.ENDED, Outcome.UNANSWERED)


@pytest.mark.parametrize("hours", [0, 1, 24])
def test_a_conversation_is_never_closed(hours):
    it = a_consultation()
    came(it)
    called(it)
    it.accept(str(it.invitation_id), NINE)

    it.close(NOTHING, CLOSES_AT + timedelta(hours=hours, milliseconds=1))

    assert it.state is State.IN_PROGRESS


def test_an_hour_after_its_end_the_clinician_is_asked_if_it_is_over():
    it = a_consultation(State.IN_PROGRESS)
    asked_at = it.appointment.ends_at + timedelta(minutes=60)

    assert not it.ask_if_over(asked_at - A_MILLISECOND)
    assert it.changes_by_itself_at(asked_at - A_MILLISECOND) == asked_at
    assert it.ask_if_over(asked_at)


@pytest.mark.parametrize("state", sorted(set(State) - {State.IN_PROGRESS}))
def test_only_about_a_conversation_is_there_anything_to_ask(state):
    it = a_consultation(state)

    assert not it.ask_if_over(NINE + timedelta(days=1))


@pytest.mark.parametrize("state", [State.ENDED, State.CANCELLED])
def test_what_is_over_is_not_closed(state):
    it = a_consultation(state)

    it.close(NOTHING, CLOSES_AT + A_MILLISECOND)

    assert it.state is state
    assert it.outcome is None
    assert it.brought == []


@pytest.mark.parametrize("state", sorted(set(AppointmentState) - {AppointmentState.BOOKED}))
def test_what_was_decided_about_the_appointment_otherwise_stands(state):
    it = a_consultation()
    it.appointment.state = state

    it.close(NOTHING, CLOSES_AT + A_MILLISECOND)

    assert (it.state, it.appointment.state) == (State.SCHEDULED, state)


def closed(row="never came"):
    it, evidence, _ = lived(row)
    it.close(evidence, CLOSES_AT + A_MILLISECOND)
    it.brought.clear()
    return it


LATER = CLOSES_AT + timedelta(hours=2)
BECOMES = dict.fromkeys(Outcome, NOT_HELD) | {
    Outcome.PATIENT_NO_SHOW: NO_SHOW,
    Outcome.COMPLETED: AppointmentState.FULFILLED,
    Outcome.HELD_BY_PHONE: AppointmentState.FULFILLED,
}


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.PATIENT_NO_SHOW}))
def test_staff_who_know_better_correct_the_outcome_and_say_why(outcome):
    it = closed()

    it.correct_outcome(outcome, " Vi talte  på telefon ", "stf_holm", LATER)

    assert (it.state, it.outcome) == (State.ENDED, outcome)
    assert it.appointment.state is BECOMES[outcome]
    correction = next(row for row in it.brought if isinstance(row, OutcomeCorrection))
    assert (correction.was, correction.became) == (Outcome.PATIENT_NO_SHOW, outcome)
    assert (correction.by, correction.reason, correction.at) == (
        "stf_holm",
        "Vi talte på telefon",
        LATER,
    )
    assert [promise.reason for promise in owed(it)] == calls_for(outcome)


def test_a_promise_that_was_made_stays_when_the_outcome_is_corrected():
    it = closed("waited")
    promise = it.follow_up

    it.correct_outcome(Outcome.TECHNICAL_FAILURE, "Serveren var nede", "stf_holm", LATER)

    assert it.follow_up is promise
    assert (promise.state, promise.reason) == (FollowUpState.OPEN, FollowUpReason.CLINIC_NO_SHOW)
    assert owed(it) == []


def test_a_correction_to_what_it_already_is_changes_nothing():
    it = closed()
    before = it.columns()

    it.correct_outcome(Outcome.PATIENT_NO_SHOW, "Kom ikke", "stf_holm", LATER)

    assert (it.columns(), it.brought) == (before, [])


@pytest.mark.parametrize(
    ("reason", "problem"),
    [("", "reason"), ("  ", "reason"), ("x" * 301, "text"), ("a\x00b", "text")],
)
def test_a_correction_needs_a_reason_that_can_be_read(reason, problem):
    it = closed()
    before = it.columns()

    with pytest.raises(InvalidInput) as refusal:
        it.correct_outcome(Outcome.COMPLETED, reason, "stf_holm", LATER)

    assert (refusal.value.field, refusal.value.problem) == ("reason", problem)
    assert (it.columns(), it.brought) == (before, [])


@pytest.mark.parametrize("state", State)
def test_what_the_system_did_not_close_it_did_not_see_wrongly(state):
    it = a_consultation(state)

    with pytest.raises(NotPossibleNow) as refusal:
        it.correct_outcome(Outcome.COMPLETED, "Vi talte", "stf_holm", LATER)

    assert refusal.value.state is state
    assert it.brought == []
