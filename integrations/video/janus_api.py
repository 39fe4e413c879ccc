"""Janus's HTTP API, as much of it as we need. It is never reached by anybody but us."""

import logging
import secrets
from typing import Any

import httpx2

from integrations.video import EngineDown

PLUGIN = "janus.plugin.videocall"
ANSWERS_WITHIN = 3
"""Seconds; a browser waits for some of it."""
POLLS_FOR = 40
"""Seconds. After thirty without an event Janus answers that there is none."""
GONE = (458, 459)
"""Its codes for a session and a handle that it does not know, or no longer."""

Json = dict[str, Any]


class _WithoutSecret(logging.Filter):
    """Janus wants the secret in the address of a long poll, and httpx2 logs addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "apisecret=" not in record.getMessage()


WITHOUT_SECRET = _WithoutSecret()


class Gone(EngineDown):
    """Janus was started anew, or has given the session up."""


class Janus:
    def __init__(self, url: str, secret: str) -> None:
        logging.getLogger("httpx2").addFilter(WITHOUT_SECRET)
        # Each call waits for events on a connection of its own. None is kept for later: after
        # Janus was started anew it would fail once.
        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=0)
        self._http = httpx2.AsyncClient(limits=limits)
        self._url = url.rstrip("/")
        self._secret = secret

    async def aclose(self) -> None:
        await self._http.aclose()

    async def check(self) -> None:
        await self._answer(self._http.get(f"{self._url}/info", timeout=ANSWERS_WITHIN))

    async def create(self) -> int:
        return int((await self._post("", janus="create"))["data"]["id"])

    async def attach(self, session: int) -> int:
        attached = await self._post(f"/{session}", janus="attach", plugin=PLUGIN)
        return int(attached["data"]["id"])

    async def message(
        self, session: int, handle: int, body: Json, jsep: Json | None = None
    ) -> None:
        """What comes of it is an event."""
        more = {"jsep": jsep} if jsep else {}
        await self._post(f"/{session}/{handle}", janus="message", body=body, **more)

    async def trickle(self, session: int, handle: int, candidate: Json) -> None:
        await self._post(f"/{session}/{handle}", janus="trickle", candidate=candidate)

    async def events(self, session: int) -> list[Json]:
        """What has happened since; waits for it. Asking keeps the session alive."""
        about: dict[str, str | int] = {"maxev": 10, "apisecret": self._secret}
        found = await self._answer(
            self._http.get(f"{self._url}/{session}", params=about, timeout=POLLS_FOR)
        )
        return found if isinstance(found, list) else [found]

    async def destroy(self, session: int) -> None:
        await self._post(f"/{session}", janus="destroy")

    async def _post(self, path: str, **said: Any) -> Json:
        said |= {"transaction": secrets.token_hex(6), "apisecret": self._secret}
        url = self._url + path
        answer: Json = await self._answer(self._http.post(url, json=said, timeout=ANSWERS_WITHIN))
        return answer

    async def _answer(self, asked: Any) -> Any:
        try:
            answer: Any = (await asked).raise_for_status().json()
        except (httpx2.HTTPError, ValueError) as error:
            raise EngineDown(type(error).__name__) from None
        if isinstance(answer, dict) and answer.get("janus") == "error":
            code = answer["error"]["code"]
            raise (Gone if code in GONE else EngineDown)(f"Janus says {code}")
        return answer
