"""Moving and cancelling: until when, what is told first, what comes of it. To the millisecond."""

from datetime import timedelta

import pytest

from models import (
    BookingConfirmation,
    Message,
    MessageKind,
    Modality,
    Payer,
    Room,
    Service,
)
from models.appointment import AppointmentState, CancelledBy
from models.appointment.actions import Action
from models.appointment.changing import FREE_UNTIL
from models.change import change
from models.consultation.states import State
from models.follow_up import FollowUp, FollowUpState, Resolution
from models.invitation import Invitation, InvitationState
from models.offer import Offer
from models.refused import ActionNotAllowed, NoticeRequired, SlotNotOffered
from models.slot import Slot
from models.taking import Taking
from models.texts import say
from tests.cast import NINE, a_check, put
from tests.models.fakes import FakeBus, by_karen
from tests.models.on_paper import YESTERDAY, a_service, an_offer, booked, held, karen, kept
from tests.models.situations import SITUATIONS, minutes_after_nine, standing, stands_since

A_MILLISECOND = timedelta(milliseconds=1)
THE_DAY_AFTER = NINE + timedelta(days=1)
AN_HOUR_BEFORE = NINE - timedelta(hours=1)
A_BIT_BEFORE = NINE - timedelta(minutes=1)
BOOKED, CANCELLED = AppointmentState.BOOKED, AppointmentState.CANCELLED


def at_the_hospital():
    return kept(booked(a_service(Modality.IN_PERSON)))


def by_video():
    return standing("booked")


BOTH = pytest.mark.parametrize("an_appointment", [at_the_hospital, by_video])


def moved(it, now=YESTERDAY, to=THE_DAY_AFTER, **known):
    it.move(karen(), an_offer(to, a_service(it.modality)), now, **known)


def cancelled(it, now=YESTERDAY, by=CancelledBy.PATIENT, **known):
    it.cancel(by, now, **known)


ACTS = pytest.mark.parametrize("act", [moved, cancelled], ids=["moving", "cancelling"])


def as_it_was(it):
    return it.columns(), it.meeting and it.meeting.columns(), list(it.brought)


def is_refused(act, it, problem, *args, **known):
    before = as_it_was(it)
    with pytest.raises(ActionNotAllowed) as refusal:
        act(it, *args, **known)
    assert refusal.value.problem == problem
    assert refusal.value.action is (Action.MOVE if act is moved else Action.CANCEL)
    assert as_it_was(it) == before


@BOTH
@ACTS
@pytest.mark.parametrize(
    ("now", "is_free"),
    [
        (YESTERDAY - A_MILLISECOND, True),
        (YESTERDAY, True),
        (YESTERDAY + A_MILLISECOND, False),
        (NINE - A_MILLISECOND, False),
    ],
    ids=["before", "24 hours before sharp", "a millisecond later", "just before the start"],
)
def test_until_24_hours_before_it_is_free_and_later_one_is_told_first(
    an_appointment, act, now, is_free
):
    it = an_appointment()
    before = as_it_was(it)

    assert timedelta(hours=24) == FREE_UNTIL
    assert it.is_late_to_change(now) is not is_free
    if is_free:
        act(it, now)
    else:
        with pytest.raises(NoticeRequired) as refusal:
            act(it, now)
        assert refusal.value.free_until == YESTERDAY
        assert refusal.value.message("da") == say("notice-late-change", "da")
        assert as_it_was(it) == before
        act(it, now, notice_seen=True)
    assert it.schedule_version == 2


@BOTH
@ACTS
@pytest.mark.parametrize(
    ("now", "may"),
    [(NINE - A_MILLISECOND, True), (NINE, False), (NINE + timedelta(days=1), False)],
    ids=["just before the start", "not at the start", "not a day later"],
)
def test_once_it_has_begun_it_is_neither_moved_nor_cancelled(an_appointment, act, now, may):
    it = an_appointment()

    if may:
        act(it, now, notice_seen=True)
        assert it.schedule_version == 2
    else:
        is_refused(act, it, "begun", now, notice_seen=True)


@ACTS
@pytest.mark.parametrize("state", sorted(set(AppointmentState) - {BOOKED, CANCELLED}))
def test_what_is_not_booked_is_neither_moved_nor_cancelled(act, state):
    it = held()
    it.state = state

    is_refused(act, it, "not-booked")


def test_what_was_cancelled_is_not_moved():
    is_refused(moved, standing("cancelled"), "not-booked", A_BIT_BEFORE)


@ACTS
@pytest.mark.parametrize("by_the_way", ["in conversation early", "in conversation"])
def test_in_conversation_it_is_neither_moved_nor_cancelled(act, by_the_way):
    it = standing(by_the_way)

    is_refused(act, it, "in-consultation", stands_since(by_the_way), notice_seen=True)


@ACTS
def test_after_the_conversation_it_is_neither_moved_nor_cancelled(act):
    is_refused(act, standing("ended"), "not-booked", minutes_after_nine(26), notice_seen=True)


@ACTS
@pytest.mark.parametrize("situation", ["never came", "waited in vain", "left and not helped yet"])
def test_what_nobody_ended_and_was_closed_is_neither_moved_nor_cancelled(act, situation):
    is_refused(act, standing(situation), "not-booked", minutes_after_nine(47), notice_seen=True)


@ACTS
def test_a_meeting_that_is_over_is_enough_though_the_appointment_does_not_say_so(act):
    it = by_video()
    it.meeting.state = State.ENDED

    is_refused(act, it, "not-booked")


IN_THE_WAITING_ROOM = ["waiting", "called in before the start", "called in by mistake"]


@pytest.mark.parametrize("situation", IN_THE_WAITING_ROOM)
def test_a_patient_in_the_waiting_room_does_not_move_it(situation):
    is_refused(moved, standing(situation), "in-consultation", A_BIT_BEFORE, notice_seen=True)


@pytest.mark.parametrize("situation", [*IN_THE_WAITING_ROOM, "back after leaving early"])
def test_a_patient_in_the_waiting_room_cancels_it_until_the_start(situation):
    it, too_late = standing(situation), standing(situation)

    cancelled(it, NINE - A_MILLISECOND, notice_seen=True)

    assert (it.state, it.meeting.state) == (CANCELLED, State.CANCELLED)
    is_refused(cancelled, too_late, "begun", NINE, notice_seen=True)


MAY_STILL_CANCEL = {
    "booked": State.SCHEDULED,
    "waiting": State.WAITING,
    "called in before the start": State.CLINICIAN_READY,
    "left early": State.LEFT,
}


@pytest.mark.parametrize(("situation", "state"), MAY_STILL_CANCEL.items(), ids=MAY_STILL_CANCEL)
@pytest.mark.parametrize("by", CancelledBy)
def test_with_the_appointment_the_consultation_is_cancelled(situation, state, by):
    it = standing(situation)
    assert it.meeting.state is state

    cancelled(it, A_BIT_BEFORE, by, notice_seen=True)

    assert (it.state, it.cancelled_by, it.cancelled_at) == (CANCELLED, by, A_BIT_BEFORE)
    assert (it.meeting.state, it.meeting.ended_at) == (State.CANCELLED, A_BIT_BEFORE)
    assert it.meeting in it.brought
    assert it.meeting.is_over
    assert not it.occupies


def test_when_it_is_cancelled_the_ringing_stops():
    it = standing("called in before the start")
    ringing = it.meeting.invitation

    cancelled(it, A_BIT_BEFORE, notice_seen=True)

    assert ringing.state is InvitationState.WITHDRAWN


def test_at_the_hospital_there_is_no_consultation_to_cancel():
    it = at_the_hospital()

    cancelled(it)

    assert (it.state, it.brought) == (CANCELLED, [])


@BOTH
def test_cancelling_twice_is_once(an_appointment):
    it = an_appointment()
    cancelled(it)
    before = as_it_was(it)

    cancelled(it, NINE + timedelta(days=1), CancelledBy.CLINIC)

    assert as_it_was(it) == before
    assert it.schedule_version == 2


@BOTH
def test_what_is_moved_is_the_same_appointment_at_another_time(an_appointment):
    it = an_appointment()
    before = it.columns()

    moved(it)

    now_different = {name for name, value in it.columns().items() if value != before[name]}
    assert now_different == {"starts_at", "ends_at", "schedule_version"}
    assert (it.starts_at, it.ends_at) == (THE_DAY_AFTER, THE_DAY_AFTER + timedelta(minutes=30))


def test_what_is_moved_goes_to_the_clinician_and_the_room_of_the_new_time():
    it, room = at_the_hospital(), Room(id="rom_3", clinic_id="cln_ringsted", name="Stue 3")
    service = a_service(Modality.IN_PERSON)
    slot = Slot("srv_shoulder", "cli_krag", NINE, NINE + timedelta(minutes=30), room.id)
    offer = an_offer(service=service)

    it.move(karen(), Offer(service, offer.clinician, slot, room=room), YESTERDAY)

    assert (it.clinician_id, it.room_id) == ("cli_krag", "rom_3")


@BOTH
def test_moving_brings_the_next_edition_of_the_letter_and_the_messages_of_the_new_time(
    an_appointment,
):
    it = an_appointment()

    moved(it)

    [letter] = [row for row in it.brought if isinstance(row, BookingConfirmation)]
    messages = [row for row in it.brought if isinstance(row, Message)]
    assert (letter.edition, letter.sent_at) == (2, YESTERDAY)
    assert "tirsdag 3. marts kl. 10.00–10.30" in str(letter.sections)
    kinds = {MessageKind.BOOKING_CONFIRMATION, MessageKind.REMINDER}
    assert {row.kind for row in messages} == (
        kinds | {MessageKind.VIDEO_LINK} if it.is_by_video else kinds
    )
    assert {(row.schedule_version, row.not_after) for row in messages} == {(2, THE_DAY_AFTER)}


def test_each_time_it_is_moved_the_edition_rises():
    it = by_video()

    for n in range(3):
        moved(it, to=NINE + timedelta(days=n + 1))

    letters = [row for row in it.brought if isinstance(row, BookingConfirmation)]
    assert (it.schedule_version, [letter.edition for letter in letters]) == (4, [2, 3, 4])


@BOTH
def test_moving_to_the_time_that_it_has_changes_nothing(an_appointment):
    it = an_appointment()
    before = as_it_was(it)

    moved(it, to=NINE)
    moved(it, NINE - A_MILLISECOND, to=NINE)
    moved(it, NINE + timedelta(days=1), to=NINE)

    assert as_it_was(it) == before


def test_what_was_cancelled_is_not_at_its_time_any_longer():
    it = standing("cancelled")

    assert not it.is_at(an_offer().slot)
    is_refused(moved, it, "not-booked", A_BIT_BEFORE, to=NINE)


def test_it_is_not_moved_to_a_time_of_another_service():
    it = by_video()
    before = as_it_was(it)
    knee = a_service(id="srv_knee")

    for to in (NINE, THE_DAY_AFTER):
        with pytest.raises(SlotNotOffered):
            it.move(karen(), an_offer(to, knee), YESTERDAY)

    assert as_it_was(it) == before


def test_who_pays_on_the_new_day_stands_in_the_letter_and_the_appointment():
    service = a_service(Modality.IN_PERSON, price=1250)
    it = kept(booked(service))
    it.payer = Payer.INSURANCE

    it.move(karen(), an_offer(THE_DAY_AFTER, service, payer=Payer.SELF), YESTERDAY)

    [letter] = [row for row in it.brought if isinstance(row, BookingConfirmation)]
    assert "1.250 kr. Du betaler selv." in str(letter.sections)
    assert (it.payer, it.price) == (Payer.SELF, 1250)


def test_moving_starts_the_consultation_anew():
    it = by_video()

    moved(it)

    assert it.meeting.state is State.SCHEDULED
    assert it.meeting in it.brought
    assert it.meeting.starts_at == THE_DAY_AFTER


HAS_LEFT = [name for name in SITUATIONS if name.startswith("left") and "not helped" not in name]


@pytest.mark.parametrize("situation", HAS_LEFT)
def test_whoever_left_moves_it_also_after_the_start(situation):
    for now in (stands_since(situation), NINE + timedelta(days=3)):
        it = standing(situation, now)

        moved(it, now, to=NINE + timedelta(days=7), notice_seen=True)

        assert (it.state, it.schedule_version) == (BOOKED, 2)


@pytest.mark.parametrize("situation", [name for name in HAS_LEFT if name != "left early"])
def test_whoever_had_to_leave_moves_it_without_a_notice(situation):
    """What the clinic fails at never costs the patient anything."""
    it = standing(situation)

    moved(it, stands_since(situation))

    assert it.schedule_version == 2


def test_whoever_left_early_is_told_that_it_is_late():
    it = standing("left early")

    with pytest.raises(NoticeRequired):
        moved(it, A_BIT_BEFORE)


@pytest.mark.parametrize("situation", HAS_LEFT)
def test_for_the_new_time_nobody_has_waited_or_left_yet(situation):
    it = standing(situation)

    moved(it, stands_since(situation), notice_seen=True)

    assert it.meeting.state is State.SCHEDULED
    assert (it.meeting.waiting_since, it.meeting.first_ready_at) == (None, None)
    assert (it.meeting.invitation_id, it.meeting.invitation) == (None, None)
    assert (it.meeting.left_at, it.meeting.left_reason) == (None, None)


@pytest.mark.parametrize("situation", HAS_LEFT)
def test_whoever_left_cannot_cancel_what_has_begun(situation):
    now = max(NINE, stands_since(situation))

    is_refused(cancelled, standing(situation), "begun", now, notice_seen=True)


@pytest.mark.parametrize("situation", ["left a late clinician", "left a late clinician who called"])
def test_with_a_new_time_the_promise_to_a_patient_who_left_a_late_clinician_is_kept(situation):
    it, now = standing(situation), stands_since(situation)
    promise = it.meeting.follow_up

    moved(it, now)

    assert (promise.state, promise.resolution) == (
        FollowUpState.RESOLVED,
        Resolution.NEW_APPOINTMENT,
    )
    assert (promise.resolved_by, promise.resolved_at) == ("pat_karen", now)


def test_a_promise_that_somebody_kept_already_stays_as_it_was_kept():
    it = standing("left and called up")
    promise = it.meeting.follow_up

    moved(it, minutes_after_nine(21))

    assert (promise.resolution, promise.resolved_by) == (Resolution.PHONE, "stf_sara")


def test_whoever_left_early_was_promised_nothing():
    it = standing("left early")

    moved(it, A_BIT_BEFORE, notice_seen=True)

    assert not [row for row in it.brought if isinstance(row, FollowUp)]


def test_at_the_new_time_everything_can_happen_again():
    it = standing("left a late clinician who called")
    moved(it, minutes_after_nine(20))

    it.meeting.enter(a_check(THE_DAY_AFTER), THE_DAY_AFTER)
    it.meeting.call_in(THE_DAY_AFTER)
    it.meeting.accept(it.meeting.invitation_id, THE_DAY_AFTER)

    assert it.meeting.state is State.IN_PROGRESS
    assert it.meeting.invitation.number == 2


def test_for_the_new_time_nothing_has_been_promised_yet():
    it = standing("left a late clinician")

    moved(it, minutes_after_nine(12))

    assert it.meeting.follow_up is None


def left_late(it):
    it.leave(minutes_after_nine(11))


@pytest.fixture
async def another_time(shoulder):
    whole = await Service.whole(shoulder.id)
    ends_at = THE_DAY_AFTER + timedelta(minutes=30)
    slot = Slot(whole.id, whole.clinicians[0].id, THE_DAY_AFTER, ends_at)
    return Offer(whole, whole.clinicians[0], slot)


async def write_the_move(patient, appointment_id, offer, now):
    own = await patient.appointment(appointment_id)
    own.move(patient, offer, now)
    own.step()
    return await Taking(own).write(by_karen(FakeBus()))


async def test_a_promise_that_a_new_time_keeps_is_written_as_kept(
    karen, consultation, another_time
):
    left = await put(consultation, lambda it: it.enter(a_check(NINE), NINE), left_late)
    now = minutes_after_nine(12)

    assert await write_the_move(karen, consultation.appointment_id, another_time, now)

    it = await karen.consultation(consultation.id)
    assert (it.state, it.left_at, it.version) == (State.SCHEDULED, None, left.version + 1)
    [promise] = await FollowUp.all()
    assert (promise.state, promise.resolution) == (
        FollowUpState.RESOLVED,
        Resolution.NEW_APPOINTMENT,
    )


async def test_whoever_leaves_early_at_the_new_time_comes_back_in_spite_of_the_old_promise(
    karen, consultation, another_time
):
    await put(consultation, lambda it: it.enter(a_check(NINE), NINE), left_late)
    now = minutes_after_nine(12)
    assert await write_the_move(karen, consultation.appointment_id, another_time, now)

    await put(
        consultation,
        lambda it: it.enter(a_check(THE_DAY_AFTER), THE_DAY_AFTER),
        lambda it: it.leave(THE_DAY_AFTER, even_if_not_late=True),
        lambda it: it.come_back(THE_DAY_AFTER),
    )

    assert (await karen.consultation(consultation.id)).state is State.WAITING


async def test_when_the_clinician_is_late_at_the_new_time_too_another_call_is_promised(
    karen, consultation, another_time
):
    await put(consultation, lambda it: it.enter(a_check(NINE), NINE), left_late)
    now = minutes_after_nine(12)
    assert await write_the_move(karen, consultation.appointment_id, another_time, now)

    late = THE_DAY_AFTER + timedelta(minutes=11)
    await put(
        consultation,
        lambda it: it.enter(a_check(THE_DAY_AFTER), THE_DAY_AFTER),
        lambda it: it.leave(late),
    )

    promises = await FollowUp.all().order_by("opened_at")
    assert [promise.state for promise in promises] == [FollowUpState.RESOLVED, FollowUpState.OPEN]


async def test_what_rang_when_it_was_cancelled_is_written_as_taken_back(karen, consultation):
    early = NINE - timedelta(minutes=15)
    await put(consultation, lambda it: it.enter(a_check(early), early))
    await put(consultation, lambda it: it.call_in(A_BIT_BEFORE))

    await change(
        lambda: karen.appointment(consultation.appointment_id),
        lambda it, now: it.cancel(CancelledBy.PATIENT, A_BIT_BEFORE, notice_seen=True),
        by_karen(FakeBus()),
    )

    [invitation] = await Invitation.all()
    assert (await karen.consultation(consultation.id)).state is State.CANCELLED
    assert invitation.state is InvitationState.WITHDRAWN


async def test_what_is_cancelled_is_written_with_its_consultation_and_told_to_both(
    karen, consultation, holm
):
    bus = FakeBus()

    for _ in range(2):
        await change(
            lambda: karen.appointment(consultation.appointment_id),
            lambda it, now: it.cancel(CancelledBy.PATIENT, AN_HOUR_BEFORE, notice_seen=True),
            by_karen(bus),
        )

    own = await karen.appointment(consultation.appointment_id)
    assert (own.state, own.schedule_version, own.version) == (CANCELLED, 2, 2)
    assert (own.meeting.state, own.meeting.version) == (State.CANCELLED, 2)
    [told] = bus.after
    assert set(told) == {
        f"patient:{karen.id}",
        f"queue:{holm.id}",
        f"availability:{holm.id}",
        f"consultation:{consultation.id}",
    }
