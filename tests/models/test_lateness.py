"""R44–R45: when the clinician is late, and who may leave with the promise. All to the millisecond.

The consultation is booked for nine o'clock UTC, which is ten in Denmark.
"""

from datetime import timedelta

import pytest

from models.consultation.states import LeftReason, State
from models.consultation.timing import LATE_AFTER
from models.follow_up import FollowUpReason
from models.invitation import RINGS_FOR
from models.refused import ClinicianNotLate
from tests.cast import NINE, a_consultation

WAITING, READY = State.WAITING, State.CLINICIAN_READY
A_MILLISECOND = timedelta(milliseconds=1)
FIVE_PAST, EIGHT_PAST = NINE + timedelta(minutes=5), NINE + timedelta(minutes=8)
TEN_PAST, TWELVE_PAST = NINE + timedelta(minutes=10), NINE + timedelta(minutes=12)


def waiting(**known):
    return a_consultation(WAITING, **known)


def test_late_is_more_than_ten_minutes():
    assert timedelta(minutes=10) == LATE_AFTER


def test_at_ten_minutes_sharp_the_patient_still_waits():
    it = waiting()
    before = it.columns()

    with pytest.raises(ClinicianNotLate) as refusal:
        it.leave(TEN_PAST)

    assert refusal.value.may_leave_after == TEN_PAST
    assert (it.columns(), it.brought) == (before, [])
    assert not it.may_leave(TEN_PAST)


def test_a_millisecond_after_ten_minutes_the_patient_may_leave_with_the_promise():
    it = waiting()
    assert it.may_leave(TEN_PAST + A_MILLISECOND)

    it.leave(TEN_PAST + A_MILLISECOND)

    assert (it.state, it.left_reason) == (State.LEFT, LeftReason.DUE_TO_DELAY)
    assert it.follow_up.reason is FollowUpReason.DELAY


def test_the_delay_is_counted_from_the_booked_time_not_from_when_the_patient_came():
    it = waiting(waiting_since=NINE + timedelta(minutes=9))

    assert it.clinician_is_late(TEN_PAST + A_MILLISECOND)


def test_before_the_booked_time_the_delay_is_negative():
    assert waiting().delay(NINE - timedelta(minutes=3)) == timedelta(minutes=-3)


def test_a_clinician_who_was_ready_at_eight_minutes_past_is_never_late():
    it = waiting()
    it.call_in(EIGHT_PAST)
    it.see(EIGHT_PAST + RINGS_FOR)
    assert it.state is WAITING, "the invitation has rung out for this test to mean anything"

    with pytest.raises(ClinicianNotLate) as refusal:
        it.leave(TWELVE_PAST)

    assert refusal.value.may_leave_after is None
    assert it.delay(TWELVE_PAST) == timedelta(minutes=8)


def test_a_clinician_who_was_ready_at_ten_minutes_sharp_was_in_time():
    it = waiting()
    it.call_in(TEN_PAST)

    assert not it.may_leave(TWELVE_PAST)
    assert it.may_leave_after is None


def test_asking_for_a_moment_does_not_make_a_clinician_late_who_was_in_time():
    it = waiting()
    it.call_in(EIGHT_PAST)

    it.ask_for_a_moment(it.invitation_id, EIGHT_PAST)

    assert not it.may_leave(TWELVE_PAST)


def test_a_clinician_who_took_the_invitation_back_was_not_ready():
    it = waiting()
    it.call_in(EIGHT_PAST)
    it.withdraw_call(EIGHT_PAST)

    it.leave(TWELVE_PAST)

    assert it.left_reason is LeftReason.DUE_TO_DELAY


def test_taking_back_a_later_invitation_does_not_undo_that_the_clinician_was_ready_before():
    it = waiting()
    it.call_in(FIVE_PAST)
    it.see(FIVE_PAST + RINGS_FOR)
    it.call_in(EIGHT_PAST)
    it.withdraw_call(EIGHT_PAST)

    with pytest.raises(ClinicianNotLate):
        it.leave(TWELVE_PAST)

    assert it.first_ready_at == FIVE_PAST


def test_after_an_invitation_that_was_taken_back_the_next_one_counts():
    it = waiting()
    it.call_in(FIVE_PAST)
    it.withdraw_call(FIVE_PAST)
    it.call_in(EIGHT_PAST)

    assert it.first_ready_at == EIGHT_PAST
    assert not it.may_leave(TWELVE_PAST)


def test_a_clinician_who_calls_in_while_the_patient_is_leaving_takes_no_right_away():
    it = waiting()
    it.call_in(TWELVE_PAST)
    assert it.may_leave(TWELVE_PAST)
    assert it.may_leave_after == TEN_PAST

    it.leave(TWELVE_PAST)

    assert it.left_reason is LeftReason.DUE_TO_DELAY


def test_the_patient_is_told_from_the_start_when_leaving_becomes_a_right():
    assert waiting().may_leave_after == TEN_PAST


@pytest.mark.parametrize("state", sorted(set(State) - {WAITING, READY}))
def test_who_is_not_waiting_has_nothing_to_leave(state):
    assert not a_consultation(state).may_leave(TWELVE_PAST)


OPENS, CLOSES = NINE - timedelta(minutes=15), NINE + timedelta(minutes=45)


@pytest.mark.parametrize(
    ("now", "edge"),
    [
        (OPENS - A_MILLISECOND, OPENS),
        (OPENS, TEN_PAST + A_MILLISECOND),
        (TEN_PAST, TEN_PAST + A_MILLISECOND),
        (TEN_PAST + A_MILLISECOND, CLOSES + A_MILLISECOND),
        (CLOSES, CLOSES + A_MILLISECOND),
        (CLOSES + A_MILLISECOND, None),
    ],
)
def test_the_next_moment_at_which_it_looks_different_is_known_beforehand(now, edge):
    assert waiting().changes_by_itself_at(now) == edge


def test_at_the_moment_foretold_it_does_look_different():
    it = waiting()
    edge = it.changes_by_itself_at(TEN_PAST)

    assert (it.may_leave(TEN_PAST), it.may_leave(edge)) == (False, True)
    assert (it.is_open(CLOSES), it.is_open(it.changes_by_itself_at(CLOSES))) == (True, False)


def test_while_it_rings_the_next_moment_is_when_it_rings_out():
    it = waiting()
    it.call_in(NINE)

    assert it.changes_by_itself_at(NINE) == NINE + RINGS_FOR


def test_when_the_clinician_was_in_time_nothing_changes_at_ten_minutes():
    it = waiting()
    it.call_in(EIGHT_PAST)
    it.accept(it.invitation_id, EIGHT_PAST)

    assert it.changes_by_itself_at(EIGHT_PAST) == CLOSES + A_MILLISECOND
