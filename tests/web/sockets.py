"""Sockets to a real server: they say JSON, or anything else, and wait for what comes."""

import asyncio
import json
from contextlib import asynccontextmanager

import websockets

INIT = {"type": "connection_init"}
ME = "{ me { name } }"


class Socket:
    def __init__(self, socket):
        self._socket = socket

    async def says(self, *frames):
        for frame in frames:
            is_raw = isinstance(frame, str | bytes)
            await self._socket.send(frame if is_raw else json.dumps(frame))

    async def follows(self, query, id="1", **variables):
        payload = {"query": query, "variables": variables}
        await self.says({"type": "subscribe", "id": id, "payload": payload})

    async def hears(self):
        async with asyncio.timeout(20):
            return json.loads(await self._socket.recv())

    async def is_closed_with(self):
        """The code, once all that was said before has been heard."""
        try:
            async with asyncio.timeout(20):
                while True:
                    await self._socket.recv()
        except websockets.ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None


@asynccontextmanager
async def connecting(url, token=None, who="patient", protocol="graphql-transport-ws", **more):
    cookie = {"Cookie": f"aleris_{who}={token}"} if token else {}
    async with websockets.connect(
        url.replace("http", "ws") + "/graphql",
        subprotocols=[websockets.Subprotocol(protocol)],
        additional_headers=cookie,
        **more,
    ) as socket:
        yield Socket(socket)


@asynccontextmanager
async def connected(url, token, **more):
    async with connecting(url, token, **more) as socket:
        await socket.says(INIT)
        assert (await socket.hears())["type"] == "connection_ack"
        yield socket
