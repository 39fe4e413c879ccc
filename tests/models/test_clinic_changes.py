"""AP4–AP7: what the clinic may do with an appointment, when, and what the patient is told."""

from datetime import timedelta

import pytest

from models import AppointmentState, Message, MessageKind, Modality
from models.appointment import CancelledBy
from models.appointment.actions import Action, allowed_to_clinic
from models.consultation.states import State
from models.follow_up import Resolution
from models.message import SkipReason
from models.patient_settings import Settings
from models.refused import ActionNotAllowed, AttendanceNotRecorded, InvalidInput, SlotNotOffered
from tests.cast import NINE
from tests.models.on_paper import YESTERDAY, a_service, an_offer, booked, held, karen, kept
from tests.models.situations import minutes_after_nine, standing, stands_since

A_MILLISECOND = timedelta(milliseconds=1)
THE_DAY_AFTER = NINE + timedelta(days=1)
LATER = NINE + timedelta(hours=3)
PHONE = "+4520123456"


def at_the_hospital():
    return kept(booked(a_service(Modality.IN_PERSON)))


def moved_by_clinic(it, now, service=None):
    it.move(karen(), an_offer(THE_DAY_AFTER, service or a_service(it.modality)), now, staff_id="s")


def cancelled_by_clinic(it, now, reason="Behandleren er syg"):
    it.cancel_by_clinic(reason, now)


ACTS = pytest.mark.parametrize("act", [moved_by_clinic, cancelled_by_clinic])


def told(it):
    return [row for row in it.brought if isinstance(row, Message)]


@ACTS
@pytest.mark.parametrize("now", [YESTERDAY, NINE - A_MILLISECOND, NINE, LATER])
@pytest.mark.parametrize("an_appointment", [at_the_hospital, lambda: standing("booked")])
def test_the_clinic_moves_and_cancels_at_any_time_and_sees_no_notice(an_appointment, act, now):
    it = an_appointment()

    act(it, now)

    assert it.schedule_version == 2


@ACTS
@pytest.mark.parametrize("situation", ["in conversation", "in conversation early"])
def test_but_not_once_they_talk(act, situation):
    it = standing(situation)
    before = it.columns()

    with pytest.raises(ActionNotAllowed) as refusal:
        act(it, stands_since(situation))

    assert refusal.value.problem == "patient-is-there"
    assert it.columns() == before


@pytest.mark.parametrize("situation", ["waiting", "called in late"])
def test_a_patient_who_waits_is_not_moved_and_may_be_told_that_it_is_cancelled(situation):
    now = minutes_after_nine(12)
    with pytest.raises(ActionNotAllowed):
        moved_by_clinic(standing(situation), now)
    it = standing(situation)

    cancelled_by_clinic(it, now)

    assert it.meeting.state is State.CANCELLED


@ACTS
def test_what_is_over_is_neither_moved_nor_cancelled(act):
    with pytest.raises(ActionNotAllowed, match="not-booked"):
        act(standing("ended"), LATER)


def test_to_another_service_it_is_not_moved():
    with pytest.raises(SlotNotOffered):
        moved_by_clinic(at_the_hospital(), YESTERDAY, a_service(Modality.IN_PERSON, id="srv_knee"))


def test_whoever_left_a_late_clinician_is_helped_by_whoever_moved_it():
    it = standing("left a late clinician")
    promise = it.meeting.follow_up

    it.move(karen(), an_offer(THE_DAY_AFTER), LATER, staff_id="stf_sara")

    assert (promise.resolution, promise.resolved_by) == (Resolution.NEW_APPOINTMENT, "stf_sara")


def test_why_it_is_cancelled_is_kept_for_the_patient_to_read():
    it = at_the_hospital()

    it.cancel_by_clinic("  Behandleren\ner syg ", YESTERDAY)

    assert (it.state, it.cancelled_by) == (AppointmentState.CANCELLED, CancelledBy.CLINIC)
    assert it.cancel_reason == "Behandleren er syg"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301, "a\x1bb"])
def test_without_a_reason_it_is_not_cancelled(reason):
    it = at_the_hospital()

    with pytest.raises(InvalidInput):
        it.cancel_by_clinic(reason, YESTERDAY)

    assert it.is_booked


def test_cancelling_twice_is_once_and_the_first_reason_stays():
    it = at_the_hospital()
    it.cancel_by_clinic("Sygdom", YESTERDAY)
    it.cancel_by_clinic("Ombygning", NINE)

    assert (it.cancel_reason, it.cancelled_at, len(told(it))) == ("Sygdom", YESTERDAY, 1)


def test_whoever_cancels_oneself_is_told_nothing():
    it = at_the_hospital()

    it.cancel(CancelledBy.PATIENT, YESTERDAY)

    assert (it.cancel_reason, told(it)) == (None, [])


@pytest.mark.parametrize(
    ("now", "not_after"),
    [
        (YESTERDAY, NINE),
        (NINE - timedelta(minutes=5), NINE + timedelta(minutes=55)),
        (LATER, LATER + timedelta(hours=1)),
    ],
)
def test_that_it_is_cancelled_is_told_at_once_also_when_it_has_begun(now, not_after):
    it = at_the_hospital()
    it.cancel_by_clinic("Sygdom", now)

    [message] = told(it)

    assert (message.kind, message.due_at) == (MessageKind.CANCELLED, now)
    assert (message.schedule_version, message.not_after) == (2, not_after)
    assert message.skip_reason(it, PHONE, True, now) is None
    assert message.skip_reason(it, None, True, now) is SkipReason.NO_PHONE
    assert message.skip_reason(it, PHONE, True, not_after) is SkipReason.TOO_LATE


def test_that_it_is_cancelled_is_told_only_while_it_is():
    it = at_the_hospital()
    it.cancel_by_clinic("Sygdom", YESTERDAY)
    [message] = told(it)

    it.state = AppointmentState.BOOKED

    reason = message.skip_reason(it, PHONE, True, YESTERDAY)
    assert reason is SkipReason.APPOINTMENT_CHANGED


def test_no_choice_turns_it_off():
    wishes = Settings(sms_confirmation=False, sms_reminder=False, sms_video_link=False)

    assert [kind for kind in MessageKind if wishes.wants(kind)] == [MessageKind.CANCELLED]


def test_from_the_start_on_reception_says_whether_the_patient_came():
    it = at_the_hospital()
    with pytest.raises(AttendanceNotRecorded, match="not-begun"):
        it.record_attendance(True, NINE - A_MILLISECOND)

    stood = []
    for came in (True, False, False, True):
        it.record_attendance(came, NINE)
        stood.append(it.state)
    assert stood == ["FULFILLED", "NO_SHOW", "NO_SHOW", "FULFILLED"]


def may(it, now):
    return {one.action: one.why_not for one in allowed_to_clinic(it, now)}


def test_what_a_button_of_staffs_promises_holds():
    it = at_the_hospital()
    assert may(it, NINE - A_MILLISECOND) == {
        Action.MOVE: None,
        Action.CANCEL: None,
        Action.RECORD_ATTENDANCE: "not-begun",
    }
    assert [one.allowed_from for one in allowed_to_clinic(it, YESTERDAY)] == [None, None, NINE]
    assert set(may(it, NINE).values()) == {None}

    it.record_attendance(False, NINE)

    # What was said is not moved or cancelled any more, and may be corrected.
    assert may(it, NINE) == {
        Action.MOVE: "not-booked",
        Action.CANCEL: "not-booked",
        Action.RECORD_ATTENDANCE: None,
    }


def test_a_patient_who_waits_is_one_to_cancel_and_not_to_move():
    assert may(standing("waiting"), minutes_after_nine(12)) == {
        Action.MOVE: "patient-is-there",
        Action.CANCEL: None,
        Action.RECORD_ATTENDANCE: "by-video",
    }


def test_by_video_the_clinician_says_how_it_went():
    with pytest.raises(AttendanceNotRecorded, match="by-video"):
        standing("booked").record_attendance(True, LATER)


def test_to_what_was_cancelled_or_only_held_nobody_came():
    off, only_held = at_the_hospital(), held(a_service(Modality.IN_PERSON))
    off.cancel_by_clinic("Sygdom", YESTERDAY)

    for it in (off, only_held):
        with pytest.raises(AttendanceNotRecorded, match="not-booked"):
            it.record_attendance(True, LATER)
