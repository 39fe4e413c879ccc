"""Anything of the asker's own by its id. What is not theirs is not found."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import strawberry

from context import Context, Info
from models.refused import NotFound

REACHED_BY: dict[str, Callable[[Context, str], Awaitable[object]]] = {
    "apt": lambda context, id: context.patient.own_time(id),
    "req": lambda context, id: context.patient.request(id),
    "cfm": lambda context, id: context.patient.confirmation(id),
    "con": lambda context, id: context.patient.consultation(id),
}
"""By the prefix of the id. A kind of thing that is not here is not found by its id alone."""


async def node(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="Any id of the patient's own.")],
) -> object | None:
    info.context.patient  # noqa: B018 — asking is the sign-in check
    reach = REACHED_BY.get(id.partition("_")[0])
    try:
        return await reach(info.context, id) if reach else None
    except NotFound:
        return None
