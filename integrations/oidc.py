"""OpenID Connect, whoever the broker is: its answers, its keys, and an ID token one can trust."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

import httpx2
from joserfc import jwt
from joserfc.errors import DecodeError, InvalidClaimError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from integrations.clock import Clock
from integrations.identity import Reason, SignInFailed

KEPT_FOR = timedelta(minutes=10)
"""So long may a key that the broker has withdrawn still be believed."""

KEYS_AT_MOST_EVERY = timedelta(minutes=1)
"""Tokens with unknown keys must not make us hammer the broker."""

CLOCK_SKEW = timedelta(seconds=60)

# Asymmetric ones only: with HS256 allowed, a public key would do as a forger's secret.
SIGNED_WITH = JWSRegistry(algorithms=["RS256", "ES256", "PS256"], strict_check_header=False)

T = TypeVar("T")


async def answer(asked: Awaitable[httpx2.Response]) -> dict[str, Any]:
    """The JSON object that the broker answers with."""
    try:
        response = await asked
        content = response.json()
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as fault:
        # Not chained: a fault in reading JSON carries the whole text, and so perhaps a CPR number.
        raise SignInFailed(Reason.BROKER_UNAVAILABLE, type(fault).__name__) from None
    if isinstance(content, dict):
        if response.is_success:
            return content
        if response.status_code in (400, 401):  # RFC 6749, 5.2
            raise SignInFailed.told(str(content.get("error")))
    raise SignInFailed(Reason.BROKER_UNAVAILABLE, f"HTTP {response.status_code}")


def address(url: object, issuer: str, name: str) -> str:
    """One of the broker's. An https broker has none where anybody could listen."""
    with suppress(ValueError, httpx2.InvalidURL):
        if isinstance(url, str) and urlsplit(url).scheme == urlsplit(issuer).scheme:
            return str(httpx2.URL(url))
    raise SignInFailed(Reason.BROKER_UNAVAILABLE, name)


class Kept(Generic[T]):
    """What the broker publishes: fetched when first needed, and again when ten minutes old."""

    def __init__(self, fetch: Callable[[], Awaitable[T]], now: Clock) -> None:
        self._fetch = fetch
        self._now = now
        self._kept: tuple[T, datetime] | None = None

    async def get(self) -> T:
        if self._kept is None or self._now() >= self._kept[1]:
            return await self.renew()
        return self._kept[0]

    async def renew(self) -> T:
        fetched = await self._fetch()
        self._kept = fetched, self._now() + KEPT_FOR
        return fetched


class Keys:
    """The broker's signing keys. They change now and then, and nobody tells us."""

    def __init__(self, fetch: Callable[[], Awaitable[dict[str, Any]]], now: Clock) -> None:
        async def fetch_keys() -> KeySet:
            return key_set(await fetch())

        self._kept = Kept(fetch_keys, now)
        self._now = now
        self._turn = asyncio.Lock()
        self._renewed_at: datetime | None = None

    async def opened(self, token: str) -> dict[str, Any]:
        """The claims of a token, once the signature is seen to be the broker's."""
        try:
            return verified(token, await self._kept.get())
        except InvalidKeyIdError:
            return verified(token, await self._newer())

    async def _newer(self) -> KeySet:
        # One at a time, so that those who wait find what the first one fetched.
        async with self._turn:
            now = self._now()
            if self._renewed_at is not None and now < self._renewed_at + KEYS_AT_MOST_EVERY:
                return await self._kept.get()
            self._renewed_at = now
            return await self._kept.renew()


def key_set(document: dict[str, Any]) -> KeySet:
    try:
        return KeySet.import_key_set({"keys": document["keys"]})
    except (JoseError, KeyError, TypeError, ValueError):
        raise SignInFailed(Reason.BROKER_UNAVAILABLE, "unusable keys") from None


def verified(token: str, keys: KeySet) -> dict[str, Any]:
    try:
        return jwt.decode(token, keys, registry=SIGNED_WITH).claims
    except (TypeError, ValueError):  # joserfc's own, for what does not even look like a token
        raise DecodeError from None


def check(claims: dict[str, Any], issuer: str, client_id: str, nonce: str, now: datetime) -> None:
    """The token is the broker's, for us alone, for this very attempt, and of now."""
    jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=int(CLOCK_SKEW.total_seconds()),
        iss={"essential": True, "value": issuer},
        sub={"essential": True},
        aud={"essential": True},
        azp={"value": client_id},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
    ).validate(claims)
    if claims["aud"] not in (client_id, [client_id]):
        raise InvalidClaimError("aud")
