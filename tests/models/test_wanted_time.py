"""A time that a patient wants: whether the clinic offers it, and why it could not be had."""

from datetime import timedelta

import pytest

from models import Appointment, BlockedTime, Service
from models.appointment.holding import HELD_FOR
from models.refused import NotFound, OverlapsYourOwn, SlotNotOffered, SlotTaken
from models.wanted_time import offered_to, refuse_if_taken
from tests.cast import NINE, booked, opening
from tests.models.conftest import offer_of
from tests.models.on_paper import YESTERDAY

HALF_PAST = NINE + timedelta(minutes=30)
OWN = "apt_that_was_not_written"


@pytest.fixture
async def video(shoulder, holm):
    await opening(holm)
    return await Service.whole(shoulder.id)


@pytest.fixture
async def visit(knee):
    return await Service.whole(knee.id)


async def test_a_time_that_the_clinic_offers_comes_with_what_it_is(karen, video, holm):
    wanted = offer_of(video, holm).slot

    offer = await offered_to(karen, wanted.id, YESTERDAY)

    assert (offer.slot, offer.service, offer.clinician) == (wanted, video, holm)


@pytest.mark.parametrize("minutes", [5, 12 * 60], ids=["between two", "at night"])
async def test_what_is_none_of_the_clinics_times_is_not_offered(karen, video, holm, minutes):
    with pytest.raises(SlotNotOffered):
        await offered_to(karen, offer_of(video, holm, minutes).slot.id, YESTERDAY)


async def test_a_time_that_is_past_is_not_offered(karen, video, holm):
    with pytest.raises(SlotNotOffered):
        await offered_to(karen, offer_of(video, holm).slot.id, NINE)


async def test_a_time_with_somebody_who_does_not_do_this_is_not_offered(karen, video, krag):
    with pytest.raises(SlotNotOffered):
        await offered_to(karen, offer_of(video, krag).slot.id, YESTERDAY)


async def test_what_is_no_time_at_all_is_not_there(karen):
    with pytest.raises(NotFound):
        await offered_to(karen, "slo_x", YESTERDAY)


async def test_where_nothing_is_in_the_way_any_longer_one_may_try_again(karen, video, holm):
    await refuse_if_taken(karen, OWN, offer_of(video, holm), YESTERDAY)


async def test_somebody_else_was_faster_and_these_are_the_times_around(karen, ole, video, holm):
    await booked(ole, video, holm, NINE, YESTERDAY)

    with pytest.raises(SlotTaken) as refusal:
        await refuse_if_taken(karen, OWN, offer_of(video, holm), YESTERDAY)

    alternatives = [slot.starts_at for slot in refusal.value.alternatives]
    assert len(alternatives) == 3
    assert NINE not in alternatives
    assert HALF_PAST in alternatives


async def test_a_hold_of_anothers_is_in_the_way_as_long_as_it_lasts(karen, ole, video, holm):
    offer = offer_of(video, holm)
    hold = Appointment.held(ole, video, offer.slot, YESTERDAY)
    await hold.save()

    with pytest.raises(SlotTaken):
        await refuse_if_taken(karen, OWN, offer, YESTERDAY)

    await refuse_if_taken(karen, OWN, offer, YESTERDAY + HELD_FOR)


async def test_in_the_same_room_with_somebody_else_is_taken_too(
    karen, ole, video, visit, holm, krag, room
):
    other = offer_of(visit, krag, room=room)
    hold = Appointment.held(ole, visit, other.slot, YESTERDAY)
    await hold.save()

    with pytest.raises(SlotTaken):
        await refuse_if_taken(karen, OWN, offer_of(visit, holm, room=room), YESTERDAY)

    await refuse_if_taken(karen, OWN, offer_of(video, holm), YESTERDAY)


async def test_what_is_the_patients_own_is_said_with_what_it_is(karen, video, holm, krag):
    own = await booked(karen, video, krag, NINE, YESTERDAY)

    with pytest.raises(OverlapsYourOwn) as refusal:
        await refuse_if_taken(karen, OWN, offer_of(video, holm), YESTERDAY)

    assert refusal.value.appointment.id == own.id
    await refuse_if_taken(karen, own.id, offer_of(video, holm), YESTERDAY)


async def test_a_time_that_the_clinician_has_blocked_is_no_longer_offered(karen, video, holm):
    offer = offer_of(video, holm)
    block = BlockedTime.of(holm.id, NINE, HALF_PAST, "Møde", "stf_holm")
    await block.save()

    with pytest.raises(SlotNotOffered):
        await refuse_if_taken(karen, OWN, offer, YESTERDAY)
