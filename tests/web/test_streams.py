"""Live, on a real server: by websocket, and as server-sent events."""

import asyncio
import json
from contextlib import asynccontextmanager

import httpx2

from tests.cast import NINE, a_check, put
from tests.web.sockets import ME, connected

ROOM = """
  subscription ($of: ID!) { waitingRoom(consultationId: $of) { cause consultation { state } } }
"""
CALL_IN = "mutation ($id: ID!) { callIn(input: { consultationId: $id }) { __typename } }"
QUEUE = "subscription { clinicianQueue { cause waiting } }"
SIGN_OUT = {"query": "mutation { signOut { done } }"}


@asynccontextmanager
async def signed_in(url, token):
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx2.AsyncClient(base_url=url, headers=headers, timeout=10) as http:
        yield http


@asynccontextmanager
async def events(http, query, **variables):
    """The data of each event, as it comes."""
    body = {"query": query, "variables": variables}
    accept = {"Accept": "text/event-stream"}
    async with http.stream("POST", "/graphql", json=body, headers=accept) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert answer.headers["Cache-Control"].startswith("no-cache")
        lines = answer.aiter_lines()
        data = (line.removeprefix("data: ") async for line in lines if line.startswith("data: {"))
        yield (json.loads(one) async for one in data)


async def calls_in(http, consultation):
    answer = await http.post(
        "/graphql", json={"query": CALL_IN, "variables": {"id": consultation.id}}
    )
    assert answer.json() == {"data": {"callIn": {"__typename": "Consultation"}}}


async def room(socket):
    return (await socket.hears())["payload"]["data"]["waitingRoom"]


async def test_an_operation_that_cannot_be_is_an_error_and_the_socket_goes_on(url, token, faults):
    async with connected(url, token) as socket:
        await socket.follows("{ me { nme } }", id="wrong")
        error = await socket.hears()
        assert (error["id"], error["type"]) == ("wrong", "error")
        assert error["payload"][0]["extensions"] == {"code": "GRAPHQL_VALIDATION_FAILED"}

        await socket.follows(ME, id="right")

        assert (await socket.hears())["payload"] == {"data": {"me": {"name": "Karen Vig"}}}
    assert faults() == []


async def test_what_happens_is_told_at_once(url, token, token_of, dr_holm, consultation):
    await put(consultation, lambda it: it.enter(a_check(), NINE))
    async with connected(url, token) as socket, signed_in(url, await token_of(dr_holm)) as holms:
        await socket.follows(ROOM, of=consultation.id)
        assert await room(socket) == {"cause": "SNAPSHOT", "consultation": {"state": "WAITING"}}

        await calls_in(holms, consultation)

        ringing = {"cause": "CHANGE", "consultation": {"state": "CLINICIAN_READY"}}
        assert await room(socket) == ringing


async def test_signing_out_elsewhere_ends_the_stream_at_once(url, token, consultation, faults):
    """Well before the stream would look again by itself, which is after 15 seconds."""
    async with connected(url, token) as socket, signed_in(url, token) as browser:
        await socket.follows(ROOM, of=consultation.id)
        assert (await room(socket))["cause"] == "SNAPSHOT"

        answer = await browser.post("/graphql", json=SIGN_OUT)

        assert answer.json() == {"data": {"signOut": {"done": True}}}
        async with asyncio.timeout(10):
            last, complete = await socket.hears(), await socket.hears()
        [error] = last["payload"]["errors"]
        assert error["extensions"] == {"code": "NOT_SIGNED_IN"}
        assert (last["payload"]["data"], complete["type"]) == (None, "complete")
    assert faults() == []


async def test_on_a_socket_that_is_still_open_who_signed_out_asks_nothing(url, token):
    async with connected(url, token) as socket, signed_in(url, token) as browser:
        await browser.post("/graphql", json=SIGN_OUT)

        await socket.follows(ME)

        [error] = (await socket.hears())["payload"]["errors"]
        assert error["extensions"] == {"code": "NOT_SIGNED_IN"}


async def test_another_patients_waiting_room_is_as_if_it_were_not_there(
    url, token, token_of, ole, consultation
):
    async with connected(url, token) as socket:
        await socket.follows(ROOM, of=consultation.id)
        assert (await room(socket))["cause"] == "SNAPSHOT"

    async with connected(url, await token_of(ole)) as socket:
        answers = []
        for id in (consultation.id, "con_unknown"):
            await socket.follows(ROOM, id=id, of=id)
            answers.append((await socket.hears())["payload"])
            assert (await socket.hears())["type"] == "complete"

    assert answers[0] == answers[1]
    assert [e["extensions"]["code"] for e in answers[0]["errors"]] == ["NOT_FOUND"]


async def test_a_patient_does_not_follow_the_clinicians_queue(url, token, token_of, dr_holm):
    async with connected(url, await token_of(dr_holm), who="staff") as socket:
        await socket.follows(QUEUE)
        queue = (await socket.hears())["payload"]["data"]["clinicianQueue"]
        assert queue == {"cause": "SNAPSHOT", "waiting": 0}

    async with connected(url, token) as socket:
        await socket.follows(QUEUE)
        [error] = (await socket.hears())["payload"]["errors"]
        assert error["extensions"] == {"code": "NOT_SIGNED_IN"}


async def test_one_socket_follows_20_things_and_no_more(url, token, faults):
    ready = "subscription { clinicianReady { cause } }"
    async with connected(url, token) as socket:
        for n in range(20):
            await socket.follows(ready, id=str(n))
            assert (await socket.hears())["type"] == "next"

        await socket.follows(ready, id="20")
        assert (await socket.hears())["type"] == "error"

        await socket.says({"type": "complete", "id": "0"})
        await socket.follows(ready, id="21")
        assert (await socket.hears())["type"] == "next"
    assert faults() == []


async def test_the_same_as_server_sent_events(url, token, token_of, dr_holm, consultation):
    await put(consultation, lambda it: it.enter(a_check(), NINE))
    async with (
        signed_in(url, token) as browser,
        signed_in(url, await token_of(dr_holm)) as holms,
        events(browser, ROOM, of=consultation.id) as heard,
    ):
        snapshot = {"cause": "SNAPSHOT", "consultation": {"state": "WAITING"}}
        assert await anext(heard) == {"data": {"waitingRoom": snapshot}}

        await calls_in(holms, consultation)

        change = {"cause": "CHANGE", "consultation": {"state": "CLINICIAN_READY"}}
        assert await anext(heard) == {"data": {"waitingRoom": change}}


async def test_another_site_cannot_open_an_event_stream_with_the_cookie(url, token):
    body = {"query": ME}
    forged = {"Accept": "text/event-stream", "Cookie": f"aleris_patient={token}"}
    async with httpx2.AsyncClient(base_url=url) as http:
        answer = await http.post("/graphql", json=body, headers=forged)
        ours = await http.post("/graphql", json=body, headers=forged | {"X-Aleris-Client": "web"})

    assert answer.status_code == 403
    assert "Karen Vig" in ours.text
