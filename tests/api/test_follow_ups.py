"""R46–R47: whom we have promised to contact, and how we helped."""

from datetime import timedelta

import pytest

from models import Appointment, AppointmentState, AuditEvent, Consultation, FollowUp
from models.consultation.states import Outcome
from models.follow_up import FollowUpState
from tests.cast import NINE, booked, put

LIST = """
  query ($state: FollowUpState! = OPEN, $first: Int! = 20, $after: String) {
    followUps(state: $state, first: $first, after: $after) {
      nodes {
        followUp { id reason state dueAt resolution resolvedAt }
        isOverdue
        patient { name }
        appointment { id startsAt clinician { name } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
"""

RESOLVE = """
  mutation ($id: ID!, $resolution: Resolution! = PHONE) {
    resolveFollowUp(input: { followUpId: $id, resolution: $resolution }) {
      __typename
      ... on FollowUpCase { followUp { id state resolution resolvedAt } isOverdue patient { name } }
      ... on Error { code message }
    }
  }
"""

ELEVEN_PAST = NINE + timedelta(minutes=11)


@pytest.fixture
async def promise(waiting, clock):
    """Karen has left, because Dr. Holm was late."""
    clock.goes(ELEVEN_PAST)
    await put(waiting, lambda it: it.leave(ELEVEN_PAST))
    return await FollowUp.get()


async def test_whom_to_contact_and_by_when(app_of, sara, promise, waiting):
    [case] = (await (await app_of(sara)).asks(LIST))["nodes"]

    assert case == {
        "followUp": {
            "id": promise.id,
            "reason": "DELAY",
            "state": "OPEN",
            "dueAt": "2026-03-04T15:00:00+00:00",
            "resolution": None,
            "resolvedAt": None,
        },
        "isOverdue": False,
        "patient": {"name": "Karen Vig"},
        "appointment": {
            "id": waiting.appointment_id,
            "startsAt": "2026-03-02T09:00:00+00:00",
            "clinician": {"name": "Dr. Mette Holm"},
        },
    }


async def test_a_promise_is_broken_when_its_hour_has_passed(app_of, sara, promise, clock):
    async def is_overdue():
        [case] = (await (await app_of(sara)).asks(LIST))["nodes"]
        return case["isOverdue"]

    clock.goes(promise.due_at)
    assert not await is_overdue()
    clock.goes(milliseconds=1)
    assert await is_overdue()


async def test_the_one_due_first_is_at_the_top_page_by_page(
    app_of, sara, promise, ole, doctor, holm, clock
):
    """Ole's conversation failed four days earlier, so his call is due before Karen's."""
    before = NINE - timedelta(days=4)
    appointment = await booked(ole, doctor, holm, before, before)
    await Consultation.filter(appointment_id=appointment.id).update(state="IN_PROGRESS")
    oles = await Consultation.get(appointment_id=appointment.id)
    await put(oles, lambda it: it.end(Outcome.TECHNICAL_FAILURE, before))
    app = await app_of(sara)

    first = await app.asks(LIST, first=1)
    rest = await app.asks(LIST, first=1, after=first["pageInfo"]["endCursor"])

    assert [case["patient"]["name"] for case in first["nodes"]] == ["Ole Lund"]
    assert [case["patient"]["name"] for case in rest["nodes"]] == ["Karen Vig"]
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)
    assert await app.refused(LIST, first=51) == "INVALID_INPUT"
    assert await app.refused(LIST, after="garbage") == "INVALID_INPUT"


@pytest.mark.parametrize("resolution", ["PHONE", "REFERRAL", "DECLINED"])
async def test_helping_the_patient_onwards_keeps_the_promise(app_of, sara, promise, resolution):
    """R47."""
    app = await app_of(sara)

    answer = await app.asks(RESOLVE, id=promise.id, resolution=resolution)

    kept = {"id": promise.id, "state": "RESOLVED", "resolution": resolution}
    assert answer == {
        "__typename": "FollowUpCase",
        "followUp": kept | {"resolvedAt": "2026-03-02T09:11:00+00:00"},
        "isOverdue": False,
        "patient": {"name": "Karen Vig"},
    }
    assert (await FollowUp.get()).resolved_by == sara.id
    event = await AuditEvent.get(action="resolve_follow_up")
    assert (event.actor, event.subject) == (sara.id, promise.id)
    assert (await app.asks(LIST))["nodes"] == []
    [case] = (await app.asks(LIST, state="RESOLVED"))["nodes"]
    assert case["followUp"]["resolution"] == resolution


async def test_with_a_new_appointment_a_promise_is_kept_once_there_is_one(
    app_of, karen, sara, doctor, holm, promise, clock
):
    """R47. A time she had already, and one that was cancelled again, do not help her onwards."""
    app, next_week = await app_of(sara), NINE + timedelta(days=7)
    await booked(karen, doctor, holm, next_week, NINE)
    cancelled = await booked(karen, doctor, holm, next_week + timedelta(hours=1), clock())
    await Appointment.filter(id=cancelled.id).update(state=AppointmentState.CANCELLED)

    refused = await app.asks(RESOLVE, id=promise.id, resolution="NEW_APPOINTMENT")
    await booked(karen, doctor, holm, next_week + timedelta(hours=2), clock())
    kept = await app.asks(RESOLVE, id=promise.id, resolution="NEW_APPOINTMENT")

    assert refused == {
        "__typename": "NoNewAppointment",
        "code": "NO_NEW_APPOINTMENT",
        "message": "Patienten har ikke fået en ny tid endnu. "
        "Book den først, eller vælg, hvordan I ellers hjalp.",
    }
    assert kept["followUp"]["resolution"] == "NEW_APPOINTMENT"


async def test_a_promise_is_kept_once(app_of, sara, dr_krag, promise):
    await (await app_of(sara)).asks(RESOLVE, id=promise.id)

    answer = await (await app_of(dr_krag)).asks(RESOLVE, id=promise.id, resolution="DECLINED")

    assert answer == {
        "__typename": "FollowUpClosed",
        "code": "FOLLOW_UP_CLOSED",
        "message": "Opfølgningen er allerede afsluttet.",
    }
    kept = await FollowUp.get()
    assert (kept.resolution, kept.resolved_by) == ("PHONE", sara.id)


async def test_a_promise_to_somebody_who_came_back_is_not_kept_any_more(app_of, sara, promise):
    consultation = await Consultation.get()
    await put(consultation, lambda it: it.come_back(ELEVEN_PAST))
    app = await app_of(sara)

    answer = await app.asks(RESOLVE, id=promise.id)

    assert answer["__typename"] == "FollowUpClosed"
    assert (await app.asks(LIST))["nodes"] == []
    assert len((await app.asks(LIST, state="WITHDRAWN"))["nodes"]) == 1


async def test_to_call_is_everybodys_work_who_works_here(app_of, dr_krag, promise):
    app = await app_of(dr_krag)

    assert len((await app.asks(LIST))["nodes"]) == 1
    assert (await app.asks(RESOLVE, id=promise.id))["followUp"]["state"] == "RESOLVED"


async def test_patients_neither_see_the_list_nor_resolve(app_of, karen, sara, promise):
    for outsider in (karen, None):
        app = await app_of(outsider)
        assert await app.refused(LIST) == "NOT_SIGNED_IN"
        assert await app.refused(RESOLVE, id=promise.id) == "NOT_SIGNED_IN"
    assert await (await app_of(sara)).refused(RESOLVE, id="fol_unknown") == "NOT_FOUND"
    assert (await FollowUp.get()).state is FollowUpState.OPEN


async def test_the_patient_sees_the_promise_and_that_it_was_kept(app_of, karen, sara, promise):
    mine = await app_of(karen)
    query = "query ($id: ID!) { consultation(id: $id) { followUp { state resolution } } }"
    id = promise.consultation_id
    assert await mine.asks(query, id=id) == {"followUp": {"state": "OPEN", "resolution": None}}

    await (await app_of(sara)).asks(RESOLVE, id=promise.id)

    assert await mine.asks(query, id=id) == {
        "followUp": {"state": "RESOLVED", "resolution": "PHONE"}
    }
