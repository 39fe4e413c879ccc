"""A MitID broker to develop with: OpenID Connect as Idura does it, with invented people.

It is stricter than real ones (PKCE, nonce and state are demanded), and forgets all on restart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from integrations.clock import Clock, real_clock
from web.dev.idp_pages import NO_STORE, about, chooser, json, text
from web.dev.idp_requests import Asked, Shelf, credentials, fault, fields, same
from web.dev.idp_tokens import SCHEMES, Signer, idura_claims, technical
from web.dev.people import PEOPLE, Person

PAGE_LIVES = timedelta(minutes=10)
CODE_LIVES = timedelta(seconds=60)

Claims = Callable[[Person, str, str], dict[str, Any]]
"""What is told of a person, given `acr_values` and the scope."""


def local_provider(
    clients: Mapping[str, str],
    people: Mapping[str, Person] = PEOPLE,
    now: Clock = real_clock,
    *,
    issuer: str,
    redirect_prefix: str,
    claims: Claims = idura_claims,
) -> Starlette:
    """An app to mount where `issuer` says. `clients` are ids and their secrets; codes are sent
    to where `redirect_prefix` says and below, such as `http://localhost:8000/sign-in/`."""
    if not redirect_prefix.endswith("/"):
        raise ValueError("Without a slash at its end, redirect_prefix allows other hosts too")
    provider = Provider(clients, people, now, issuer, redirect_prefix, claims)
    app = Starlette(routes=provider.routes())
    app.state.signer = provider.signer
    app.state.misbehaviour = None
    return app


@dataclass
class Provider:
    clients: Mapping[str, str]
    people: Mapping[str, Person]
    now: Clock
    issuer: str
    redirect_prefix: str
    claims: Claims
    signer: Signer = field(default_factory=Signer)

    def __post_init__(self) -> None:
        self._pages = Shelf[Asked](PAGE_LIVES, self.now)
        self._codes = Shelf[tuple[Asked, Person]](CODE_LIVES, self.now)

    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self.discovery),
            Route("/jwks", self.keys),
            Route("/oauth2/authorize", self.authorize),
            Route("/oauth2/choose", self.choose, methods=["POST"]),
            Route("/oauth2/token", self.token, methods=["POST"]),
            Route("/oauth2/logout", self.sign_out),
        ]

    async def discovery(self, _: Request) -> Response:
        return json(about(self.issuer))

    async def keys(self, _: Request) -> Response:
        return json(self.signer.published())

    async def authorize(self, request: Request) -> Response:
        """The page with everybody that one can be."""
        query = dict(request.query_params)
        redirect_uri = query.get("redirect_uri", "")
        known = query.get("client_id") in self.clients
        if not known or not redirect_uri.startswith(self.redirect_prefix):
            # Not sent back: it would make us an open redirector.
            return text("That client or redirect_uri is not registered.", 400)
        if wrong := fault(query):
            return self._back(redirect_uri, query, error=wrong[0], error_description=wrong[1])
        asked = Asked.by(query)
        ticket = self._pages.put(asked)
        return chooser(request, asked, ticket, self._offered(asked.acr).values())

    async def choose(self, request: Request) -> Response:
        form = await fields(request)
        asked = self._pages.take(form.get("ticket", ""))
        if asked is None:
            return text("Siden er for gammel. Gå tilbage, og log ind igen.", 400)
        person = self._offered(asked.acr).get(form.get("person", ""))
        if person is None:
            return self._back(asked.redirect_uri, {"state": asked.state}, error="access_denied")
        code = self._codes.put((asked, person))
        return self._back(asked.redirect_uri, {"state": asked.state}, code=code)

    async def token(self, request: Request) -> Response:
        form = await fields(request)
        client_id, secret = credentials(request, form)
        if not secret or not same(self.clients.get(client_id, ""), secret):
            return json({"error": "invalid_client"}, 401)
        if form.get("grant_type") != "authorization_code":
            return json({"error": "unsupported_grant_type"}, 400)
        asked, person = self._codes.take(form.get("code", "")) or (None, None)
        if asked is None or person is None or not asked.fits(client_id, form):
            return json({"error": "invalid_grant"}, 400)
        claims = technical(self.issuer, client_id, asked.nonce, self.now())
        claims |= self.claims(person, asked.acr, asked.scope)
        id_token = self.signer.sign(claims, request.app.state.misbehaviour)
        return json({"access_token": "unused", "token_type": "Bearer", "id_token": id_token})

    async def sign_out(self, request: Request) -> Response:
        back_to = request.query_params.get("post_logout_redirect_uri", "")
        if urlsplit(back_to)[:2] == urlsplit(self.redirect_prefix)[:2]:
            return RedirectResponse(back_to, 303, NO_STORE)
        return text("Du er logget ud.")

    def _offered(self, acr: str) -> dict[str, Person]:
        """Patients sign in as patients, and staff as staff."""
        for_staff = SCHEMES[acr].for_staff
        return {key: one for key, one in self.people.items() if bool(one.role) is for_staff}

    def _back(self, redirect_uri: str, query: Mapping[str, str], **answer: str) -> Response:
        answer |= {"state": query.get("state", ""), "iss": self.issuer}
        return RedirectResponse(f"{redirect_uri}?{urlencode(answer)}", 303, NO_STORE)
