"""Picture and sound: only while they talk, each signal once, in order; a reload just comes back."""

import asyncio
from contextlib import aclosing
from typing import Any

import pytest

from models import AuditEvent, MediaSession, MediaSignal, TextKind
from models.consultation.states import State
from tests.cast import NINE

JOIN = """
  mutation Join($id: ID!, $as: Participant) {
    joinMedia(input: { consultationId: $id, participant: $as }) {
      __typename
      ... on PeerMedia {
        sessionId participant initiator iceTransportPolicy
        iceServers { urls username credential }
      }
      ... on NotPossibleNow { state }
      ... on Error { code message }
    }
  }
"""

ACCESS = """
  query Access($session: ID!) {
    mediaAccess(sessionId: $session) { __typename ... on PeerMedia { sessionId } }
  }
"""

SEND = """
  mutation Send($session: ID!, $round: Int!, $kind: SignalKind!, $payload: String) {
    sendMediaSignal(
      input: { sessionId: $session, round: $round, kind: $kind, payload: $payload }
    ) {
      __typename
      ... on MediaSignalSent { delivered }
      ... on InvalidInput { field }
      ... on Error { code }
    }
  }
"""

REPORT = """
  mutation Report($session: ID!, $connected: Boolean!) {
    reportMedia(input: { sessionId: $session, connected: $connected }) {
      __typename
      ... on Consultation {
        state media { participant connected connectedAt interruptedAt }
      }
    }
  }
"""

SIGNALS = """
  subscription Signals($session: ID!, $after: Int! = 0) {
    mediaSignals(sessionId: $session, after: $after) { number round kind payload }
  }
"""

END = """
  mutation End($id: ID!) {
    endConsultation(input: { consultationId: $id, outcome: COMPLETED }) { __typename }
  }
"""

CANDIDATE = '{"candidate": "candidate:1 1 udp 1 192.0.2.1 5000 typ host"}'


class Side:
    """One of the two, in a tab."""

    def __init__(self, app, consultation):
        self.app, self.consultation, self.session = app, consultation, ""

    async def joins(self):
        joined = await self.app.asks(JOIN, id=self.consultation.id)
        self.session = joined.get("sessionId", "")
        return joined

    async def sends(self, kind, payload=None, round=2):
        return await self.app.asks(
            SEND, session=self.session, round=round, kind=kind, payload=payload
        )

    async def hears(self, count, after=0):
        """So many signals, from a number on: their numbers, kinds and payloads."""
        heard: list[Any] = []
        async with aclosing(
            await self.app.follows(SIGNALS, session=self.session, after=after)
        ) as s:
            while len(heard) < count:
                heard.append((await asyncio.wait_for(anext(s), 10)).data["mediaSignals"])
        return heard

    async def hears_to_the_end(self):
        async with aclosing(await self.app.follows(SIGNALS, session=self.session)) as stream:
            return [(one.data["mediaSignals"]["kind"]) async for one in stream]


@pytest.fixture
async def patient(app_of, karen, talking):
    return Side(await app_of(karen), talking)


@pytest.fixture
async def clinician(app_of, dr_holm, talking):
    return Side(await app_of(dr_holm), talking)


@pytest.fixture
async def both(patient, clinician):
    await patient.joins()
    await clinician.joins()
    return patient, clinician


@pytest.mark.parametrize("state", [State.SCHEDULED, State.WAITING, State.CLINICIAN_READY])
async def test_before_the_patient_has_accepted_there_is_nothing(
    app_of, karen, dr_holm, brought_to, state
):
    consultation = await brought_to(state)

    for who in (karen, dr_holm):
        joined = await (await app_of(who)).asks(JOIN, id=consultation.id)
        assert (joined["__typename"], joined["state"]) == ("NotPossibleNow", state)
    assert await MediaSession.all().count() == 0


async def test_joining_gives_what_a_browser_needs_and_one_of_the_two_is_initiator(
    patient, clinician
):
    hers, his = await patient.joins(), await clinician.joins()

    assert (hers["participant"], hers["initiator"]) == ("PATIENT", False)
    assert (his["participant"], his["initiator"]) == ("CLINICIAN", True)
    assert (hers["iceTransportPolicy"], hers["iceServers"]) == ("all", [])


async def test_both_are_told_to_start_once_both_are_there(patient, clinician):
    await patient.joins()
    assert await MediaSignal.all().count() == 0
    await clinician.joins()

    for side in (patient, clinician):
        [start] = await side.hears(1)
        assert start == {"number": 1, "round": 2, "kind": "START", "payload": None}


async def test_signals_come_in_order_and_again_from_any_number(both):
    patient, clinician = both
    await clinician.sends("OFFER", "v=0 offer")
    for _ in range(3):
        await clinician.sends("CANDIDATE", CANDIDATE)
    await patient.sends("ANSWER", "v=0 answer")

    whole = await patient.hears(5)
    assert [(s["number"], s["kind"]) for s in whole] == [
        (1, "START"),
        (2, "OFFER"),
        (3, "CANDIDATE"),
        (4, "CANDIDATE"),
        (5, "CANDIDATE"),
    ]
    assert (whole[1]["payload"], whole[2]["payload"]) == ("v=0 offer", CANDIDATE)
    assert await patient.hears(2, after=3) == whole[3:]
    assert [s["kind"] for s in await clinician.hears(2)] == ["START", "ANSWER"]


async def test_what_is_sent_while_one_listens_comes_at_once(both):
    patient, clinician = both
    async with aclosing(await patient.app.follows(SIGNALS, session=patient.session)) as stream:
        assert (await anext(stream)).data["mediaSignals"]["kind"] == "START"
        await clinician.sends("OFFER", "v=0")
        offer = (await asyncio.wait_for(anext(stream), 10)).data["mediaSignals"]

    assert (offer["number"], offer["kind"]) == (2, "OFFER")


async def test_of_fifty_who_send_at_once_each_gets_a_number_of_its_own(both):
    patient, clinician = both
    numbered = [f'{{"candidate": "{n}"}}' for n in range(50)]

    sent = await asyncio.gather(*(clinician.sends("CANDIDATE", one) for one in numbered))

    assert all(one["delivered"] for one in sent)
    heard = await patient.hears(51)
    assert [s["number"] for s in heard] == list(range(1, 52))
    assert sorted(s["payload"] for s in heard[1:]) == sorted(numbered)


async def test_a_reload_comes_back_without_a_new_acceptance_and_both_start_anew(both):
    patient, clinician = both
    before = patient.session
    await clinician.sends("OFFER", "v=0 old")

    joined = await patient.joins()

    assert joined["__typename"] == "PeerMedia"
    assert patient.session != before
    [start] = await patient.hears(1)
    assert (start["number"], start["kind"], start["round"]) == (1, "START", 3)
    assert [(s["kind"], s["round"]) for s in await clinician.hears(2)] == [
        ("START", 2),
        ("START", 3),
    ]


async def test_what_comes_from_an_old_round_is_ignored(both):
    patient, clinician = both
    await patient.joins()

    late = await clinician.sends("CANDIDATE", CANDIDATE, round=2)
    in_time = await clinician.sends("OFFER", "v=0", round=3)

    assert (late["delivered"], in_time["delivered"]) == (False, True)
    assert [s["kind"] for s in await patient.hears(2)] == ["START", "OFFER"]


async def test_the_former_tab_is_told_to_stop(both):
    patient, _ = both
    former = Side(patient.app, patient.consultation)
    former.session = patient.session

    async with aclosing(await former.app.follows(SIGNALS, session=former.session)) as stream:
        await anext(stream)
        await patient.joins()
        rest = [s.data["mediaSignals"]["kind"] async for s in stream]

    assert rest == ["SUPERSEDED"]
    assert (await former.sends("RESTART"))["__typename"] == "MediaSessionSuperseded"
    report = await former.app.asks(REPORT, session=former.session, connected=True)
    assert report["__typename"] == "MediaSessionSuperseded"
    access = await former.app.asks(ACCESS, session=former.session)
    assert access["__typename"] == "MediaSessionSuperseded"
    assert await former.hears_to_the_end() == ["SUPERSEDED"]


async def test_when_both_join_at_the_same_moment_they_are_still_told_to_start(patient, clinician):
    await asyncio.gather(patient.joins(), clinician.joins())

    for side in (patient, clinician):
        assert (await side.hears(1))[0]["kind"] == "START"


async def test_two_tabs_that_join_at_once_are_one_live_session(patient):
    other = Side(patient.app, patient.consultation)

    await asyncio.gather(patient.joins(), other.joins())

    assert await MediaSession.filter(ended_at=None).count() == 1
    assert await MediaSession.all().count() == 2


async def test_when_it_is_over_nothing_is_left_and_nothing_can_be_sent(both):
    patient, clinician = both
    await clinician.sends("OFFER", "v=0")
    async with aclosing(await patient.app.follows(SIGNALS, session=patient.session)) as stream:
        await anext(stream)
        await anext(stream)
        await clinician.app.asks(END, id=clinician.consultation.id)
        rest = [s.data["mediaSignals"]["kind"] async for s in stream]

    assert rest == ["ENDED"]
    assert await MediaSignal.all().count() == 0
    assert await MediaSession.filter(ended_at=None).count() == 0
    assert (await patient.sends("RESTART"))["__typename"] == "NotPossibleNow"
    assert (await patient.joins())["__typename"] == "NotPossibleNow"


async def test_whoever_sends_while_it_ends_leaves_nothing(both):
    _, clinician = both
    candidates = [clinician.sends("CANDIDATE", CANDIDATE) for _ in range(20)]

    await asyncio.gather(clinician.app.asks(END, id=clinician.consultation.id), *candidates)

    assert await MediaSignal.all().count() == 0


@pytest.mark.parametrize(
    ("side", "kind", "payload", "field"),
    [
        (0, "OFFER", "v=0", "kind"),
        (1, "ANSWER", "v=0", "kind"),
        (1, "RESTART", None, "kind"),
        (1, "START", None, "kind"),
        (1, "SUPERSEDED", None, "kind"),
        (1, "OFFER", None, "payload"),
        (1, "OFFER", "", "payload"),
        (1, "OFFER", "x" * 16385, "payload"),
        (1, "OFFER", "æ" * 8193, "payload"),
        (1, "CANDIDATE", "no JSON", "payload"),
        (1, "CANDIDATE", "[" * 10_000, "payload"),
        (1, "CANDIDATE", "[]", "payload"),
        (0, "BYE", "too many words", "payload"),
    ],
)
async def test_what_nobody_may_say_is_refused(both, side, kind, payload, field):
    refused = await both[side].sends(kind, payload)

    assert (refused["__typename"], refused["field"]) == ("InvalidInput", field)


async def test_an_offer_of_sixteen_kilobytes_is_taken(both):
    assert (await both[1].sends("OFFER", "x" * 16384))["delivered"]


async def test_another_patients_session_is_not_found(both, app_of, ole, dr_krag, sara):
    patient, clinician = both
    for outsider in [await app_of(who) for who in (ole, dr_krag, sara)]:
        for session in (patient.session, clinician.session, "med_nothing"):
            asked = {"session": session, "round": 2, "kind": "BYE"}
            assert await outsider.refused(SEND, **asked) == "NOT_FOUND"
            assert await outsider.refused(REPORT, session=session, connected=True) == "NOT_FOUND"
            assert await outsider.refused(ACCESS, session=session) == "NOT_FOUND"
            async with aclosing(await outsider.follows(SIGNALS, session=session)) as stream:
                [error] = (await anext(stream)).errors
            assert error.extensions["code"] == "NOT_FOUND"
        assert await outsider.refused(JOIN, id=patient.consultation.id) == "NOT_FOUND"


async def test_neither_of_the_two_speaks_for_the_other(both):
    patient, clinician = both
    asked = {"session": patient.session, "round": 2, "kind": "BYE"}

    assert await clinician.app.refused(SEND, **asked) == "NOT_FOUND"


async def test_a_browser_that_is_signed_in_as_both_says_as_whom(app_of, karen, dr_holm, talking):
    app = await app_of(karen)
    app.context.tokens.sessions += (await app_of(dr_holm)).context.tokens.sessions

    as_patient = await app.asks(JOIN, id=talking.id)
    as_clinician = await app.asks(JOIN, id=talking.id, **{"as": "CLINICIAN"})

    assert as_patient["participant"] == "PATIENT"
    assert as_clinician["participant"] == "CLINICIAN"
    side = Side(app, talking)
    side.session = as_clinician["sessionId"]
    assert (await side.sends("OFFER", "v=0"))["delivered"]
    assert [s["kind"] for s in await side.hears(1)] == ["START"]


async def test_how_the_connection_is_are_facts_and_never_a_state(both, clock):
    patient, _ = both
    connected = await patient.app.asks(REPORT, session=patient.session, connected=True)
    clock.goes(minutes=1)
    again = await patient.app.asks(REPORT, session=patient.session, connected=True)
    interrupted = await patient.app.asks(REPORT, session=patient.session, connected=False)

    [_, hers] = connected["media"]
    assert hers == {
        "participant": "PATIENT",
        "connected": True,
        "connectedAt": NINE.isoformat(),
        "interruptedAt": None,
    }
    assert again == connected
    assert {it["state"] for it in (connected, again, interrupted)} == {"IN_PROGRESS"}
    assert interrupted["media"][1]["connected"] is False
    assert await AuditEvent.filter(action="report_media").count() == 2


async def test_a_report_while_it_ends_is_never_mistaken_for_another_tab(both):
    patient, clinician = both
    reports = [
        patient.app.asks(REPORT, session=patient.session, connected=n % 2 == 0) for n in range(12)
    ]

    _, *answers = await asyncio.gather(
        clinician.app.asks(END, id=clinician.consultation.id), *reports
    )

    assert {answer["__typename"] for answer in answers} <= {"Consultation", "NotPossibleNow"}


async def test_bye_is_told_and_the_consultation_goes_on(both):
    patient, clinician = both

    assert (await patient.sends("BYE"))["delivered"]

    assert [s["kind"] for s in await clinician.hears(2)] == ["START", "BYE"]
    assert (await patient.joins())["__typename"] == "PeerMedia"


async def test_fresh_credentials_are_of_the_same_session(both):
    patient, _ = both

    access = await patient.app.asks(ACCESS, session=patient.session)

    assert access == {"__typename": "PeerMedia", "sessionId": patient.session}


async def test_nobody_is_asked_to_consent_in_the_middle_of_a_conversation(patient, publishes):
    await publishes(TextKind.APP_USE)

    assert (await patient.joins())["__typename"] == "PeerMedia"
