"""A stream that is open for hours keeps nothing of what it has sent."""

import gc
import tracemalloc
from contextlib import aclosing

from tests.cast import NINE, a_check, put

ROOM = """
  subscription Room($id: ID!) {
    waitingRoom(consultationId: $id) {
      version consultation { id state }
      clinician { name title } screen { title body } cue { sound announcement }
    }
  }
"""
EVENTS = 200
AT_MOST = 500
"""Bytes for each event; graphql-core alone would keep 3,000 and more."""


async def test_nothing_is_kept_of_an_event(app_of, karen, consultation, outside):
    await put(consultation, lambda it: it.enter(a_check(), NINE))
    app = await app_of(karen)
    async with aclosing(await app.follows(ROOM, id=consultation.id)) as room:
        assert not (await anext(room)).errors

        async def events(number):
            for _ in range(number):
                outside.hub.told([f"consultation:{consultation.id}"])
                assert (await anext(room)).data["waitingRoom"]["consultation"]["state"] == "WAITING"

        await events(EVENTS)
        tracemalloc.start()
        try:
            before = await held_after(events, 20)
            after = await held_after(events, EVENTS)
        finally:
            tracemalloc.stop()

    assert (after - before) / EVENTS < AT_MOST


async def held_after(events, number):
    await events(number)
    gc.collect()
    return tracemalloc.get_traced_memory()[0]
