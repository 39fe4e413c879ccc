"""What comes twice is done once: idempotency keys, and rows that the database says are taken."""

import asyncio
from datetime import timedelta

import pytest

from models import (
    Appointment,
    IdempotencyKey,
    Offer,
    Patient,
    ServiceKind,
    Slot,
    TreatmentCourse,
)
from models.insert import insert_unless_taken
from models.refused import IdempotencyKeyReused
from models.transaction import in_one_transaction
from tests.cast import NINE, a_patient
from tests.models.on_paper import YESTERDAY

REQUEST = {"slot_id": "slo_1", "note": "ring"}


async def answered(actor="pat_karen", key: str | None = "a key", request=REQUEST):
    return await IdempotencyKey.answered(actor, key, request)


@pytest.fixture
async def first(db):
    """The first request with the key; it made an appointment."""
    await IdempotencyKey.of("pat_karen", "a key", REQUEST, "apt_1").save()


async def test_the_first_request_has_no_answer_yet(db):
    assert await answered() is None


async def test_the_same_key_and_the_same_body_have_the_same_answer(first):
    assert await answered() == "apt_1"
    assert await answered(request={"note": "ring", "slot_id": "slo_1"}) == "apt_1"


@pytest.mark.parametrize("other", [{}, {"slot_id": "slo_2", "note": "ring"}, {"slot_id": "slo_1"}])
async def test_the_same_key_with_another_body_is_refused(first, other):
    with pytest.raises(IdempotencyKeyReused):
        await answered(request=other)


async def test_another_key_is_another_request(first):
    assert await answered(key="another key") is None


@pytest.mark.parametrize("key", [None, ""])
async def test_without_a_key_every_request_is_the_first(first, key):
    assert await answered(key=key) is None


async def test_what_somebody_else_asked_with_that_key_is_nobodys_business(first):
    assert await answered(actor="pat_ole") is None
    assert await answered(actor="pat_ole", request={}) is None


async def test_a_row_that_is_not_taken_is_in(karen):
    course = TreatmentCourse.opened(karen.id, ServiceKind.DOCTOR, NINE)

    assert await insert_unless_taken(course)

    assert (await TreatmentCourse.get(id=course.id)).opened_at == NINE
    course.kind = ServiceKind.PSYCHOLOGIST
    await course.save()
    assert (await TreatmentCourse.get(id=course.id)).kind is ServiceKind.PSYCHOLOGIST


async def test_of_a_row_that_is_taken_nothing_is_written_and_nothing_is_broken(karen, ole):
    await Patient.filter(id=karen.id).update(cpr_lookup="karens")
    twin = Patient(name="Karen Vig", cpr_lookup="karens")

    async def body(connection):
        was_in = await insert_unless_taken(twin)
        await Patient.filter(id=ole.id).update(name="Ole Bang")
        return was_in

    assert not await in_one_transaction(body)

    assert not twin._saved_in_db
    assert await Patient.filter(cpr_lookup="karens").count() == 1
    assert (await Patient.get(id=ole.id)).name == "Ole Bang"


async def test_a_number_that_the_database_gives_is_given_by_the_database(db):
    one, other = (IdempotencyKey.of("pat_karen", key, {}, "apt_1") for key in ("one", "other"))

    assert await insert_unless_taken(one)
    assert await insert_unless_taken(other)

    ids = await IdempotencyKey.all().order_by("id").values_list("id", flat=True)
    assert len(set(ids)) == 2


async def test_of_many_who_become_the_same_patient_at_once_one_does(db):
    twins = [Patient(name="Karen Vig", cpr_lookup="karens") for _ in range(8)]

    async def become(twin):
        return await in_one_transaction(lambda connection: insert_unless_taken(twin))

    won = await asyncio.gather(*(become(twin) for twin in twins))

    assert won.count(True) == await Patient.all().count() == 1


async def test_of_many_who_want_the_same_time_one_has_it(shoulder, holm):
    """Without waiting for each other in a circle: nobody is sent away by a deadlock."""
    everybody = [await a_patient(f"Patient {number}") for number in range(8)]
    wanted = [await an_appointment(patient, shoulder, holm) for patient in everybody]

    async def book(appointment):
        return await in_one_transaction(lambda connection: insert_unless_taken(appointment))

    won = await asyncio.gather(*(book(appointment) for appointment in wanted))

    assert won.count(True) == 1
    [taken] = await Appointment.all()
    assert taken.patient_id == everybody[won.index(True)].id


async def an_appointment(patient, service, clinician):
    course = TreatmentCourse.opened(patient.id, service.kind, YESTERDAY)
    await course.save()
    slot = Slot(service.id, clinician.id, NINE, NINE + timedelta(minutes=30))
    return Appointment.booked(patient, Offer(service, clinician, slot), course, YESTERDAY)
