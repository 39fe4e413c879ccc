"""Whoever follows may go at any moment, also while a value is made: nothing of it is left over."""

import asyncio
import gc
from contextlib import suppress
from datetime import timedelta

import pytest

from tests.api.test_booking import TOMORROW
from tests.cast import NINE, booked
from tests.live.test_mine_and_requests import MINE


@pytest.fixture
async def at_task():
    """`at_task(3, act)`: act at the very moment that the third task from now on begins."""
    loop, begun = asyncio.get_running_loop(), 0

    def begins(number, act):
        def factory(loop, coroutine, **more):
            nonlocal begun
            task, begun = asyncio.Task(coroutine, loop=loop, **more), begun + 1
            if begun == number:
                act()
            return task

        loop.set_task_factory(factory)

    yield begins
    loop.set_task_factory(None)


@pytest.mark.parametrize("number", range(1, 31))
async def test_a_value_that_nobody_waits_for_any_more_is_finished(
    app_of, karen, knee, holm, at_task, number
):
    """Python complains of what was to be done and never begun, and with that the test fails."""
    for n in range(3):
        await booked(karen, knee, holm, TOMORROW + timedelta(hours=n), NINE)
    stream = await (await app_of(karen)).follows(MINE)

    value = asyncio.ensure_future(anext(stream))
    at_task(number, value.cancel)
    with suppress(asyncio.CancelledError):
        assert (await value).errors is None
    await stream.aclose()

    del value, stream
    gc.collect()
