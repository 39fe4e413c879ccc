"""What one gets to connect with: TURN's credentials, LiveKit's key, or the phone number."""

import base64
import hashlib
import hmac
import time

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from models import MediaSession
from settings import Settings
from tests.serving import a_free_port

JOIN = """
  mutation Join($id: ID!) {
    joinMedia(input: { consultationId: $id }) {
      __typename
      ... on PeerMedia {
        sessionId iceTransportPolicy expiresAt iceServers { urls username credential }
      }
      ... on LiveKitMedia { sessionId participant url token expiresAt }
      ... on VideoUnavailable { code message supportPhone }
    }
  }
"""

ACCESS = """
  query Access($id: ID!) {
    mediaAccess(sessionId: $id) {
      __typename
      ... on LiveKitMedia { sessionId }
      ... on VideoUnavailable { supportPhone }
    }
  }
"""

SEND = """
  mutation Send($session: ID!) {
    sendMediaSignal(input: { sessionId: $session, round: 1, kind: BYE }) {
      __typename ... on MediaSignalSent { delivered }
    }
  }
"""

TURN = {
    "stun_urls": "stun:stun.example",
    "turn_urls": "turn:turn.example,turns:turn.example:443?transport=tcp",
    "turn_secret": "a-secret-of-coturn",
}
LIVEKIT = {
    "video_engine": "LIVEKIT",
    "livekit_url": "wss://livekit.example",
    "livekit_key": "APIkey",
    "livekit_secret": "a-secret-of-livekit-of-32-characters",
}


@pytest.fixture
def engine():
    """Set by `parametrize`."""
    return {}


@pytest.fixture
def settings(tmp_path, engine):
    return Settings(data_folder=tmp_path, run_worker=False, **engine)


@pytest.mark.parametrize("engine", [TURN])
async def test_turn_credentials_are_those_of_the_rest_scheme_and_say_nothing_of_whom(
    app_of, karen, dr_holm, talking
):
    begun = int(time.time())
    joined = await (await app_of(karen)).asks(JOIN, id=talking.id)
    [stun, turn] = joined["iceServers"]

    assert joined["iceTransportPolicy"] == "relay"
    assert stun == {"urls": ["stun:stun.example"], "username": None, "credential": None}
    assert turn["urls"] == ["turn:turn.example", "turns:turn.example:443?transport=tcp"]
    until, pseudonym = turn["username"].split(":")
    assert begun + 600 <= int(until) <= time.time() + 600
    digest = hmac.new(b"a-secret-of-coturn", turn["username"].encode(), hashlib.sha1).digest()
    assert turn["credential"] == base64.b64encode(digest).decode()
    assert len(pseudonym) == 32
    for known in (talking.id, karen.id, "karen", joined["sessionId"]):
        assert known.lower() not in turn["username"].lower()
    his = await (await app_of(dr_holm)).asks(JOIN, id=talking.id)
    assert his["iceServers"][1]["username"].split(":")[1] != pseudonym


@pytest.mark.parametrize("engine", [TURN | {"ice_transport_policy": "all"}])
async def test_that_they_may_see_each_others_addresses_has_to_be_said(app_of, karen, talking):
    joined = await (await app_of(karen)).asks(JOIN, id=talking.id)

    assert joined["iceTransportPolicy"] == "all"


@pytest.mark.parametrize("engine", [LIVEKIT])
async def test_livekits_key_opens_one_room_for_one_of_the_two_for_minutes(
    app_of, karen, dr_holm, talking
):
    key = OctKey.import_key(LIVEKIT["livekit_secret"])
    claims, begun = {}, int(time.time())
    for who in (karen, dr_holm):
        joined = await (await app_of(who)).asks(JOIN, id=talking.id)
        assert (joined["__typename"], joined["url"]) == ("LiveKitMedia", "wss://livekit.example")
        token = jwt.decode(joined["token"], key, algorithms=["HS256"])
        assert token.header == {"alg": "HS256", "typ": "JWT"}
        claims[who.name] = token.claims

    hers, his = claims.values()
    assert set(hers) == {"iss", "sub", "nbf", "exp", "video"}
    assert hers["iss"] == "APIkey"
    assert begun + 300 <= hers["exp"] <= time.time() + 300
    assert hers["video"] == {
        "roomJoin": True,
        "room": his["video"]["room"],
        "canPublish": True,
        "canSubscribe": True,
        "canPublishData": False,
    }
    assert hers["sub"] != his["sub"]
    for known in (talking.id, karen.id, karen.name, talking.id.removeprefix("con_")):
        assert known not in str(hers)


@pytest.mark.parametrize("engine", [LIVEKIT])
async def test_livekit_has_a_signalling_of_its_own(app_of, karen, talking):
    app = await app_of(karen)
    joined = await app.asks(JOIN, id=talking.id)

    sent = await app.asks(SEND, session=joined["sessionId"])
    access = await app.asks(ACCESS, id=joined["sessionId"])

    assert sent == {"__typename": "MediaSignalSent", "delivered": False}
    assert access == {"__typename": "LiveKitMedia", "sessionId": joined["sessionId"]}


@pytest.fixture
def nobody_listens():
    bound = a_free_port()
    yield f"http://127.0.0.1:{bound.getsockname()[1]}/janus"
    bound.close()


@pytest.fixture
def janus_down(settings, nobody_listens):
    settings.video_engine, settings.janus_url = "JANUS", nobody_listens


async def test_when_janus_is_down_one_is_told_whom_to_call(janus_down, app_of, karen, talking):
    refused = await (await app_of(karen)).asks(JOIN, id=talking.id)

    assert (refused["code"], refused["supportPhone"]) == ("VIDEO_UNAVAILABLE", "+4536372700")
    assert "+4536372700" in refused["message"]
    assert await MediaSession.all().count() == 0
