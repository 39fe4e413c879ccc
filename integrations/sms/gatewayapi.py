"""GatewayAPI's REST API, a Danish gateway: sending, and the reports it calls us back with."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import httpx2
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from integrations.sms import NotAReport, NotSent, Report, Text
from models.delivery import Delivery

SHORTEST_VALIDITY = 60
"""Seconds; the gateway takes no less."""

PATIENCE = timedelta(seconds=10)
"""For the whole of a request: well below the minute after which another worker takes over."""

NEVER = (400, 422)
"""It has read the message and will not have it, now or later; anything else may pass."""

CALLBACK = "/callbacks/sms"


class GatewayApi:
    """`class: secret` keeps the text out of the gateway's own logs."""

    def __init__(
        self, http: httpx2.AsyncClient, url: str, token: str, sender: str, origin: str, secret: str
    ) -> None:
        self._http = http
        self._url = f"{url.rstrip('/')}/rest/mtsms"
        self._auth = (token, "")
        self._known = {"sender": sender, "class": "secret", "callback_url": origin + CALLBACK}
        self._key = OctKey.import_key(secret)

    async def send(self, text: Text, now: datetime) -> str:
        body = self._known | {
            "message": text.text,
            "recipients": [{"msisdn": int(text.to.removeprefix("+"))}],
            "userref": text.reference,
            "validity_period": max(SHORTEST_VALIDITY, int(text.good_for.total_seconds())),
        }
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                answer = await self._http.post(
                    self._url, json=body, auth=self._auth, timeout=PATIENCE.total_seconds()
                )
        except (httpx2.HTTPError, TimeoutError) as error:
            raise NotSent(type(error).__name__) from error
        if not answer.is_success:
            raise refusal(answer)
        return _id_in(answer)

    def read(self, signature: str) -> Report | None:
        """The signature carries the whole report, so nothing that is unsigned is looked at."""
        try:
            claims = jwt.decode(signature, self._key, algorithms=["HS256"]).claims
        except (JoseError, ValueError) as error:
            raise NotAReport from error
        reference, status = claims.get("userref"), claims.get("status")
        if not isinstance(reference, str) or status not in list(Delivery):
            return None
        return Report(reference, f"+{claims.get('msisdn')}", Delivery(status))


def refusal(answer: httpx2.Response) -> NotSent:
    """What the status says, and nothing of the body: it may repeat what we wrote."""
    asked = answer.headers.get("Retry-After", "")
    wait = timedelta(seconds=int(asked)) if asked.isdecimal() and len(asked) < 6 else timedelta()
    status = answer.status_code
    return NotSent(f"HTTP {status}", retry_after=wait, for_good=status in NEVER)


def _id_in(answer: httpx2.Response) -> str:
    try:
        body: Any = answer.json()
        return str(int(body["ids"][0]))
    except (ValueError, TypeError, LookupError) as error:
        raise NotSent("an answer that is none of the gateway's") from error
