"""A clinician who is always there: calls in whoever waits, and has picture and sound.

    python -m web.dev.clinician_bot http://localhost:8000

So that whoever builds a page for patients needs no second person, and no second camera. It signs
in with the local identity provider, and does nothing that a clinician's own page could not do.
"""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import httpx2
import websockets

from web.dev.bot_media import Call

WHO = "holm"

QUEUE = """
  subscription Queue { clinicianQueue { entries { consultation { id state } } } }
"""
CALL_IN = """
  mutation CallIn($id: ID!) { callIn(input: { consultationId: $id }) { __typename } }
"""
JOIN = """
  mutation Join($id: ID!) {
    joinMedia(input: { consultationId: $id, participant: CLINICIAN }) {
      __typename
      ... on PeerMedia { sessionId iceServers { urls username credential } }
      ... on Error { code }
    }
  }
"""
SEND = """
  mutation Send($session: ID!, $round: Int!, $kind: SignalKind!, $payload: String) {
    sendMediaSignal(
      input: { sessionId: $session, round: $round, kind: $kind, payload: $payload }
    ) { __typename }
  }
"""
REPORT = """
  mutation Report($session: ID!) {
    reportMedia(input: { sessionId: $session, connected: true }) { __typename }
  }
"""
SIGNALS = """
  subscription Signals($session: ID!) {
    mediaSignals(sessionId: $session) { kind round payload }
  }
"""


class Bot:
    def __init__(self, http: httpx2.AsyncClient) -> None:
        self._http = http
        self._calls: dict[str, asyncio.Task[None]] = {}

    async def sign_in(self) -> None:
        page = await self._http.get("/sign-in/staff", params={"landing": "/schema.graphql"})
        [ticket] = re.findall(r'name="ticket" value="([^"]+)"', page.text)
        form = {"ticket": ticket, "person": WHO}
        (await self._http.post(page.url.join("choose"), data=form)).raise_for_status()

    async def work(self) -> None:
        """Call in whoever waits, and join whoever has accepted."""
        async for queue in self._follow(QUEUE):
            for entry in queue["entries"]:
                await self._attend(**entry["consultation"])

    async def _attend(self, id: str, state: str) -> None:
        if state == "WAITING":
            print("Somebody waits: called in.", flush=True)
            await self._ask(CALL_IN, id=id)
        elif state == "IN_PROGRESS" and id not in self._calls:
            self._calls[id] = asyncio.create_task(self._talk(id))
            self._calls[id].add_done_callback(lambda _: self._calls.pop(id))

    async def _talk(self, id: str) -> None:
        media = await self._ask(JOIN, id=id)
        if media["__typename"] != "PeerMedia":
            print(f"No picture and sound: {media.get('code', media['__typename'])}", flush=True)
            return
        session = media["sessionId"]

        async def send(round: int, kind: str, payload: str) -> None:
            await self._ask(SEND, session=session, round=round, kind=kind, payload=payload)

        async def report() -> None:
            await self._ask(REPORT, session=session)

        call = Call(media, send, report)
        print("In conversation.", flush=True)
        try:
            async for signal in self._follow(SIGNALS, session=session):
                await call.hear(signal)
        finally:
            await call.close()
            print("The conversation is over.", flush=True)

    async def _ask(self, document: str, **variables: Any) -> Any:
        body = {"query": document, "variables": variables}
        headers = {"X-Aleris-Client": "clinician-bot"}
        told = (await self._http.post("/graphql", json=body, headers=headers)).json()
        if "errors" in told:
            raise RuntimeError(told["errors"][0]["message"])
        [answer] = told["data"].values()
        return answer

    async def _follow(self, document: str, **variables: Any) -> AsyncIterator[Any]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._http.cookies.items())
        url = str(self._http.base_url.join("/graphql")).replace("http", "ws", 1)
        protocol = websockets.Subprotocol("graphql-transport-ws")
        async with websockets.connect(
            url, subprotocols=[protocol], additional_headers={"Cookie": cookies}
        ) as socket:
            await socket.send(json.dumps({"type": "connection_init"}))
            await socket.recv()
            payload = {"query": document, "variables": variables}
            await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}))
            async for said in socket:
                message = json.loads(said)
                if message["type"] == "next" and message["payload"].get("data"):
                    [value] = message["payload"]["data"].values()
                    yield value
                elif message["type"] in ("complete", "error"):
                    return


async def main(url: str) -> None:
    async with httpx2.AsyncClient(base_url=url, follow_redirects=True, timeout=20) as http:
        bot = Bot(http)
        while True:
            # Again, whenever the session has ended: nobody is signed in for ever.
            await bot.sign_in()
            print("Ready: waiting for patients. Ctrl-C stops it.", flush=True)
            await bot.work()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with suppress(KeyboardInterrupt):
        asyncio.run(main(sys.argv[1]))
