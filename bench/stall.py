"""How long an event loop stood still, asked from inside it; and what the process holds."""

import asyncio
import gc
import os
import time
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

EVERY = 0.002
PAGE = os.sysconf("SC_PAGE_SIZE")


class Meter:
    """Sleeps a little, again and again: whatever it oversleeps, nobody was served."""

    def __init__(self) -> None:
        self.longest = self.longest_collecting = 0.0
        self._task: asyncio.Task[None] | None = None
        self._began = 0.0
        gc.callbacks.append(self._collecting)

    async def measured(self, request: Request) -> Response:
        """`?start`: from now on. Else what has been measured since."""
        if "start" in request.query_params:
            self.longest = self.longest_collecting = 0.0
            self._task = self._task or asyncio.create_task(self._measure())
        numbers: dict[str, Any] = {
            "longest_stall_ms": self.longest * 1000,
            "longest_collection_ms": self.longest_collecting * 1000,
            "tasks": len(asyncio.all_tasks()),
            "rss": resident(os.getpid()),
            "cpu": time.process_time(),
        }
        if "objects" in request.query_params:
            numbers["objects"] = len(gc.get_objects())
        return JSONResponse(numbers)

    @property
    def route(self) -> Route:
        return Route("/bench/measured", self.measured)

    async def _measure(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(EVERY)
            self.longest = max(self.longest, time.perf_counter() - before - EVERY)

    def _collecting(self, phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            self._began = time.perf_counter()
        else:
            took = time.perf_counter() - self._began
            self.longest_collecting = max(self.longest_collecting, took)


def resident(pid: int) -> int:
    """Bytes of memory that a process has."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
