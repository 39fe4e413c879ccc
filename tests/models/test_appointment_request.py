"""R20: "når du har fået en tid": a patient asks for a time, and is given one, or told why not."""

import pytest

from models import AppointmentRequest, RequestState
from models.appointment_request import LONGEST_TEXT
from models.refused import InvalidInput, NotFound, RequestClosed
from tests.cast import NINE
from tests.models.on_paper import booked

OPEN, ALLOCATED = RequestState.OPEN, RequestState.ALLOCATED
DECLINED, WITHDRAWN = RequestState.DECLINED, RequestState.WITHDRAWN
REASON = "Vi har desværre ingen tider til det."


def asked(wishes=None):
    return AppointmentRequest.made("pat_karen", "srv_shoulder", wishes, NINE)


def in_state(state):
    request = asked()
    request.state = state
    return request


def test_a_patient_who_asks_for_a_time_waits_for_one():
    request = asked("Helst om formiddagen")

    assert (request.patient_id, request.service_id) == ("pat_karen", "srv_shoulder")
    assert (request.state, request.wishes, request.requested_at) == (
        OPEN,
        "Helst om formiddagen",
        NINE,
    )
    assert (request.closed_at, request.closed_by, request.reason) == (None, None, None)


@pytest.mark.parametrize(
    ("wishes", "kept"),
    [
        (None, None),
        ("", None),
        (" \n ", None),
        ("  om\n mandagen ", "om mandagen"),
        ("x" * 500, "x" * 500),
        (" " + "x" * 500 + " ", "x" * 500),
    ],
    ids=["nothing", "empty", "blank", "in two lines", "as long as may be", "and blanks around it"],
)
def test_a_patient_may_say_when_it_suits(wishes, kept):
    assert LONGEST_TEXT == 500
    assert asked(wishes).wishes == kept


@pytest.mark.parametrize("wishes", ["x" * 501, "om \x00 mandagen"], ids=["too long", "no text"])
def test_wishes_that_are_too_long_or_no_text_are_refused(wishes):
    with pytest.raises(InvalidInput) as refusal:
        asked(wishes)

    assert (refusal.value.field, refusal.value.problem) == ("wishes", "text")


ACTS = {
    "allocate": lambda it: it.allocate(booked(), "stf_sara", NINE),
    "decline": lambda it: it.decline(REASON, "stf_sara", NINE),
    "withdraw": lambda it: it.withdraw(NINE),
}
GOES = {"allocate": ALLOCATED, "decline": DECLINED, "withdraw": WITHDRAWN}
SILENTLY = {("withdraw", WITHDRAWN)}
"""Withdrawing twice is once."""


@pytest.mark.parametrize("state", RequestState)
@pytest.mark.parametrize("act", ACTS)
def test_a_request_is_closed_once(act, state):
    request = in_state(state)
    before = request.columns()

    if state is OPEN:
        ACTS[act](request)
        assert (request.state, request.closed_at) == (GOES[act], NINE)
    elif (act, state) in SILENTLY:
        ACTS[act](request)
        assert request.columns() == before
    else:
        with pytest.raises(RequestClosed) as refusal:
            ACTS[act](request)
        assert refusal.value.state is state
        assert request.columns() == before


def test_a_patient_who_is_given_a_time_finds_it_in_the_request():
    request, appointment = asked(), booked()

    request.allocate(appointment, "stf_sara", NINE)

    assert (request.appointment_id, request.closed_by) == (appointment.id, "stf_sara")


def test_a_patient_who_is_given_no_time_is_told_why():
    request = asked()

    request.decline(f"  {REASON}\n", "stf_sara", NINE)

    assert (request.reason, request.closed_by) == (REASON, "stf_sara")
    assert request.appointment_id is None


@pytest.mark.parametrize(
    "reason", ["", "  ", "x" * 501, "\x00"], ids=["none", "blank", "too long", "no text"]
)
def test_nobody_is_declined_without_a_reason_that_can_be_read(reason):
    request = asked()
    before = request.columns()

    with pytest.raises(InvalidInput) as refusal:
        request.decline(reason, "stf_sara", NINE)

    assert (refusal.value.field, refusal.value.problem) == ("reason", "text")
    assert request.columns() == before


def test_whoever_withdraws_closes_it_themselves():
    request = asked()

    request.withdraw(NINE)

    assert request.closed_by == "pat_karen"


@pytest.mark.parametrize("state", RequestState)
def test_only_an_open_request_can_be_worked_on(state):
    request = in_state(state)

    if state is OPEN:
        request.check_open()
    else:
        with pytest.raises(RequestClosed):
            request.check_open()


def test_it_is_told_to_the_patient_and_to_all_who_find_times():
    assert asked().topics == ["patient:pat_karen", "requests:all"]


@pytest.fixture
async def karens_request(karen, shoulder):
    request = AppointmentRequest.made(karen.id, shoulder.id, None, NINE)
    await request.save()
    return request


async def test_a_patient_finds_their_own_request_and_nobody_elses(karen, ole, karens_request):
    found = await karen.request(karens_request.id)

    assert found.service.clinic.name == "Aleris Ringsted"
    with pytest.raises(NotFound):
        await ole.request(karens_request.id)


async def test_whoever_coordinates_finds_everybodys(sara, karens_request):
    found = await sara.request(karens_request.id)

    assert found.patient.name == "Karen Vig"
    with pytest.raises(NotFound):
        await sara.request("req_0123456789abcdef01234567")


@pytest.mark.parametrize("state", RequestState)
async def test_a_patient_waits_for_a_time_while_the_request_is_open(karen, karens_request, state):
    await AppointmentRequest.filter(id=karens_request.id).update(state=state)

    waiting = await karen.open_request(karens_request.service_id)

    assert (waiting is not None) is (state is OPEN)


async def test_waiting_is_for_one_service_and_of_one_patient(karen, ole, knee, karens_request):
    assert await karen.open_request(knee.id) is None
    assert await ole.open_request(karens_request.service_id) is None
