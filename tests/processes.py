"""Server processes of our own, as in production; what they log, hold and how they end."""

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import psutil  # type: ignore[import-untyped]

from tests.serving import a_free_port

STARTS_WITHIN = 120
"""Seconds; only a machine with much else to do takes more than ten."""


@dataclass
class ServerProcess:
    url: str
    process: asyncio.subprocess.Process
    log_file: Path

    @property
    def port(self):
        return int(self.url.rpartition(":")[2])

    @property
    def is_alive(self):
        return self.process.returncode is None

    @property
    def log(self):
        return self.log_file.read_text()

    @property
    def memory(self):
        return psutil.Process(self.process.pid).memory_info().rss

    @property
    def connections(self):
        """How many clients it still has a connection with."""
        open_ones = psutil.Process(self.process.pid).net_connections("tcp")
        return sum(c.status == "ESTABLISHED" and c.laddr.port == self.port for c in open_ones)

    def signal(self, number):
        self.process.send_signal(number)

    async def health(self):
        async with httpx2.AsyncClient(base_url=self.url, timeout=20) as http:
            return (await http.get("/health")).status_code

    async def answers(self):
        async with asyncio.timeout(STARTS_WITHIN):
            while True:
                try:
                    if await self.health() == 200:
                        return
                except httpx2.TransportError:
                    pass
                await asyncio.sleep(0.05)

    def assert_nothing_failed(self):
        assert self.is_alive
        assert "Exception in ASGI" not in self.log
        assert "never retrieved" not in self.log
        assert "Failed at" not in self.log, self.log


@asynccontextmanager
async def a_process(database_url, folder, *arguments, **settings):
    """`python -m app`, as in production several of them."""
    with a_free_port() as bound:
        port = bound.getsockname()[1]
        async with _at(port, database_url, folder, *arguments, **settings) as running:
            yield running


@asynccontextmanager
async def _at(port, database_url, folder, *arguments, **settings):
    url = f"http://127.0.0.1:{port}"
    environment = {
        "ALERIS_DATABASE_URL": database_url,
        "ALERIS_DATA_FOLDER": str(folder),
        "ALERIS_PUBLIC_URL": url,
        "ALERIS_PORT": str(port),
        "ALERIS_RUN_WORKER": "false",
        **{f"ALERIS_{name.upper()}": str(value) for name, value in settings.items()},
    }
    log_file = folder / f"log-{port}"
    with log_file.open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "app", *arguments),
            env=os.environ | environment,
            stdout=log,
            stderr=asyncio.subprocess.STDOUT,
        )
    running = ServerProcess(url, process, log_file)
    try:
        await running.answers()
        yield running
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGCONT)
            process.send_signal(signal.SIGTERM)
        await process.wait()
