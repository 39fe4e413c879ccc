"""C2': the clinician is ready and nobody is there; it is evidence, and rings when one comes."""

from datetime import timedelta

import pytest

from models import Consultation
from models.consultation.states import LeftReason, State
from models.invitation import InvitationState
from models.refused import AcceptedOnOtherDevice, InvitationSuperseded, TooEarly, TooLate
from tests.cast import NINE, a_check, a_consultation

LATER = NINE + timedelta(minutes=12)


def not_come():
    return a_consultation()


def waiting():
    return a_consultation(State.WAITING)


def left(**known):
    return a_consultation(State.LEFT, left_at=NINE, left_reason=LeftReason.EARLY, **known)


@pytest.mark.parametrize("it", [a_consultation(), left()], ids=["not come", "left"])
def test_it_is_noted_and_does_not_ring(it):
    state = it.state

    it.call_in(NINE)

    assert (it.state, it.clinician_ready_at, it.first_ready_at) == (state, NINE, NINE)
    assert it.invitation is None


def test_being_ready_twice_is_being_ready_once():
    it = not_come()
    it.call_in(NINE)

    it.call_in(LATER)

    assert it.clinician_ready_at == NINE


def test_when_the_patient_comes_it_rings_at_once():
    it = not_come()
    it.call_in(NINE)

    it.enter(a_check(LATER), LATER)

    assert (it.state, it.waiting_since) == (State.CLINICIAN_READY, LATER)
    assert (it.invitation.state, it.invitation.created_at) == (InvitationState.PENDING, LATER)


def test_when_the_patient_comes_back_it_rings_at_once():
    it = left()
    it.call_in(NINE)

    it.come_back(LATER)

    assert (it.state, it.left_at) == (State.CLINICIAN_READY, None)


def test_who_was_ready_in_time_is_not_late_because_the_patient_was():
    it = not_come()
    it.call_in(NINE)
    it.enter(a_check(LATER), LATER)

    it.see(LATER + timedelta(seconds=90))

    assert it.state is State.WAITING
    assert not it.may_leave(LATER + timedelta(minutes=5))


@pytest.mark.parametrize("comes", [True, False])
def test_what_is_taken_back_is_no_evidence(comes):
    it = not_come()
    it.call_in(NINE)
    if comes:
        it.enter(a_check(NINE), NINE)

    it.withdraw_call(NINE)

    assert (it.first_ready_at, it.clinician_ready_at) == (None, None)
    assert it.state is (State.WAITING if comes else State.SCHEDULED)


def test_taking_it_back_keeps_the_evidence_of_an_earlier_call():
    it = left(first_ready_at=NINE)
    it.call_in(LATER)

    it.withdraw_call(LATER)

    assert it.first_ready_at == NINE


def test_when_it_rang_out_one_is_no_longer_taken_to_be_ready():
    it = waiting()
    it.call_in(NINE)

    it.see(NINE + timedelta(seconds=90))

    assert (it.clinician_ready_at, it.first_ready_at) == (None, NINE)


@pytest.mark.parametrize(
    ("at", "refusal"),
    [
        (NINE - timedelta(minutes=15, milliseconds=1), TooEarly),
        (NINE + timedelta(minutes=45, milliseconds=1), TooLate),
    ],
)
def test_one_is_ready_only_while_somebody_may_come(at, refusal):
    it = not_come()

    with pytest.raises(refusal):
        it.call_in(at)

    assert it.clinician_ready_at is None


def test_a_second_device_is_told_that_the_first_has_it():
    it = waiting()
    it.call_in(NINE)
    it.accept(it.invitation_id, NINE, "phone")
    before = it.columns()

    it.accept(it.invitation_id, NINE, "phone")
    with pytest.raises(AcceptedOnOtherDevice) as refusal:
        it.accept(it.invitation_id, NINE, "tablet")

    assert refusal.value.can_move_here
    assert it.columns() == before


def test_an_invitation_is_seen_once_and_only_while_it_rings():
    it = waiting()
    it.call_in(NINE)
    it.acknowledge(it.invitation_id, NINE + timedelta(seconds=1))
    it.acknowledge(it.invitation_id, NINE + timedelta(seconds=2))
    assert it.invitation.delivered_at == NINE + timedelta(seconds=1)
    assert it.invitation.remaining(NINE) == timedelta(seconds=90)

    it.see(NINE + timedelta(seconds=90)).call_in(NINE + timedelta(seconds=90))
    rang_out = NINE + timedelta(seconds=180)
    it.acknowledge(it.invitation_id, rang_out)

    assert it.invitation.delivered_at is None
    assert it.invitation.remaining(rang_out) == timedelta()


@pytest.mark.parametrize("state", [State.SCHEDULED, State.WAITING])
def test_what_is_not_the_current_invitation_is_not_seen(state):
    it = a_consultation(state)

    with pytest.raises(InvitationSuperseded):
        it.acknowledge("inv_other", NINE)


async def test_reading_again_ends(consultation):
    await Consultation.filter(id=consultation.id).update(state=State.CLINICIAN_READY)

    it = await Consultation.whole(Consultation.filter(id=consultation.id))

    assert it.is_torn
