"""The whole hospital on a real server, and browsers, apps and people that sign in to it."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import websockets
from starlette.applications import Starlette
from starlette.routing import Mount

from app import create_app
from context import Outside
from settings import Settings
from tests.cast import Clock
from tests.serving import Browser, a_free_port, serving
from web.broker import LOCAL_PROVIDER
from web.dev.idp_tokens import Misbehaviour
from web.dev.seed import seed

BOTH = ["APP_USE", "RECORD_STORAGE"]
SESSION_COOKIES = {"aleris_patient", "aleris_staff"}
ME = "{ me { name } }"
STAFF = "{ staff { name role } }"

GIVE = """
  mutation ($purposes: [ConsentPurpose!]!, $challenge: String) {
    giveConsent(input: { purposes: $purposes, appChallenge: $challenge }) {
      __typename
      ... on ConsentTicket { id }
      ... on InvalidInput { field }
      ... on TooManyRequests { retryAfter }
      ... on Error { code message }
    }
  }
"""

BEGIN = """
  mutation ($ticket: ID!, $provider: Provider!, $path: String) {
    beginSignIn(input: { ticketId: $ticket, provider: $provider, path: $path }) {
      __typename
      ... on SignInStarted { authorizeUrl landing }
      ... on ProviderRetired { closedOn useInstead }
      ... on TooManyRequests { retryAfter }
      ... on Error { code message }
    }
  }
"""


@dataclass
class Hospital:
    url: str
    app: Starlette
    clock: Clock
    settings: Settings

    @property
    def outside(self) -> Outside:
        outside: Outside = self.app.state.outside
        return outside

    def browser(self, address: str = "192.0.2.1") -> Browser:
        """A browser somewhere; uvicorn believes a proxy on this machine about where."""
        browser = Browser(self.url)
        browser.http.headers["X-Forwarded-For"] = address
        return browser

    def lies(self, misbehaviour: Misbehaviour) -> None:
        """From now on the local provider lies like this in its tokens."""
        [provider] = [
            route.app
            for route in self.app.routes
            if isinstance(route, Mount) and route.path == LOCAL_PROVIDER
        ]
        assert isinstance(provider, Starlette)
        provider.state.misbehaviour = misbehaviour


@asynccontextmanager
async def opened(
    database_url: str, folder: Path, clock: Clock, *, seeded: bool = False, **settings: Any
) -> AsyncIterator[Hospital]:
    """Served as `make run` does it, by a clock that stands still, and without the worker."""
    bound = a_free_port()
    url = f"http://127.0.0.1:{bound.getsockname()[1]}"
    known = Settings(data_folder=folder, public_url=url, run_worker=False, **settings)
    if seeded:
        await seed(known, clock())
    app = create_app(known, database_url, clock=clock)
    async with serving(app, bound):
        yield Hospital(url, app, clock, known)


async def consents(browser: Browser, landing: str = "", language: str = "da") -> httpx2.Response:
    """Both boxes ticked: the page on which MitID or NemID is chosen."""
    ticked = dict.fromkeys(BOTH, "yes") | {"landing": landing}
    return await browser.http.post(f"/sign-in?language={language}", data=ticked)


async def goes_to_mitid(
    browser: Browser, landing: str = "", provider: str = "MITID", language: str = "da"
) -> httpx2.Response:
    """Through our pages, to the provider's own."""
    form = hidden(await consents(browser, landing, language)) | {"provider": provider}
    return await browser.http.post(f"/sign-in/begin?language={language}", data=form)


async def by_graphql(browser: Browser, path: str | None = None, **more: Any) -> httpx2.Response:
    """Through the mutations, to the provider's page."""
    ticket = (await browser.asks(GIVE, purposes=BOTH))["giveConsent"]["id"]
    asked = {"ticket": ticket, "provider": "MITID", "path": path} | more
    started = (await browser.asks(BEGIN, **asked))["beginSignIn"]
    return await browser.http.get(started["authorizeUrl"])


async def way_back(browser: Browser, page: httpx2.Response, person: str) -> str:
    """One is chosen on the provider's page: the address that the browser is sent back to."""
    form = hidden(page) | {"person": person}
    address = page.url.join("choose")
    sent = await browser.http.post(address, data=form, follow_redirects=False)
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


async def comes_back(browser: Browser, callback: str) -> httpx2.Response:
    """What we answer the browser that comes back, without following where it leads."""
    return await browser.http.get(callback, follow_redirects=False)


async def signs_in(browser: Browser, person: str, **how: Any) -> httpx2.Response:
    """All of it: the answer that gives the session, or the page that refuses it."""
    page = await goes_to_mitid(browser, **how)
    return await comes_back(browser, await way_back(browser, page, person))


async def staff_signs_in(browser: Browser, person: str, landing: str = "/") -> httpx2.Response:
    page = await browser.http.get("/sign-in/staff", params={"landing": landing})
    return await comes_back(browser, await way_back(browser, page, person))


def hidden(page: httpx2.Response) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))


def told(page: httpx2.Response) -> dict[str, str]:
    """What the page says aloud, by language."""
    return dict(re.findall(r'<p role="alert" lang="(\w+)">([^<]*)</p>', page.text))


def cookies_set(answer: httpx2.Response) -> set[str]:
    """The cookies that the answer gives a value."""
    return set(answer.cookies)


async def answer(browser: Browser, document: str, token: str | None = None, **asked: Any) -> Any:
    """The whole GraphQL answer, errors and all; with a token instead of cookies."""
    headers = {"Authorization": f"Bearer {token}"} if token else {"X-Aleris-Client": "test"}
    body = {"query": document, "variables": asked}
    return (await browser.http.post("/graphql", json=body, headers=headers)).json()


async def code(browser: Browser, document: str, token: str | None = None, **asked: Any) -> str:
    """The code of the only error."""
    [error] = (await answer(browser, document, token, **asked))["errors"]
    return str(error["extensions"]["code"])


@dataclass
class Live:
    """A stream on a real websocket."""

    socket: websockets.ClientConnection

    async def next(self, within: float = 20) -> Any:
        """The data of the next message, or the code of what ended the stream."""
        message = json.loads(await asyncio.wait_for(self.socket.recv(), within))
        if message["type"] == "complete":
            return "COMPLETE"
        payload = message["payload"]
        errors = payload if message["type"] == "error" else payload.get("errors")
        return errors[0]["extensions"]["code"] if errors else payload["data"]

    async def ending(self, within: float = 10) -> str:
        """The code that ends it; whatever it still has to say before is passed over.

        It would look again by itself after 15 seconds: what comes before that, it was told.
        """
        async with asyncio.timeout(within):
            while isinstance(said := await self.next(), dict):
                pass
        return str(said)


@asynccontextmanager
async def follows(
    browser: Browser, document: str, token: str | None = None, **asked: Any
) -> AsyncIterator[Live]:
    """A browser shows its cookie, an app its token in the first message."""
    cookies = "; ".join(f"{name}={value}" for name, value in browser.http.cookies.items())
    first = {"authorization": f"Bearer {token}"} if token else {}
    async with websockets.connect(
        browser.url.replace("http", "ws") + "/graphql",
        subprotocols=[websockets.Subprotocol("graphql-transport-ws")],
        additional_headers={} if token else {"Cookie": cookies},
    ) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": first}))
        assert json.loads(await socket.recv())["type"] == "connection_ack"
        payload = {"query": document, "variables": asked}
        await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}))
        yield Live(socket)
