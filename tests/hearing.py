"""The bus comes when it comes: tests of what is told, and of what is not, wait for it here."""

import asyncio
from datetime import timedelta

from tortoise.transactions import in_transaction

from integrations.broadcast import Hub

SOON = timedelta(seconds=20)
"""Never waited for in vain: only a test that fails takes so long, however slow the machine is."""

AT_ONCE = timedelta()
NOBODY = "patient:nobody"


async def hears(hub: Hub) -> None:
    """From now on: everybody who listened before is told to look again, and nobody afterwards."""
    async with asyncio.timeout(SOON.total_seconds()):
        while not hub.health.resyncs:
            await asyncio.sleep(0.001)


async def all_is_heard(hub: Hub) -> None:
    """What was told so far comes back over the bus too, in the order in which it was committed."""
    with hub.listen(NOBODY) as listener:
        async with in_transaction() as connection:
            await hub.tell_within(connection, [NOBODY])
        assert await listener.changed(SOON)
