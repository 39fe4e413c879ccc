"""Through a real coturn: with our credentials, and with none but ours."""

from datetime import timedelta

import pytest

from integrations.clock import real_clock
from integrations.video import Pseudonyms
from integrations.video.turn import Ice, turn_credential
from models import Consultation, MediaSession
from models.media.participant import Participant
from tests.browser.calling import in_conversation
from tests.browser.coturn import SECRET, Coturn, allocates
from tests.serving import a_free_port

USER = Pseudonyms(b"a key").participant("con_karen", Participant.PATIENT)


@pytest.fixture
async def coturn(tmp_path):
    with a_free_port() as bound:
        server = Coturn(tmp_path, bound.getsockname()[1])
        await server.ready()
        yield server
        server.stop()


@pytest.fixture
async def relayed(db, database_url, tmp_path, browser, coturn):
    """Everything has to go through coturn, as it is in production unless one says otherwise."""
    turn = {"turn_urls": coturn.url, "turn_secret": SECRET}
    async with in_conversation(database_url, tmp_path, browser, **turn) as conversation:
        yield conversation


async def test_our_credentials_open_a_relay(coturn):
    access = Ice((), (coturn.url,), SECRET, "relay").access(USER, real_clock())
    [server] = access.ice_servers

    assert await allocates(coturn.port, str(server.username), str(server.credential))


@pytest.mark.parametrize(
    ("secret", "good_for"),
    [(SECRET, -1), ("another-secret", 10)],
    ids=["expired", "of another secret"],
)
async def test_others_do_not(coturn, secret, good_for):
    expires_at = real_clock() + timedelta(minutes=good_for)

    assert not await allocates(coturn.port, *turn_credential(secret, USER, expires_at))


async def test_they_see_and_hear_each_other_through_the_relay(relayed):
    async with relayed.both() as (patient, clinician):
        for side in (patient, clinician):
            await side.is_in("connected")
            seen = await side.sees_and_hears()
            assert set(seen["pairs"]) == {"relay"}
            print("relayed: picture after", await side.picture_after())


async def test_mended_with_fresh_credentials(relayed):
    async with relayed.both() as (patient, clinician):
        await clinician.is_in("connected")
        name = "call.pc.getConfiguration().iceServers[0].username"
        before = await clinician.page.evaluate(name)

        await clinician.page.evaluate("new Promise((later) => setTimeout(later, 1100))")
        await clinician.page.evaluate("call.mend()")

        await clinician.until(f"{name} !== '{before}'")
        await clinician.sees_and_hears()
        await patient.sees_and_hears()


async def test_when_the_network_is_lost_they_come_together_again_without_a_new_acceptance(
    relayed, coturn
):
    async with relayed.both() as (patient, clinician):
        for side in (patient, clinician):
            await side.is_in("connected")
        await patient.context.set_offline(True)
        coturn.stop()
        await patient.is_in("interrupted", within=40)
        await clinician.until("['interrupted', 'failed'].includes(states.at(-1))", within=40)

        coturn.start()
        await coturn.ready()
        await patient.context.set_offline(False)

        for side in (patient, clinician):
            await side.is_in("connected", within=60)
        for side in (patient, clinician):
            await side.sees_and_hears()
        assert await MediaSession.all().count() == 2, "nobody joined anew"
        now = await Consultation.get(id=relayed.consultation.id)
        assert (now.state, now.invitations_made) == ("IN_PROGRESS", 1)


async def test_with_a_wrong_secret_it_has_failed_in_bounded_time_and_says_so(
    db, database_url, tmp_path, browser, coturn
):
    turn = {"turn_urls": coturn.url, "turn_secret": "not-the-one-that-coturn-knows"}
    async with (
        in_conversation(database_url, tmp_path, browser, **turn) as conversation,
        conversation.both() as (patient, clinician),
    ):
        await patient.is_in("failed", within=30)
        await clinician.is_in("failed", within=30)
        assert "connected" not in await patient.has_been()
