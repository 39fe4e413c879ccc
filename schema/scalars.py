"""Times and days as clients give them: a moment says its offset, and lies within our calendar."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

import strawberry
from strawberry.exceptions import StrawberryInputCoercionError
from strawberry.types.scalar import ScalarDefinition

D = TypeVar("D", date, datetime)

FIRST_YEAR, LAST_YEAR = 1900, 2199


def moment(value: object) -> datetime:
    """Without an offset nobody knows when that is: it is refused, never guessed."""
    read = _read(datetime.fromisoformat, value)
    if read.tzinfo is None:
        raise StrawberryInputCoercionError("A moment needs its offset, such as Z or +01:00.")
    return read.astimezone(UTC)


def day(value: object) -> date:
    return _read(date.fromisoformat, value)


def _read(parse: Callable[[str], D], value: object) -> D:
    try:
        read = parse(value if isinstance(value, str) else "")
    except ValueError as error:
        raise StrawberryInputCoercionError("Write it as in ISO 8601.") from error
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise StrawberryInputCoercionError("That is outside our calendar.")
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
