"""A change that the database, or whoever asked for it, leaves in the middle."""

import asyncio

import asyncpg
import pytest

from models import ServiceKind, TreatmentCourse
from models.change import change, write
from models.refused import NotFound
from models.transaction import all_finished
from tests.cast import NINE
from tests.models.fakes import FakeBus, by_karen


class FailsOnce(FakeBus):
    """At the very end of the transaction, a deadlock: PostgreSQL takes everything back."""

    async def tell_within(self, connection, topics):
        if not self.reached.is_set():
            self.reached.set()
            raise asyncpg.DeadlockDetectedError("once")
        await super().tell_within(connection, topics)


def quieter(own, now):
    own.choose({"sound": False})


async def test_a_deadlock_in_the_middle_of_a_change_is_waited_out(karen):
    await change(karen.own_settings, quieter, by_karen(FailsOnce()))

    assert not (await karen.own_settings()).sound


async def test_what_a_deadlock_took_back_is_not_said_to_be_written(karen):
    course = TreatmentCourse.opened(karen.id, ServiceKind.DOCTOR, NINE)

    async def decide():
        return True

    assert not await write(decide, [course], [], karen.id, by_karen(FailsOnce()))

    assert not await TreatmentCourse.exists(id=course.id)


async def test_what_was_committed_is_told_though_whoever_asked_went_away(karen):
    go_on = asyncio.Event()
    bus = FakeBus(may_go_on=go_on)
    asking = asyncio.create_task(change(karen.own_settings, quieter, by_karen(bus)))
    await bus.reached.wait()

    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    go_on.set()
    await all_finished()

    assert bus.after == [[f"patient:{karen.id}"]]


@pytest.mark.parametrize("id", ["\x00", "x" * 33, "", "apt_"])
@pytest.mark.parametrize("way", ["appointment", "consultation", "confirmation", "follow_up"])
async def test_any_string_is_a_safe_look_up(karen, way, id):
    with pytest.raises(NotFound):
        await getattr(karen, way)(id)
