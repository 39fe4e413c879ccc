"""Many who look at one thing are one read, and nobody is shown what is older than the message."""

import asyncio
from contextlib import AsyncExitStack, aclosing

import pytest

from integrations.broadcast.looks import AT_ONCE, MOST_KEPT, Looks, moment
from models import Session
from models.signed_in import end_session
from tests.cast import NINE, a_check, put
from tests.counting import counting

ROOM = """
  subscription Room($id: ID!) {
    waitingRoom(consultationId: $id) { version consultation { state } }
  }
"""
QUEUE = "subscription { clinicianQueue { waiting } }"
CALL_IN = "mutation ($id: ID!) { callIn(input: { consultationId: $id }) { __typename } }"
TABS = 20


class Counted:
    """A read that can be held up, and says the how-manieth it was."""

    def __init__(self):
        self.begun = 0
        self.may_end = asyncio.Event()

    async def __call__(self):
        self.begun += 1
        mine = self.begun
        await self.may_end.wait()
        return mine


async def begun(*tasks):
    for _ in range(5):
        await asyncio.sleep(0)
    return tasks


async def test_all_who_were_told_before_it_began_share_a_read():
    looks, read, told = Looks(), Counted(), moment()
    tasks = await begun(*(asyncio.create_task(looks.shared("it", told, read)) for _ in range(100)))

    read.may_end.set()

    assert await asyncio.gather(*tasks) == [1] * 100
    assert await looks.shared("it", told, read) == 1, "who comes late takes it too"


async def test_a_read_that_began_before_the_message_is_not_for_who_was_told():
    looks, read = Looks(), Counted()
    [early] = await begun(asyncio.create_task(looks.shared("it", moment(), read)))
    [late] = await begun(asyncio.create_task(looks.shared("it", moment(), read)))

    read.may_end.set()

    assert (await early, await late) == (1, 2)


async def test_what_is_read_for_one_is_not_for_another():
    looks, read, told = Looks(), Counted(), moment()
    read.may_end.set()

    assert await looks.shared(("it", "karen"), told, read) == 1
    assert await looks.shared(("it", "ole"), told, read) == 2


async def test_who_goes_away_leaves_the_read_to_the_others():
    looks, read, told = Looks(), Counted(), moment()
    first, second = await begun(
        *(asyncio.create_task(looks.shared("it", told, read)) for _ in range(2))
    )
    first.cancel()
    await begun()

    read.may_end.set()

    assert await second == 1


async def test_a_read_that_failed_is_not_kept():
    looks, told = Looks(), moment()

    async def failing():
        raise ConnectionError

    async def working():
        return "seen"

    with pytest.raises(ConnectionError):
        await looks.shared("it", told, failing)
    await begun()

    assert await looks.shared("it", told, working) == "seen"


async def test_only_so_many_are_under_way_at_once_and_all_have_their_turn():
    looks, read, told = Looks(), Counted(), moment()
    tasks = await begun(
        *(asyncio.create_task(looks.shared(key, told, read)) for key in range(AT_ONCE * 3))
    )
    assert read.begun == AT_ONCE

    read.may_end.set()

    assert sorted(await asyncio.gather(*tasks)) == list(range(1, AT_ONCE * 3 + 1))


async def test_only_so_many_results_are_kept():
    looks, read = Looks(), Counted()
    read.may_end.set()
    for key in range(MOST_KEPT * 2):
        await looks.shared(key, moment(), read)

    assert len(looks._reads) == MOST_KEPT


async def test_twenty_tabs_of_one_patient_cost_as_much_as_one(app_of, karen, dr_holm, consultation):
    await put(consultation, lambda it: it.enter(a_check(), NINE))
    app, staff = await app_of(karen), await app_of(dr_holm)

    alone = await statements_of_a_push(app, staff, consultation, tabs=1)
    await put(consultation, lambda it: it.withdraw_call(NINE))
    together = await statements_of_a_push(app, staff, consultation, tabs=TABS)

    assert together == alone


async def statements_of_a_push(app, staff, consultation, tabs):
    """What the database is asked once the clinician has called in, and all tabs show it."""
    async with AsyncExitStack() as open_ones:
        rooms = [
            await open_ones.enter_async_context(
                aclosing(await app.follows(ROOM, id=consultation.id))
            )
            for _ in range(tabs)
        ]
        for room in rooms:
            assert shown(await anext(room)) == "WAITING"
        await staff.asks(CALL_IN, id=consultation.id)
        with counting() as statements:
            seen = await asyncio.gather(*(anext(room) for room in rooms))
        assert {shown(one) for one in seen} == {"CLINICIAN_READY"}
    return len(statements)


def shown(result):
    return result.data["waitingRoom"]["consultation"]["state"]


async def test_colleagues_with_one_calendar_do_not_see_each_others(
    app_of, dr_holm, dr_krag, consultation
):
    """Shared is what is read for the same: another clinician's queue is another read."""
    await put(consultation, lambda it: it.enter(a_check(), NINE))

    waiting = []
    for who in (dr_holm, dr_krag):
        async with aclosing(await (await app_of(who)).follows(QUEUE)) as queue:
            waiting.append((await anext(queue)).data["clinicianQueue"]["waiting"])

    assert waiting == [1, 0]


async def test_of_two_sessions_that_share_a_look_the_ended_one_sees_nothing_more(
    app_of, karen, dr_holm, consultation, outside
):
    await put(consultation, lambda it: it.enter(a_check(), NINE))
    phone, computer, staff = await app_of(karen), await app_of(karen), await app_of(dr_holm)
    stolen = (await Session.filter(patient_id=karen.id).order_by("id"))[0]
    async with (
        aclosing(await phone.follows(ROOM, id=consultation.id)) as on_phone,
        aclosing(await computer.follows(ROOM, id=consultation.id)) as on_computer,
    ):
        both = [on_phone, on_computer]
        assert [shown(await anext(room)) for room in both] == ["WAITING"] * 2
        await end_session(stolen, NINE)

        await staff.asks(CALL_IN, id=consultation.id)

        results = [await anext(room) for room in both]
    ended = [result.errors[0].extensions["code"] for result in results if result.errors]
    assert ended == ["NOT_SIGNED_IN"]
    assert [shown(r) for r in results if not r.errors] == ["CLINICIAN_READY"]
