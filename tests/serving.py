"""A real server in the test's own event loop, and browsers and sockets to use it with."""

import asyncio
import itertools
import json
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

import httpx2
import websockets
from starlette.applications import Starlette

from tests.hearing import hears
from web.server import server


def a_free_port() -> socket.socket:
    """It stays ours while the socket is open. A server of another process that listens there too,
    as all of ours allow, gets all that comes, since this one does not listen."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", 0))
    return bound


@asynccontextmanager
async def serving(app: Starlette, bound: socket.socket) -> AsyncIterator[None]:
    running = server(app, streams=getattr(app.state, "streams", None))
    task = asyncio.create_task(running.serve(sockets=[bound]))
    while not running.started:
        assert not task.done(), "the server ended before it began"
        await asyncio.sleep(0.005)
    try:
        if outside := getattr(app.state, "outside", None):
            await hears(outside.hub)
        yield
    finally:
        running.should_exit = True
        await task


class Browser:
    """Somebody's browser: cookies, pages, GraphQL, and live streams."""

    def __init__(self, url: str) -> None:
        self.url = url
        accept = {"Accept": "text/html,*/*"}
        self.http = httpx2.AsyncClient(
            base_url=url, follow_redirects=True, timeout=20, headers=accept
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()

    async def asks(self, document: str, **variables: Any) -> Any:
        answer = await self.http.post(
            "/graphql",
            json={"query": document, "variables": variables},
            headers={"X-Aleris-Client": "test"},
        )
        body = answer.json()
        assert "errors" not in body, body
        return body["data"]

    async def chooses(self, page: httpx2.Response, person: str) -> httpx2.Response:
        """On the provider's page: this person."""
        [ticket] = re.findall(r'name="ticket" value="([^"]+)"', page.text)
        action = page.url.join("choose")
        return await self.http.post(action, data={"ticket": ticket, "person": person})

    @asynccontextmanager
    async def follows(self, document: str, **variables: Any) -> AsyncIterator["Stream"]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        async with websockets.connect(
            self.url.replace("http", "ws") + "/graphql",
            subprotocols=[websockets.Subprotocol("graphql-transport-ws")],
            additional_headers={"Cookie": cookies},
        ) as socket:
            await socket.send(json.dumps({"type": "connection_init"}))
            assert json.loads(await socket.recv())["type"] == "connection_ack"
            payload = {"query": document, "variables": variables}
            await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}))
            yield Stream(socket)


class Stream:
    def __init__(self, socket: websockets.ClientConnection) -> None:
        self._socket = socket

    async def next(self) -> Any:
        """The next message: its data, or what ended it."""
        message = json.loads(await asyncio.wait_for(self._socket.recv(), 20))
        if message["type"] != "next":
            return message
        [value] = message["payload"]["data"].values()
        return value

    async def until(self, **wanted: Any) -> Any:
        """The first value in which the consultation is like this."""
        for _ in itertools.count():
            value = await self.next()
            assert "type" not in value, value
            if all(value["consultation"][key] == it for key, it in wanted.items()):
                return value
