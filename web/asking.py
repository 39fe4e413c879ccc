"""Who asks: what a request or a socket shows, made into a context. Cookies are named here."""

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from context import Context, Outside, Tokens
from models.texts import DANISH, LANGUAGES

COOKIES = {"patient": "aleris_patient", "staff": "aleris_staff", "browser": "aleris_browser"}
"""Patients and staff have cookies of their own, so that one browser can be both."""

CLIENT_HEADER = "x-aleris-client"
"""Any value: another site cannot make a browser send it without asking us first (CORS)."""

TWELVE_HOURS = 12 * 60 * 60


def asking(outside: Outside, request: HTTPConnection) -> Context:
    """What the request shows. An `Authorization` header counts instead of cookies."""
    address = request.client.host if request.client else "unknown"
    bearer = bearer_token(request.headers.get("authorization"))
    if bearer is not None:
        shown: list[str | None] = [bearer]
    else:
        shown = [_cookie(outside, request, kind) for kind in ("patient", "staff")]
    tokens = Tokens(
        sessions=[token for token in shown if token],
        browser=_cookie(outside, request, "browser"),
        address=address,
    )
    return Context(outside, tokens, language=spoken(request.headers.get("accept-language", "")))


def bearer_token(header: object) -> str | None:
    scheme, _, token = header.partition(" ") if isinstance(header, str) else ("", "", "")
    is_token = bool(token.strip()) and token.isascii() and token.isprintable()
    return token.strip() if scheme.lower() == "bearer" and is_token else None


def spoken(accepted: str) -> str:
    """The first language of ours that the client names; Danish when it names none."""
    for part in accepted.split(","):
        language = part.split(";")[0].strip().lower().split("-")[0]
        if language in LANGUAGES:
            return language
    return DANISH


def is_from_our_pages(outside: Outside, request: Request) -> bool:
    """Against forged requests: a cookie only counts when another site cannot have sent it."""
    if request.headers.get("authorization") or request.headers.get(CLIENT_HEADER):
        return True
    if not any(cookie_name(outside, kind) in request.cookies for kind in ("patient", "staff")):
        return True
    return request.headers.get("sec-fetch-site") in ("same-origin", "none")


def set_cookies(outside: Outside, response: Response, cookies: dict[str, str | None]) -> None:
    for kind, value in cookies.items():
        name, https = cookie_name(outside, kind), outside.settings.is_https
        if value is None:
            response.delete_cookie(name, secure=https, httponly=True, samesite="lax")
        else:
            response.set_cookie(
                name, value, max_age=TWELVE_HOURS, secure=https, httponly=True, samesite="lax"
            )


def cookie_name(outside: Outside, kind: str) -> str:
    """`__Host-` binds a cookie to this host and to https, which only production has."""
    return ("__Host-" if outside.settings.is_https else "") + COOKIES[kind]


def _cookie(outside: Outside, request: HTTPConnection, kind: str) -> str | None:
    return request.cookies.get(cookie_name(outside, kind))
