"""A prepared read finds what the query finds, as it is at that moment."""

import pytest
from tortoise.transactions import in_transaction

from models import Consultation, Session
from models.consultation import WITH
from models.consultation.states import State
from models.prepared import Prepared
from models.refused import NotFound
from tests.counting import counting


async def test_it_finds_what_the_query_finds(karen, consultation):
    prepared = await Consultation.of_patient(consultation.id, karen.id)
    plain = await Consultation.filter(id=consultation.id).select_related(*WITH).first()

    assert dict_of(prepared) == dict_of(plain)
    for path in WITH:
        there, here = prepared, plain
        for step in path.split("__"):
            there, here = getattr(there, step), getattr(here, step)
            assert (there and dict_of(there)) == (here and dict_of(here)), path


def dict_of(row):
    return {name: getattr(row, name) for name in row._meta.fields_db_projection}


async def test_each_time_it_reads_what_is_there_then(karen, consultation):
    assert (await Consultation.of_patient(consultation.id, karen.id)).state is State.SCHEDULED
    await Consultation.filter(id=consultation.id).update(state=State.WAITING)

    assert (await Consultation.of_patient(consultation.id, karen.id)).state is State.WAITING


async def test_another_value_is_another_question(karen, ole, consultation):
    await Consultation.of_patient(consultation.id, karen.id)

    with pytest.raises(NotFound):
        await Consultation.of_patient(consultation.id, ole.id)
    with pytest.raises(NotFound):
        await Consultation.of_patient("con_another", karen.id)


async def test_within_a_transaction_it_sees_what_that_has_written(karen, consultation):
    async with in_transaction():
        await Consultation.filter(id=consultation.id).update(state=State.WAITING)
        seen = await Consultation.of_patient(consultation.id, karen.id)

    assert seen.state is State.WAITING


async def test_its_statement_is_written_once_and_selects_nothing_twice(karen, consultation):
    with counting() as statements:
        for _ in range(2):
            await Consultation.of_patient(consultation.id, karen.id)

    first, second = statements
    assert first == second
    assert first.count('"consultation__appointment"."booked_at"') == 1


async def test_a_value_that_is_no_placeholder_stays_what_it_is(karen, db):
    ended = Prepared(lambda id: Session.filter(patient_id=id, ended_at=None, channel="WEB"))

    assert await ended(karen.id) == []
