"""Picture and sound: facts, rounds, who minds a relay, and that all of it ends with the talk."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from tortoise.exceptions import IntegrityError

from models import AuditEvent, Consultation, MediaRelay, MediaSession, MediaSignal
from models.consultation.states import Outcome, State
from models.media.joining import join, pass_on, start_anew, tell_both_to_start
from models.media.participant import Participant
from models.media.relay import CLAIMED_FOR
from models.media.signals import KEPT_FOR, SignalKind, forget_old_signals
from models.refused import ChangedMeanwhile, MediaSessionSuperseded, NotPossibleNow
from tests.cast import NINE, a_check, a_consultation, put
from tests.models.fakes import FakeBus, by_karen

PATIENT, CLINICIAN = Participant
LATER = NINE + timedelta(seconds=10)


@pytest.fixture
def by():
    return by_karen(FakeBus(), "join_media")


@pytest.fixture
async def talking(consultation):
    return await put(
        consultation,
        lambda it: it.enter(a_check(NINE), NINE),
        lambda it: it.call_in(NINE),
        lambda it: it.accept(it.invitation_id, NINE),
    )


@pytest.fixture
def reach(talking):
    return partial(Consultation.whole, Consultation.filter(id=talking.id))


@pytest.fixture
async def both(reach, by):
    """At a relay: nobody is told to start yet."""
    return [await join(reach, one, by, start=False) for one in Participant]


def overtaken(reach):
    """Somebody else changes it between reaching and writing, each time."""

    async def reached():
        found = await reach()
        await Consultation.filter(id=found.id).update(version=found.version + 1)
        return found

    return reached


async def kinds(session):
    signals = await MediaSignal.filter(session_id=session.id).order_by("number")
    return [(it.number, it.kind, it.round) for it in signals]


def on_paper(**known):
    return MediaSession(participant=PATIENT, round=1, started_at=NINE, **known)


@pytest.mark.parametrize("state", sorted(set(State) - {State.IN_PROGRESS}))
def test_there_is_picture_and_sound_only_while_they_talk(state):
    it = a_consultation(state)

    with pytest.raises(NotPossibleNow):
        it.begin_media_round()
    assert it.media_round == 0


def test_each_of_the_two_has_another():
    assert [one.other for one in Participant] == [CLINICIAN, PATIENT]


def test_that_it_is_connected_is_news_once():
    session = on_paper()

    assert session.report(True, NINE)
    assert not session.report(True, LATER)
    assert (session.connected, session.connected_at) == (True, NINE)


def test_that_it_is_interrupted_is_news_once_and_so_is_that_it_came_back():
    session = on_paper(connected_at=NINE)

    assert session.report(False, LATER)
    assert not session.report(False, LATER + timedelta(seconds=1))
    assert (session.connected, session.interrupted_at) == (False, LATER)
    assert session.report(True, LATER)
    assert (session.connected, session.interrupted_at) == (True, None)


def test_what_never_was_connected_can_fail():
    session = on_paper()

    assert session.report(False, NINE)
    assert not session.connected


def test_a_former_session_reports_nothing():
    with pytest.raises(MediaSessionSuperseded):
        on_paper(ended_at=NINE).report(True, NINE)


async def test_a_report_of_a_session_that_just_ended_is_not_kept(both):
    patient, _ = both
    await MediaSession.filter(id=patient.id).update(ended_at=NINE)
    patient.report(True, NINE)

    assert not await patient.keep_report()


async def test_joining_is_in_the_audit_and_a_signal_is_not(both, by, talking):
    await pass_on(talking.id, PATIENT, 2, SignalKind.OFFER, "v=0", by)

    assert await AuditEvent.filter(subject=talking.id, action="join_media").count() == 2
    assert await AuditEvent.all().count() == 2
    assert by.bus.after[-1] == by.bus.within[-1] == [f"media:{both[0].id}"]


async def test_whoever_never_gets_a_turn_is_told_so(reach, by):
    with pytest.raises(ChangedMeanwhile):
        await join(overtaken(reach), PATIENT, by, start=True)
    assert await MediaSession.all().count() == 0


async def test_a_relay_that_is_overtaken_begins_no_round(both, reach, by):
    assert not await start_anew(overtaken(reach), 2, by)
    assert {session.round for session in await MediaSession.all()} == {2}


async def test_a_relay_tells_both_to_start_when_it_is_ready(both, by, talking):
    assert await MediaSignal.all().count() == 0

    await tell_both_to_start(talking.id, 2, by)

    for session in both:
        assert await kinds(session) == [(1, SignalKind.START, 2)]


async def test_a_relay_that_lost_its_connections_begins_the_next_round_once(both, by, reach):
    assert await start_anew(reach, 2, by)
    assert not await start_anew(reach, 2, by)

    live = await MediaSession.filter(ended_at=None)
    assert {session.round for session in live} == {3}
    assert (await reach()).media_round == 3


async def test_of_two_that_begin_the_next_round_at_once_one_does(both, by, reach):
    begun = await asyncio.gather(*(start_anew(reach, 2, by) for _ in range(2)))

    assert sorted(begun) == [False, True]
    assert (await reach()).media_round == 3


async def test_when_it_is_over_no_round_begins(both, by, reach, talking):
    await put(talking, lambda it: it.end(Outcome.COMPLETED, LATER))

    assert not await start_anew(reach, 2, by)


async def test_with_the_conversation_all_of_it_ends(both, by, talking):
    await pass_on(talking.id, PATIENT, 2, SignalKind.OFFER, "v=0", by)

    await put(talking, lambda it: it.end(Outcome.COMPLETED, LATER))

    assert await MediaSignal.all().count() == 0
    assert {session.ended_at for session in await MediaSession.all()} == {LATER}
    assert not await pass_on(talking.id, PATIENT, 2, SignalKind.OFFER, "v=0", by)


async def test_signals_of_a_consultation_that_nobody_ends_are_forgotten(both, by, talking):
    await pass_on(talking.id, PATIENT, 2, SignalKind.OFFER, "v=0", by)

    assert await forget_old_signals(NINE + KEPT_FOR) == 0
    assert await forget_old_signals(NINE + KEPT_FOR + timedelta(seconds=1)) == 1


async def test_each_of_the_two_has_one_live_session(both, talking):
    second = MediaSession(consultation_id=talking.id, participant=PATIENT, round=9, started_at=NINE)

    with pytest.raises(IntegrityError, match="one_live_media_session"):
        await second.save()


@pytest.mark.parametrize(
    ("wrong", "name"),
    [({"number": 0}, "numbered_from_one"), ({"payload": "x" * 16385}, "no_large_payload")],
)
async def test_the_database_takes_no_nonsense(both, wrong, name):
    right = {"number": 1, "round": 1, "kind": SignalKind.OFFER, "sent_at": NINE}
    signal = MediaSignal(session_id=both[0].id, **right | wrong)

    with pytest.raises(IntegrityError, match=name):
        await signal.save()


async def test_one_process_minds_a_consultation_until_its_claim_runs_out(both, talking):
    assert await MediaRelay.wanting(NINE, "one") == [talking.id]

    claims = [MediaRelay.claim(talking.id, name, NINE) for name in ("one", "another")]
    assert sorted(await asyncio.gather(*claims)) == [False, True]
    winner = (await MediaRelay.get()).claimed_by
    other = {"one": "another", "another": "one"}[winner]

    assert await MediaRelay.wanting(LATER, other) == []
    assert await MediaRelay.wanting(LATER, winner) == [talking.id]
    assert await MediaRelay.claim(talking.id, winner, LATER)
    assert not await MediaRelay.claim(talking.id, other, NINE + CLAIMED_FOR)
    assert await MediaRelay.claim(talking.id, other, LATER + CLAIMED_FOR)
    assert await MediaRelay.wanting(LATER + CLAIMED_FOR, winner) == []


async def test_a_relay_is_wanted_only_when_both_are_there(reach, by):
    await join(reach, PATIENT, by, start=False)

    assert await MediaRelay.wanting(NINE, "one") == []


async def test_there_is_one_first_offer_in_a_round(both, talking):
    await MediaRelay.claim(talking.id, "one", NINE)
    known = {"round": 2, "session": 7, "patient_handle": 8, "clinician_handle": 9}
    await MediaRelay.all().update(**known)

    relay = await MediaRelay.of_round(talking.id, 2)

    assert relay is not None
    assert await MediaRelay.of_round(talking.id, 3) is None
    assert [relay.handle_of(one) for one in Participant] == [8, 9]
    assert [await relay.first_offer() for _ in range(2)] == [True, False]
