"""How we listen: what uvicorn would otherwise wait for for ever, it waits for a while."""

import socket

import uvicorn
from starlette.applications import Starlette

from settings import Settings

LARGEST_FRAME = 64 * 1024
PEER_TIMEOUT_MS = 30_000
"""A client that stops reading is let go after this long, and shutting down never hangs on it."""


def listening_socket(settings: Settings) -> socket.socket:
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; connections inherit it from the listener.
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, PEER_TIMEOUT_MS)
    bound.bind((settings.host, settings.port))
    return bound


def server(app: Starlette) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            # A path can be the link of a text message; no token stands in a log.
            access_log=False,
            server_header=False,
            ws="websockets-sansio",
            ws_max_size=LARGEST_FRAME,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=10,
        )
    )
