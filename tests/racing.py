"""Two at the same moment: whoever comes first has it, and the other is told so by name."""

import asyncio
from collections.abc import Awaitable
from datetime import datetime
from typing import Any

from context import Outside
from models import Patient, StaffMember
from models.change import By
from models.refused import Refused


def by(outside: Outside, who: Patient | StaffMember, action: str, at: datetime) -> By:
    return By(actor=who.id, action=action, at=at, bus=outside.hub)


async def tried(act: Awaitable[Any]) -> Refused | None:
    """The refusal, or None."""
    try:
        await act
    except Refused as refusal:
        return refusal
    return None


async def both(number: int, one: Awaitable[Any], other: Awaitable[Any]) -> list[Any]:
    """At the same time, the one a little later each time: now this and now that is faster."""

    async def a_little_later() -> Any:
        await asyncio.sleep(number % 10 * 0.003)
        return await one

    return list(await asyncio.gather(a_little_later(), other))
