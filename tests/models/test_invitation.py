"""R40–R43: the clinician calls in, it rings for ninety seconds, and each answer names its call."""

from datetime import timedelta

import pytest

from models import Invitation
from models.consultation.states import State
from models.invitation import RINGS_FOR, InvitationState
from models.refused import (
    InvitationExpired,
    InvitationSuperseded,
    InvitationWithdrawn,
    NotPossibleNow,
)
from tests.cast import NINE, a_consultation

A_MILLISECOND = timedelta(milliseconds=1)
RUNG_OUT = NINE + timedelta(seconds=90)
ANSWERS = ("accept", "ask_for_a_moment")


def called_in(at=NINE):
    it = a_consultation(State.WAITING)
    it.call_in(at)
    return it


def answer(it, how, invitation_id, at=NINE):
    return getattr(it, how)(invitation_id, at)


def test_calling_in_makes_an_invitation_that_rings_for_ninety_seconds():
    it = called_in()

    assert timedelta(seconds=90) == RINGS_FOR
    assert it.brought[0] is it.invitation
    assert (it.invitation.number, it.invitation.consultation_id) == (1, it.id)
    assert (it.invitation.created_at, it.invitation.expires_at) == (NINE, RUNG_OUT)


def test_it_rings_until_just_before_ninety_seconds():
    it = called_in()

    assert it.invitation.rings(RUNG_OUT - A_MILLISECOND)
    assert not it.invitation.rings(RUNG_OUT)


def test_the_patient_can_accept_until_just_before_it_rings_out():
    it = called_in()

    it.see(RUNG_OUT - A_MILLISECOND).accept(it.invitation_id, RUNG_OUT - A_MILLISECOND)

    assert it.state is State.IN_PROGRESS


@pytest.mark.parametrize("how", ANSWERS)
@pytest.mark.parametrize("is_seen", [True, False], ids=["written", "not written yet"])
def test_at_ninety_seconds_it_is_too_late_to_answer(how, is_seen):
    it = called_in()
    if is_seen:
        it.see(RUNG_OUT)

    with pytest.raises(InvitationExpired):
        answer(it, how, it.invitation_id, RUNG_OUT)

    assert it.started_at is None


def test_an_invitation_that_nobody_answered_rings_out_and_the_place_is_kept():
    it = called_in()
    it.waiting_since = NINE

    it.see(RUNG_OUT + timedelta(hours=1))

    assert (it.state, it.waiting_since) == (State.WAITING, NINE)
    assert it.invitation.state is InvitationState.EXPIRED
    assert it.invitation.answered_at == RUNG_OUT


def test_ringing_out_is_a_step_of_its_own():
    it = called_in()
    it.version = 7

    it.see(RUNG_OUT)

    assert it.version == 8


def test_looking_before_it_rings_out_changes_nothing():
    it = called_in()
    it.version = 7

    it.see(RUNG_OUT - A_MILLISECOND)

    assert (it.state, it.version, it.is_changed) == (State.CLINICIAN_READY, 7, False)


def test_ringing_out_and_then_being_called_in_again_are_two_steps():
    it = called_in()
    it.version = 7

    it.see(RUNG_OUT)
    it.call_in(RUNG_OUT)
    it.step()

    assert (it.version, it.invitation.number) == (9, 2)


def test_calling_in_while_it_rings_does_not_ring_twice():
    it = called_in()
    first = it.invitation

    it.call_in(NINE + timedelta(seconds=30))

    assert it.invitation is first
    assert [row for row in it.brought if isinstance(row, Invitation)] == [first]


def test_accepting_the_same_invitation_twice_is_accepting_it_once():
    it = called_in()
    it.accept(it.invitation_id, NINE)
    before, brought = it.columns(), list(it.brought)

    it.accept(it.invitation_id, NINE + timedelta(hours=1))

    assert (it.columns(), it.brought) == (before, brought)


def test_accepting_another_invitation_than_the_one_accepted_is_not_possible():
    it = called_in()
    it.accept(it.invitation_id, NINE)

    with pytest.raises(NotPossibleNow):
        it.accept("inv_other", NINE)

    assert it.started_at == NINE


@pytest.mark.parametrize("how", ANSWERS)
def test_a_late_answer_to_an_old_invitation_never_counts_for_the_new_one(how):
    it = called_in()
    old = it.invitation_id
    it.withdraw_call(NINE)
    it.call_in(NINE)

    with pytest.raises(InvitationSuperseded) as refusal:
        answer(it, how, old)

    assert refusal.value.current_id == it.invitation_id != old
    assert it.state is State.CLINICIAN_READY


def test_an_answer_before_anybody_called_in_names_nothing():
    it = a_consultation(State.WAITING)

    with pytest.raises(InvitationSuperseded) as refusal:
        it.accept("inv_never_made", NINE)

    assert refusal.value.current_id is None


@pytest.mark.parametrize("how", ANSWERS)
def test_an_invitation_that_was_taken_back_cannot_be_answered(how):
    it = called_in()
    it.withdraw_call(NINE)

    with pytest.raises(InvitationWithdrawn):
        answer(it, how, it.invitation_id)

    assert it.state is State.WAITING
    assert it.invitation.state is InvitationState.WITHDRAWN


def test_taking_the_invitation_back_stops_the_ringing_and_keeps_the_place():
    it = called_in()
    it.waiting_since = NINE

    it.withdraw_call(NINE + timedelta(seconds=5))

    assert (it.state, it.waiting_since) == (State.WAITING, NINE)
    assert it.invitation.answered_at == NINE + timedelta(seconds=5)


def test_asking_for_a_moment_keeps_the_place_and_the_clinician_may_call_again():
    it = called_in()

    it.ask_for_a_moment(it.invitation_id, NINE)

    assert (it.state, it.invitation.state) == (State.WAITING, InvitationState.DECLINED)
    it.call_in(NINE + timedelta(minutes=2))
    assert (it.state, it.invitation.number) == (State.CLINICIAN_READY, 2)


@pytest.mark.parametrize("how", ANSWERS)
def test_after_asking_for_a_moment_that_invitation_is_answered(how):
    it = called_in()
    it.ask_for_a_moment(it.invitation_id, NINE)

    with pytest.raises(NotPossibleNow):
        answer(it, how, it.invitation_id)

    assert it.invitation.state is InvitationState.DECLINED


def test_an_invitation_that_rang_out_cannot_be_taken_back():
    it = called_in()
    it.see(RUNG_OUT)

    with pytest.raises(NotPossibleNow):
        it.withdraw_call(RUNG_OUT)

    assert it.invitation.state is InvitationState.EXPIRED
