"""A websocket client that costs next to nothing, so that what is measured is the server.

It speaks as much of RFC 6455 as our servers do to it: whole text frames, pings, and closing.
"""

import asyncio
import struct
from collections.abc import Callable

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
LOST = 1006
"""What a client says of a connection that ended without a word (RFC 6455, 7.1.5)."""

HANDSHAKE = (
    "GET {path} HTTP/1.1\r\n"
    "Host: {host}\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: graphql-transport-ws\r\n"
    "\r\n"
)


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """Masked, as a client's must be; with a mask of zeros, which changes nothing."""
    length = len(payload)
    if length < 126:
        head = struct.pack(">BB", 0x80 | opcode, 0x80 | length)
    else:
        head = struct.pack(">BBH", 0x80 | opcode, 0x80 | 126, length)
    return head + b"\0\0\0\0" + payload


class Socket(asyncio.Protocol):
    """Says `first` when it is open; `heard` gets each text, `ended` the code, once."""

    __slots__ = ("_code", "_first", "_got", "_is_open", "_transport", "ended", "heard")

    def __init__(
        self, first: bytes, heard: Callable[[bytes], None], ended: Callable[[int], None]
    ) -> None:
        self._first, self.heard, self.ended = first, heard, ended
        self._got = b""
        self._is_open = False
        self._code = LOST
        self._transport: asyncio.Transport | None = None

    def says(self, text: bytes, opcode: int = TEXT) -> None:
        if self._transport is not None:
            self._transport.write(frame(text, opcode))

    def leave(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended(self._code)

    def data_received(self, data: bytes) -> None:
        self._got += data
        if not self._is_open and not self._opened():
            return
        while (whole := self._frame()) is not None:
            opcode, payload = whole
            if opcode == TEXT:
                self.heard(payload)
            elif opcode == PING:
                self.says(payload, PONG)
            elif opcode == CLOSE:
                self._code = int.from_bytes(payload[:2], "big") if payload else LOST
                self.leave()

    def _opened(self) -> bool:
        head, end, rest = self._got.partition(b"\r\n\r\n")
        if not end:
            return False
        if not head.startswith(b"HTTP/1.1 101"):
            self.leave()
            return False
        self._is_open, self._got = True, rest
        self.says(self._first)
        return True

    def _frame(self) -> tuple[int, bytes] | None:
        got, at = self._got, 2
        if len(got) < at:
            return None
        length = got[1] & 0x7F
        if length >= 126:
            size = 2 if length == 126 else 8
            length, at = int.from_bytes(got[2 : 2 + size], "big"), 2 + size
            if len(got) < at:
                return None
        if len(got) < at + length:
            return None
        self._got = got[at + length :]
        return got[0] & 0x0F, got[at : at + length]


async def connect(
    host: str,
    port: int,
    path: str,
    first: bytes,
    heard: Callable[[bytes], None],
    ended: Callable[[int], None],
    came_from: str = "127.0.0.1",
) -> Socket:
    loop = asyncio.get_running_loop()
    transport, socket = await loop.create_connection(
        lambda: Socket(first, heard, ended), host, port, local_addr=(came_from, 0)
    )
    transport.write(HANDSHAKE.format(path=path, host=f"{host}:{port}").encode())
    return socket
