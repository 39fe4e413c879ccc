"""What a relying party may ask the local provider for, and what waits between two requests."""

import binascii
import re
import secrets
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from urllib.parse import unquote_plus

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from starlette.requests import Request

from integrations.clock import Clock
from web.dev.idp_tokens import SCHEMES

CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")

T = TypeVar("T")


class Shelf(Generic[T]):
    """Things that wait to be taken once, for a while, and never more than a thousand of them."""

    def __init__(self, lives: timedelta, now: Clock, room: int = 1000) -> None:
        self._lives = lives
        self._now = now
        self._room = room
        self._things: dict[str, tuple[T, datetime]] = {}

    def put(self, thing: T) -> str:
        key = secrets.token_urlsafe(24)
        self._things[key] = thing, self._now() + self._lives
        if len(self._things) > self._room:
            self._things.pop(next(iter(self._things)))
        return key

    def take(self, key: str) -> T | None:
        thing, until = self._things.pop(key, (None, self._now()))
        return thing if self._now() < until else None


@dataclass(frozen=True)
class Asked:
    """A request to sign somebody in, found in order."""

    client_id: str
    redirect_uri: str
    state: str
    nonce: str
    challenge: str
    acr: str
    scope: str
    message: str
    language: str

    @classmethod
    def by(cls, query: Mapping[str, str]) -> "Asked":
        return cls(
            client_id=query["client_id"],
            redirect_uri=query["redirect_uri"],
            state=query["state"],
            nonce=query["nonce"],
            challenge=query["code_challenge"],
            acr=query["acr_values"],
            scope=query["scope"],
            message=message(query.get("login_hint", "")),
            language=language(query.get("ui_locales", "")),
        )

    @property
    def label(self) -> str:
        return SCHEMES[self.acr].label

    def fits(self, client_id: str, form: Mapping[str, str]) -> bool:
        """Whether the one who comes for the token is the one who sent the browser here."""
        proof = create_s256_code_challenge(form.get("code_verifier", ""))
        return (
            client_id == self.client_id
            and form.get("redirect_uri") == self.redirect_uri
            and same(proof, self.challenge)
        )


def fault(query: Mapping[str, str]) -> tuple[str, str] | None:
    """The OAuth error, and what to do about it. Stricter than most brokers, on purpose."""
    challenge, method = query.get("code_challenge", ""), query.get("code_challenge_method")
    demands = (
        (query.get("response_type") == "code", "unsupported_response_type", "Use code."),
        ("openid" in query.get("scope", "").split(), "invalid_scope", "Ask for openid."),
        (query.get("state"), "invalid_request", "Send a state."),
        (query.get("nonce"), "invalid_request", "Send a nonce."),
        (method == "S256", "invalid_request", "Use PKCE with S256."),
        (CHALLENGE.fullmatch(challenge), "invalid_request", "That is no S256 challenge."),
        (query.get("acr_values") in SCHEMES, "invalid_request", "Those acr_values are unknown."),
    )
    return next(((error, advice) for met, error, advice in demands if not met), None)


def message(login_hint: str) -> str:
    """The text for the MitID app, as Idura takes it: `message:` and base64."""
    for hint in login_hint.split():
        if hint.startswith("message:"):
            try:
                return b64decode(hint.removeprefix("message:"), validate=True).decode()[:130]
            except (binascii.Error, UnicodeDecodeError):
                return ""
    return ""


def language(ui_locales: str) -> str:
    return next((wish for wish in ui_locales.split() if wish in ("da", "en")), "da")


def same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())


async def fields(request: Request) -> dict[str, str]:
    async with request.form(max_files=0) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def credentials(request: Request, form: Mapping[str, str]) -> tuple[str, str]:
    """The client's id and secret: HTTP Basic, each part URL-encoded, or in the form."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret", "")
    try:
        client_id, _, secret = b64decode(given).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)
