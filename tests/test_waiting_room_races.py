"""X9, X10, X14: who answers while it is taken back or rings out, who leaves while being called."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from models import Consultation, FollowUp, Invitation, Message, MessageKind
from models.change import change
from models.consultation.states import LeftReason, State
from models.invitation import RINGS_FOR, InvitationState
from models.refused import (
    ClinicianNotLate,
    InvitationExpired,
    InvitationWithdrawn,
    NotPossibleNow,
)
from tests.cast import NINE, a_check, put
from tests.racing import both, by, tried
from worker import let_invitations_expire

ROUNDS = 200

pytestmark = pytest.mark.timeout(300)
TEN_PAST = NINE + timedelta(minutes=10)
A_MILLISECOND = timedelta(milliseconds=1)


def entered(it):
    it.enter(a_check(NINE), NINE)


def called_in(it):
    it.call_in(NINE)


@pytest.fixture
def again(consultation):
    """Karen's consultation with Dr. Holm at nine, each time as it was after the same acts."""
    known = {}

    async def again(*acts):
        if acts not in known:
            known[acts] = await put(consultation, *acts)
        it = known[acts]
        await FollowUp.all().delete()
        await Message.filter(kind=MessageKind.READY).delete()
        await Invitation.all().delete()
        as_it_was = {name: value for name, value in it.columns().items() if name != "id"}
        await Consultation.filter(id=it.id).update(**as_it_was)
        if it.invitation is not None:
            it.invitation._saved_in_db = False
            await it.invitation.save()
        return it

    return again


@pytest.fixture
def does(outside):
    """`does(karen, id, act, at)`: the refusal, or None."""

    def does(who, id, act, at):
        return tried(change(partial(who.consultation, id), act, by(outside, who, "race", at)))

    return does


async def stands(it):
    return await Consultation.whole(Consultation.filter(id=it.id))


async def test_an_invitation_is_accepted_or_taken_back_and_never_both(again, does, karen, dr_holm):
    won = Counter[str]()
    for number in range(ROUNDS):
        it = await again(entered, called_in)
        invitation = it.invitation_id
        accepts = does(karen, it.id, lambda it, now, id=invitation: it.accept(id, now), NINE)
        withdraws = does(dr_holm, it.id, lambda it, now: it.withdraw_call(now), NINE)

        accepted, withdrawn = await both(number, accepts, withdraws)

        now = await stands(it)
        if accepted is None:
            assert (type(withdrawn), withdrawn.state) == (NotPossibleNow, State.IN_PROGRESS)
            assert (now.state, now.invitation.state) == (State.IN_PROGRESS, "ACCEPTED")
        else:
            assert (type(accepted), withdrawn) == (InvitationWithdrawn, None)
            assert (now.state, now.invitation.state) == (State.WAITING, "WITHDRAWN")
            assert now.started_at is now.first_ready_at is None
        won["accepted" if accepted is None else "withdrawn"] += 1

    assert min(won.values()) > 0, won


async def test_an_invitation_is_accepted_or_rings_out_and_never_both(again, does, karen, outside):
    last, over = NINE + RINGS_FOR - A_MILLISECOND, NINE + RINGS_FOR
    won = Counter[str]()
    for number in range(ROUNDS):
        it = await again(entered, called_in)
        invitation = it.invitation_id
        accepts = does(karen, it.id, lambda it, now, id=invitation: it.accept(id, now), last)

        accepted, _ = await both(number, accepts, let_invitations_expire(outside, over))

        now = await stands(it)
        if accepted is None:
            assert (now.state, now.invitation.state) == (State.IN_PROGRESS, "ACCEPTED")
            assert now.started_at == last
        else:
            assert type(accepted) is InvitationExpired
            assert (now.state, now.invitation.state) == (State.WAITING, "EXPIRED")
            assert now.started_at is None
        won["accepted" if accepted is None else "rang out"] += 1

    assert min(won.values()) > 0, won


async def test_who_leaves_a_late_clinician_while_being_called_has_left_with_the_promise(
    again, does, karen, dr_holm
):
    """X14: the right is a fact, whichever is written first."""
    late = TEN_PAST + A_MILLISECOND
    for number in range(ROUNDS):
        it = await again(entered)
        leaves = does(karen, it.id, lambda it, now: it.leave(now), late)
        calls = does(dr_holm, it.id, lambda it, now: it.call_in(now), late)

        assert await both(number, leaves, calls) == [None, None]

        now = await stands(it)
        assert (now.state, now.left_reason) == (State.LEFT, LeftReason.DUE_TO_DELAY)
        assert await FollowUp.filter(consultation_id=it.id, state="OPEN").count() == 1
        assert not await Invitation.filter(consultation_id=it.id, state="PENDING").exists()


async def test_at_ten_minutes_one_has_left_with_the_promise_or_is_called_in_time(
    again, does, karen, dr_holm
):
    won = Counter[str]()
    for number in range(ROUNDS):
        it = await again(entered)
        leaves = does(karen, it.id, lambda it, now: it.leave(now), TEN_PAST + A_MILLISECOND)
        calls = does(dr_holm, it.id, lambda it, now: it.call_in(now), TEN_PAST)

        left, called = await both(number, leaves, calls)

        now = await stands(it)
        owed = await FollowUp.filter(consultation_id=it.id, state="OPEN").count()
        assert called is None
        if left is None:
            assert (now.state, now.left_reason, owed) == (State.LEFT, LeftReason.DUE_TO_DELAY, 1)
            assert now.invitation is None
        else:
            assert (type(left), left.may_leave_after) == (ClinicianNotLate, None)
            assert (now.state, owed) == (State.CLINICIAN_READY, 0)
            assert now.invitation.state is InvitationState.PENDING
        won["left" if left is None else "called"] += 1

    assert min(won.values()) > 0, won


async def test_of_two_devices_that_accept_one_has_the_conversation(again, does, karen):
    for number in range(ROUNDS):
        it = await again(entered, called_in)
        invitation = it.invitation_id

        def accepts(device, it=it, invitation=invitation):
            return does(karen, it.id, lambda it, at: it.accept(invitation, at, device), NINE)

        answers = await both(number, accepts("phone"), accepts("tablet"))

        [refusal] = [answer for answer in answers if answer is not None]
        assert type(refusal).__name__ == "AcceptedOnOtherDevice"
        now = await stands(it)
        assert now.invitation.answered_by == ("phone", "tablet")[answers.index(None)]


async def test_of_two_tabs_that_call_in_both_show_the_one_that_rings(again, does, dr_holm):
    for number in range(ROUNDS):
        it = await again(entered)

        def calls(it=it):
            return does(dr_holm, it.id, lambda it, now: it.call_in(now), NINE)

        assert await both(number, calls(), calls()) == [None, None]
        [invitation] = await Invitation.filter(consultation_id=it.id)
        assert (await stands(it)).invitation_id == invitation.id
