"""R40–R43, live: the patient's card wherever in the app, the clinician's queue and acceptance."""

from contextlib import aclosing

from tests.cast import NINE, a_check, put

CARD = """
  subscription ClinicianReady {
    clinicianReady { cause waitingRoom { invitation { id } consultation { id } } }
  }
"""

QUEUE = """
  subscription ClinicianQueue {
    clinicianQueue {
      waiting
      entries {
        patient { name } waitedSeconds
        deviceCheck { result }
        consultation { id state }
      }
    }
  }
"""

ACCEPTED = """
  subscription ConsultationAccepted($id: ID!) {
    consultationAccepted(consultationId: $id) { accepted acceptedAt consultation { state } }
  }
"""


def entered(it):
    it.enter(a_check(NINE), NINE)


def called_in(it):
    it.call_in(NINE)


async def test_the_card_rings_wherever_in_the_app_the_patient_is(
    app_of, karen, dr_holm, consultation
):
    await put(consultation, entered)
    app, staff = await app_of(karen), await app_of(dr_holm)

    async with aclosing(await app.follows(CARD)) as cards:
        assert (await anext(cards)).data["clinicianReady"]["waitingRoom"] is None
        await staff.asks(CALL_IN, id=consultation.id)
        card = (await anext(cards)).data["clinicianReady"]["waitingRoom"]
        await app.asks(ACCEPT, id=consultation.id, invitation=card["invitation"]["id"])
        after = (await anext(cards)).data["clinicianReady"]["waitingRoom"]

    assert card["consultation"]["id"] == consultation.id
    assert after is None


async def test_the_card_of_another_patient_stays_silent(app_of, ole, consultation):
    await put(consultation, entered, called_in)
    app = await app_of(ole)

    async with aclosing(await app.follows(CARD)) as cards:
        assert (await anext(cards)).data["clinicianReady"]["waitingRoom"] is None


async def test_the_queue_shows_who_comes_and_how_long_they_wait(
    app_of, karen, dr_holm, consultation, clock
):
    check = a_check(NINE)
    check.consultation_id = consultation.id
    await check.save()
    app, staff = await app_of(karen), await app_of(dr_holm)

    async with aclosing(await staff.follows(QUEUE)) as queue:
        assert (await anext(queue)).data["clinicianQueue"]["waiting"] == 0
        await app.asks(ENTER, id=consultation.id)
        clock.goes(seconds=75)
        seen = (await anext(queue)).data["clinicianQueue"]

    assert seen == {
        "waiting": 1,
        "entries": [
            {
                "patient": {"name": "Karen Vig"},
                "waitedSeconds": 75,
                "deviceCheck": {"result": "PASSED"},
                "consultation": {"id": consultation.id, "state": "WAITING"},
            }
        ],
    }


async def test_the_queue_of_another_clinician_is_empty(app_of, dr_krag, consultation):
    await put(consultation, entered)
    staff = await app_of(dr_krag)

    async with aclosing(await staff.follows(QUEUE)) as queue:
        assert (await anext(queue)).data["clinicianQueue"]["entries"] == []


async def test_the_clinician_is_told_of_the_acceptance_and_the_stream_ends(
    app_of, karen, dr_holm, consultation
):
    ringing = await put(consultation, entered, called_in)
    app, staff = await app_of(karen), await app_of(dr_holm)

    async with aclosing(await staff.follows(ACCEPTED, id=consultation.id)) as acceptance:
        waits = (await anext(acceptance)).data["consultationAccepted"]
        await app.asks(ACCEPT, id=consultation.id, invitation=ringing.invitation_id)
        rest = [seen.data["consultationAccepted"] async for seen in acceptance]

    assert waits["accepted"] is False
    assert rest == [
        {
            "accepted": True,
            "acceptedAt": "2026-03-02T09:00:00+00:00",
            "consultation": {"state": "IN_PROGRESS"},
        }
    ]


async def test_another_clinician_does_not_follow_the_acceptance(app_of, dr_krag, consultation):
    staff = await app_of(dr_krag)

    async with aclosing(await staff.follows(ACCEPTED, id=consultation.id)) as acceptance:
        [error] = (await anext(acceptance)).errors

    assert error.extensions["code"] == "NOT_FOUND"


CALL_IN = """
  mutation CallIn($id: ID!) { callIn(input: { consultationId: $id }) { __typename } }
"""

ENTER = """
  mutation Enter($id: ID!) { enterWaitingRoom(input: { consultationId: $id }) { __typename } }
"""

ACCEPT = """
  mutation Accept($id: ID!, $invitation: ID!) {
    acceptConsultation(input: { consultationId: $id, invitationId: $invitation }) { __typename }
  }
"""
