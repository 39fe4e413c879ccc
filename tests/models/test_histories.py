"""Whatever patient and clinician do, in whatever order and whenever: what then always holds."""

from datetime import timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from models import FollowUp, Invitation
from models.consultation.evidence import Evidence
from models.consultation.states import OWED, LeftReason, Outcome, State
from models.follow_up import FollowUpState
from models.invitation import InvitationState
from models.refused import Refused
from tests.cast import NINE, a_check, a_consultation

ACTS = {
    "enter": lambda it, named, now: it.enter(a_check(now), now),
    "accept": lambda it, named, now: it.accept(named, now),
    "ask for a moment": lambda it, named, now: it.ask_for_a_moment(named, now),
    "leave": lambda it, named, now: it.leave(now),
    "leave anyway": lambda it, named, now: it.leave(now, even_if_not_late=True),
    "come back": lambda it, named, now: it.come_back(now),
    "call in": lambda it, named, now: it.call_in(now),
    "withdraw": lambda it, named, now: it.withdraw_call(now),
    "end": lambda it, named, now: it.end(Outcome.COMPLETED, now),
    "close": lambda it, named, now: it.close(Evidence(), now),
    "only look": lambda it, named, now: None,
}
OF_THE_WAITING_ROOM = ["enter", "call in", "accept", "leave", "come back", "withdraw"]

histories = st.lists(
    st.tuples(
        st.sampled_from(list(ACTS)) | st.sampled_from(OF_THE_WAITING_ROOM),
        st.sampled_from([0.001, 1, 30, 89.999, 90, 120, 600]),
        st.integers(0, 2),
    ),
    max_size=25,
)

TALKED = [
    ("enter", 600, 0),
    ("call in", 600, 0),
    ("ask for a moment", 30, 0),
    ("call in", 120, 0),
    ("only look", 90, 0),
    ("call in", 1, 0),
    ("accept", 89.999, 1),
    ("accept", 0.001, 0),
    ("call in", 30, 0),
    ("withdraw", 1, 0),
    ("call in", 1, 0),
    ("accept", 1, 0),
    ("end", 600, 0),
]
LEFT = [
    ("enter", 600, 0),
    ("leave", 900, 0),
    ("call in", 1, 0),
    ("leave", 600, 0),
    ("come back", 120, 0),
    ("leave", 30, 0),
]
CLOSED = [*LEFT[:5], ("close", 600, 0), ("close", 3600, 0), ("call in", 1, 0), ("come back", 1, 0)]


def any_history(test):
    return example(TALKED)(example(LEFT)(example(CLOSED)(given(histories)(test))))


def lived(history):
    """The consultation after each act that was not refused, as `change` would have it."""
    it, now = a_consultation(), NINE - timedelta(minutes=15)
    it.__dict__["_was_ready_at"] = set()
    for act, seconds, back in history:
        now += timedelta(seconds=seconds)
        version = it.see(now).version
        named = invitations(it)[-1 - back].id if back < len(invitations(it)) else "inv_unknown"
        before = it.columns()
        try:
            ACTS[act](it, named, now)
        except Refused:
            assert it.columns() == before
            continue
        if it.columns() != before:
            it.step()
            assert it.version == version + 1
        was_ready_at(it).add(it.clinician_ready_at)
        yield it, now


def invitations(it):
    return list({row.id: row for row in it.brought if isinstance(row, Invitation)}.values())


def was_ready_at(it):
    """Each moment since when the clinician has been ready so far: with an invitation, or before."""
    return it.__dict__["_was_ready_at"]


def promises(it):
    return list({row.id: row for row in it.brought if isinstance(row, FollowUp)}.values())


def test_a_history_can_be_a_conversation_and_one_of_leaving_twice():
    talked = [it.state for it, _ in lived(TALKED)]
    left = [(it.state, it.left_reason) for it, _ in lived(LEFT)]

    assert set(talked) == {
        State.WAITING,
        State.CLINICIAN_READY,
        State.IN_PROGRESS,
        State.ENDED,
    }
    assert left.count((State.LEFT, LeftReason.DUE_TO_DELAY)) == 2


def test_a_history_can_be_one_that_the_system_closed():
    outcomes = [it.outcome for it, _ in lived(CLOSED)]

    assert outcomes == [None] * 5 + [Outcome.UNANSWERED]


@any_history
def test_one_invitation_rings_exactly_while_the_patient_is_called_in(history):
    for it, _ in lived(history):
        ringing = [row for row in invitations(it) if row.state is InvitationState.PENDING]

        assert ringing == ([it.invitation] if it.state is State.CLINICIAN_READY else [])


@any_history
def test_nobody_talks_without_having_accepted_the_newest_invitation_in_time(history):
    for it, _ in lived(history):
        if it.started_at is not None:
            assert it.invitation.state is InvitationState.ACCEPTED
            assert it.invitation.created_at <= it.started_at < it.invitation.expires_at
            assert it.state in (State.IN_PROGRESS, State.ENDED)


@any_history
def test_we_owe_one_call_exactly_to_those_who_could_not_be_seen(history):
    for it, _ in lived(history):
        owed = [row for row in promises(it) if row.state is FollowUpState.OPEN]

        left_by_right = it.state is State.LEFT and it.left_reason is LeftReason.DUE_TO_DELAY
        assert owed == ([it.follow_up] if left_by_right or it.outcome in OWED else [])


@any_history
def test_what_is_closed_has_an_outcome_and_is_never_a_conversation(history):
    for it, now in lived(history):
        if it.closed_at is not None:
            assert (it.state, it.started_at) == (State.ENDED, None)
            assert it.outcome is not None
            assert it.join_closes_at < it.closed_at <= now
            assert not it.appointment.occupies


@any_history
def test_who_leaves_by_right_leaves_after_more_than_ten_minutes(history):
    for it, now in lived(history):
        if it.left_reason is LeftReason.DUE_TO_DELAY:
            assert it.left_at - it.starts_at > timedelta(minutes=10)
            assert it.clinician_is_late(now)


@any_history
def test_the_clinician_was_ready_when_an_invitation_was_made_that_was_not_taken_back(history):
    """Or when nobody was there yet. Except when leaving took it back: that was the patient, and
    the clinician was ready."""
    for it, _ in lived(history):
        stayed = [row for row in invitations(it) if row.state is not InvitationState.WITHDRAWN]

        assert it.first_ready_at is None or it.first_ready_at in was_ready_at(it)
        if stayed:
            assert it.first_ready_at is not None
            assert it.first_ready_at <= stayed[0].created_at


@any_history
def test_invitations_are_counted(history):
    for it, _ in lived(history):
        numbers = [row.number for row in invitations(it)]

        assert numbers == list(range(1, it.invitations_made + 1))


@any_history
def test_what_is_foretold_to_happen_by_itself_is_still_to_come(history):
    for it, now in lived(history):
        edge = it.changes_by_itself_at(now)

        assert edge is None or edge > now
        if it.state is State.CLINICIAN_READY:
            assert edge is not None
            assert edge <= it.invitation.expires_at
