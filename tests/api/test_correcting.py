"""AP7: the system closed a consultation by evidence, and the clinician knows better."""

from datetime import timedelta

import pytest

from models import Appointment, AuditEvent, FollowUp, OutcomeCorrection
from models.consultation.states import State
from tests.cast import NINE
from worker import close_consultations

CORRECT = """
  mutation ($id: ID!, $outcome: ConsultationOutcome! = HELD_BY_PHONE, $reason: String! = "Talte") {
    correctOutcome(input: { consultationId: $id, outcome: $outcome, reason: $reason }) {
      __typename
      ... on Consultation { state outcome followUp { reason } }
      ... on NotPossibleNow { state }
      ... on InvalidInput { field }
      ... on Error { code message }
    }
  }
"""

CLOSED = """
  {
    closedConsultations {
      nodes { patient { name } consultation { id outcome closedAt } }
      pageInfo { hasNextPage }
    }
  }
"""

AFTER = NINE + timedelta(minutes=45, milliseconds=1)


@pytest.fixture
async def closed(outside, consultation, clock):
    """Karen did not come."""
    clock.goes(AFTER)
    await close_consultations(outside, AFTER)
    return consultation


async def test_the_clinician_sees_what_the_system_closed_and_what_it_proposes(
    app_of, dr_holm, closed
):
    answer = await (await app_of(dr_holm)).asks(CLOSED)

    assert answer == {
        "nodes": [
            {
                "patient": {"name": "Karen Vig"},
                "consultation": {
                    "id": closed.id,
                    "outcome": "PATIENT_NO_SHOW",
                    "closedAt": "2026-03-02T09:45:00.001000+00:00",
                },
            }
        ],
        "pageInfo": {"hasNextPage": False},
    }


async def test_the_clinician_corrects_it_and_says_why(app_of, dr_holm, closed):
    answer = await (await app_of(dr_holm)).asks(CORRECT, id=closed.id, reason="Vi talte i telefon")

    assert answer == {
        "__typename": "Consultation",
        "state": "ENDED",
        "outcome": "HELD_BY_PHONE",
        "followUp": None,
    }
    event = await AuditEvent.get(action="correct_outcome")
    correction = await OutcomeCorrection.get()
    assert (event.actor, event.subject) == (dr_holm.id, closed.id)
    assert (correction.by, correction.reason) == (dr_holm.id, "Vi talte i telefon")
    assert (correction.was, correction.became) == ("PATIENT_NO_SHOW", "HELD_BY_PHONE")


async def test_when_it_was_our_fault_after_all_we_owe_a_call(app_of, dr_holm, closed):
    app = await app_of(dr_holm)

    answer = await app.asks(CORRECT, id=closed.id, outcome="TECHNICAL_FAILURE")

    assert (await Appointment.get()).state == "NOT_HELD"
    assert answer["followUp"] == {"reason": "TECHNICAL"}
    assert (await FollowUp.get()).consultation_id == closed.id


async def test_without_a_reason_nothing_is_corrected(app_of, dr_holm, closed):
    answer = await (await app_of(dr_holm)).asks(CORRECT, id=closed.id, reason=" ")

    assert (answer["__typename"], answer["field"]) == ("InvalidInput", "reason")
    assert answer["message"] == "Skriv hvorfor."
    assert (await Appointment.get()).state == "NO_SHOW"


async def test_what_the_clinician_ended_is_not_corrected(app_of, dr_holm, brought_to):
    ended = await brought_to(State.ENDED)

    answer = await (await app_of(dr_holm)).asks(CORRECT, id=ended.id)

    assert (answer["__typename"], answer["state"]) == ("NotPossibleNow", "ENDED")


async def test_only_the_clinician_whose_patient_it_was(
    app_of, dr_holm, dr_krag, sara, karen, closed
):
    assert (await (await app_of(dr_krag)).asks(CLOSED))["nodes"] == []
    for outsider in (dr_krag, sara):
        assert await (await app_of(outsider)).refused(CORRECT, id=closed.id) == "NOT_FOUND"
    assert await (await app_of(sara)).refused(CLOSED) == "NOT_FOUND"
    for outsider in (karen, None):
        app = await app_of(outsider)
        assert await app.refused(CORRECT, id=closed.id) == "NOT_SIGNED_IN"
        assert await app.refused(CLOSED) == "NOT_SIGNED_IN"
    answer = await (await app_of(dr_holm)).asks(CORRECT, id=closed.id)
    assert answer["outcome"] == "HELD_BY_PHONE"


async def test_a_missed_appointment_is_history_and_one_we_owe_a_call_for_is_not(
    app_of, karen, dr_holm, closed
):
    mine = await app_of(karen)
    query = (
        "query ($which: AppointmentFilter!) { myAppointments(filter: $which) { nodes { state } } }"
    )
    assert (await mine.asks(query, which="ACTIVE"))["nodes"] == []
    assert (await mine.asks(query, which="HISTORY"))["nodes"] == [{"state": "NO_SHOW"}]

    await (await app_of(dr_holm)).asks(CORRECT, id=closed.id, outcome="CLINIC_NO_SHOW")

    assert (await mine.asks(query, which="ACTIVE"))["nodes"] == [{"state": "NOT_HELD"}]
