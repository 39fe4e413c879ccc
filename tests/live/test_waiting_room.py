"""R39–R45, live: what the patient's screen shows, the moment it happens."""

from contextlib import aclosing
from datetime import timedelta

from models import Session
from models.invitation import RINGS_FOR
from models.signed_in import end_session
from tests.cast import NINE, a_check, put

ROOM = """
  subscription WaitingRoom($id: ID!) {
    waitingRoom(consultationId: $id) {
      version cause mayLeave mayEnter
      consultation { state }
      screen { title }
      cue { sound announcement politeness }
      invitation { id expiresAt }
    }
  }
"""


def entered(it):
    it.enter(a_check(NINE), NINE)


async def test_the_first_value_is_how_things_are_now(app_of, karen, consultation):
    app = await app_of(karen)

    async with aclosing(await app.follows(ROOM, id=consultation.id)) as room:
        first = (await anext(room)).data["waitingRoom"]

    assert first["cause"] == "SNAPSHOT"
    assert first["consultation"]["state"] == "SCHEDULED"
    assert (first["screen"]["title"], first["mayEnter"]) == ("Du kan starte nu", True)


async def test_the_patient_is_asked_to_accept_as_soon_as_the_clinician_is_ready(
    app_of, karen, dr_holm, consultation
):
    await put(consultation, entered)
    app, staff = await app_of(karen), await app_of(dr_holm)

    async with aclosing(await app.follows(ROOM, id=consultation.id)) as room:
        assert (await anext(room)).data["waitingRoom"]["invitation"] is None
        await staff.asks(CALL_IN, id=consultation.id)
        ringing = (await anext(room)).data["waitingRoom"]

    assert ringing["cause"] == "CHANGE"
    assert ringing["consultation"]["state"] == "CLINICIAN_READY"
    assert ringing["cue"] == {
        "sound": True,
        "announcement": "Din behandler er klar. Accepter for at gå i gang med videokonsultationen.",
        "politeness": "ASSERTIVE",
    }
    assert ringing["invitation"]["id"].startswith("inv_")


async def test_a_patient_who_comes_while_it_rings_hears_it_ring(app_of, karen, consultation):
    await put(consultation, entered, lambda it: it.call_in(NINE))
    app = await app_of(karen)

    async with aclosing(await app.follows(ROOM, id=consultation.id)) as room:
        assert (await anext(room)).data["waitingRoom"]["cue"]["sound"] is True


async def test_the_patient_is_told_the_moment_the_clinician_is_late(
    app_of, karen, consultation, clock, outside
):
    await put(consultation, entered)
    clock.goes(NINE + timedelta(minutes=10))
    app = await app_of(karen)

    async with aclosing(await app.follows(ROOM, id=consultation.id)) as room:
        on_time = (await anext(room)).data["waitingRoom"]
        clock.goes(milliseconds=1)
        late = (await anext(room)).data["waitingRoom"]

    assert (on_time["mayLeave"], late["mayLeave"]) == (False, True)
    assert late["screen"]["title"] == "Din behandler er forsinket"
    assert late["cause"] == "HEARTBEAT"


async def test_an_invitation_that_nobody_answers_rings_out_before_the_patients_eyes(
    app_of, karen, consultation, clock
):
    ringing = await put(consultation, entered, lambda it: it.call_in(NINE))
    clock.goes(NINE + RINGS_FOR - timedelta(milliseconds=1))
    app = await app_of(karen)

    async with aclosing(await app.follows(ROOM, id=consultation.id)) as room:
        rings = (await anext(room)).data["waitingRoom"]
        clock.goes(milliseconds=1)
        silent = (await anext(room)).data["waitingRoom"]

    assert (rings["consultation"]["state"], rings["version"]) == ("CLINICIAN_READY", 3)
    assert (silent["consultation"]["state"], silent["version"]) == ("WAITING", 4)
    assert silent["invitation"] is None
    assert ringing.version == 3


async def test_a_new_invitation_after_one_that_rang_out_has_a_higher_version(
    app_of, karen, dr_holm, consultation, clock
):
    await put(consultation, entered, lambda it: it.call_in(NINE))
    clock.goes(NINE + RINGS_FOR)
    app, staff = await app_of(karen), await app_of(dr_holm)

    async with aclosing(await app.follows(ROOM, id=consultation.id)) as room:
        rang_out = (await anext(room)).data["waitingRoom"]
        await staff.asks(CALL_IN, id=consultation.id)
        rings_again = (await anext(room)).data["waitingRoom"]

    assert rings_again["version"] > rang_out["version"]
    assert rings_again["consultation"]["state"] == "CLINICIAN_READY"


async def test_the_stream_ends_when_the_consultation_is_over(app_of, karen, dr_holm, consultation):
    ringing = await put(consultation, entered, lambda it: it.call_in(NINE))
    await put(consultation, lambda it: it.accept(ringing.invitation_id, NINE))
    app, staff = await app_of(karen), await app_of(dr_holm)

    async with aclosing(await app.follows(ROOM, id=consultation.id)) as room:
        await anext(room)
        await staff.asks(END, id=consultation.id)
        rest = [seen.data["waitingRoom"]["consultation"]["state"] async for seen in room]

    assert rest == ["ENDED"]


async def test_the_stream_ends_when_the_patient_signs_out_elsewhere(
    app_of, karen, consultation, outside, clock
):
    app = await app_of(karen)

    async with aclosing(await app.follows(ROOM, id=consultation.id)) as room:
        await anext(room)
        session = await Session.get(patient_id=karen.id)
        assert await end_session(session, clock())
        outside.hub.told([session.topic])
        [error] = (await anext(room)).errors

    assert error.extensions["code"] == "NOT_SIGNED_IN"


async def test_another_patient_hears_nothing(app_of, karen, ole, consultation):
    theirs, others = await app_of(karen), await app_of(ole)
    async with aclosing(await theirs.follows(ROOM, id=consultation.id)) as room:
        assert (await anext(room)).data, "Karen must see it for this test to mean anything"

    async with aclosing(await others.follows(ROOM, id=consultation.id)) as room:
        [foreign] = (await anext(room)).errors
    async with aclosing(await others.follows(ROOM, id="con_nothing")) as room:
        [missing] = (await anext(room)).errors

    assert foreign.extensions == missing.extensions == {"code": "NOT_FOUND"}
    assert foreign.message == missing.message


async def test_nobody_follows_without_signing_in(app_of, consultation):
    app = await app_of(None)

    async with aclosing(await app.follows(ROOM, id=consultation.id)) as room:
        [error] = (await anext(room)).errors

    assert error.extensions["code"] == "NOT_SIGNED_IN"


async def test_who_stops_following_leaves_nothing_behind(app_of, karen, consultation, outside):
    app = await app_of(karen)

    async with aclosing(await app.follows(ROOM, id=consultation.id)) as room:
        await anext(room)
        assert outside.hub.listening == 1

    assert outside.hub.listening == 0


CALL_IN = """
  mutation CallIn($id: ID!) { callIn(input: { consultationId: $id }) { __typename } }
"""

END = """
  mutation End($id: ID!) {
    endConsultation(input: { consultationId: $id, outcome: COMPLETED }) { __typename }
  }
"""
