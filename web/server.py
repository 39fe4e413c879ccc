"""How we listen, and how we stop: what uvicorn would wait for for ever, it waits for a while.

SIGTERM → nobody new is let in → sockets are closed with 1012, event streams end → what is
being done is finished → whoever does not read is let go → the process ends, within 10 s
"""

import asyncio
import gc
import socket
import sys

import uvicorn
from starlette.applications import Starlette

from settings import Settings
from web.streams import EventStreams

LARGEST_FRAME = 64 * 1024

FINISH_WITHIN = 5
"""Seconds for what is being done when we are told to stop."""

BACKLOG = 4096
"""Connections that may wait to be taken: after a restart everybody comes back at once."""

READ_WITHIN = 2
"""Seconds for reading what was said last. Who has not by then may never do."""


def listening_socket(settings: Settings) -> socket.socket:
    # Said in full: asyncio sends at once (TCP_NODELAY) only on sockets that say that they are TCP,
    # and else an answer of two packets waits 40 ms for the client to have acknowledged the first.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; connections inherit it from the listener.
        timeout = settings.peer_timeout * 1000
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, timeout)
    try:
        bound.bind((settings.host, settings.port))
    except OSError as error:
        bound.close()
        where = f"{settings.host}:{settings.port}"
        sys.exit(f"Cannot listen on {where}: {error.strerror}. ALERIS_PORT chooses another port.")
    return bound


class Server(uvicorn.Server):
    """Uvicorn knows of no streams, and waits for whoever does not read."""

    def __init__(self, config: uvicorn.Config, streams: EventStreams) -> None:
        super().__init__(config)
        self._streams = streams

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._streams.close()
        letting_go = asyncio.create_task(self._let_go())
        try:
            await super().shutdown(sockets)
        finally:
            letting_go.cancel()

    async def _let_go(self) -> None:
        await asyncio.sleep(READ_WITHIN)
        for connection in list(self.server_state.connections):
            transport = connection.transport
            if transport.get_write_buffer_size():
                transport.abort()


def settle_memory() -> None:
    """What is there at the start stays: the collector need not look through it ever again.

    Through what comes later it looks less often, as everything stands still meanwhile, but never
    at much more at once: a middle generation that may grow large is as bad as the oldest.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 5, 10)


def server(
    app: Starlette, *, peer_timeout: int = 30, streams: EventStreams | None = None
) -> Server:
    config = uvicorn.Config(
        app,
        log_level="warning",
        # The path of a calendar feed is a secret, and so is what a link carries.
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=LARGEST_FRAME,
        ws_per_message_deflate=False,
        # Whoever has gone without a word is noticed as soon as whoever does not read.
        ws_ping_interval=peer_timeout / 2,
        ws_ping_timeout=peer_timeout / 2,
        backlog=BACKLOG,
        timeout_graceful_shutdown=FINISH_WITHIN,
    )
    return Server(config, streams or EventStreams())
