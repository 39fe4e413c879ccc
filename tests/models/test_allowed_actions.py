"""What a button promises holds: `allowed_actions` says exactly what the acts then do."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Modality
from models.appointment import CancelledBy
from models.appointment.actions import Action, AllowedAction, allowed_actions
from models.refused import (
    ActionNotAllowed,
    ClinicianNotLate,
    FollowUpInProgress,
    InvitationExpired,
    InvitationSuperseded,
    InvitationWithdrawn,
    NoticeRequired,
    NotPossibleNow,
    Refused,
    TooEarly,
    TooLate,
)
from models.texts import LANGUAGES, knows
from tests.cast import NINE, a_check
from tests.models.on_paper import a_service, an_offer, booked, karen, kept
from tests.models.situations import SITUATIONS, minutes_after_nine, standing, stands_since

MOVE, CANCEL, ENTER = Action.MOVE, Action.CANCEL, Action.ENTER_WAITING_ROOM
LEAVE, RETURN = Action.LEAVE_WAITING_ROOM, Action.RETURN_TO_WAITING_ROOM
ACCEPT, A_MOMENT = Action.ACCEPT_CONSULTATION, Action.ASK_FOR_A_MOMENT
EARLY = Action.LEAVE_EARLY
A_MILLISECOND = timedelta(milliseconds=1)
A_DAY_LATER = NINE + timedelta(days=1)

ACTS = {
    MOVE: lambda it, now, seen: it.move(karen(), an_offer(A_DAY_LATER), now, notice_seen=seen),
    CANCEL: lambda it, now, seen: it.cancel(CancelledBy.PATIENT, now, notice_seen=seen),
    ENTER: lambda it, now, seen: it.meeting.enter(a_check(now), now),
    LEAVE: lambda it, now, seen: it.meeting.leave(now),
    RETURN: lambda it, now, seen: it.meeting.come_back(now),
    ACCEPT: lambda it, now, seen: it.meeting.accept(it.meeting.invitation_id, now),
    A_MOMENT: lambda it, now, seen: it.meeting.ask_for_a_moment(it.meeting.invitation_id, now),
    EARLY: lambda it, now, seen: it.meeting.leave(now, even_if_not_late=True),
}
REFUSAL: dict[str | None, type | tuple[type, ...]] = {
    "too-early": TooEarly,
    "too-late": TooLate,
    "not-possible-now": NotPossibleNow,
    "clinician-not-late": ClinicianNotLate,
    "follow-up-in-progress": FollowUpInProgress,
    "not-ringing": (InvitationExpired, InvitationSuperseded, InvitationWithdrawn, NotPossibleNow),
}
"""Under which name an act is refused for that reason; moving and cancelling have one for all."""

EDGES = {
    "24 hours before": -24 * 60,
    "when the waiting room opens": -15,
    "at the start": 0,
    "ten minutes after the start": 10,
    "at the end": 30,
    "when the waiting room closes": 45,
}
MOMENTS = [
    ("three days before", minutes_after_nine(-3 * 24 * 60)),
    *(
        (f"{said} {edge}", minutes_after_nine(minutes) + by)
        for edge, minutes in EDGES.items()
        for said, by in (
            ("a millisecond before", -A_MILLISECOND),
            ("exactly", timedelta(0)),
            ("a millisecond after", A_MILLISECOND),
        )
    ),
    ("three days after", minutes_after_nine(3 * 24 * 60)),
]


def known_at(now, situation) -> dict[Action, AllowedAction]:
    return {one.action: one for one in allowed_actions(standing(situation, now), now)}


def done(action, situation, now, seen=True):
    """What comes of it: a refusal, or whether it changed anything."""
    it = standing(situation, now)
    before = (it.columns(), it.meeting.columns())
    try:
        ACTS[action](it, now, seen)
    except Refused as refusal:
        assert (it.columns(), it.meeting.columns()) == before
        return refusal
    return (it.columns(), it.meeting.columns()) != before


def check_that_the_promises_hold(situation, now):
    promised = known_at(now, situation)
    assert list(promised) == [MOVE, CANCEL, ENTER, LEAVE, RETURN, ACCEPT, A_MOMENT, EARLY]
    for action, one in promised.items():
        outcome = done(action, situation, now)
        assert one.allowed is (outcome is True), (action, one, outcome)
        if isinstance(outcome, Refused):
            check_that_the_reason_is_the_same(one, outcome)
        check_that_the_notice_is_asked_for(one, situation, now)


def check_that_the_reason_is_the_same(one, refusal):
    if isinstance(refusal, ActionNotAllowed):
        assert (refusal.action, refusal.problem) == (one.action, one.why_not)
        return
    assert isinstance(refusal, REFUSAL[one.why_not])
    if isinstance(refusal, TooEarly):
        assert refusal.opens_at == one.allowed_from
    if isinstance(refusal, ClinicianNotLate):
        after = refusal.may_leave_after
        assert one.allowed_from == (None if after is None else after + A_MILLISECOND)


def check_that_the_notice_is_asked_for(one, situation, now):
    asked = isinstance(done(one.action, situation, now, seen=False), NoticeRequired)
    assert asked is (one.notice is not None)
    assert one.notice in (None, "late-change")
    assert one.allowed or one.notice is None


AT_EVERY_MOMENT = [
    pytest.param(situation, now, id=f"{situation}, {said}")
    for situation in SITUATIONS
    for said, now in MOMENTS
    if now >= stands_since(situation)
]


@pytest.mark.parametrize(("situation", "now"), AT_EVERY_MOMENT)
def test_what_is_said_to_be_allowed_is_what_can_be_done(situation, now):
    check_that_the_promises_hold(situation, now)


@given(st.sampled_from(list(SITUATIONS)), st.integers(0, 4 * 24 * 3_600_000))
def test_what_is_said_to_be_allowed_is_what_can_be_done_at_any_millisecond(situation, later):
    check_that_the_promises_hold(situation, stands_since(situation) + later * A_MILLISECOND)


@pytest.mark.parametrize(("situation", "now"), AT_EVERY_MOMENT)
def test_what_will_be_allowed_is_allowed_from_the_moment_that_is_said(situation, now):
    for action, one in known_at(now, situation).items():
        if one.allowed_from is not None:
            just_before = one.allowed_from - A_MILLISECOND
            assert not one.allowed
            assert one.allowed_from > now
            assert not known_at(just_before, situation)[action].allowed
            assert known_at(one.allowed_from, situation)[action].allowed


@pytest.mark.parametrize(("situation", "now"), AT_EVERY_MOMENT)
def test_what_is_not_said_to_be_allowed_later_will_not_be_by_itself(situation, now):
    later = [moment for _, moment in MOMENTS if moment > now]

    for action, one in known_at(now, situation).items():
        if not one.allowed and one.allowed_from is None:
            assert not [when for when in later if known_at(when, situation)[action].allowed]


MAY = {
    ("booked", -20 * 60): {MOVE, CANCEL},
    ("booked", -15): {MOVE, CANCEL, ENTER},
    ("booked", 1): {ENTER},
    ("booked", 46): set(),
    ("waiting", -1): {CANCEL, EARLY},
    ("waiting", 5): {EARLY},
    ("waiting", 11): {LEAVE, EARLY},
    ("called in before the start", -4): {CANCEL, ACCEPT, A_MOMENT, EARLY},
    ("called in in time", 11): {ACCEPT, A_MOMENT, EARLY},
    ("called in late", 12): {ACCEPT, A_MOMENT, LEAVE, EARLY},
    ("called in by mistake", 11): {LEAVE, EARLY},
    ("rung out", 11): {EARLY},
    ("rung out late", 13): {LEAVE, EARLY},
    ("in conversation early", -1): set(),
    ("in conversation", 20): set(),
    ("left early", -1): {MOVE, CANCEL, RETURN},
    ("left early", 1): {MOVE, RETURN},
    ("left a late clinician", 12): {MOVE, RETURN},
    ("left a late clinician", 46): {MOVE},
    ("left, and somebody will call", 21): {MOVE},
    ("left and called up", 21): {MOVE},
    ("left and not helped yet", 47): set(),
    ("never came", 47): set(),
    ("back after leaving early", -1): {CANCEL, EARLY},
    ("ended", 26): set(),
    ("cancelled", -30): set(),
}


@pytest.mark.parametrize(
    ("situation", "minutes", "may"),
    [pytest.param(*at, may, id=f"{at[0]}, at {at[1]} minutes") for at, may in MAY.items()],
)
def test_at_each_point_the_patient_may_do_these_things(situation, minutes, may):
    known = known_at(minutes_after_nine(minutes), situation)

    assert {action for action, one in known.items() if one.allowed} == may


@pytest.mark.parametrize(
    ("minutes", "allowed_from"),
    [(-16, minutes_after_nine(-15)), (-15, None), (46, None)],
    ids=["too early", "open", "too late"],
)
def test_when_the_waiting_room_opens_is_said_while_it_is_closed(minutes, allowed_from):
    entering = known_at(minutes_after_nine(minutes), "booked")[ENTER]

    assert entering.allowed_from == allowed_from


@pytest.mark.parametrize(
    ("situation", "minutes", "allowed_from"),
    [
        ("waiting", 0, minutes_after_nine(10) + A_MILLISECOND),
        ("called in by mistake", 0, minutes_after_nine(10) + A_MILLISECOND),
        ("called in before the start", 0, None),
        ("called in in time", 10, None),
        ("waiting", 11, None),
    ],
    ids=[
        "while waiting",
        "the clinician was not ready after all",
        "never, of a clinician who was early",
        "never, of one who was in time",
        "now",
    ],
)
def test_when_one_may_leave_is_said_while_the_clinician_can_still_be_late(
    situation, minutes, allowed_from
):
    leaving = known_at(minutes_after_nine(minutes), situation)[LEAVE]

    assert leaving.allowed_from == allowed_from


@pytest.mark.parametrize(
    "now", [moment for _, moment in MOMENTS], ids=[said for said, _ in MOMENTS]
)
def test_at_the_hospital_there_is_no_waiting_room_to_enter_or_leave(now: datetime):
    appointment = kept(booked(a_service(Modality.IN_PERSON)))

    moving, cancelling = allowed_actions(appointment, now)

    assert (moving.action, cancelling.action) == (MOVE, CANCEL)
    assert moving.allowed is cancelling.allowed is (now < NINE)


def test_every_reason_and_every_notice_can_be_read_in_both_languages():
    everything = [
        one for case in AT_EVERY_MOMENT for one in known_at(case.values[1], case.values[0]).values()
    ]
    said = {f"why-not-{one.why_not}" for one in everything if one.why_not is not None}
    said |= {f"notice-{one.notice}" for one in everything if one.notice is not None}

    assert said >= {f"why-not-{reason}" for reason in REFUSAL}
    assert all(knows(key, language) for key in said for language in LANGUAGES)
