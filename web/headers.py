"""Headers that every answer carries: no page runs what is not ours, none is kept in a cache."""

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from settings import Settings

GRAPHIQL = "/graphql"
CLIENT = "/client/"
NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""A script or a picture obeys the page it is on. Opened by itself it may do nothing at all; and the
whole policy on each of many small files would be a third of what a phone fetches."""
STATIC = (CLIENT, "/graphiql/static/", "/dev/static/")


class SecurityHeaders:
    """Plain ASGI: Starlette's own base class for middleware breaks streams."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        # A form whose answer redirects to the identity provider needs leave to go there.
        issuers = (settings.oidc_issuer, settings.staff_oidc_issuer)
        origins = {f"{u.scheme}://{u.netloc}" for u in map(urlsplit, issuers) if u.netloc}
        self.policy = policy(form_action=" ".join(["'self'", *sorted(origins)]))
        # Monaco, GraphiQL's editor, writes styles; nothing else here does.
        self.graphiql_policy = policy(form_action="'none'", style="'self' 'unsafe-inline'")
        self.hsts = settings.is_https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _add(self, headers: MutableHeaders, path: str) -> None:
        headers["Content-Security-Policy"] = self._policy_at(path)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if self.hsts:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        headers.setdefault("Cache-Control", "no-cache" if path.startswith(STATIC) else "no-store")

    def _policy_at(self, path: str) -> str:
        if path.startswith(CLIENT):
            return NOTHING
        return self.graphiql_policy if path == GRAPHIQL else self.policy


def policy(*, form_action: str, style: str = "'self'") -> str:
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": style,
        "worker-src": "'self'",
        "connect-src": "'self'",
        "font-src": "'self' data:",
        "img-src": "'self' data:",
        "base-uri": "'none'",
        "form-action": form_action,
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
