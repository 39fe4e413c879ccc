"""Through a real Janus: the same page, and neither learns the other's address."""

import pytest

from models import Consultation, MediaRelay, MediaSession, MediaSignal
from tests.browser.calling import in_conversation
from tests.browser.janus import SECRET, JanusServer


@pytest.fixture
async def janus(tmp_path):
    server = JanusServer(tmp_path)
    await server.ready()
    yield server
    server.kill()


@pytest.fixture
async def conversation(db, database_url, tmp_path, browser, janus):
    engine = {"video_engine": "JANUS", "janus_url": janus.url, "janus_secret": SECRET}
    async with in_conversation(database_url, tmp_path, browser, **engine) as conversation:
        yield conversation


async def test_they_see_and_hear_each_other_through_janus(conversation):
    async with conversation.both() as (patient, clinician):
        for side in (patient, clinician):
            await side.is_in("connected")
            await side.sees_and_hears()
            print("through Janus: picture after", await side.picture_after())


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
