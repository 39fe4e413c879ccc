"""Anything of the asker's own by its id: what is not theirs is not there."""

import pytest

from models import BookingConfirmation

NODE = """
  query ($id: ID!) {
    node(id: $id) {
      __typename id
      ... on Appointment { startsAt }
      ... on Consultation { version mayLeave }
      ... on BookingConfirmation { title }
    }
  }
"""


@pytest.fixture
async def own(consultation):
    """All that Karen can reach by an id."""
    confirmation = await BookingConfirmation.get(appointment_id=consultation.appointment_id)
    return {
        "Appointment": consultation.appointment_id,
        "Consultation": consultation.id,
        "BookingConfirmation": confirmation.id,
    }


@pytest.mark.parametrize("kind", ["Appointment", "Consultation", "BookingConfirmation"])
async def test_ones_own_by_its_id(app_of, karen, own, kind):
    answer = await (await app_of(karen)).asks(NODE, id=own[kind])

    assert (answer["__typename"], answer["id"]) == (kind, own[kind])


@pytest.mark.parametrize("kind", ["Appointment", "Consultation", "BookingConfirmation"])
async def test_another_patients_is_as_if_it_were_not_there(app_of, karen, ole, own, kind):
    assert await (await app_of(karen)).asks(NODE, id=own[kind]) is not None

    assert await (await app_of(ole)).asks(NODE, id=own[kind]) is None


async def test_an_id_with_another_prefix_leads_nowhere(app_of, karen, own):
    """The prefix says where to look; it opens nothing by itself."""
    app = await app_of(karen)
    bare = own["Appointment"].removeprefix("apt_")

    for id in (f"con_{bare}", f"cfm_{bare}", f"pat_{bare}", bare, "", "_", "apt_", "apt"):
        assert await app.asks(NODE, id=id) is None


async def test_not_even_oneself_the_clinic_or_staff(app_of, karen, consultation, dr_holm, clinic):
    app = await app_of(karen)

    for thing in (karen, dr_holm, clinic, dr_holm.clinician):
        assert await app.asks(NODE, id=thing.id) is None


@pytest.mark.parametrize("kind", ["Appointment", "Consultation", "BookingConfirmation"])
async def test_staff_and_nobody_find_nothing_here(app_of, dr_holm, own, kind):
    for outsider in (dr_holm, None):
        assert await (await app_of(outsider)).refused(NODE, id=own[kind]) == "NOT_SIGNED_IN"
