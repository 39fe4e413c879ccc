"""Text messages to patients' phones."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import httpx2


@dataclass(frozen=True)
class Text:
    """One text message. The reference is ours, and comes back in delivery reports."""

    reference: str
    to: str
    """E.164, such as +4520123456."""
    text: str
    good_for: timedelta
    """After this long it should no longer be delivered."""


class NotSent(Exception):
    """The gateway did not take the message; it may be tried again."""


class Sms(Protocol):
    async def send(self, text: Text, now: datetime) -> None:
        """Hand the message over, or raise `NotSent`. Trying again is the caller's business."""


class InboxSms:
    """Keeps what would have been sent in a file, for the inbox page. For development only."""

    def __init__(self, file: Path) -> None:
        self._file = file

    async def send(self, text: Text, now: datetime) -> None:
        kept = {**asdict(text), "good_for": text.good_for.total_seconds(), "at": now.isoformat()}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a") as inbox:
            inbox.write(json.dumps(kept, ensure_ascii=False) + "\n")

    def sent(self) -> list[dict[str, str]]:
        """The newest first."""
        lines = self._file.read_text().splitlines() if self._file.exists() else []
        return [json.loads(line) for line in reversed(lines)]


SHORTEST_VALIDITY = 60
"""Seconds; GatewayAPI takes no less."""


class GatewaySms:
    """GatewayAPI's REST API. `class: secret` keeps the text out of the gateway's own logs."""

    def __init__(self, http: httpx2.AsyncClient, sender: str) -> None:
        self._http = http
        self._sender = sender

    async def send(self, text: Text, now: datetime) -> None:
        body = {
            "sender": self._sender,
            "message": text.text,
            "recipients": [{"msisdn": int(text.to.removeprefix("+"))}],
            "userref": text.reference,
            "class": "secret",
            "validity_period": max(SHORTEST_VALIDITY, int(text.good_for.total_seconds())),
        }
        try:
            answer = await self._http.post("/rest/mtsms", json=body)
            answer.raise_for_status()
        except httpx2.HTTPError as error:
            raise NotSent(type(error).__name__) from error
