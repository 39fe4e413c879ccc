"""Free times, live: what others take disappears, what is given back returns, by itself too."""

from contextlib import aclosing
from datetime import timedelta

import pytest

import worker
from tests.api.test_booking import BOOK, TOMORROW, slot
from tests.api.test_calendars import BLOCK, MORNING
from tests.api.test_cancelling import CANCEL
from tests.api.test_holds import HOLD, RELEASE
from tests.cast import opening

FREE = """
  subscription ($service: ID!, $with: ID) {
    availabilityChanged(
      serviceId: $service, from: "2026-03-03", to: "2026-03-03", clinicianId: $with
    ) { cause serverTime slots { startsAt clinician { name } } }
  }
"""


@pytest.fixture(autouse=True)
async def open_hours(holm):
    await opening(holm)


def free(result):
    assert result.errors is None, result.errors
    return [it["startsAt"][11:16] for it in result.data["availabilityChanged"]["slots"]]


ALL = ["08:00", "08:30", "09:00", "09:30", "10:00", "10:30"]


async def test_what_somebody_holds_disappears_and_what_is_given_back_returns(
    app_of, karen, ole, knee, holm
):
    karens, oles = await app_of(karen), await app_of(ole)
    async with aclosing(await karens.follows(FREE, service=knee.id)) as stream:
        assert free(await anext(stream)) == ALL

        held = await oles.asks(HOLD, slot=slot(knee, holm))
        assert free(await anext(stream)) == ALL[1:]

        await oles.asks(RELEASE, hold=held["id"])
        assert free(await anext(stream)) == ALL


async def test_what_somebody_books_disappears_and_what_is_cancelled_returns(
    app_of, karen, ole, knee, holm
):
    karens, oles = await app_of(karen), await app_of(ole)
    async with aclosing(await karens.follows(FREE, service=knee.id)) as stream:
        await anext(stream)

        own = await oles.asks(BOOK, slot=slot(knee, holm))
        assert free(await anext(stream)) == ALL[1:]

        await oles.asks(CANCEL, id=own["id"], seen=True)
        assert free(await anext(stream)) == ALL


async def test_what_is_blocked_disappears(app_of, karen, dr_holm, knee):
    app, staff = await app_of(karen), await app_of(dr_holm)
    async with aclosing(await app.follows(FREE, service=knee.id)) as stream:
        await anext(stream)

        await staff.asks(BLOCK, **MORNING)

        assert free(await anext(stream)) == ALL[2:]


async def test_a_hold_that_runs_out_is_swept_and_told(
    app_of, karen, ole, knee, holm, outside, clock
):
    oles = await app_of(ole)
    await oles.asks(HOLD, slot=slot(knee, holm))
    app = await app_of(karen)
    async with aclosing(await app.follows(FREE, service=knee.id)) as stream:
        assert free(await anext(stream)) == ALL[1:]

        clock.goes(minutes=7)
        assert await worker.let_holds_run_out(outside, clock()) == 1

        assert free(await anext(stream)) == ALL
    assert await worker.let_holds_run_out(outside, clock()) == 0


async def test_where_one_is_booked_oneself_nothing_is_free(app_of, karen, knee, doctor, holm):
    app = await app_of(karen)
    async with aclosing(await app.follows(FREE, service=knee.id)) as stream:
        await anext(stream)

        await app.asks(BOOK, slot=slot(doctor, holm, TOMORROW + timedelta(minutes=30)))

        assert free(await anext(stream)) == [ALL[0], *ALL[2:]]


async def test_with_somebody_else_nothing_changes(app_of, karen, knee, dr_krag):
    krag = await dr_krag.clinician

    async with aclosing(
        await (await app_of(karen)).follows(FREE, service=knee.id, **{"with": krag.id})
    ) as stream:
        assert free(await anext(stream)) == []
