"""The websocket, on a real server: who may connect, and what closes it."""

import asyncio
from contextlib import AsyncExitStack, suppress

import pytest
import websockets

from tests.web.sockets import INIT, ME, connected, connecting

READY = "subscription { clinicianReady { cause } }"


async def test_without_a_session_nobody_is_let_in(url):
    async with connecting(url) as socket:
        await socket.says(INIT)

        assert await socket.is_closed_with() == 4403


async def test_a_made_up_token_is_no_session(url):
    async with connecting(url) as socket:
        await socket.says(INIT | {"payload": {"authorization": "Bearer guessed"}})

        assert await socket.is_closed_with() == 4403


async def test_whoever_goes_before_it_is_known_who_asks_is_no_fault(url, token, faults):
    for _ in range(20):
        async with connecting(url, token) as socket:
            await socket.says(INIT)

    async with connected(url, token):
        assert faults() == []


@pytest.mark.parametrize("header", ["authorization", "Authorization"])
async def test_an_app_shows_its_token_in_the_first_message(url, token, header):
    async with connecting(url) as socket:
        await socket.says(INIT | {"payload": {header: f"Bearer {token}"}})
        assert (await socket.hears())["type"] == "connection_ack"

        await socket.follows(ME)

        assert (await socket.hears())["payload"] == {"data": {"me": {"name": "Karen Vig"}}}


async def test_the_token_counts_instead_of_the_cookie(url, token, token_of, ole):
    async with connecting(url, token) as socket:
        await socket.says(INIT | {"payload": {"authorization": f"Bearer {await token_of(ole)}"}})
        assert (await socket.hears())["type"] == "connection_ack"

        await socket.follows(ME)

        assert (await socket.hears())["payload"] == {"data": {"me": {"name": "Ole Lund"}}}


async def test_the_language_is_chosen_in_the_first_message(url, token):
    async with connecting(url, token) as socket:
        await socket.says(INIT | {"payload": {"language": "en"}})
        assert (await socket.hears())["type"] == "connection_ack"

        await socket.follows("{ navigation { label } }")

        first, *_ = (await socket.hears())["payload"]["data"]["navigation"]
        assert first == {"label": "Front page"}


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
async def test_another_site_is_refused_at_the_handshake(url, token, origin):
    """Browsers send cookies with any site's handshake, so the site itself is what counts."""
    async with connected(url, token, origin=url):
        pass

    with pytest.raises(websockets.InvalidStatus) as refusal:
        async with connecting(url, token, origin=origin):
            pass

    assert refusal.value.response.status_code == 403


async def test_another_protocol_is_not_spoken(url, token):
    async with connecting(url, token, protocol="graphql-ws") as socket:
        assert await socket.is_closed_with() == 4406


MALFORMED = {
    "null": "null",
    "a list": "[]",
    "a number": "5",
    "a string": '"x"',
    "no JSON": "hello",
    "no type": "{}",
    "a number for a type": '{"type": 5}',
    "an unknown type": '{"type": "start"}',
    "bytes": b"\x00\x01",
    "a list for an id": '{"type": "subscribe", "id": ["a"], "payload": {"query": "{a}"}}',
    "no id": '{"type": "subscribe", "payload": {"query": "{a}"}}',
    "a long id": '{"type": "complete", "id": "' + "x" * 65 + '"}',
    "no payload": '{"type": "subscribe", "id": "1"}',
    "null for a payload": '{"type": "subscribe", "id": "1", "payload": null}',
    "no query": '{"type": "subscribe", "id": "1", "payload": {}}',
    "a list of variables": '{"type": "subscribe", "id": "1", "payload": {"query": "{a}", '
    '"variables": []}}',
    "nothing to complete": '{"type": "complete"}',
    "a number to begin with": '{"type": "connection_init", "payload": 5}',
}


@pytest.mark.parametrize("frame", MALFORMED.values(), ids=MALFORMED)
async def test_a_frame_that_is_no_message_closes_the_socket_and_is_no_fault_of_ours(
    url, token, faults, frame
):
    async with connected(url, token) as socket:
        await socket.says(frame)

        assert await socket.is_closed_with() == 4400
    assert faults() == []


async def test_a_frame_above_64_kilobytes_is_not_read(url, token, faults):
    async with connected(url, token) as socket:
        await socket.says("x" * (64 * 1024 + 1))

        assert await socket.is_closed_with() == 1009
    assert faults() == []


async def test_one_begins_once(url, token):
    async with connected(url, token) as socket:
        await socket.says(INIT)

        assert await socket.is_closed_with() == 4429


async def test_one_begins_before_one_follows(url, token):
    async with connecting(url, token) as socket:
        await socket.follows(ME)

        assert await socket.is_closed_with() == 4401


async def test_an_id_follows_one_thing_at_a_time(url, token):
    async with connected(url, token) as socket:
        await socket.follows(READY)
        await socket.follows(READY)

        assert await socket.is_closed_with() == 4409


async def test_more_than_240_messages_a_minute_are_too_many(url, token, faults):
    async with connected(url, token) as socket:
        await socket.says(*[{"type": "ping"}] * 241)

        assert await socket.is_closed_with() == 4429
    assert faults() == []


async def test_a_session_has_fifty_sockets_and_others_have_theirs(url, token, token_of, ole):
    async with AsyncExitStack() as tabs:
        first = AsyncExitStack()
        for tab in [first, *[tabs] * 49]:
            await tab.enter_async_context(connected(url, token))

        async with connected(url, token) as one_more:
            assert await one_more.is_closed_with() == 4429

        await tabs.enter_async_context(connected(url, await token_of(ole)))
        await first.aclose()
        assert await may_follow_again(url, token)


async def may_follow_again(url, token):
    """The server hears of the end of a socket a moment after its client."""
    async with asyncio.timeout(20):
        while True:
            async with connected(url, token) as socket:
                with suppress(websockets.ConnectionClosed):
                    await socket.follows(ME)
                    return "data" in (await socket.hears())["payload"]


@pytest.mark.parametrize("payload", [{"sent": "now"}, [1], "x", None])
async def test_a_ping_is_answered_with_its_payload(url, token, payload):
    async with connected(url, token) as socket:
        await socket.says({"type": "ping", "payload": payload})

        pong = {"type": "pong"} if payload is None else {"type": "pong", "payload": payload}
        assert await socket.hears() == pong
