"""The last resort: what nobody caught is logged without data, and answered without details."""

import logging
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.faults import kinds, without_data
from models.texts import LANGUAGES, say
from models.transaction import is_away
from schema.codes import UNAVAILABLE, words
from web.asking import asking
from web.pages import outside_of, page

log = logging.getLogger("aleris.web")

CODES = {
    400: "BAD_REQUEST",
    403: "FORBIDDEN",
    405: "METHOD_NOT_ALLOWED",
    413: "TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    500: "INTERNAL",
    503: UNAVAILABLE,
}

TRY_AGAIN = frozenset({UNAVAILABLE, "TIMEOUT"})
"""What an operation may fail with though nothing is wrong with it: 503, whatever was accepted."""

RETRY_AFTER = "5"
"""Seconds: a database that was restarted takes about as long."""


def error_response(status: int, message: str, code: str | None = None) -> JSONResponse:
    body = {"errors": [{"message": message, "extensions": {"code": code or CODES[status]}}]}
    headers = {"Allow": "POST"} if status == 405 else None
    return JSONResponse(body, status, headers)


def may_try_again(response: Response, body: Mapping[str, Any]) -> None:
    codes = {error.get("extensions", {}).get("code") for error in body.get("errors") or ()}
    if codes & TRY_AGAIN:
        _unavailable(response)


class LastResort:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception as fault:
            _note(scope, fault)
            if scope["type"] == "http" and not begun:
                await _answer(Request(scope), fault)(scope, receive, send)
            elif scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1011})


def _note(scope: Scope, fault: Exception) -> None:
    if is_away(fault):
        log.warning("The database is away, at %s: %s", place(scope), kinds(fault))
    else:
        log.error("Failed at %s\n%s", place(scope), without_data(fault))


def _answer(request: Request, fault: Exception) -> Response:
    # Not who asks, which nobody can say while the database is away; but in which language.
    context = asking(outside_of(request), request)
    if not is_away(fault):
        return error_response(500, words("INTERNAL", context.language))
    if "text/html" not in request.headers.get("accept", ""):
        return _unavailable(error_response(503, words(UNAVAILABLE, context.language)))
    texts = {language: say("unavailable", language) for language in LANGUAGES}
    return _unavailable(page(request, "unavailable.html", context, texts=texts))


def _unavailable(response: Response) -> Response:
    response.status_code, response.headers["Retry-After"] = 503, RETRY_AFTER
    return response


def place(scope: Scope) -> str:
    """The path without what was put into it: an id, or the secret of a calendar feed."""
    path: str = scope["path"]
    for name, value in scope.get("path_params", {}).items():
        path = path.replace(str(value), f"{{{name}}}") if value else path
    return path
