"""Through a real Janus: the same page, and neither learns the other's address."""

from contextlib import AsyncExitStack
from datetime import timedelta

import httpx2
import pytest

from integrations.clock import real_clock
from integrations.video.janus import JanusEngine
from models import Consultation, MediaRelay, MediaSession, MediaSignal
from tests.browser.calling import in_conversation
from tests.browser.janus import SECRET, JanusServer
from tests.serving import a_free_port
from web.outside import plug_in

PATHS = """
  ['localDescription', 'remoteDescription'].map(
    (it) => /ice-ufrag:(.*)/.exec(call.pc?.[it]?.sdp)?.[1])
""".strip()
"""The two ends of one's connection."""


@pytest.fixture
async def janus(tmp_path):
    with a_free_port() as bound:
        server = JanusServer(tmp_path, bound.getsockname()[1])
        await server.ready()
        yield server
        server.kill()


@pytest.fixture
async def conversation(db, database_url, tmp_path, browser, janus):
    engine = {"video_engine": "JANUS", "janus_url": janus.url, "janus_secret": SECRET}
    async with in_conversation(database_url, tmp_path, browser, **engine) as conversation:
        yield conversation


async def test_they_see_and_hear_each_other_through_janus(conversation, caplog):
    caplog.set_level("INFO")
    async with conversation.both() as (patient, clinician):
        for side in (patient, clinician):
            await side.is_in("connected")
            await side.sees_and_hears()
            print("through Janus: picture after", await side.picture_after())
        hers, his = [await side.page.evaluate(PATHS) for side in (patient, clinician)]
        assert set(hers) & set(his) == set(), "they are connected to Janus, not to each other"
        assert len({*hers, *his}) == 4
    assert "httpx2" in {record.name for record in caplog.records}
    assert SECRET not in caplog.text


async def test_a_path_that_is_lost_is_made_anew(conversation):
    async with conversation.both() as (patient, clinician):
        for side in (patient, clinician):
            await side.is_in("connected")
            before = await side.page.evaluate(PATHS)

            await side.page.evaluate("call.mend()")

            await side.until(f"{PATHS}[0] !== '{before[0]}'")
            await side.is_in("connected")
            await patient.sees_and_hears()
            await clinician.sees_and_hears()
    assert await MediaSession.all().count() == 2, "nobody joined anew"


async def test_a_reload_comes_back_without_a_new_acceptance(conversation):
    async with conversation.both() as (patient, clinician):
        await patient.is_in("connected")

        await patient.opens()

        await patient.is_in("connected")
        await patient.sees_and_hears()
        await clinician.sees_and_hears()
        now = await Consultation.get(id=conversation.consultation.id)
        assert (now.state, now.invitations_made) == ("IN_PROGRESS", 1)


async def test_when_janus_dies_they_are_told_and_when_it_is_back_they_go_on(conversation, janus):
    async with conversation.both() as (patient, clinician):
        await patient.is_in("connected")
        await clinician.is_in("connected")

        janus.kill()
        await patient.is_in("failed", within=40)
        phone = await patient.page.evaluate("window.details?.supportPhone")
        assert phone in (None, conversation.outside.settings.support_phone)
        await patient.opens()
        await patient.is_in("refused")
        refusal = await patient.page.evaluate("window.details")
        assert refusal["__typename"] == "VideoUnavailable"
        assert refusal["supportPhone"] == conversation.outside.settings.support_phone

        janus.start()
        await janus.ready()
        await patient.opens()
        await patient.is_in("connected", within=40)
        await patient.sees_and_hears()
        await clinician.sees_and_hears()


async def test_when_it_is_over_nothing_is_left(conversation):
    async with conversation.both() as (patient, clinician):
        await patient.is_in("connected")

        await conversation.ends()

        await patient.is_in("ended")
        await clinician.is_in("ended")
    assert await MediaSignal.all().count() == 0
    assert await MediaSession.filter(ended_at=None).count() == 0
    assert await MediaRelay.all().count() == 0


async def test_when_the_process_that_minds_them_dies_another_takes_over(conversation):
    """Its claim runs out, and nobody gives it up."""
    id = conversation.consultation.id
    died_at = real_clock() - timedelta(seconds=12)
    assert await MediaRelay.claim(id, "a process that died", died_at)

    async with conversation.both() as (patient, clinician):
        await patient.is_in("connected")
        await patient.sees_and_hears()
        await clinician.sees_and_hears()
        assert (await MediaRelay.get()).claimed_by != "a process that died"


async def test_when_the_process_that_minds_them_stops_they_start_anew_with_another(
    conversation, database_url
):
    async with AsyncExitStack() as running:
        http = await running.enter_async_context(httpx2.AsyncClient())
        other = plug_in(conversation.outside.settings, database_url, http)
        assert isinstance(other.video, JanusEngine)
        process = other.video.calls.process
        await running.enter_async_context(other.hub.running())
        minding = await running.enter_async_context(AsyncExitStack())
        await minding.enter_async_context(other.video.running())
        await MediaRelay.claim(conversation.consultation.id, process, real_clock())
        patient, clinician = await running.enter_async_context(conversation.both())
        await patient.is_in("connected")
        await patient.sees_and_hears()
        assert (await MediaRelay.get()).claimed_by == process

        await minding.aclose()

        await patient.until("states.filter((it) => it === 'connected').length === 2")
        await patient.sees_and_hears()
        await clinician.sees_and_hears()
        assert (await MediaRelay.get()).claimed_by != process
