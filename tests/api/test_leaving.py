"""R44–R46: leaving the waiting room, because the clinician is more than ten minutes late."""

from datetime import timedelta

import pytest

from models import AuditEvent, Consultation, FollowUp
from models.consultation.states import State
from tests.cast import NINE, put

LEAVE = """
  mutation ($id: ID!, $anyway: Boolean! = false) {
    leaveWaitingRoom(input: { consultationId: $id, evenIfNotLate: $anyway }) {
      __typename
      ... on Consultation {
        state leftReason mayLeave version
        followUp { reason state openedAt dueAt resolution resolvedAt }
      }
      ... on ClinicianNotLate { mayLeaveAfter }
      ... on NotPossibleNow { state }
      ... on Error { code message }
    }
  }
"""

TEN_PAST = NINE + timedelta(minutes=10)
TICK = timedelta(milliseconds=1)


async def test_ten_minutes_late_is_not_more_than_ten_minutes(app_of, karen, waiting, clock):
    """R44: 10:00.000 is refused."""
    clock.goes(TEN_PAST)

    answer = await (await app_of(karen)).asks(LEAVE, id=waiting.id)

    assert answer == {
        "__typename": "ClinicianNotLate",
        "mayLeaveAfter": "2026-03-02T09:10:00+00:00",
        "code": "CLINICIAN_NOT_LATE",
        "message": "Din behandler er ikke mere end ti minutter forsinket. Du beholder din plads.",
    }
    assert (await Consultation.get(id=waiting.id)).state is State.WAITING
    assert not await FollowUp.exists()


async def test_a_millisecond_more_is(app_of, karen, waiting, clock):
    """R44–R46: 10:00.001 is allowed, and we owe a call within two working days."""
    clock.goes(TEN_PAST + TICK)

    answer = await (await app_of(karen)).asks(LEAVE, id=waiting.id)

    assert answer == {
        "__typename": "Consultation",
        "state": "LEFT",
        "leftReason": "DUE_TO_DELAY",
        "mayLeave": False,
        "version": waiting.version + 1,
        "followUp": {
            "reason": "DELAY",
            "state": "OPEN",
            "openedAt": "2026-03-02T09:10:00.001000+00:00",
            "dueAt": "2026-03-04T15:00:00+00:00",
            "resolution": None,
            "resolvedAt": None,
        },
    }
    event = await AuditEvent.get()
    assert (event.actor, event.action) == (karen.id, "leave_waiting_room")


async def test_leaving_twice_is_one_promise(app_of, karen, waiting, clock):
    clock.goes(TEN_PAST + TICK)
    app = await app_of(karen)
    await app.asks(LEAVE, id=waiting.id)

    again = await app.asks(LEAVE, id=waiting.id)

    assert (again["__typename"], again["state"]) == ("NotPossibleNow", "LEFT")
    assert await FollowUp.all().count() == 1


async def test_one_may_leave_early_but_without_the_promise(app_of, karen, waiting):
    app = await app_of(karen)

    answer = await app.asks(LEAVE, id=waiting.id, anyway=True)

    assert (answer["state"], answer["leftReason"]) == ("LEFT", "EARLY")
    assert answer["followUp"] is None
    assert not await FollowUp.exists()


async def test_who_would_leave_anyway_still_gets_the_promise_when_it_is_due(
    app_of, karen, waiting, clock
):
    clock.goes(TEN_PAST + TICK)

    answer = await (await app_of(karen)).asks(LEAVE, id=waiting.id, anyway=True)

    assert answer["leftReason"] == "DUE_TO_DELAY"
    assert answer["followUp"]["state"] == "OPEN"


async def test_a_late_clinician_who_has_just_become_ready_was_late_all_the_same(
    app_of, karen, waiting, clock
):
    clock.goes(TEN_PAST + TICK)
    ringing = await put(waiting, lambda it: it.call_in(clock()))

    answer = await (await app_of(karen)).asks(LEAVE, id=ringing.id)

    assert answer["leftReason"] == "DUE_TO_DELAY"


async def test_a_clinician_who_was_ready_in_time_is_not_late(app_of, karen, ringing, clock):
    """The call rang out at nine: that the patient did not answer makes nobody late."""
    clock.goes(hours=1)

    answer = await (await app_of(karen)).asks(LEAVE, id=ringing.id)

    assert (answer["__typename"], answer["mayLeaveAfter"]) == ("ClinicianNotLate", None)


async def test_a_call_that_was_taken_back_is_no_evidence(app_of, karen, ringing, clock):
    await put(ringing, lambda it: it.withdraw_call(NINE))
    clock.goes(TEN_PAST + TICK)

    assert (await (await app_of(karen)).asks(LEAVE, id=ringing.id))["leftReason"] == "DUE_TO_DELAY"


@pytest.mark.parametrize("state", [State.SCHEDULED, State.IN_PROGRESS, State.ENDED])
async def test_who_is_not_in_the_waiting_room_cannot_leave_it(
    app_of, karen, brought_to, state, clock
):
    it = await brought_to(state)
    clock.goes(TEN_PAST + TICK)

    answer = await (await app_of(karen)).asks(LEAVE, id=it.id)

    assert (answer["__typename"], answer["state"]) == ("NotPossibleNow", state.value)
    assert not await FollowUp.exists()


async def test_why_not_is_said_in_the_askers_language(app_of, karen, waiting):
    answer = await (await app_of(karen, language="en")).asks(LEAVE, id=waiting.id)

    not_late = "Your clinician is not more than ten minutes late. You keep your place."
    assert answer["message"] == not_late


async def test_another_patient_cannot_leave_in_her_place(app_of, karen, ole, waiting, clock):
    clock.goes(TEN_PAST + TICK)
    mine = await app_of(karen)

    assert await (await app_of(ole)).refused(LEAVE, id=waiting.id) == "NOT_FOUND"
    assert await mine.refused(LEAVE, id="con_unknown") == "NOT_FOUND"
    assert await (await app_of(None)).refused(LEAVE, id=waiting.id) == "NOT_SIGNED_IN"
    assert not await FollowUp.exists()
    assert (await mine.asks(LEAVE, id=waiting.id))["state"] == "LEFT"
