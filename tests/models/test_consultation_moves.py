"""C1–C13: who may do what at which point of a consultation, and what then comes of it."""

from datetime import timedelta

import pytest

from models import Invitation
from models.appointment import AppointmentState
from models.consultation.states import WITH_THE_PATIENT, LeftReason, Outcome, State
from models.follow_up import FollowUpReason, FollowUpState
from models.invitation import InvitationState
from models.refused import FollowUpInProgress, InvalidInput, NotPossibleNow, TooEarly, TooLate
from tests.cast import NINE, a_check, a_consultation

SCHEDULED, WAITING, READY = State.SCHEDULED, State.WAITING, State.CLINICIAN_READY
IN_PROGRESS, LEFT = State.IN_PROGRESS, State.LEFT
ENDED, CANCELLED = State.ENDED, State.CANCELLED

ACTS = {
    "enter": lambda it: it.enter(a_check(NINE), NINE),
    "call_in": lambda it: it.call_in(NINE),
    "accept": lambda it: it.accept("inv_1", NINE),
    "ask_for_a_moment": lambda it: it.ask_for_a_moment("inv_1", NINE),
    "withdraw_call": lambda it: it.withdraw_call(NINE),
    "leave": lambda it: it.leave(NINE, even_if_not_late=True),
    "come_back": lambda it: it.come_back(NINE),
    "end": lambda it: it.end(Outcome.COMPLETED, NINE),
}

GOES = {
    "enter": {SCHEDULED: WAITING},
    "call_in": {WAITING: READY},
    "accept": {READY: IN_PROGRESS},
    "ask_for_a_moment": {READY: WAITING},
    "withdraw_call": {READY: WAITING},
    "leave": {WAITING: LEFT, READY: LEFT},
    "come_back": {LEFT: WAITING},
    "end": {IN_PROGRESS: ENDED},
}
"""DOMAIN.md's table. What is not here is refused."""

ALREADY = {
    "enter": {WAITING, READY},
    "call_in": {READY},
    "accept": {IN_PROGRESS},
    "come_back": {WAITING, READY},
}
"""Sent twice, these acts are done once: the second time is neither refused nor anything."""

SO_FAR = {
    WAITING: InvitationState.DECLINED,
    READY: InvitationState.PENDING,
    IN_PROGRESS: InvitationState.ACCEPTED,
}


def standing(state):
    """A consultation in that state, with the invitation that belongs to it."""
    it = a_consultation(state)
    if state in SO_FAR:
        it.invitation_id, it.invitations_made = "inv_1", 1
        it.invitation = Invitation(
            id="inv_1",
            consultation_id=it.id,
            number=1,
            state=SO_FAR[state],
            created_at=NINE,
            expires_at=NINE + timedelta(seconds=90),
        )
    return it


STAYS = {"call_in": {SCHEDULED, LEFT}}
"""C2': a fact is noted, and it stands where it stood."""


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_in_every_state_follows_the_table(act, state):
    it = standing(state)
    before = it.columns()
    goal = GOES[act].get(state)

    if goal is not None:
        ACTS[act](it)
        assert it.state is goal
    elif state in STAYS.get(act, ()):
        ACTS[act](it)
        assert it.state is state
        assert it.columns() != before
    elif state in ALREADY.get(act, ()):
        ACTS[act](it)
        assert (it.columns(), it.brought) == (before, [])
    else:
        with pytest.raises(NotPossibleNow) as refusal:
            ACTS[act](it)
        assert refusal.value.state is state
        assert (it.columns(), it.brought) == (before, [])


@pytest.mark.parametrize("state", State)
def test_only_an_ended_or_cancelled_consultation_is_over(state):
    it = a_consultation(state)

    assert it.is_over is (state in (ENDED, CANCELLED))


def test_the_patient_is_there_while_waiting_called_in_or_talking():
    assert {WAITING, READY, IN_PROGRESS} == WITH_THE_PATIENT


def test_whoever_enters_waits_from_that_moment():
    it = a_consultation()

    it.enter(a_check(NINE), NINE)

    assert it.waiting_since == NINE


def test_the_conversation_begins_when_the_patient_accepts():
    it = standing(READY)

    it.accept("inv_1", NINE)

    assert it.started_at == NINE
    assert it.brought == [it.invitation]
    assert (it.invitation.state, it.invitation.answered_at) == (InvitationState.ACCEPTED, NINE)


BECOMES = {
    Outcome.COMPLETED: AppointmentState.FULFILLED,
    Outcome.HELD_BY_PHONE: AppointmentState.FULFILLED,
    Outcome.TECHNICAL_FAILURE: AppointmentState.NOT_HELD,
}


@pytest.mark.parametrize("outcome", BECOMES)
def test_the_clinician_says_how_it_went_and_so_the_appointment_was_held_or_not(outcome):
    it = standing(IN_PROGRESS)

    it.end(outcome, NINE)

    assert (it.outcome, it.ended_at, it.closed_at) == (outcome, NINE, None)
    assert it.appointment.state is BECOMES[outcome]
    assert it.appointment in it.brought


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - set(BECOMES)))
def test_what_only_evidence_can_show_the_clinician_cannot_say(outcome):
    it = standing(IN_PROGRESS)
    before = it.columns()

    with pytest.raises(InvalidInput) as refusal:
        it.end(outcome, NINE)

    assert refusal.value.field == "outcome"
    assert (it.columns(), it.brought) == (before, [])


@pytest.mark.parametrize("outcome", BECOMES)
def test_only_when_the_technology_failed_do_we_owe_a_call_afterwards(outcome):
    it = standing(IN_PROGRESS)

    it.end(outcome, NINE)

    owed = it.follow_up and it.follow_up.reason
    assert owed is (FollowUpReason.TECHNICAL if outcome is Outcome.TECHNICAL_FAILURE else None)
    assert (it.follow_up in it.brought) is (outcome is Outcome.TECHNICAL_FAILURE)


@pytest.mark.parametrize("state", [WAITING, READY])
def test_whoever_leaves_early_leaves_without_the_promise(state):
    it = standing(state)

    it.leave(NINE, even_if_not_late=True)

    assert (it.left_reason, it.left_at, it.follow_up) == (LeftReason.EARLY, NINE, None)


@pytest.mark.parametrize("state", [WAITING, READY])
def test_whoever_leaves_a_late_clinician_leaves_with_the_promise(state):
    it = standing(state)
    eleven_past = NINE + timedelta(minutes=11)

    it.leave(eleven_past, even_if_not_late=True)

    assert (it.left_reason, it.left_at) == (LeftReason.DUE_TO_DELAY, eleven_past)
    assert (it.follow_up.reason, it.follow_up.opened_at) == (FollowUpReason.DELAY, eleven_past)
    assert it.follow_up in it.brought


def test_when_the_patient_leaves_the_ringing_stops():
    it = standing(READY)

    it.leave(NINE, even_if_not_late=True)

    assert it.invitation.state is InvitationState.WITHDRAWN
    assert it.brought == [it.invitation]


def test_whoever_comes_back_has_not_left_and_waits_anew():
    it = standing(WAITING)
    it.leave(NINE, even_if_not_late=True)

    it.come_back(NINE + timedelta(minutes=5))

    assert (it.left_at, it.left_reason) == (None, None)
    assert it.waiting_since == NINE + timedelta(minutes=5)
    assert it.follow_up is None


def test_whoever_comes_back_no_longer_needs_the_promise():
    it = standing(WAITING)
    it.leave(NINE + timedelta(minutes=11))

    it.come_back(NINE + timedelta(minutes=12))

    assert it.follow_up.state is FollowUpState.WITHDRAWN
    assert it.brought[-1] is it.follow_up


def test_once_somebody_keeps_the_promise_the_patient_cannot_come_back():
    it = standing(WAITING)
    it.leave(NINE + timedelta(minutes=11))
    it.follow_up.state = FollowUpState.RESOLVED

    with pytest.raises(FollowUpInProgress):
        it.come_back(NINE + timedelta(minutes=12))

    assert it.state is LEFT


@pytest.mark.parametrize(
    ("at", "refusal"),
    [
        (NINE - timedelta(minutes=15, milliseconds=1), TooEarly),
        (NINE + timedelta(minutes=45, milliseconds=1), TooLate),
    ],
)
def test_one_comes_back_only_while_the_waiting_room_is_open(at, refusal):
    it = a_consultation(LEFT, left_at=NINE, left_reason=LeftReason.EARLY)

    with pytest.raises(refusal):
        it.come_back(at)

    assert it.state is LEFT


def test_a_change_is_told_to_the_consultation_the_patient_and_the_clinicians_queue():
    it = a_consultation(id="con_karen")

    assert it.topics == ["consultation:con_karen", "patient:pat_karen", "queue:cli_holm"]
    assert it.subject == "con_karen"


def test_a_promise_that_comes_with_a_change_is_told_to_the_follow_up_desk():
    it = a_consultation(WAITING, id="con_karen")

    it.leave(NINE + timedelta(minutes=11))

    assert it.topics == [
        "consultation:con_karen",
        "patient:pat_karen",
        "queue:cli_holm",
        "follow_ups:all",
    ]
