"""R46–R47: who takes care of a promise, each attempt to reach the patient, and what it shows."""

from datetime import timedelta

import pytest

from models import AuditEvent, Consultation, FollowUp, FollowUpAttempt, IdempotencyKey
from models.follow_up import FollowUpReason, FollowUpState
from tests.cast import NINE, booked, put

CASE = """
  ... on FollowUpCase {
    followUp { id state } dueAt alarm dueSoon isOverdue assignedAt assignedTo { name }
    attempts { number how reached note at by { name } }
  }
"""

ASSIGN = (
    """
  mutation ($id: ID!) {
    assignFollowUp(input: { followUpId: $id }) {
      __typename
      ... on FollowUpTaken { takenBy }
      ... on Error { code message }
"""
    + CASE
    + "} }"
)

ATTEMPT = (
    """
  mutation ($id: ID!, $reached: Boolean! = false, $note: String, $key: String) {
    recordAttempt(
      input: { followUpId: $id, how: PHONE, reached: $reached, note: $note, idempotencyKey: $key }
    ) {
      __typename
      ... on InvalidInput { field }
      ... on Error { code message }
"""
    + CASE
    + "} }"
)

RESOLVE = """
  mutation ($id: ID!) {
    resolveFollowUp(input: { followUpId: $id, resolution: PHONE }) { __typename }
  }
"""

LIST = (
    """
  query ($state: FollowUpState) { followUps(state: $state) { nodes { """
    + CASE.replace("... on FollowUpCase {", "").rstrip().removesuffix("}")
    + "} } }"
)

MINE = "{ me { followUps { id state dueAt text } } }"

ELEVEN_PAST = NINE + timedelta(minutes=11)


@pytest.fixture
async def promise(waiting, clock):
    """Karen has left, because Dr. Holm was late."""
    clock.goes(ELEVEN_PAST)
    await put(waiting, lambda it: it.leave(ELEVEN_PAST))
    return await FollowUp.get()


async def test_a_coordinator_takes_it_upon_herself(app_of, sara, promise):
    answer = await (await app_of(sara)).asks(ASSIGN, id=promise.id)

    assert answer == {
        "__typename": "FollowUpCase",
        "followUp": {"id": promise.id, "state": "ASSIGNED"},
        "dueAt": "2026-03-04T15:00:00+00:00",
        "alarm": "NONE",
        "dueSoon": False,
        "isOverdue": False,
        "assignedAt": "2026-03-02T09:11:00+00:00",
        "assignedTo": {"name": "Sara Bang"},
        "attempts": [],
    }
    event = await AuditEvent.get()
    assert (event.actor, event.action, event.subject) == (sara.id, "assign_follow_up", promise.id)


async def test_what_a_colleague_has_is_refused_with_the_colleagues_name(
    app_of, sara, dr_krag, promise
):
    await (await app_of(sara)).asks(ASSIGN, id=promise.id)

    answer = await (await app_of(dr_krag, "en")).asks(ASSIGN, id=promise.id)

    assert answer == {
        "__typename": "FollowUpTaken",
        "code": "FOLLOW_UP_TAKEN",
        "message": "Sara Bang is taking care of this follow-up already.",
        "takenBy": "Sara Bang",
    }


async def test_each_attempt_is_noted_with_who_made_it_and_how_it_went(
    app_of, sara, dr_krag, promise, clock
):
    first = await (await app_of(sara)).asks(ATTEMPT, id=promise.id, note="Telefonsvarer")
    clock.goes(hours=1)
    then = await (await app_of(dr_krag)).asks(ATTEMPT, id=promise.id, reached=True)

    unanswered = {
        "number": 1,
        "how": "PHONE",
        "reached": False,
        "note": "Telefonsvarer",
        "at": "2026-03-02T09:11:00+00:00",
        "by": {"name": "Sara Bang"},
    }
    answered = unanswered | {
        "number": 2,
        "reached": True,
        "note": None,
        "at": "2026-03-02T10:11:00+00:00",
        "by": {"name": "Jens Krag"},
    }
    assert (first["followUp"]["state"], first["attempts"]) == ("ASSIGNED", [unanswered])
    assert (then["followUp"]["state"], then["attempts"]) == ("CONTACTED", [unanswered, answered])
    assert then["assignedTo"] == {"name": "Sara Bang"}
    [listed] = (await (await app_of(sara)).asks(LIST))["nodes"]
    assert listed["attempts"] == [unanswered, answered]


async def test_an_attempt_sent_twice_is_noted_once(app_of, sara, promise):
    app = await app_of(sara)

    answers = [await app.asks(ATTEMPT, id=promise.id, key="a key") for _ in range(2)]

    assert answers[0] == answers[1]
    assert await FollowUpAttempt.all().count() == await IdempotencyKey.all().count() == 1
    other = await app.asks(ATTEMPT, id=promise.id, key="a key", reached=True)
    assert other["__typename"] == "IdempotencyKeyReused"
    another = await app.asks(ATTEMPT, id=promise.id, key="another key")
    assert [it["number"] for it in another["attempts"]] == [1, 2]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"note": "x" * 501}, "note"), ({"key": ""}, "idempotencyKey")],
    ids=["note", "key"],
)
async def test_of_an_attempt_with_a_mistake_nothing_is_kept(app_of, sara, promise, wrong, field):
    answer = await (await app_of(sara)).asks(ATTEMPT, id=promise.id, **wrong)

    assert (answer["__typename"], answer["field"]) == ("InvalidInput", field)
    assert (await FollowUp.get()).state is FollowUpState.OPEN
    assert not await FollowUpAttempt.exists()


async def test_what_is_closed_is_neither_taken_nor_tried(app_of, sara, promise):
    app = await app_of(sara)
    await app.asks(RESOLVE, id=promise.id)

    for act in (ASSIGN, ATTEMPT):
        assert (await app.asks(act, id=promise.id))["__typename"] == "FollowUpClosed"


async def test_the_list_shows_all_that_are_still_to_be_kept_or_those_asked_for(
    app_of, sara, promise
):
    app = await app_of(sara)

    async def listed(**which):
        nodes = (await app.asks(LIST, **which))["nodes"]
        return [case["followUp"]["state"] for case in nodes]

    for act, state in ((ASSIGN, "ASSIGNED"), (ATTEMPT, "CONTACTED")):
        await app.asks(act, id=promise.id, **({"reached": True} if act is ATTEMPT else {}))
        assert await listed() == await listed(state=state) == [state]
        assert await listed(state="OPEN") == []
    await app.asks(RESOLVE, id=promise.id)
    assert await listed() == []
    assert await listed(state="RESOLVED") == ["RESOLVED"]


async def test_the_one_due_first_stands_at_the_top(app_of, sara, promise, ole, shoulder, holm):
    """Ole was promised a call the Friday before, and that is due on Tuesday."""
    friday = NINE - timedelta(days=3)
    appointment = await booked(ole, shoulder, holm, friday, friday)
    room = await Consultation.get(appointment_id=appointment.id)
    await FollowUp.promised(room.id, FollowUpReason.TECHNICAL, friday).save()

    nodes = (await (await app_of(sara)).asks(LIST))["nodes"]

    assert [case["dueAt"][:10] for case in nodes] == ["2026-03-03", "2026-03-04"]
    assert nodes[1]["followUp"]["id"] == promise.id


@pytest.mark.parametrize(
    ("before_due", "alarm", "due_soon", "overdue"),
    [
        (timedelta(hours=24, milliseconds=1), "NONE", False, False),
        (timedelta(hours=24), "REMINDER", False, False),
        (timedelta(hours=2, milliseconds=1), "REMINDER", False, False),
        (timedelta(hours=2), "DUE_SOON", True, False),
        (timedelta(0), "DUE_SOON", True, False),
        (-timedelta(milliseconds=1), "OVERDUE", False, True),
        (-timedelta(days=9), "OVERDUE", False, True),
    ],
)
async def test_the_list_says_how_near_a_promise_is_to_being_broken(
    app_of, sara, promise, clock, before_due, alarm, due_soon, overdue
):
    clock.goes(promise.due_at - before_due)
    # Signed in at that moment: half a day later nobody still is.
    [case] = (await (await app_of(sara)).asks(LIST))["nodes"]

    assert (case["alarm"], case["dueSoon"], case["isOverdue"]) == (alarm, due_soon, overdue)


async def test_neither_a_patient_nor_nobody_takes_part(app_of, karen, promise):
    for outsider in (karen, None):
        app = await app_of(outsider)
        for document in (ASSIGN, ATTEMPT, RESOLVE):
            assert await app.refused(document, id=promise.id) == "NOT_SIGNED_IN"
        assert await app.refused(LIST) == "NOT_SIGNED_IN"
    assert (await FollowUp.get()).version == promise.version


@pytest.mark.parametrize("document", [ASSIGN, ATTEMPT, RESOLVE])
@pytest.mark.parametrize("id", ["fup_0123456789abcdef01234567", "no id"])
async def test_what_is_not_there_is_not_found(app_of, sara, promise, document, id):
    assert await (await app_of(sara)).refused(document, id=id) == "NOT_FOUND"


async def test_the_patient_sees_the_promise_and_its_date_on_min_profil(app_of, karen, promise):
    shown = {"id": promise.id, "state": "OPEN", "dueAt": "2026-03-04T15:00:00+00:00"}

    danish = (await (await app_of(karen)).asks(MINE))["followUps"]
    english = (await (await app_of(karen, "en")).asks(MINE))["followUps"]

    assert danish == [
        shown | {"text": "Vi kontakter dig senest onsdag 4. marts og hjælper dig videre."}
    ]
    assert english == [
        shown | {"text": "We contact you by Wednesday 4 March at the latest and help you onwards."}
    ]


async def test_another_patients_promise_is_not_found(app_of, ole, promise):
    app = await app_of(ole)
    consultation = "query ($id: ID!) { consultation(id: $id) { followUp { id } } }"

    assert await app.asks(MINE) == {"followUps": []}
    assert await app.asks(consultation, id=promise.consultation_id) is None
    assert await app.asks("query ($id: ID!) { node(id: $id) { id } }", id=promise.id) is None


async def test_what_we_have_helped_with_is_no_longer_shown_as_owed(app_of, karen, sara, promise):
    staff, mine = await app_of(sara), await app_of(karen)
    await staff.asks(ATTEMPT, id=promise.id, reached=True)
    [reached] = (await mine.asks(MINE))["followUps"]
    await staff.asks(RESOLVE, id=promise.id)

    assert (reached["state"], reached["text"]) == (
        "CONTACTED",
        "Vi har kontaktet dig og er i gang med at hjælpe dig videre.",
    )
    assert await mine.asks(MINE) == {"followUps": []}


async def test_the_patient_does_not_see_what_colleagues_note(app_of, karen):
    app = await app_of(karen)

    assert await app.refused("{ me { followUps { attempts { note } } } }") == (
        "GRAPHQL_VALIDATION_FAILED"
    )
