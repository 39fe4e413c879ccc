"""Picture and sound in a real Chromium, browser to browser, also when it is disturbed."""

import asyncio

import pytest

from models import Consultation, MediaSession
from tests.browser.calling import in_conversation

UFRAG = "/ice-ufrag:(.*)/.exec(call.pc.localDescription.sdp)[1]"
"""Another one means that the path was made anew."""


@pytest.fixture
async def conversation(db, database_url, tmp_path, browser):
    async with in_conversation(database_url, tmp_path, browser) as conversation:
        yield conversation


async def test_they_see_and_hear_each_other(conversation):
    async with conversation.both() as (patient, clinician):
        for side in (patient, clinician):
            await side.is_in("connected")
            await side.sees_and_hears()
            print("browser to browser: picture after", await side.picture_after())

        async with asyncio.timeout(20):
            while not all(one.connected for one in await MediaSession.filter(ended_at=None)):
                await asyncio.sleep(0.05)


async def test_a_reload_comes_back_without_a_new_acceptance(conversation):
    async with conversation.both() as (patient, clinician):
        await patient.is_in("connected")
        accepted = await Consultation.get(id=conversation.consultation.id)

        await patient.opens()

        await patient.is_in("connected")
        await patient.sees_and_hears()
        await clinician.is_in("connected")
        await clinician.sees_and_hears()
        now = await Consultation.get(id=conversation.consultation.id)
        assert (now.state, now.invitations_made) == (accepted.state, 1)


async def test_a_second_tab_takes_over_and_the_first_one_stops(conversation):
    async with conversation.both() as (patient, clinician):
        await patient.is_in("connected")
        async with conversation.joined_by(conversation.patient) as second:
            await patient.is_in("superseded")
            await second.is_in("connected")
            await second.sees_and_hears()
            await clinician.sees_and_hears()


async def test_when_the_clinician_ends_it_both_stop(conversation):
    async with conversation.both() as (patient, clinician):
        await patient.is_in("connected")

        await conversation.ends()

        for side in (patient, clinician):
            await side.is_in("ended")


async def test_who_leaves_is_missed_and_can_come_again(conversation):
    async with conversation.both() as (patient, clinician):
        await clinician.is_in("connected")
        await patient.page.evaluate("call.stop()")
        await clinician.is_in("waiting")

        await patient.opens()

        await clinician.is_in("connected")
        await clinician.sees_and_hears()


async def test_when_only_the_line_to_us_is_lost_the_call_goes_on_and_signals_are_not_heard_twice(
    conversation,
):
    async with conversation.both() as (patient, clinician):
        await patient.is_in("connected")
        await patient.page.evaluate("loseTheLine()")
        await clinician.opens()

        await patient.is_in("connected")
        await patient.sees_and_hears()


async def test_when_the_path_between_them_is_lost_it_is_made_anew(conversation):
    async with conversation.both() as (patient, clinician):
        await patient.is_in("connected")
        await patient.sees_and_hears()

        before = await clinician.page.evaluate(UFRAG)

        await patient.page.evaluate("call.mend()")

        await clinician.until(f"{UFRAG} !== '{before}' && call.pc.signalingState === 'stable'")
        await clinician.sees_and_hears()
        await patient.sees_and_hears()
        assert await MediaSession.all().count() == 2, "nobody joined anew"


async def test_muting_and_another_camera_need_no_new_connection(conversation):
    async with conversation.both() as (patient, clinician):
        await clinician.is_in("connected")
        await clinician.sees_and_hears()

        await patient.page.evaluate("call.mute('video', true)")
        await patient.page.evaluate("call.replace(null, 'audio')")
        await patient.page.evaluate(
            "navigator.mediaDevices.getUserMedia({video: {width: 320, height: 240}})"
            ".then((other) => call.replace(other.getVideoTracks()[0]))"
        )
        assert await patient.page.evaluate("call.tracks.video.enabled") is False
        await patient.page.evaluate("call.mute('video', false)")

        await clinician.until("document.getElementById('remote').videoWidth === 320")
        assert await patient.has_been() == ["waiting", "connecting", "connected"]
