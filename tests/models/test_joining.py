"""R34–R38: when the waiting room is open, and which check of camera and sound lets one in."""

from datetime import timedelta

import pytest

from models.consultation.states import State
from models.consultation.timing import JOIN_CLOSES_AFTER, JOIN_OPENS_BEFORE
from models.device_check import CHECK_HOLDS, CheckResult, ClientKind, PartResult
from models.message import LINK_SENT_BEFORE
from models.refused import DeviceCheckRequired, TooEarly, TooLate
from tests.cast import NINE, a_check, a_consultation

PASSED, FAILED, DENIED, MISSING = PartResult
A_MILLISECOND = timedelta(milliseconds=1)
OPENS, CLOSES = NINE - timedelta(minutes=15), NINE + timedelta(minutes=45)


def with_sound_or_picture(part, how):
    return a_check(**{part: how})


def test_the_link_in_the_text_message_always_works():
    assert JOIN_OPENS_BEFORE >= LINK_SENT_BEFORE


def test_the_waiting_room_is_open_from_fifteen_minutes_before_to_fifteen_after():
    it = a_consultation()

    assert JOIN_OPENS_BEFORE == JOIN_CLOSES_AFTER == timedelta(minutes=15)
    assert (it.join_opens_at, it.join_closes_at) == (OPENS, CLOSES)


@pytest.mark.parametrize("at", [OPENS, NINE - LINK_SENT_BEFORE, NINE, CLOSES])
def test_one_can_enter_while_it_is_open_edges_included(at):
    it = a_consultation()
    assert it.is_open(at)

    it.enter(a_check(at), at)

    assert it.state is State.WAITING


def test_a_millisecond_before_it_opens_is_too_early_and_one_is_told_when():
    it = a_consultation()
    assert not it.is_open(OPENS - A_MILLISECOND)

    with pytest.raises(TooEarly) as refusal:
        it.enter(a_check(), OPENS - A_MILLISECOND)

    assert refusal.value.opens_at == OPENS
    assert it.state is State.SCHEDULED


def test_a_millisecond_after_it_closed_is_too_late_and_one_is_told_when_it_was():
    it = a_consultation()
    assert not it.is_open(CLOSES + A_MILLISECOND)

    with pytest.raises(TooLate) as refusal:
        it.enter(a_check(CLOSES), CLOSES + A_MILLISECOND)

    assert refusal.value.closed_at == CLOSES
    assert it.state is State.SCHEDULED


def test_without_a_check_nobody_enters():
    it = a_consultation()

    with pytest.raises(DeviceCheckRequired):
        it.enter(None, NINE)

    assert it.state is State.SCHEDULED


def test_a_check_holds_for_thirty_minutes_sharp():
    it = a_consultation()
    assert timedelta(minutes=30) == CHECK_HOLDS

    it.enter(a_check(NINE - CHECK_HOLDS), NINE)

    assert it.state is State.WAITING


def test_a_check_from_a_millisecond_more_ago_has_to_be_made_again():
    it = a_consultation()

    with pytest.raises(DeviceCheckRequired):
        it.enter(a_check(NINE - CHECK_HOLDS - A_MILLISECOND), NINE)

    assert it.state is State.SCHEDULED


def test_when_everything_works_the_check_is_passed():
    check = a_check()

    assert check.result is CheckResult.PASSED
    assert check.help_key is None


@pytest.mark.parametrize("camera", [FAILED, DENIED, MISSING])
def test_without_a_picture_one_is_warned_and_may_enter(camera):
    check = a_check(camera=camera)

    assert check.result is CheckResult.PASSED_WITH_WARNINGS
    assert check.lets_in(NINE)
    assert check.help_key is not None


@pytest.mark.parametrize("part", ["microphone", "speaker"])
@pytest.mark.parametrize("how", [FAILED, DENIED, MISSING])
def test_without_sound_one_does_not_enter(part, how):
    check = with_sound_or_picture(part, how)
    it = a_consultation()

    with pytest.raises(DeviceCheckRequired):
        it.enter(check, NINE)

    assert check.result is CheckResult.FAILED


@pytest.mark.parametrize("part", ["camera", "microphone", "speaker"])
@pytest.mark.parametrize(
    ("client", "key"),
    [(ClientKind.APP, "device-help-denied-app"), (ClientKind.WEB, "device-help-denied-web")],
)
def test_whoever_refused_the_pop_up_is_told_how_to_allow_it_after_all(part, client, key):
    check = with_sound_or_picture(part, DENIED)
    check.client = client

    assert check.help_key == key


@pytest.mark.parametrize("part", ["camera", "microphone", "speaker"])
@pytest.mark.parametrize("how", [FAILED, MISSING])
def test_whoevers_equipment_does_not_work_is_told_what_to_try(part, how):
    assert with_sound_or_picture(part, how).help_key == "device-help-failed"
