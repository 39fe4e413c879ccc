"""Ending what runs beside us."""

import asyncio
from typing import Any

ASK_AGAIN_AFTER = 0.1
"""Seconds."""


async def ended(*tasks: "asyncio.Task[Any]") -> None:
    """Cancel them until they have ended.

    Once is not enough: redis-py sends with `asyncio.wait_for`, which before Python 3.12 forgets a
    cancellation that comes when the sending is just done. Shutting down would hang for ever.
    """
    while running := [task for task in tasks if not task.done()]:
        for task in running:
            task.cancel()
        await asyncio.wait(running, timeout=ASK_AGAIN_AFTER)
    # Takes what they raised while ending, which asyncio would otherwise complain about.
    await asyncio.gather(*tasks, return_exceptions=True)
