"""R34–R39: from the check of camera and sound into the waiting room."""

from tests.cast import a_check

ENTER = """
  mutation EnterWaitingRoom($id: ID!) {
    enterWaitingRoom(input: { consultationId: $id }) {
      __typename
      ... on Consultation { state waitingSince version }
      ... on TooEarly { opensAt }
      ... on Error { code message }
    }
  }
"""


async def test_entering(app_of, karen, consultation):
    app = await app_of(karen)
    await a_check_of(consultation)

    answer = await app.asks(ENTER, id=consultation.id)

    assert answer == {
        "__typename": "Consultation",
        "state": "WAITING",
        "waitingSince": "2026-03-02T09:00:00+00:00",
        "version": 2,
    }


async def a_check_of(consultation, **parts):
    check = a_check(**parts)
    check.consultation_id = consultation.id
    await check.save()
