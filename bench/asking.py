"""One HTTP connection that is kept, and asks one thing after the other."""

import asyncio
import json
from typing import Any


class Asking:
    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, body: Any, token: str | None = None) -> Any:
        reader, writer = self._line = self._line or await asyncio.open_connection(
            self._host, self._port
        )
        text = json.dumps(body).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(text)}\r\n"
        )
        if token is not None:
            head += f"Authorization: Bearer {token}\r\n"
        writer.write(f"{head}\r\n".encode() + text)
        answer = await reader.readuntil(b"\r\n\r\n")
        return json.loads(await reader.readexactly(_length(answer)))

    async def close(self) -> None:
        if self._line is not None:
            self._line[1].close()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError("an answer without a length")
