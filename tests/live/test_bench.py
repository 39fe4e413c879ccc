"""The benchmarks run: a small one of each, so that they cannot rot. Times are not judged here."""

import asyncio

from bench.people import waiting
from bench.waiting_rooms import measured, report

ROOMS = 50


async def test_fifty_waiting_rooms_are_told_and_so_are_plain_ones(db, database_url):
    rooms = await waiting(ROOMS)

    async with asyncio.timeout(100):
        ours = await measured("ours", rooms, database_url, acts_at_once=4)
        plain = await measured("plain", rooms, database_url, acts_at_once=4)

    assert (ours.told, ours.ended) == (plain.told, plain.ended) == (ROOMS, 0)
    assert "p99_ms" in report(ours, plain)
