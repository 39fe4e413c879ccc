"""Real workers, each a process: `python -m app worker`, as it runs in production."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.gateway import TOKEN


async def begin(database_url: str, gateway_url: str, folder: Path) -> asyncio.subprocess.Process:
    environment = {
        "ALERIS_DATABASE_URL": database_url,
        "ALERIS_DATA_FOLDER": str(folder),
        "ALERIS_SMS_URL": gateway_url,
        "ALERIS_SMS_TOKEN": TOKEN,
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app", "worker", env=os.environ | environment
    )


async def kill(process: asyncio.subprocess.Process) -> None:
    """Without a word, as when the power goes."""
    process.kill()
    await process.wait()


@asynccontextmanager
async def workers(
    number: int, database_url: str, gateway_url: str, folder: Path
) -> AsyncIterator[list[asyncio.subprocess.Process]]:
    running = [await begin(database_url, gateway_url, folder) for _ in range(number)]
    try:
        yield running
    finally:
        for process in running:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
        await asyncio.gather(*(process.wait() for process in running))
