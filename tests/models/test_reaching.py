"""Everything of a patient's is reached through the patient, or through staff who may."""

from datetime import timedelta

import pytest

from models import BookingConfirmation
from models.consultation.states import State
from models.follow_up import FollowUpReason
from models.invitation import InvitationState
from models.refused import NotFound
from tests.cast import NINE, a_check, put

UNKNOWN = ["", "con_0123456789abcdef01234567", "' OR 1=1 --", "æøå", "x" * 32]


def entered(it):
    it.enter(a_check(NINE), NINE)


def left(it):
    it.leave(NINE + timedelta(minutes=11))


@pytest.fixture
async def things(karen, consultation):
    """Karen's, one of each kind, by the name of the way to it."""
    it = await put(consultation, entered, left)
    confirmation = await BookingConfirmation.get(patient_id=karen.id)
    assert it.follow_up is not None
    return {
        "appointment": it.appointment_id,
        "consultation": it.id,
        "confirmation": confirmation.id,
        "follow_up": it.follow_up.id,
    }


WAYS = ["appointment", "consultation", "confirmation", "follow_up"]


@pytest.mark.parametrize("way", WAYS)
async def test_a_patient_reaches_what_is_the_patients_own(karen, things, way):
    found = await getattr(karen, way)(things[way])

    assert found.id == things[way]


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_another_patients_is_not_found(karen, ole, things, way):
    assert ole.id != karen.id

    with pytest.raises(NotFound):
        await getattr(ole, way)(things[way])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("id", UNKNOWN)
async def test_what_is_not_there_is_not_found_either(karen, things, way, id):
    with pytest.raises(NotFound):
        await getattr(karen, way)(id)


async def test_a_patients_contact_and_settings_are_the_patients(karen, ole):
    assert (await karen.contact_details()).patient_id == karen.id
    assert (await ole.own_settings()).patient_id == ole.id


async def test_an_appointment_comes_with_its_clinician_its_service_and_its_place(
    karen, consultation
):
    found = await karen.appointment(consultation.appointment_id)

    assert found.clinician.name == "Dr. Mette Holm"
    assert found.service.clinic.name == "Aleris Ringsted"
    assert found.location is None


async def test_a_clinician_reaches_the_consultations_of_the_clinicians_own_patients(
    dr_holm, consultation
):
    found = await dr_holm.consultation(consultation.id)

    assert found.appointment.patient.name == "Karen Vig"


async def test_what_is_another_clinicians_is_not_found(dr_krag, holm, consultation):
    assert consultation.appointment.clinician_id == holm.id != dr_krag.clinician_id

    with pytest.raises(NotFound):
        await dr_krag.consultation(consultation.id)


async def test_a_coordinator_treats_nobody(sara, consultation):
    with pytest.raises(NotFound):
        await sara.consultation(consultation.id)


async def test_everybody_in_the_house_may_keep_a_promise(dr_krag, sara, things, consultation):
    for staff in (dr_krag, sara):
        promise = await staff.follow_up(things["follow_up"])

        assert promise.consultation.appointment.id == consultation.appointment_id


@pytest.mark.parametrize("id", UNKNOWN)
async def test_a_promise_that_was_never_made_is_not_found(sara, db, id):
    with pytest.raises(NotFound):
        await sara.follow_up(id)


async def test_a_consultation_comes_with_its_newest_invitation(karen, consultation):
    it = await put(
        consultation,
        entered,
        lambda it: it.call_in(NINE),
        lambda it: it.withdraw_call(NINE),
        lambda it: it.call_in(NINE),
    )

    found = await karen.consultation(it.id)

    assert found.state is State.CLINICIAN_READY
    assert (found.invitation.id, found.invitation.number) == (found.invitation_id, 2)
    assert found.invitation.state is InvitationState.PENDING


async def test_a_consultation_that_was_left_comes_with_the_promise(karen, things):
    found = await karen.consultation(things["consultation"])

    assert found.follow_up is not None
    assert (found.follow_up.id, found.follow_up.reason) == (
        things["follow_up"],
        FollowUpReason.DELAY,
    )


async def test_a_promise_taken_back_is_no_longer_there(karen, consultation):
    it = await put(consultation, entered, left, lambda it: it.come_back(NINE))

    found = await karen.consultation(it.id)

    assert (found.follow_up, await found.newest_follow_up()) == (None, None)


async def test_whoever_leaves_twice_has_one_promise_the_newer(karen, consultation):
    it = await put(
        consultation,
        entered,
        left,
        lambda it: it.come_back(NINE + timedelta(minutes=12)),
        lambda it: it.leave(NINE + timedelta(minutes=13)),
    )

    found = await karen.consultation(it.id)

    assert found.follow_up is not None
    assert found.follow_up.opened_at == NINE + timedelta(minutes=13)
