"""All of a transaction happens or nothing, and faults that pass by themselves are waited out."""

import asyncio

import asyncpg
import pytest
from tortoise.exceptions import IntegrityError

from integrations.database import credentials
from models import Clinic, Clinician, Patient, Session
from models.transaction import (
    ATTEMPTS,
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
async def test_a_fault_that_passes_by_itself_is_tried_again(karen, fault):
    faults = [fault("once")] * (ATTEMPTS - 1)

    await in_one_transaction(renaming(karen, "Karen Holst", *faults))

    assert await name_of(karen) == "Karen Holst"


async def test_a_fault_that_does_not_pass_is_told_in_the_end(karen):
    faults = [asyncpg.DeadlockDetectedError("again")] * ATTEMPTS

    with pytest.raises(asyncpg.DeadlockDetectedError):
        await in_one_transaction(renaming(karen, "Karen Holst", *faults))

    assert await name_of(karen) == "Karen Vig"


async def test_a_fault_of_our_own_is_told_at_once(karen):
    tries = []

    async def body(connection):
        tries.append(1)
        await Session(token_hash="x", started_at=NINE, expires_at=NINE).save()

    with pytest.raises(IntegrityError, match="of_one_person"):
        await in_one_transaction(body)

    assert len(tries) == 1


async def test_of_two_who_wait_for_each_other_both_are_done(holm, clinic):
    """A real deadlock: each has what the other wants, and PostgreSQL sends one away."""
    each_has_one = asyncio.Barrier(2)
    tries = []

    async def rename(what, name):
        await type(what).filter(id=what.id).update(name=name)

    def body(first, second, name):
        async def both(connection):
            tries.append(name)
            await connection.execute_query("SET LOCAL deadlock_timeout = '10ms'")
            await rename(first, name)
            if len(tries) <= 2:
                await each_has_one.wait()
            await rename(second, name)

        return both

    await asyncio.gather(
        in_one_transaction(body(holm, clinic, "One")),
        in_one_transaction(body(clinic, holm, "Other")),
    )

    assert len(tries) == 3
    assert tries[2] == (await Clinician.get(id=holm.id)).name == (await Clinic.get()).name


async def test_when_the_connection_is_cut_in_the_middle_it_is_done_on_another(karen, database_url):
    tries = []

    async def body(connection):
        [[process]] = (row.values() for row in await connection.execute_query_dict(PROCESS))
        tries.append(process)
        if len(tries) == 1:
            await cut(process, database_url)
        await Patient.filter(id=karen.id).update(name="Karen Holst")

    await in_one_transaction(body)

    assert len(set(tries)) == 2
    assert await name_of(karen) == "Karen Holst"


PROCESS = "SELECT pg_backend_pid()"


async def cut(process, database_url):
    other = await asyncpg.connect(**credentials(database_url))
    # The second number is how long, in milliseconds, to wait until it is gone.
    assert await other.fetchval("SELECT pg_terminate_backend($1, 10000)", process)
    await other.close()


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
