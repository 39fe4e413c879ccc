"""Pages of lists that can grow: by key, so that a new row never shifts the page one is on."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

import strawberry
from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.ids import is_id
from models.refused import InvalidInput

PAGE = 20
LONGEST_PAGE = 50

M = TypeVar("M", bound=Model)
First = Annotated[
    int, strawberry.argument(description=f"How many at most, from 1 to {LONGEST_PAGE}.")
]
After = Annotated[
    str | None, strawberry.argument(description="The `endCursor` of the page before; null: none.")
]


@dataclass(frozen=True)
class Page(Generic[M]):
    items: list[M]
    cursors: list[str]
    has_next_page: bool


async def page(
    rows: QuerySet[M], by: str, first: int, after: str | None, *, newest_first: bool
) -> Page[M]:
    """The rows after the cursor, ordered by a time and then by id."""
    if not 1 <= first <= LONGEST_PAGE:
        raise InvalidInput("first", "page")
    if after is not None:
        rows = rows.filter(_beyond(by, *_read(after), newest_first))
    sign = "-" if newest_first else ""
    found = await rows.order_by(f"{sign}{by}", f"{sign}id").limit(first + 1)
    items = found[:first]
    return Page(items, [_cursor(getattr(i, by), i.pk) for i in items], len(found) > first)


def _beyond(by: str, moment: datetime, id: str, newest_first: bool) -> Q:
    side = "lt" if newest_first else "gt"
    later: dict[str, Any] = {f"{by}__{side}": moment}
    same_time: dict[str, Any] = {by: moment, f"id__{side}": id}
    return Q(**later) | Q(**same_time)


def _cursor(moment: datetime, id: str) -> str:
    plain = json.dumps([moment.isoformat(), id]).encode()
    return base64.urlsafe_b64encode(plain).decode()


def _read(cursor: str) -> tuple[datetime, str]:
    try:
        moment, id = json.loads(base64.b64decode(cursor, b"-_", validate=True))
        read = datetime.fromisoformat(moment).astimezone(UTC)
        if not isinstance(id, str) or not is_id(id):
            raise ValueError("no id of ours")
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error) as error:
        raise InvalidInput("after", "page") from error
    return read, id
