"""All of a transaction happens or nothing, and a caller who goes away changes nothing of it."""

import asyncio

import pytest
from tortoise.exceptions import IntegrityError

from models import Patient, Session
from models.transaction import (
    PASSING_FAULTS,
    Undo,
    all_finished,
    in_one_transaction,
)
from tests.cast import NINE


def renaming(patient, name, *faults):
    """Renames, and then fails as often as there are faults."""
    to_come = list(faults)

    async def body(connection):
        await Patient.filter(id=patient.id).update(name=name)
        if to_come:
            raise to_come.pop(0)
        return name

    return body


async def name_of(patient):
    return (await Patient.get(id=patient.id)).name


async def test_a_transaction_answers_what_its_body_answers(karen):
    assert await in_one_transaction(renaming(karen, "Karen Holst")) == "Karen Holst"

    assert await name_of(karen) == "Karen Holst"


async def test_what_is_undone_never_happened(karen):
    with pytest.raises(Undo):
        await in_one_transaction(renaming(karen, "Karen Holst", Undo()))

    assert await name_of(karen) == "Karen Vig"


@pytest.mark.parametrize("fault", PASSING_FAULTS)
async def test_a_fault_that_passes_by_itself_is_told_and_nothing_is_kept(karen, fault):
    """Whoever still wants it begins again with reading: what was being saved is used up."""
    with pytest.raises(fault):
        await in_one_transaction(renaming(karen, "Karen Holst", fault("once")))

    assert await name_of(karen) == "Karen Vig"


async def test_a_fault_of_our_own_is_told_at_once(karen):
    tries = []

    async def body(connection):
        tries.append(1)
        await Session(token_hash="x", started_at=NINE, active_at=NINE, expires_at=NINE).save()

    with pytest.raises(IntegrityError, match="of_one_person"):
        await in_one_transaction(body)

    assert len(tries) == 1


async def test_whoever_asked_may_go_away_and_the_transaction_is_finished(karen):
    begun, may_go_on = asyncio.Event(), asyncio.Event()

    async def body(connection):
        await Patient.filter(id=karen.id).update(name="Karen Holst")
        begun.set()
        await may_go_on.wait()

    asking = asyncio.create_task(in_one_transaction(body))
    await begun.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    may_go_on.set()
    await all_finished()

    assert await name_of(karen) == "Karen Holst"


async def test_when_nothing_runs_there_is_nothing_to_wait_for():
    await all_finished()
