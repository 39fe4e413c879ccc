"""A client that asks for a lot, and reads none of it."""

import asyncio
import json
import socket
from contextlib import contextmanager
from pathlib import Path

from bench.sockets import HANDSHAKE, frame
from bench.speaking import Ours

A_LOT = "{ __schema { types { name description fields { name description args { name } } } } }"
"""Some 200 KB each time."""


@contextmanager
def a_deaf_client(server, room):
    """What it is not reading lies in the server's system, and then in the server's own buffer."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(60)
        client.connect(("127.0.0.1", server.port))
        client.sendall(HANDSHAKE.format(path="/graphql", host="127.0.0.1").encode())
        assert b" 101 " in client.recv(4096)
        client.sendall(frame(Ours().hello(room.known())))
        assert b"connection_ack" in client.recv(4096)
        for number in range(100):
            payload = {"query": A_LOT}
            subscribe = {"type": "subscribe", "id": str(number), "payload": payload}
            client.sendall(frame(json.dumps(subscribe).encode()))
        yield client


async def until_stuck(server):
    """Until the system takes no more from the server for this client."""
    async with asyncio.timeout(120):
        before, now = 0, unsent(server.port)
        while now == 0 or now != before:
            await asyncio.sleep(0.5)
            before, now = now, unsent(server.port)


def unsent(port):
    """Bytes that the system holds for clients of this port."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    columns = [line.split() for line in lines]
    return sum(int(c[4].split(":")[0], 16) for c in columns if c[1].endswith(f":{port:04X}"))
