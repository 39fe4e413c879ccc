"""The websocket, made safe: Strawberry's handler falls over messages that are JSON but no message.

A frame that is no message closes with 4400; what is our fault with 1011; too many with 4429;
when the database is away before anybody was let in, with 1013.
"""

import asyncio
import logging
import time
from collections import deque
from contextlib import suppress
from types import NoneType
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocketDisconnect
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
)

from models.faults import kinds, without_data
from models.transaction import DATABASE_AWAY, is_away
from schema.codes import of_fault

if TYPE_CHECKING:
    from web.graphql import Endpoint

log = logging.getLogger("aleris.socket")

LONGEST_ID = 64
FRAMES_PER_MINUTE = 240
TRY_AGAIN_LATER = 1013
"""To a client it means the same as 1012: come again, after a pause."""
WHO_ASKS_WITHIN = 5
"""Seconds for looking up who asks, once the first message is here."""


class Handler(BaseGraphQLTransportWSHandler[Any, Any]):
    view: "Endpoint"

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._frames: deque[float] = deque(maxlen=FRAMES_PER_MINUTE)
        self._let_in_by: list[str] = []
        """The tokens that count this socket among theirs."""

    async def handle(self) -> None:
        try:
            await super().handle()
        finally:
            self.view.sockets.let_go(self._let_in_by)

    async def handle_message(self, message: Any) -> None:
        if self._is_flooded():
            await self.websocket.close(code=4429, reason="Too many messages")
        elif not is_message(message):
            await self.handle_invalid_message("Malformed message")
        else:
            await super().handle_message(message)

    async def handle_connection_init(self, message: Any) -> None:
        # The protocol allows `payload: null`; Strawberry does not.
        if message.get("payload") is None:
            message = {**message, "payload": {}}
        try:
            async with asyncio.timeout(WHO_ASKS_WITHIN):
                await super().handle_connection_init(message)
        except WebSocketDisconnected:
            raise  # They have gone meanwhile, which is no fault of anybody's.
        except DATABASE_AWAY as fault:
            log.warning("Could not find out who asks: %s", type(fault).__name__)
            await self._close(TRY_AGAIN_LATER, "Try again later")
        except Exception as fault:
            log.error("Could not find out who asks\n%s", without_data(fault))
            await self._close(1011, "Internal error")
        else:
            await self._count()

    async def _count(self) -> None:
        """Once it is known who asks, and before anything is asked."""
        if not self.connection_acknowledged or self._let_in_by:
            return
        tokens = self.context.tokens.sessions
        if self.view.sockets.let_in(tokens):
            self._let_in_by = tokens
        else:
            await self._close(4429, "Too many connections")

    async def run_operation(self, operation: Any) -> None:
        with suppress(*DATABASE_AWAY):
            await super().run_operation(operation)

    async def handle_task_exception(self, error: Exception) -> None:
        """Before an operation could begin: Strawberry would only say that it is complete.

        Without the database nobody can say who asks; the others on this socket may go on.
        """
        if is_away(error):
            log.warning("The database is away, at an operation: %s", kinds(error))
        else:
            log.error("Failed in an operation\n%s", without_data(error))
        task = asyncio.current_task()
        for operation in [it for it in self.operations.values() if it.task is task]:
            with suppress(WebSocketDisconnected, RuntimeError):
                await operation.send_initial_errors([of_fault(error, self.context.language)])

    async def _close(self, code: int, reason: str) -> None:
        # Whoever has waited for it may have gone meanwhile.
        with suppress(WebSocketDisconnect, RuntimeError):
            await self.websocket.close(code=code, reason=reason)

    async def handle_ping(self, message: Any) -> None:
        payload = message.get("payload")
        pong: Any = {"type": "pong"} if payload is None else {"type": "pong", "payload": payload}
        await self.send_message(pong)

    def _is_flooded(self) -> bool:
        now = time.monotonic()
        full = len(self._frames) == FRAMES_PER_MINUTE
        self._frames.append(now)
        return full and now - self._frames[0] < 60


def is_message(message: Any) -> bool:
    """Whether it has the shape that the graphql-transport-ws protocol says."""
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return False
    if message["type"] == "connection_init":
        return isinstance(message.get("payload"), dict | NoneType)
    if message["type"] in ("subscribe", "complete") and not _is_id(message.get("id")):
        return False
    return message["type"] != "subscribe" or _is_operation(message.get("payload"))


def _is_id(id: Any) -> bool:
    return isinstance(id, str) and 0 < len(id) <= LONGEST_ID


def _is_operation(payload: Any) -> bool:
    return (
        isinstance(payload, dict)
        and isinstance(payload.get("query"), str)
        and payload["query"] != ""
        and isinstance(payload.get("variables"), dict | NoneType)
        and isinstance(payload.get("operationName"), str | NoneType)
    )
