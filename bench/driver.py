"""The process that drives: so many sockets, each in a room, and something that happens in each.

python -m bench.driver < job.json > result.json
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bench.asking import Asking
from bench.serving import raise_limits
from bench.sockets import Socket, connect
from bench.speaking import Speaking, speaking

CONNECTING_AT_ONCE = 50
FROM_ONE_ADDRESS = 20_000
"""An address has some 28,000 ports to come from; more sockets come from more addresses."""

PUSHED_WITHIN = 300.0
"""Seconds until a driver gives up. So slow is a result too, and not to be hidden."""


@dataclass
class Follower:
    """One open waiting room, and when it was last told something."""

    room: dict[str, str]
    pushed: asyncio.Event = field(default_factory=asyncio.Event)
    pushes: int = 0
    heard_at: float = 0.0
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    connects: int = 0
    socket: Socket | None = None

    def heard(self, speaks: Speaking, text: bytes) -> None:
        if speaks.is_ack(text) and self.socket is not None:
            self.socket.says(speaks.follow(self.room))
        elif speaks.is_value(text):
            self.heard_at = time.perf_counter()
            self.pushes += 1
            self.pushed.set()

    def has_ended(self, _: int) -> None:
        self.ended.set()


class Driver:
    def __init__(self, job: dict[str, Any]) -> None:
        self.host, self.port = job["host"], job["port"]
        self.acts_at_once = job["acts_at_once"]
        self.speaks = speaking(job["which"])
        self.followers = [Follower(room) for room in job["rooms"]]

    async def connect_all(self) -> float:
        """How many seconds it took until each saw its room."""
        turns = asyncio.Semaphore(CONNECTING_AT_ONCE)
        began = time.perf_counter()
        await asyncio.gather(*(self._connect(n, turns) for n in range(len(self.followers))))
        return time.perf_counter() - began

    async def act_in_all(self) -> list[float]:
        """Something happens in each room: how long it took from saying so to hearing of it."""
        waiting = iter(self.followers)
        latencies: list[float] = []

        async def act_in_some() -> None:
            asking = Asking(self.host, self.port)
            for follower in waiting:
                latencies.append(await self._act(asking, follower))
            await asking.close()

        began = time.perf_counter()
        await asyncio.gather(*(act_in_some() for _ in range(self.acts_at_once)))
        self.acting_took = time.perf_counter() - began
        return latencies

    async def _connect(self, number: int, turns: asyncio.Semaphore) -> None:
        follower = self.followers[number]
        address = f"127.0.0.{1 + number // FROM_ONE_ADDRESS}"
        async with turns, asyncio.timeout(PUSHED_WITHIN):
            while not follower.pushed.is_set():
                await self._try(follower, address)

    async def _try(self, follower: Follower, address: str) -> None:
        """Until it sees its room, or is sent away: then it comes again, as a client does."""
        follower.connects += 1
        follower.ended.clear()
        heard, first = partial(follower.heard, self.speaks), self.speaks.hello(follower.room)
        where = (self.host, self.port, self.speaks.path)
        follower.socket = await connect(*where, first, heard, follower.has_ended, address)
        waits = [asyncio.create_task(it.wait()) for it in (follower.pushed, follower.ended)]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    async def _act(self, asking: Asking, follower: Follower) -> float:
        follower.pushed.clear()
        path, body, token = self.speaks.act(follower.room)
        began = time.perf_counter()
        answer = await asking.post(path, body, token)
        assert self.speaks.is_done(answer), answer
        async with asyncio.timeout(PUSHED_WITHIN):
            await follower.pushed.wait()
        return follower.heard_at - began


async def drive(job: dict[str, Any]) -> dict[str, Any]:
    """Connects, says so and waits for a line on stdin, so that the server can be measured."""
    driver = Driver(job)
    took = await driver.connect_all()
    print(json.dumps({"connected_in": took}), flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    latencies = await driver.act_in_all()
    return {
        "latencies": latencies,
        "acting_took": driver.acting_took,
        "ended": sum(f.ended.is_set() for f in driver.followers),
        "connects": sum(f.connects for f in driver.followers),
        "pushes": sum(f.pushes for f in driver.followers),
    }


def main() -> None:
    raise_limits()
    job = json.loads(sys.stdin.readline())
    print(json.dumps(asyncio.run(drive(job))), flush=True)


if __name__ == "__main__":
    main()
