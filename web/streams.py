"""Event streams over HTTP: open for hours, so a server that stops has to end them itself.

They end without the event `complete`: that is how a client knows that it should come again.
"""

import asyncio

from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

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
        has_ended = False

        async def tell(message: Message) -> None:
            """Whatever ends the stream when we stop would say `complete`."""
            nonlocal has_ended
            if not self._is_closed:
                has_ended = not message.get("more_body", True)
                await send(message)

        streaming = asyncio.create_task(response(scope, receive, tell), name="event stream")
        self._open.add(streaming)
        try:
            # Not awaited itself: one would not know who was cancelled, the stream or we.
            await asyncio.wait({streaming})
        finally:
            self._open.discard(streaming)
            streaming.cancel()
        if not streaming.cancelled():
            streaming.result()
        if self._is_closed and not has_ended:
            await send(THE_END)

    def close(self) -> None:
        """End all there are, and begin no more."""
        self._is_closed = True
        for streaming in self._open:
            streaming.cancel()
