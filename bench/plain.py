"""What ours is compared with: rooms on plain websockets, without GraphQL, accounts or a database.

→ {"room": "…"}        ← what a waiting room shows, of the size that ours has
POST /say {"room": …}  ← the same again, to everybody in that room
"""

import json

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from bench.stall import Meter

SHOWN = json.dumps({"type": "next", "payload": "x" * 900})

_rooms: dict[str, set[WebSocket]] = {}


async def follow(socket: WebSocket) -> None:
    await socket.accept("graphql-transport-ws")
    room = (await socket.receive_json())["room"]
    here = _rooms.setdefault(room, set())
    here.add(socket)
    try:
        await socket.send_text(SHOWN)
        while (await socket.receive())["type"] != "websocket.disconnect":
            pass
    finally:
        here.discard(socket)


async def say(request: Request) -> Response:
    for socket in _rooms.get((await request.json())["room"], ()):
        await socket.send_text(SHOWN)
    return JSONResponse({"said": True})


def plain_app() -> Starlette:
    return Starlette(
        routes=[
            Route("/say", say, methods=["POST"]),
            WebSocketRoute("/plain", follow),
            Meter().route,
        ]
    )
