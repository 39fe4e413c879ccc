"""R46, live for staff: each promise as it comes, each alarm as it goes on, and when it is kept."""

from contextlib import aclosing
from datetime import timedelta

import pytest

from models import Consultation, FollowUp, Session
from models.follow_up import FollowUpReason
from models.signed_in import end_session
from tests.cast import NINE, a_check, booked, put

LIST = """
  subscription {
    followUpWorklist {
      cause open assigned contacted dueSoon overdue
      cases { patient { name } alarm isOverdue followUp { state } assignedTo { name } }
    }
  }
"""

LEAVE = """
  mutation ($id: ID!) { leaveWaitingRoom(input: { consultationId: $id }) { __typename } }
"""

ASSIGN = """
  mutation ($id: ID!) { assignFollowUp(input: { followUpId: $id }) { __typename } }
"""

ELEVEN_PAST = NINE + timedelta(minutes=11)
A_MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
async def waiting(consultation):
    return await put(consultation, lambda it: it.enter(a_check(NINE), NINE))


@pytest.fixture
async def promise(waiting):
    await put(waiting, lambda it: it.leave(ELEVEN_PAST))
    return await FollowUp.get()


async def seen(stream):
    return (await anext(stream)).data["followUpWorklist"]


async def test_a_promise_is_on_the_list_the_moment_it_is_made_and_taken(
    app_of, karen, sara, waiting, clock
):
    clock.goes(ELEVEN_PAST)
    mine, staff = await app_of(karen), await app_of(sara)

    async with aclosing(await staff.follows(LIST)) as worklist:
        before = await seen(worklist)
        await mine.asks(LEAVE, id=waiting.id)
        made = await seen(worklist)
        await staff.asks(ASSIGN, id=(await FollowUp.get()).id)
        taken = await seen(worklist)

    assert (before["cause"], before["open"], before["cases"]) == ("SNAPSHOT", 0, [])
    assert (made["cause"], made["open"]) == ("CHANGE", 1)
    assert made["cases"][0]["patient"] == {"name": "Karen Vig"}
    assert (taken["open"], taken["assigned"]) == (0, 1)
    assert taken["cases"][0]["assignedTo"] == {"name": "Sara Bang"}


@pytest.mark.parametrize(
    ("edge", "alarm", "counted"),
    [
        (NINE + timedelta(days=1, hours=6), "REMINDER", (0, 0)),
        (NINE + timedelta(days=2, hours=4), "DUE_SOON", (1, 0)),
        (NINE + timedelta(days=2, hours=6) + A_MILLISECOND, "OVERDUE", (0, 1)),
    ],
    ids=["reminder", "due soon", "overdue"],
)
async def test_the_list_changes_by_itself_when_an_alarm_goes_on(
    app_of, sara, promise, clock, edge, alarm, counted
):
    clock.goes(edge - A_MILLISECOND)
    staff = await app_of(sara)

    async with aclosing(await staff.follows(LIST)) as worklist:
        before = await seen(worklist)
        clock.goes(edge)
        after = await seen(worklist)

    assert before["cases"][0]["alarm"] != alarm
    assert (after["cause"], after["cases"][0]["alarm"]) == ("HEARTBEAT", alarm)
    assert (after["dueSoon"], after["overdue"]) == counted


async def test_a_patient_who_comes_back_is_off_the_list(app_of, karen, sara, promise, clock):
    clock.goes(NINE + timedelta(minutes=12))
    mine, staff = await app_of(karen), await app_of(sara)
    back = """
      mutation ($id: ID!) { returnToWaitingRoom(input: { consultationId: $id }) { __typename } }
    """

    async with aclosing(await staff.follows(LIST)) as worklist:
        assert (await seen(worklist))["open"] == 1
        await mine.asks(back, id=promise.consultation_id)
        after = await seen(worklist)

    assert (after["open"], after["cases"]) == (0, [])


async def test_fifty_are_shown_and_all_are_counted(app_of, sara, karen, shoulder, holm):
    for number in range(51):
        starts_at = NINE + timedelta(minutes=30 * number)
        appointment = await booked(karen, shoulder, holm, starts_at, NINE - timedelta(days=1))
        room = await Consultation.get(appointment_id=appointment.id)
        await FollowUp.promised(room.id, FollowUpReason.DELAY, NINE).save()

    async with aclosing(await (await app_of(sara)).follows(LIST)) as worklist:
        first = await seen(worklist)

    assert (len(first["cases"]), first["open"]) == (50, 51)


async def test_a_patient_and_nobody_follow_no_worklist(app_of, karen, promise):
    for outsider in (karen, None):
        async with aclosing(await (await app_of(outsider)).follows(LIST)) as worklist:
            [error] = (await anext(worklist)).errors

        assert error.extensions["code"] == "NOT_SIGNED_IN"


async def test_the_list_ends_when_its_reader_signs_out_elsewhere(
    app_of, sara, promise, outside, clock
):
    app = await app_of(sara)

    async with aclosing(await app.follows(LIST)) as worklist:
        await anext(worklist)
        session = await Session.get(staff_id=sara.id)
        assert await end_session(session, clock())
        outside.hub.told([session.topic])
        [error] = (await anext(worklist)).errors

    assert error.extensions["code"] == "NOT_SIGNED_IN"
