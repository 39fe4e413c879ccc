"""The clinician ends the conversation, and says how it went."""

import pytest

from models import Appointment, AppointmentState, AuditEvent, FollowUp
from models.consultation.states import State

END = """
  mutation ($id: ID!, $outcome: ConsultationOutcome! = COMPLETED) {
    endConsultation(input: { consultationId: $id, outcome: $outcome }) {
      __typename
      ... on Consultation {
        state outcome startedAt endedAt followUp { reason state dueAt }
      }
      ... on NotPossibleNow { state }
      ... on InvalidInput { field }
      ... on Error { code message }
    }
  }
"""


@pytest.mark.parametrize("outcome", ["COMPLETED", "HELD_BY_PHONE"])
async def test_the_conversation_was_held(app_of, dr_holm, talking, clock, outcome):
    clock.goes(minutes=25)

    answer = await (await app_of(dr_holm)).asks(END, id=talking.id, outcome=outcome)

    assert answer == {
        "__typename": "Consultation",
        "state": "ENDED",
        "outcome": outcome,
        "startedAt": "2026-03-02T09:00:00+00:00",
        "endedAt": "2026-03-02T09:25:00+00:00",
        "followUp": None,
    }
    assert (await Appointment.get()).state is AppointmentState.FULFILLED
    event = await AuditEvent.get()
    assert (event.actor, event.action) == (dr_holm.id, "end_consultation")


async def test_when_the_technology_failed_we_owe_a_call(app_of, dr_holm, talking):
    """R46."""
    answer = await (await app_of(dr_holm)).asks(END, id=talking.id, outcome="TECHNICAL_FAILURE")

    promise = {"reason": "TECHNICAL", "state": "OPEN", "dueAt": "2026-03-04T15:00:00+00:00"}
    assert (answer["outcome"], answer["followUp"]) == ("TECHNICAL_FAILURE", promise)
    assert (await Appointment.get()).state is AppointmentState.NOT_HELD


@pytest.mark.parametrize(
    "outcome",
    ["PATIENT_NO_SHOW", "CLINIC_NO_SHOW", "UNANSWERED", "LEFT_DUE_TO_DELAY", "LEFT_EARLY"],
)
async def test_what_only_evidence_can_show_is_not_for_the_clinician_to_say(
    app_of, dr_holm, talking, outcome
):
    answer = await (await app_of(dr_holm)).asks(END, id=talking.id, outcome=outcome)

    assert answer == {
        "__typename": "InvalidInput",
        "field": "outcome",
        "code": "INVALID_INPUT",
        "message": "En samtale kan afsluttes som gennemført, holdt på telefon eller teknisk fejl.",
    }
    assert (await Appointment.get()).state is AppointmentState.BOOKED


async def test_what_has_ended_stays_as_it_ended(app_of, dr_holm, talking):
    app = await app_of(dr_holm)
    await app.asks(END, id=talking.id)

    answer = await app.asks(END, id=talking.id, outcome="TECHNICAL_FAILURE")

    assert (answer["__typename"], answer["state"]) == ("NotPossibleNow", "ENDED")
    assert not await FollowUp.exists()


@pytest.mark.parametrize("state", [State.SCHEDULED, State.WAITING, State.CLINICIAN_READY])
async def test_what_has_not_begun_cannot_end(app_of, dr_holm, brought_to, state):
    it = await brought_to(state)

    answer = await (await app_of(dr_holm)).asks(END, id=it.id)

    assert (answer["__typename"], answer["state"]) == ("NotPossibleNow", state.value)
    assert (await Appointment.get()).state is AppointmentState.BOOKED


async def test_once_it_has_ended_it_is_history(app_of, karen, dr_holm, talking):
    mine = await app_of(karen)
    query = "query ($which: AppointmentFilter!) { myAppointments(filter: $which) { nodes { id } } }"
    assert (await mine.asks(query, which="ACTIVE"))["nodes"] == [{"id": talking.appointment_id}]

    await (await app_of(dr_holm)).asks(END, id=talking.id)

    assert (await mine.asks(query, which="ACTIVE"))["nodes"] == []
    assert (await mine.asks(query, which="HISTORY"))["nodes"] == [{"id": talking.appointment_id}]


async def test_only_the_clinician_whose_patient_it_is(
    app_of, dr_holm, dr_krag, sara, karen, talking
):
    for outsider in (dr_krag, sara):
        app = await app_of(outsider)
        assert await app.asks("{ staff { id } }") == {"id": outsider.id}
        assert await app.refused(END, id=talking.id) == "NOT_FOUND"
    assert await (await app_of(dr_holm)).refused(END, id="con_unknown") == "NOT_FOUND"
    assert await (await app_of(karen)).refused(END, id=talking.id) == "NOT_SIGNED_IN"
    assert await (await app_of(None)).refused(END, id=talking.id) == "NOT_SIGNED_IN"
    assert (await (await app_of(dr_holm)).asks(END, id=talking.id))["state"] == "ENDED"
