"""Signing in with MitID, through any broker that speaks OpenID Connect.

authorize_url → the browser goes to the broker, and comes back with a code → identify

authlib builds the request. Its AsyncOAuth2Client is not used: it *is* an HTTP client, with
connections and time limits of its own, and it remembers the token of whoever came last.
"""

from base64 import b64encode
from typing import Any
from urllib.parse import quote_plus

import httpx2
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.errors import ClaimError, JoseError

from integrations.clock import Clock
from integrations.identity import (
    Assurance,
    Identity,
    IdentityProvider,
    Reason,
    SignIn,
    SignInFailed,
)
from integrations.mitid_claims import CLAIM_NAMES, IDURA, SIGNICAT, ClaimNames, identity
from integrations.oidc import Kept, Keys, address, answer, check

__all__ = [
    "CLAIM_NAMES",
    "IDURA",
    "SIGNICAT",
    "Assurance",
    "Broker",
    "ClaimNames",
    "Identity",
    "IdentityProvider",
    "Reason",
    "SignIn",
    "SignInFailed",
]

MESSAGE_HINT = "message:" + b64encode("Log ind på Aleris Online".encode()).decode()
"""What the MitID app shows, so that people see where they are about to sign in."""


class Broker:
    """The broker at `issuer`. How long we wait for it is for the given HTTP client to say."""

    def __init__(
        self,
        http: httpx2.AsyncClient,
        *,
        issuer: str,
        client_id: str,
        client_secret: str,
        acr_values: str,
        required: Assurance,
        claims: ClaimNames,
        now: Clock,
        scope: str = "openid ssn",
    ) -> None:
        self._http = http
        self._issuer = issuer
        self._client_id = client_id
        self._acr_values = acr_values
        self._required = required
        self._claims = claims
        self._now = now
        self._scope = scope
        # RFC 6749, 2.3.1. Idura's client ids have colons, which Basic takes for its own.
        self._auth = httpx2.BasicAuth(quote_plus(client_id), quote_plus(client_secret))
        self._about = Kept(self._discover, now)
        self._keys = Keys(self._published_keys, now)

    async def authorize_url(self, sign_in: SignIn, redirect_uri: str, language: str) -> str:
        url = prepare_grant_uri(
            await self._endpoint("authorization_endpoint"),
            self._client_id,
            "code",
            redirect_uri,
            self._scope,
            sign_in.state,
            nonce=sign_in.nonce,
            code_challenge=create_s256_code_challenge(sign_in.code_verifier),
            code_challenge_method="S256",
            acr_values=self._acr_values,
            ui_locales=language,
            login_hint=MESSAGE_HINT if self._claims.shows_message else None,
        )
        return str(url)

    async def identify(self, sign_in: SignIn, redirect_uri: str, code: str) -> Identity:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": sign_in.code_verifier,
        }
        url = await self._endpoint("token_endpoint")
        tokens = await answer(self._http.post(url, data=form, auth=self._auth))
        claims = await self._trusted(tokens.get("id_token"), sign_in.nonce)
        found = identity(claims, self._claims)
        if found.assurance < self._required:
            raise SignInFailed(Reason.ASSURANCE_TOO_LOW, found.assurance.name)
        return found

    async def sign_out_url(self, back_to: str) -> str | None:
        """None also when the broker is down: signing out of ours must not wait for theirs."""
        try:
            url = await self._endpoint("end_session_endpoint")
        except SignInFailed:
            return None
        leaving = {"client_id": self._client_id, "post_logout_redirect_uri": back_to}
        return str(httpx2.URL(url).copy_merge_params(leaving))

    async def _trusted(self, id_token: object, nonce: str) -> dict[str, Any]:
        try:
            claims = await self._keys.opened(str(id_token))
            check(claims, self._issuer, self._client_id, nonce, self._now())
        except JoseError as fault:
            # The name of the claim, never its value.
            detail = fault.claim if isinstance(fault, ClaimError) else fault.error
            raise SignInFailed(Reason.NOT_VERIFIED, detail) from None
        return claims

    async def _discover(self) -> dict[str, Any]:
        url = self._issuer.rstrip("/") + "/.well-known/openid-configuration"
        document = await answer(self._http.get(url))
        if document.get("issuer") != self._issuer:
            raise SignInFailed(Reason.BROKER_UNAVAILABLE, "another issuer")
        return document

    async def _published_keys(self) -> dict[str, Any]:
        return await answer(self._http.get(await self._endpoint("jwks_uri")))

    async def _endpoint(self, name: str) -> str:
        return address((await self._about.get()).get(name), self._issuer, name)
