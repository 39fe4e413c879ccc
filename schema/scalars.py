"""Times and days as clients give them: a moment says its offset, and lies within our calendar."""

from datetime import UTC, date, datetime
from typing import TypeVar

import strawberry
from strawberry.types.scalar import ScalarDefinition

D = TypeVar("D", date, datetime)

FIRST_YEAR, LAST_YEAR = 1900, 2199


def moment(text: str) -> datetime:
    """Without an offset nobody knows when that is: it is refused, never guessed."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError("A moment needs its offset, such as Z or +01:00.")
    return _ours(read).astimezone(UTC)


def day(text: str) -> date:
    return _ours(date.fromisoformat(text))


def _ours(read: D) -> D:
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise ValueError("That is outside our calendar.")
    return read


SCALARS: dict[object, ScalarDefinition] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment in ISO 8601, with its offset; in UTC when we give it.",
        serialize=datetime.isoformat,
        parse_value=moment,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A day of the Danish calendar, as `2026-03-02`.",
        serialize=date.isoformat,
        parse_value=day,
    ),
}
