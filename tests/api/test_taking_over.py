"""X32: a colleague takes a patient over; the database decides whether the colleague is free."""

import asyncio
from contextlib import aclosing
from datetime import timedelta

import pytest

from models import Appointment, AuditEvent, BlockedTime, Clinician, Consultation
from models.consultation.states import State
from tests.cast import NINE, a_staff_member, booked, put

TAKE_OVER = """
  mutation ($id: ID!) {
    takeOver(input: { consultationId: $id }) {
      __typename
      ... on Consultation { state version }
      ... on OverlapsAnother { appointment { id } }
      ... on NotPossibleNow { state }
      ... on Error { code message }
    }
  }
"""
QUEUE = "subscription { clinicianQueue { entries { consultation { id } } } }"
ROOM = """
  subscription ($id: ID!) { waitingRoom(consultationId: $id) { version clinician { name } } }
"""


@pytest.fixture
async def krag(dr_krag, shoulder):
    """He offers the same service."""
    krag = await Clinician.get(id=dr_krag.clinician_id)
    await shoulder.clinicians.add(krag)
    return krag


async def test_from_then_on_the_patient_is_the_colleagues(
    app_of, karen, dr_holm, dr_krag, krag, waiting
):
    mine, holms, krags = [await app_of(who) for who in (karen, dr_holm, dr_krag)]
    async with (
        aclosing(await mine.follows(ROOM, id=waiting.id)) as room,
        aclosing(await holms.follows(QUEUE)) as former,
        aclosing(await krags.follows(QUEUE)) as new,
    ):
        before = (await anext(room)).data["waitingRoom"]
        assert (await anext(former)).data["clinicianQueue"]["entries"]
        assert not (await anext(new)).data["clinicianQueue"]["entries"]

        answer = await krags.asks(TAKE_OVER, id=waiting.id)

        after = (await anext(room)).data["waitingRoom"]
        assert not (await anext(former)).data["clinicianQueue"]["entries"]
        assert (await anext(new)).data["clinicianQueue"]["entries"]

    assert answer == {
        "__typename": "Consultation",
        "state": "WAITING",
        "version": waiting.version + 1,
    }
    assert before["clinician"] == {"name": "Dr. Mette Holm"}
    assert after == {"clinician": {"name": "Jens Krag"}, "version": answer["version"]}
    event = await AuditEvent.get(action="take_over")
    assert (event.actor, event.subject) == (dr_krag.id, waiting.id)


async def test_taking_over_what_is_ones_own_changes_nothing(app_of, dr_holm, waiting):
    answer = await (await app_of(dr_holm)).asks(TAKE_OVER, id=waiting.id)

    assert (answer["__typename"], answer["version"]) == ("Consultation", waiting.version)


async def test_that_the_former_was_ready_is_not_inherited(
    app_of, dr_holm, dr_krag, krag, consultation
):
    await put(consultation, lambda it: it.call_in(NINE))

    await (await app_of(dr_krag)).asks(TAKE_OVER, id=consultation.id)

    it = await Consultation.get(id=consultation.id)
    assert (it.clinician_ready_at, it.first_ready_at) == (None, None)


@pytest.mark.parametrize("state", [State.CLINICIAN_READY, State.IN_PROGRESS, State.ENDED])
async def test_what_rings_goes_on_or_is_over_is_not_taken_over(
    app_of, dr_krag, krag, brought_to, state
):
    it = await brought_to(state)

    answer = await (await app_of(dr_krag)).asks(TAKE_OVER, id=it.id)

    assert (answer["__typename"], answer["state"]) == ("NotPossibleNow", state.value)


async def test_who_has_another_patient_then_is_told_which(
    app_of, dr_krag, krag, ole, shoulder, waiting
):
    theirs = await booked(ole, shoulder, krag, NINE + timedelta(minutes=15), NINE)

    answer = await (await app_of(dr_krag)).asks(TAKE_OVER, id=waiting.id)

    assert answer == {
        "__typename": "OverlapsAnother",
        "appointment": {"id": theirs.id},
        "code": "OVERLAPS_ANOTHER",
        "message": "Behandleren er optaget på det tidspunkt.",
    }


@pytest.mark.parametrize("minutes", [-30, 30])
async def test_another_patient_right_before_or_after_is_not_in_the_way(
    app_of, dr_krag, krag, ole, shoulder, waiting, minutes
):
    await booked(ole, shoulder, krag, NINE + timedelta(minutes=minutes), NINE)

    answer = await (await app_of(dr_krag)).asks(TAKE_OVER, id=waiting.id)

    assert answer["__typename"] == "Consultation"


async def test_who_has_blocked_the_time_is_not_free(app_of, dr_krag, krag, waiting):
    ends_at = NINE + timedelta(hours=1)
    await BlockedTime.of(krag.id, NINE, ends_at, "Møde", dr_krag.id).save()

    answer = await (await app_of(dr_krag)).asks(TAKE_OVER, id=waiting.id)

    assert (answer["__typename"], answer["appointment"]) == ("OverlapsAnother", None)


async def test_a_time_kept_for_a_deciding_patient_is_not_free(
    app_of, dr_krag, krag, ole, shoulder, waiting
):
    held = await booked(ole, shoulder, krag, NINE, NINE)
    await Appointment.filter(id=held.id).update(state="HELD", held_until=NINE)

    answer = await (await app_of(dr_krag)).asks(TAKE_OVER, id=waiting.id)

    assert (answer["__typename"], answer["appointment"]) == ("OverlapsAnother", None)


async def test_whoever_does_not_offer_that_service_finds_nothing(
    app_of, dr_krag, sara, karen, waiting
):
    for outsider in (dr_krag, sara):
        assert await (await app_of(outsider)).refused(TAKE_OVER, id=waiting.id) == "NOT_FOUND"
    assert await (await app_of(dr_krag)).refused(TAKE_OVER, id="con_unknown") == "NOT_FOUND"
    assert await (await app_of(karen)).refused(TAKE_OVER, id=waiting.id) == "NOT_SIGNED_IN"


async def test_of_two_patients_at_one_time_a_colleague_gets_one(
    app_of, dr_krag, krag, ole, shoulder, clinic, waiting
):
    """Both reach for it while the colleague is free: the constraint on the clinician decides."""
    berg = await Clinician.create(name="Bo Berg", title="læge", authorisation_id="0A1B9")
    await shoulder.clinicians.add(berg)
    other = await booked(ole, shoulder, berg, NINE, NINE)
    oles = await Consultation.get(appointment_id=other.id)
    app = await app_of(dr_krag)

    answers = await asyncio.gather(*(app.asks(TAKE_OVER, id=id) for id in (waiting.id, oles.id)))

    kinds = sorted(answer["__typename"] for answer in answers)
    assert kinds == ["Consultation", "OverlapsAnother"]
    assert await Appointment.filter(clinician_id=krag.id).count() == 1


async def test_of_two_colleagues_who_take_a_patient_the_last_has_it(
    app_of, dr_krag, krag, shoulder, waiting
):
    berg = await Clinician.create(name="Bo Berg", title="læge", authorisation_id="0A1B9")
    await shoulder.clinicians.add(berg)
    apps = [await app_of(who) for who in (dr_krag, await a_staff_member("berg", berg))]

    answers = await asyncio.gather(*(app.asks(TAKE_OVER, id=waiting.id) for app in apps))

    assert [answer["__typename"] for answer in answers] == ["Consultation"] * 2
    last = max(range(2), key=lambda number: answers[number]["version"])
    owner = (await Appointment.get(id=waiting.appointment_id)).clinician_id
    assert owner == (krag.id, berg.id)[last]
