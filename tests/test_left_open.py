"""C12 and R46 at work: what time closes, and what it warns of, is written once by whoever looks."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest

from models import (
    Appointment,
    AuditEvent,
    Consultation,
    ContactDetails,
    FollowUp,
    Invitation,
    by_itself,
)
from models.by_itself import AT_ONCE
from models.change import change
from models.consultation.states import Outcome, State
from models.contact import Channel
from models.device_check import PartResult
from models.follow_up import FollowUpState
from models.follow_up.alarm import Alarm
from models.ids import consultation_id
from models.invitation import InvitationState
from models.refused import (
    FollowUpClosed,
    FollowUpInProgress,
    FollowUpTaken,
    NotPossibleNow,
)
from tests.cast import NINE, a_check, booked, put
from tests.hearing import SOON
from tests.racing import both, by, tried
from worker import close_consultations, raise_alarms, send_due_messages

A_MILLISECOND = timedelta(milliseconds=1)
CLOSES_AT = NINE + timedelta(minutes=45)
AFTER = CLOSES_AT + A_MILLISECOND
# Each takes less than 30 seconds where nothing else runs.
pytestmark = pytest.mark.timeout(300)

TIMES = 100


def entered(it):
    it.enter(a_check(NINE), NINE)


def left(it):
    it.leave(NINE + timedelta(minutes=11))


async def stands(consultation):
    it = await Consultation.whole(Consultation.filter(id=consultation.id))
    return it.state, it.outcome


async def actions():
    return await AuditEvent.all().order_by("id").values_list("action", flat=True)


async def test_at_the_last_moment_to_enter_nothing_is_closed_and_right_after_it_is(
    outside, consultation
):
    assert await close_consultations(outside, CLOSES_AT) == 0
    assert await stands(consultation) == (State.SCHEDULED, None)

    await close_consultations(outside, AFTER)

    assert await stands(consultation) == (State.ENDED, Outcome.PATIENT_NO_SHOW)
    assert (await Appointment.get()).state == "NO_SHOW"
    event = await AuditEvent.get()
    assert (event.actor, event.action) == ("system", "close_consultation")
    assert (event.subject, event.at) == (consultation.id, AFTER)


async def test_closing_again_and_later_does_nothing_more(outside, consultation):
    await put(consultation, entered)
    for minutes in (0, 0, 1, 60, 60 * 24):
        await close_consultations(outside, AFTER + timedelta(minutes=minutes))

    assert await stands(consultation) == (State.ENDED, Outcome.CLINIC_NO_SHOW)
    assert await actions() == ["close_consultation"]
    assert await FollowUp.all().count() == 1


async def test_several_workers_close_it_once(outside, consultation):
    await put(consultation, entered)

    await asyncio.gather(*(close_consultations(outside, AFTER) for _ in range(5)))

    assert await actions() == ["close_consultation"]
    assert await FollowUp.all().count() == 1


async def test_a_worker_that_was_away_closes_what_was_left_open_and_promises_from_now(
    outside, consultation
):
    await put(consultation, entered)
    tuesday = NINE + timedelta(days=1)

    await close_consultations(outside, tuesday)

    promise = await FollowUp.get()
    assert (promise.opened_at, promise.due_at.date()) == (
        tuesday,
        (NINE + timedelta(days=3)).date(),
    )


async def test_a_patient_whom_no_text_message_could_reach_is_not_to_blame(
    outside, consultation, karen
):
    await ContactDetails.filter(patient_id=karen.id).update(phone=None)
    await send_due_messages(outside, NINE - timedelta(minutes=10))

    await close_consultations(outside, AFTER)

    assert await stands(consultation) == (State.ENDED, Outcome.TECHNICAL_FAILURE)
    assert (await Appointment.get()).state == "NOT_HELD"
    assert (await FollowUp.get()).reason == "TECHNICAL"


async def test_a_message_about_an_older_time_is_no_evidence(outside, consultation, karen):
    await ContactDetails.filter(patient_id=karen.id).update(phone=None)
    await send_due_messages(outside, NINE - timedelta(minutes=10))
    await Appointment.all().update(schedule_version=2)

    await close_consultations(outside, AFTER)

    assert await stands(consultation) == (State.ENDED, Outcome.PATIENT_NO_SHOW)


@pytest.mark.parametrize(
    ("first", "then", "outcome"),
    [
        (PartResult.PASSED, PartResult.DENIED, Outcome.TECHNICAL_FAILURE),
        (PartResult.DENIED, PartResult.PASSED, Outcome.PATIENT_NO_SHOW),
    ],
)
async def test_the_newest_check_of_camera_and_sound_is_what_counts(
    outside, consultation, first, then, outcome
):
    for minute, found in enumerate((first, then)):
        check = a_check(NINE + timedelta(minutes=minute), microphone=found)
        check.consultation_id = consultation.id
        await check.save()

    await close_consultations(outside, AFTER)

    assert await stands(consultation) == (State.ENDED, outcome)


async def test_a_patient_who_left_a_late_clinician_keeps_the_one_promise(outside, consultation):
    await put(consultation, entered, left)
    promise = await FollowUp.get()

    await close_consultations(outside, AFTER)

    assert await stands(consultation) == (State.ENDED, Outcome.LEFT_DUE_TO_DELAY)
    kept = await FollowUp.get()
    assert (kept.id, kept.state, kept.version) == (promise.id, FollowUpState.OPEN, promise.version)


async def test_a_call_that_nobody_answered_is_closed_with_the_invitation_rung_out(
    outside, consultation
):
    await put(consultation, entered, lambda it: it.call_in(NINE))

    await close_consultations(outside, AFTER)

    invitation, promise = await Invitation.get(), await FollowUp.get()
    assert await stands(consultation) == (State.ENDED, Outcome.UNANSWERED)
    assert (invitation.state, promise.reason) == (InvitationState.EXPIRED, "UNANSWERED")


async def test_a_conversation_goes_on_as_long_as_it_does(outside, consultation):
    ringing = await put(consultation, entered, lambda it: it.call_in(NINE))
    await put(consultation, lambda it: it.accept(ringing.invitation_id, NINE))

    assert await close_consultations(outside, NINE + timedelta(days=1)) == 0

    assert (await stands(consultation))[0] is State.IN_PROGRESS


async def test_what_was_cancelled_is_left_alone(outside, consultation):
    await Appointment.all().update(state="CANCELLED")

    assert await close_consultations(outside, AFTER) == 0

    assert (await stands(consultation))[0] is State.SCHEDULED


async def test_more_than_one_round_can_close_is_closed_in_the_next(
    outside, consultation, ole, shoulder, holm, monkeypatch
):
    monkeypatch.setattr("models.by_itself.AT_ONCE", 1)
    await booked(ole, shoulder, holm, NINE + timedelta(minutes=30), NINE)
    assert AT_ONCE > 1
    late = NINE + timedelta(hours=2)

    rounds = [await close_consultations(outside, late) for _ in range(3)]

    assert rounds == [1, 1, 0]
    assert await Consultation.filter(state=State.ENDED).count() == 2


# Races: whoever comes first has it, and the other is told so by name.


@pytest.fixture
def again(karen, shoulder, holm):
    """Karen's consultation with Dr. Holm at nine, once more: the one before takes no time now."""

    async def again():
        await Appointment.filter(state="BOOKED").update(state="CANCELLED")
        appointment = await booked(karen, shoulder, holm, NINE, NINE - timedelta(days=1))
        return await Consultation.whole(Consultation.filter(appointment_id=appointment.id))

    return again


async def test_a_patient_who_enters_while_it_is_closed_has_come_or_is_told_that_it_is_over(
    outside, again, karen
):
    """X35: whoever got in has waited, and is never called a no-show."""
    check, reached = a_check(CLOSES_AT), by(outside, karen, "enter_waiting_room", CLOSES_AT)
    for number in range(TIMES):
        it = await again()
        enters = change(
            partial(karen.consultation, it.id), lambda it, now: it.enter(check, now), reached
        )
        refusal, _ = await both(number, tried(enters), close_consultations(outside, AFTER))

        state, outcome = await stands(it)
        assert state is State.ENDED
        if refusal is None:
            assert outcome is Outcome.CLINIC_NO_SHOW
        else:
            assert (type(refusal), refusal.state) == (NotPossibleNow, State.ENDED)
            assert outcome is Outcome.PATIENT_NO_SHOW
        owed = await FollowUp.filter(consultation_id=it.id).count()
        assert owed == (outcome is Outcome.CLINIC_NO_SHOW)


async def test_a_clinician_who_calls_while_it_is_closed_rings_or_is_told_that_it_is_over(
    outside, again, dr_holm
):
    call = by(outside, dr_holm, "call_in", AFTER)
    for number in range(TIMES):
        it = await put(await again(), entered)
        calls = change(partial(dr_holm.consultation, it.id), lambda it, now: it.call_in(now), call)
        refusal, _ = await both(number, tried(calls), close_consultations(outside, AFTER))

        state, outcome = await stands(it)
        if refusal is None:
            assert (state, outcome) == (State.CLINICIAN_READY, None)
            await close_consultations(outside, AFTER + timedelta(seconds=90))
            assert await stands(it) == (State.ENDED, Outcome.UNANSWERED)
        else:
            assert (type(refusal), refusal.state) == (NotPossibleNow, State.ENDED)
            assert (state, outcome) == (State.ENDED, Outcome.CLINIC_NO_SHOW)
        assert await FollowUp.filter(consultation_id=it.id).count() == 1


async def test_of_two_who_take_a_follow_up_at_once_one_has_it_and_the_other_is_told_who(
    outside, consultation, sara, dr_krag
):
    await put(consultation, entered, left)
    promise = await FollowUp.get()
    untouched = {"state": "OPEN", "assigned_to_id": None, "assigned_at": None}
    for number in range(TIMES):
        await FollowUp.all().update(**untouched)

        def takes(who, number=number):
            this = by(outside, who, "assign_follow_up", NINE)
            return tried(
                change(lambda: who.follow_up(promise.id), lambda it, now: it.assign(who, now), this)
            )

        answers = await both(number, takes(sara), takes(dr_krag))

        kept = await FollowUp.get().select_related("assigned_to")
        [refusal] = [answer for answer in answers if answer is not None]
        assert kept.state is FollowUpState.ASSIGNED
        assert type(refusal) is FollowUpTaken
        assert kept.assigned_to is not None
        assert refusal.taken_by == kept.assigned_to.name
        assert kept.assigned_to_id == (sara, dr_krag)[answers.index(None)].id


async def test_a_patient_comes_back_or_is_called_and_never_both(outside, again, karen, sara):
    """X17."""
    at = NINE + timedelta(minutes=12)
    for number in range(TIMES):
        it = await put(await again(), entered, left)
        promise = it.follow_up
        assert promise is not None
        returns = change(
            partial(karen.consultation, it.id),
            lambda it, now: it.come_back(now),
            by(outside, karen, "return_to_waiting_room", at),
        )
        takes = change(
            partial(sara.follow_up, promise.id),
            lambda it, now: it.assign(sara, now),
            by(outside, sara, "assign_follow_up", at),
        )

        answers = await both(number, tried(returns), tried(takes))

        kept = await FollowUp.get(id=promise.id)
        if answers[0] is None:
            assert (type(answers[1]), kept.state) == (FollowUpClosed, FollowUpState.WITHDRAWN)
        else:
            assert (type(answers[0]), answers[1]) == (FollowUpInProgress, None)
            assert kept.state is FollowUpState.ASSIGNED


# The alarms.


@pytest.fixture
async def promise(consultation):
    """Karen left on Monday; we owe her a call by Wednesday at four."""
    await put(consultation, entered, left)
    return await FollowUp.get()


async def test_each_alarm_is_raised_once_at_its_moment_and_the_promise_stays_open(outside, promise):
    edges = [
        NINE + timedelta(days=1, hours=6),
        promise.due_at - timedelta(hours=2),
        promise.due_at + A_MILLISECOND,
    ]
    for edge in edges:
        before = await actions()
        assert await raise_alarms(outside, edge - A_MILLISECOND) == 0
        assert await actions() == before

        assert [await raise_alarms(outside, edge) for _ in range(3)] == [1, 0, 0]
        assert (await FollowUp.get()).alarmed_at == edge

    assert await actions() == [
        "raise_alarm_reminder",
        "raise_alarm_due_soon",
        "raise_alarm_overdue",
    ]
    kept = await FollowUp.get()
    assert (kept.state, kept.alarm_raised) == (FollowUpState.OPEN, Alarm.OVERDUE)


async def test_several_workers_raise_an_alarm_once(outside, promise):
    now = promise.due_at + A_MILLISECOND

    await asyncio.gather(*(raise_alarms(outside, now) for _ in range(5)))

    assert await actions() == ["raise_alarm_overdue"]


async def test_an_alarm_is_told_to_the_follow_up_desk(outside, promise):
    with outside.hub.listen("follow_ups:all") as desk:
        await raise_alarms(outside, promise.due_at)

        assert await desk.changed(SOON)


async def test_about_a_patient_who_was_reached_there_is_no_alarm(outside, promise, sara):
    await change(
        lambda: sara.follow_up(promise.id),
        lambda it, now: it.record_attempt(sara, Channel.PHONE, True, None, now),
        by(outside, sara, "record_attempt", NINE),
    )

    assert await raise_alarms(outside, promise.due_at + timedelta(days=1)) == 0


async def test_one_that_is_wrong_holds_no_other_up(outside, consultation, caplog):
    closed = []
    ids = [consultation_id(), consultation.id]

    def close(it, now):
        closed.append(it.id)

    await by_itself._each(outside.hub, AFTER, "close", ids, Consultation.with_evidence, close)

    assert closed == [consultation.id]
    assert "close failed once" in caplog.text
