"""Event streams over HTTP: open for hours, so a server that stops has to end them itself.

They end without the event `complete`: that is how a client knows that it should come again.
"""

import asyncio

from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

THE_END = {"type": "http.response.body", "body": b"", "more_body": False}


class EventStreams:
    def __init__(self) -> None:
        self._open: set[asyncio.Task[None]] = set()
        self._is_closed = False

    async def answer(self, response: Response, scope: Scope, receive: Receive, send: Send) -> None:
        """An event stream until the client goes, it ends, or all are closed; others as ever."""
        if not isinstance(response, StreamingResponse):
            await response(scope, receive, send)
            return
        if self._is_closed:
            await Response(status_code=503)(scope, receive, send)
            return
        streaming = asyncio.create_task(response(scope, receive, send), name="event stream")
        self._open.add(streaming)
        try:
            # Not awaited itself: one would not know who was cancelled, the stream or we.
            await asyncio.wait({streaming})
        finally:
            self._open.discard(streaming)
            streaming.cancel()
        if not streaming.cancelled():
            streaming.result()
        elif self._is_closed:
            await send(THE_END)

    def close(self) -> None:
        """End all there are, and begin no more."""
        self._is_closed = True
        for streaming in self._open:
            streaming.cancel()
