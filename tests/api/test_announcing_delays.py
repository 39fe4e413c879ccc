"""R44: a clinician who is behind says so; everyone concerned sees it at once, and loses nothing."""

from contextlib import aclosing
from datetime import timedelta

import pytest

from models import AuditEvent, Consultation, DelayNotice
from models.consultation.states import Outcome, State
from tests.cast import NINE, booked, put

ANNOUNCE = """
  mutation ($minutes: Int!, $from: DateTime, $whose: ID) {
    announceDelay(input: { minutes: $minutes, from: $from, clinicianId: $whose }) {
      __typename
      ... on DelayNotice { minutes affected from until }
      ... on InvalidInput { field }
      ... on Error { code message }
    }
  }
"""
ROOM = """
  subscription ($id: ID!) {
    waitingRoom(consultationId: $id) {
      delayAnnounced { minutes newExpectedStart } expectedBy mayLeave mayLeaveAt
      screen { body }
    }
  }
"""
BOARD = """
  subscription {
    clinicianQueue { delayMinutes entries { delayAnnounced { newExpectedStart } } }
  }
"""


@pytest.fixture
async def oles(ole, shoulder, holm):
    """Ole's, right after Karen's."""
    appointment = await booked(ole, shoulder, holm, NINE + timedelta(minutes=30), NINE)
    return await Consultation.get(appointment_id=appointment.id)


async def test_everyone_who_waits_or_will_knows_at_once(app_of, karen, ole, dr_holm, waiting, oles):
    mine, his, staff = [await app_of(who) for who in (karen, ole, dr_holm)]
    async with (
        aclosing(await mine.follows(ROOM, id=waiting.id)) as karens,
        aclosing(await his.follows(ROOM, id=oles.id)) as olesroom,
        aclosing(await staff.follows(BOARD)) as board,
    ):
        before = (await anext(karens)).data["waitingRoom"]
        for stream in (olesroom, board):
            await anext(stream)
        answer = await staff.asks(ANNOUNCE, minutes=20)
        after = (await anext(karens)).data["waitingRoom"]
        his_after = (await anext(olesroom)).data["waitingRoom"]
        seen = (await anext(board)).data["clinicianQueue"]

    assert (before["delayAnnounced"], before["expectedBy"]) == (None, "2026-03-02T09:00:00+00:00")
    assert (answer["minutes"], answer["affected"]) == (20, 2)
    start = "2026-03-02T09:20:00+00:00"
    assert after["delayAnnounced"] == {"minutes": 20, "newExpectedStart": start}
    assert after["expectedBy"] == start
    assert after["screen"]["body"].endswith("forventer at være klar kl. 10.20.")
    assert his_after["delayAnnounced"]["newExpectedStart"] == "2026-03-02T09:50:00+00:00"
    assert seen["delayMinutes"] == 20
    assert seen["entries"][0] == {"delayAnnounced": {"newExpectedStart": start}}
    event = await AuditEvent.get(action="announce_delay")
    assert (event.actor, event.subject) == (dr_holm.id, dr_holm.clinician_id)


async def test_the_right_to_leave_comes_when_it_always_does(app_of, karen, dr_holm, waiting, clock):
    await (await app_of(dr_holm)).asks(ANNOUNCE, minutes=60)
    clock.goes(NINE + timedelta(minutes=10, milliseconds=1))

    async with aclosing(await (await app_of(karen)).follows(ROOM, id=waiting.id)) as room:
        seen = (await anext(room)).data["waitingRoom"]

    assert seen["mayLeave"] is True
    assert seen["mayLeaveAt"] == "2026-03-02T09:10:00.001000+00:00"
    leave = "mutation ($id: ID!) { leaveWaitingRoom(input: {consultationId: $id}) { __typename } }"
    answer = await (await app_of(karen)).asks(leave, id=waiting.id)
    assert answer == {"__typename": "Consultation"}
    assert (await Consultation.get(id=waiting.id)).left_reason == "DUE_TO_DELAY"


async def test_no_minutes_take_it_back(app_of, karen, dr_holm, waiting):
    staff, mine = await app_of(dr_holm), await app_of(karen)
    await staff.asks(ANNOUNCE, minutes=20)
    async with aclosing(await mine.follows(ROOM, id=waiting.id)) as room:
        assert (await anext(room)).data["waitingRoom"]["delayAnnounced"]
        await staff.asks(ANNOUNCE, minutes=0)
        assert (await anext(room)).data["waitingRoom"]["delayAnnounced"] is None

    async with aclosing(await staff.follows(BOARD)) as board:
        assert (await anext(board)).data["clinicianQueue"]["delayMinutes"] is None


async def test_it_can_be_for_those_who_are_booked_later(app_of, karen, dr_holm, waiting, oles):
    at = (NINE + timedelta(minutes=30)).isoformat()
    answer = await (await app_of(dr_holm)).asks(ANNOUNCE, minutes=20, **{"from": at})

    assert (answer["affected"], answer["from"]) == (1, at)
    async with aclosing(await (await app_of(karen)).follows(ROOM, id=waiting.id)) as room:
        assert (await anext(room)).data["waitingRoom"]["delayAnnounced"] is None


@pytest.mark.parametrize("state", [State.IN_PROGRESS, State.ENDED])
async def test_what_has_begun_is_not_delayed(app_of, karen, dr_holm, brought_to, state):
    it = await brought_to(state)

    answer = await (await app_of(dr_holm)).asks(ANNOUNCE, minutes=20)

    assert answer["affected"] == (state is State.IN_PROGRESS)
    async with aclosing(await (await app_of(karen)).follows(ROOM, id=it.id)) as room:
        assert (await anext(room)).data["waitingRoom"]["delayAnnounced"] is None


async def test_what_was_expected_and_has_passed_is_no_longer_said(
    app_of, karen, dr_holm, waiting, clock
):
    await (await app_of(dr_holm)).asks(ANNOUNCE, minutes=5)
    clock.goes(minutes=5)

    async with aclosing(await (await app_of(karen)).follows(ROOM, id=waiting.id)) as room:
        seen = (await anext(room)).data["waitingRoom"]

    assert "forventer" not in seen["screen"]["body"]


async def test_a_coordinator_announces_it_on_behalf(app_of, sara, holm, waiting):
    app = await app_of(sara)

    answer = await app.asks(ANNOUNCE, minutes=15, whose=holm.id)

    assert answer["affected"] == 1
    assert (await DelayNotice.get()).announced_by == sara.id
    assert (await app.asks(ANNOUNCE, minutes=15))["field"] == "clinicianId"


async def test_nobody_announces_it_for_a_colleague(app_of, dr_krag, karen, holm, waiting):
    assert await (await app_of(dr_krag)).refused(ANNOUNCE, minutes=5, whose=holm.id) == "NOT_FOUND"
    assert await (await app_of(karen)).refused(ANNOUNCE, minutes=5) == "NOT_SIGNED_IN"
    assert await DelayNotice.all().count() == 0


@pytest.mark.parametrize(
    ("said", "field"),
    [({"minutes": 241}, "minutes"), ({"minutes": 5, "from": "2026-03-03T09:00:00Z"}, "from")],
)
async def test_what_cannot_be_right_is_refused_by_its_name(app_of, dr_holm, said, field):
    answer = await (await app_of(dr_holm)).asks(ANNOUNCE, **said)

    assert (answer["__typename"], answer["field"]) == ("InvalidInput", field)


async def test_what_is_over_is_not_reached(app_of, dr_holm, talking):
    await put(talking, lambda it: it.end(Outcome.COMPLETED, NINE))

    answer = await (await app_of(dr_holm)).asks(ANNOUNCE, minutes=5)

    assert answer["affected"] == 0
