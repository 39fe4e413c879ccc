"""Open waiting rooms: how fast they connect and are told, and what each costs the server.

    python -m bench.waiting_rooms --rooms 5000

One server process, one driver process, on loopback; and the same with plain websockets on the
same uvicorn, run right after, as only the ratios say anything on a machine that others use too.
"""

import argparse
import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.people import Room, waiting
from bench.processes import a_database, driving, serving
from bench.serving import raise_limits
from integrations.database import connected, migrate


@dataclass(frozen=True)
class Figures:
    connects_per_second: float
    bytes_per_room: float
    objects_per_room: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    acts_per_second: float
    cpu_ms_per_act: float
    longest_stall_ms: float
    longest_collection_ms: float
    rooms: int
    connects: int
    """More than there are rooms, if some were sent away and came again."""
    ended: int
    told: int
    """Rooms that heard of what happened in them; the others heard nothing in a minute."""


async def measured(which: str, rooms: list[Room], database: str, acts_at_once: int) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        async with serving(which, database, Path(folder)) as served:
            before = await served.measured("?start&objects")
            job = {
                "which": which,
                "host": "127.0.0.1",
                "port": served.port,
                "acts_at_once": acts_at_once,
                "rooms": [room.known() for room in rooms],
            }
            async with driving(job) as driver:
                took = (await driver.hears())["connected_in"]
                idle = await served.measured("?objects")
                # Counting the objects is a stall of its own, so the meter begins anew.
                began = await served.measured("?start")
                driver.says("go")
                result = await driver.hears()
                after = await served.measured()
    return _figures(len(rooms), took, (before, idle, began, after), result)


def _figures(
    rooms: int, took: float, measured: tuple[dict[str, Any], ...], result: dict[str, Any]
) -> Figures:
    before, idle, began, after = measured
    latencies = sorted(result["latencies"])
    hundredths = quantiles(latencies, n=100, method="inclusive")
    return Figures(
        connects_per_second=rooms / took,
        bytes_per_room=(idle["rss"] - before["rss"]) / rooms,
        objects_per_room=(idle["objects"] - before["objects"]) / rooms,
        p50_ms=hundredths[49] * 1000,
        p95_ms=hundredths[94] * 1000,
        p99_ms=hundredths[98] * 1000,
        acts_per_second=rooms / result["acting_took"],
        cpu_ms_per_act=(after["cpu"] - began["cpu"]) / rooms * 1000,
        longest_stall_ms=after["longest_stall_ms"],
        longest_collection_ms=after["longest_collection_ms"],
        rooms=rooms,
        connects=result["connects"],
        ended=result["ended"],
        told=len(latencies),
    )


async def compare(rooms: int, acts_at_once: int, database: str) -> tuple[Figures, Figures]:
    """Ours, and the plain one beside it."""
    await migrate(database)
    async with connected(database):
        made = await waiting(rooms)
    ours = await measured("ours", made, database, acts_at_once)
    plain = await measured("plain", made, database, acts_at_once)
    return ours, plain


def report(ours: Figures, plain: Figures) -> str:
    lines = [f"| {'':24} | {'ours':>10} | {'plain':>10} | {'ratio':>7} |", "|---|---|---|---|"]
    for name, value in vars(ours).items():
        other = getattr(plain, name)
        ratio = f"{value / other:.2f}" if other else "–"
        lines.append(f"| {name:24} | {value:10.1f} | {other:10.1f} | {ratio:>7} |")
    return "\n".join(lines)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rooms", type=int, default=1000)
    asked.add_argument("--acts-at-once", type=int, default=4)
    options = asked.parse_args()
    raise_limits()
    with a_database() as database:
        print(report(*asyncio.run(compare(options.rooms, options.acts_at_once, database))))


if __name__ == "__main__":
    main()
