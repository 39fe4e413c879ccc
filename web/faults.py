"""The last resort: what nobody caught is logged without data, and answered without details."""

import logging

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.faults import without_data

log = logging.getLogger("aleris.web")


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
            log.error("Failed at %s\n%s", _place(scope["path"]), without_data(fault))
            if scope["type"] == "http" and not begun:
                body = {"message": "Something went wrong on our side."}
                error = {"errors": [body | {"extensions": {"code": "INTERNAL"}}]}
                await JSONResponse(error, 500)(scope, receive, send)
            elif scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1011})


def _place(path: str) -> str:
    """Where it failed, without the token of a text message's link."""
    return "/l/…" if path.startswith("/l/") else path
