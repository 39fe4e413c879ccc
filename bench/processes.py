"""Starting what is measured: a database of its own, a server process, a driver process."""

import asyncio
import json
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from integrations.database import embedded_url
from settings import Settings

MODULE = (sys.executable, "-m")
LONGEST_LINE = 64 * 1024 * 1024


@contextmanager
def a_database() -> Iterator[str]:
    """An embedded PostgreSQL in a folder that is gone afterwards; or `TEST_DATABASE_URL`'s."""
    folder = Path(tempfile.mkdtemp(prefix="aleris-bench-"))
    try:
        yield os.environ.get("TEST_DATABASE_URL") or embedded_url(Settings(data_folder=folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class ServerProcess:
    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def measured(self, asked: str = "") -> dict[str, Any]:
        async with httpx2.AsyncClient(base_url=self.url, timeout=60) as http:
            answer: dict[str, Any] = (await http.get(f"/bench/measured{asked}")).json()
            return answer


@asynccontextmanager
async def serving(which: str, database: str, folder: Path) -> AsyncIterator[ServerProcess]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        "ALERIS_DATABASE_URL": database,
        "ALERIS_DATA_FOLDER": str(folder),
        "ALERIS_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "ALERIS_PORT": str(port),
        "ALERIS_RUN_WORKER": "false",
    }
    process = await asyncio.create_subprocess_exec(
        *MODULE,
        "bench.serving",
        which,
        env=os.environ | environment,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
        served = ServerProcess(port, process.pid)
        await _answering(served)
        yield served
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def driving(job: dict[str, Any]) -> AsyncIterator["DriverProcess"]:
    process = await asyncio.create_subprocess_exec(
        *MODULE,
        "bench.driver",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LONGEST_LINE,
    )
    driver = DriverProcess(process)
    driver.says(job)
    try:
        yield driver
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


class DriverProcess:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    def says(self, what: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")

    async def hears(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(await self._process.stdout.readline())


async def _answering(served: ServerProcess) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                await served.measured()
                return
            except httpx2.TransportError:
                await asyncio.sleep(0.05)
