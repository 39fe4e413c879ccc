"""R22, R33–R34: the link in a text message: whose it is, what it leads to, and that it can wait."""

from datetime import timedelta

import pytest

from models import DeepLink, Modality
from models.appointment import AppointmentState
from models.consultation.states import State
from models.deep_link import Links, LinkState, hash_of
from models.refused import NotFound
from tests.cast import NINE, a_consultation
from tests.models import on_paper

A_MILLISECOND = timedelta(milliseconds=1)
LINKS = Links(b"a key", "https://online.test")
END = NINE + timedelta(minutes=30)


def test_a_token_has_128_bits_and_is_the_same_for_the_same_message():
    token = LINKS.token("msg_1")

    assert (len(token), LINKS.url("msg_1")) == (22, f"https://online.test/l/{token}")
    assert token == Links(b"a key", "https://elsewhere.test").token("msg_1")
    others = {LINKS.token("msg_2"), Links(b"another key", "https://online.test").token("msg_1")}
    assert token not in others
    assert len(others) == 2


def a_link(schedule_version=1):
    return DeepLink(schedule_version=schedule_version)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (NINE - timedelta(days=1), LinkState.TOO_EARLY),
        (NINE - timedelta(minutes=15, milliseconds=1), LinkState.TOO_EARLY),
        (NINE - timedelta(minutes=15), LinkState.OPEN),
        (NINE - timedelta(minutes=10), LinkState.OPEN),
        (END + timedelta(minutes=15), LinkState.OPEN),
        (END + timedelta(minutes=15, milliseconds=1), LinkState.ENDED),
    ],
)
def test_by_video_it_leads_to_the_start_as_soon_as_one_can_start(now, state):
    consultation = a_consultation()

    assert a_link().state(consultation.appointment, consultation, now) is state


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (NINE - timedelta(days=1), LinkState.APPOINTMENT),
        (END, LinkState.APPOINTMENT),
        (END + A_MILLISECOND, LinkState.ENDED),
    ],
)
def test_at_the_hospital_it_leads_to_the_appointment_until_it_is_over(now, state):
    appointment = on_paper.booked(on_paper.a_service(Modality.IN_PERSON))

    assert a_link().state(appointment, None, now) is state


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({"state": AppointmentState.CANCELLED}, LinkState.CANCELLED),
        ({"state": AppointmentState.FULFILLED}, LinkState.ENDED),
        ({"schedule_version": 2}, LinkState.MOVED),
    ],
)
def test_what_happened_to_the_appointment_meanwhile_is_said(changed, state):
    consultation = a_consultation()
    consultation.appointment.update_from_dict(changed)

    now = NINE - timedelta(days=1)
    assert a_link().state(consultation.appointment, consultation, now) is state


def test_the_link_of_the_old_time_starts_the_consultation_at_the_new_one():
    consultation = a_consultation()
    consultation.appointment.schedule_version = 2

    assert a_link().state(consultation.appointment, consultation, NINE) is LinkState.OPEN


@pytest.mark.parametrize(
    ("state", "leads_to"),
    [
        (State.WAITING, LinkState.OPEN),
        (State.LEFT, LinkState.OPEN),
        (State.IN_PROGRESS, LinkState.OPEN),
        (State.ENDED, LinkState.ENDED),
    ],
)
def test_whoever_left_can_come_back_until_it_has_ended(state, leads_to):
    consultation = a_consultation(state)

    assert a_link().state(consultation.appointment, consultation, NINE) is leads_to


@pytest.fixture
async def link(karen, consultation):
    return await DeepLink.create(
        token_hash=hash_of("token"),
        patient=karen,
        appointment_id=consultation.appointment_id,
        schedule_version=1,
        expires_at=END + timedelta(days=30),
    )


async def test_it_is_the_patients_own_until_it_expires(link, karen):
    last = link.expires_at - A_MILLISECOND

    assert (await karen.deep_link("token", last)).token_hash == link.token_hash
    with pytest.raises(NotFound):
        await karen.deep_link("token", link.expires_at)


@pytest.mark.parametrize("token", ["", "x", "Token", "token ", "\ud800", "\x00", "t" * 10_000])
async def test_anything_else_is_not_found(link, karen, token):
    with pytest.raises(NotFound):
        await karen.deep_link(token, NINE)


async def test_nor_is_it_by_anybody_else(link, ole):
    with pytest.raises(NotFound):
        await ole.deep_link("token", NINE)


async def test_nor_is_it_once_it_is_revoked(link, karen):
    await DeepLink.all().update(revoked_at=NINE)

    with pytest.raises(NotFound):
        await karen.deep_link("token", NINE)
