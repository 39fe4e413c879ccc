"""The last resort: what nobody caught is logged without data, and answered without details."""

import logging
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from strawberry.http import GraphQLHTTPResponse

from models.faults import without_data
from models.transaction import DATABASE_AWAY
from web.pages import out_of_order

log = logging.getLogger("aleris.web")

COME_AGAIN_AFTER = 5
"""Seconds. A restarted database is there again by then, or soon after."""

CODES = {
    400: "BAD_REQUEST",
    403: "FORBIDDEN",
    405: "METHOD_NOT_ALLOWED",
    413: "TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
}


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
            is_away = report(fault, place(scope))
            if scope["type"] == "http" and not begun:
                await answer(Request(scope), is_away)(scope, receive, send)
            elif scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1013 if is_away else 1011})


def report(fault: Exception, where: str) -> bool:
    """Whether it is only that the database is away, which passes by itself."""
    is_away = isinstance(fault, DATABASE_AWAY)
    if is_away:
        log.warning("Could not answer at %s: %s", where, type(fault).__name__)
    else:
        log.error("Failed at %s\n%s", where, without_data(fault))
    return is_away


def answer(request: Request, is_away: bool) -> Response:
    """A page for people, with the number to call; JSON for what asks by script."""
    status, code = (503, "UNAVAILABLE") if is_away else (500, "INTERNAL")
    if "text/html" in request.headers.get("accept", ""):
        response = out_of_order(request, status)
    else:
        response = error_response(status, "Something went wrong on our side.", code)
    return come_again(response) if is_away else response


def error_response(status: int, message: str, code: str | None = None) -> JSONResponse:
    body = {"errors": [{"message": message, "extensions": {"code": code or CODES[status]}}]}
    headers = {"Allow": "POST"} if status == 405 else None
    return JSONResponse(body, status, headers)


def is_unavailable(answer: GraphQLHTTPResponse) -> bool:
    """Whether nothing could be said because the database is away."""
    errors: list[Any] = list(answer.get("errors") or ())
    codes = {(error.get("extensions") or {}).get("code") for error in errors}
    said = (answer.get("data") or {}).values()
    return "UNAVAILABLE" in codes and all(value is None for value in said)


def come_again(response: Response) -> Response:
    """The database is away, for a moment as a rule. What was being done has been kept or not:
    whoever asks again with the same idempotency key has it once."""
    response.status_code = 503
    response.headers["Retry-After"] = str(COME_AGAIN_AFTER)
    return response


def place(scope: Scope) -> str:
    """The path without what was put into it: an id, or the secret of a calendar feed."""
    path: str = scope["path"]
    for name, value in scope.get("path_params", {}).items():
        path = path.replace(str(value), f"{{{name}}}") if value else path
    return path
