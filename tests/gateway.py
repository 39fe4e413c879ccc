"""An SMS gateway that behaves like GatewayAPI, on a real socket, and remembers what it took.

It can be told to misbehave, or to stop at a step and wait there. `signed` is what its reports are
signed with.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
from joserfc import jwt
from joserfc.jwk import OctKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from integrations.sms.gatewayapi import CALLBACK
from settings import DEVELOPMENT_SECRET
from tests.serving import a_free_port, serving

TOKEN = "a-token-of-the-gateway"
FIRST_ID = 1_000_000_001


@dataclass
class Gateway:
    url: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    """Every message it has taken; whoever reads the reference can tell a repeat."""
    asked: int = 0
    moods: list[str] = field(default_factory=list)
    """What it does with the next requests; when there is nothing left, it works."""
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    may_go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def mtsms(self, request: Request) -> Response:
        self.asked += 1
        mood = self.moods.pop(0) if self.moods else "works"
        body = await request.json()
        if mood == "holds before":
            await self._hold()
            return Response(status_code=503)
        if mood in ANSWERS:
            return ANSWERS[mood]()
        if fault := wrong(request, body):
            return JSONResponse({"message": fault}, 422)
        self.taken.append(body)
        number = FIRST_ID + len(self.taken)
        if mood == "holds after":
            await self._hold()
        return JSONResponse({"ids": [number], "usage": {"currency": "DKK"}})

    async def _hold(self) -> None:
        self.reached.set()
        await self.may_go_on.wait()

    @property
    def times(self) -> Counter[str]:
        """How often it has taken each reference."""
        return Counter(body["userref"] for body in self.taken)


ANSWERS = {
    "500": lambda: Response(status_code=500),
    "429": lambda: Response(status_code=429, headers={"Retry-After": "2"}),
    "422": lambda: JSONResponse({"code": "0x0308", "message": "Invalid phone number"}, 422),
    "garbage": lambda: HTMLResponse("<h1>Welcome to the Wi-Fi</h1>"),
    "no ids": lambda: JSONResponse({"ids": []}),
}


def wrong(request: Request, body: dict[str, Any]) -> str | None:
    """What the real one would refuse."""
    basic = httpx2.BasicAuth(TOKEN, "")._auth_header
    demands = {
        "authorization": request.headers.get("authorization") == basic,
        "sender": 0 < len(body["sender"]) <= 11,
        "validity_period": body["validity_period"] >= 60,
        "class": body["class"] == "secret",
        "recipients": all(isinstance(to["msisdn"], int) for to in body["recipients"]),
        "userref": bool(body["userref"]),
        "callback_url": body["callback_url"].endswith(CALLBACK),
    }
    return next((name for name, met in demands.items() if not met), None)


def signed(claims: dict[str, Any], secret: str = DEVELOPMENT_SECRET) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(secret))


@asynccontextmanager
async def a_gateway() -> AsyncIterator[Gateway]:
    bound, gateway = a_free_port(), Gateway()
    gateway.url = f"http://127.0.0.1:{bound.getsockname()[1]}"
    app = Starlette(routes=[Route("/rest/mtsms", gateway.mtsms, methods=["POST"])])
    async with serving(app, bound):
        yield gateway
        gateway.may_go_on.set()
