"""A read that is made again and again: its SQL is written once.

Tortoise writes the SQL of a query anew each time that it is asked, and for a consultation with all
that belongs to it that takes several times as long as PostgreSQL takes to answer. What the read
finds is what the query would find: the same objects, made by Tortoise from the same columns.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from tortoise.models import Model
from tortoise.queryset import QuerySet

M = TypeVar("M", bound=Model)


class Prepared(Generic[M]):
    """`Prepared(lambda id: Thing.filter(id=id))`, and then `await things("thi_1")`.

    The query is asked for once, with placeholders; so it must not depend on what they are.
    """

    def __init__(self, query: Callable[..., QuerySet[M]]) -> None:
        self._query = query
        self._found: Any = None
        self._sql = ""
        self._values: list[Any] = []

    async def __call__(self, *asked: str) -> list[M]:
        if self._found is None:
            self._write(len(asked))
        queryset = self._found
        # Where it is asked: within a transaction, on its connection.
        db = queryset._choose_db(False)
        executor = db.executor_class(
            model=queryset.model, db=db, select_related_idx=queryset._select_related_idx
        )
        values = [asked[it.number] if isinstance(it, Placeholder) else it for it in self._values]
        rows: list[M] = await executor.execute_select(self._sql, values, custom_fields=[])
        return rows

    def _write(self, number: int) -> None:
        queryset: Any = self._query(*(Placeholder(n) for n in range(number)))
        queryset._db = queryset._choose_db(False)
        queryset._make_query()
        query = queryset.query
        # Tortoise selects what several paths lead through once for each of them.
        query._selects = list({it.alias or it.name: it for it in query._selects}.values())
        self._sql, self._values = query.get_parameterized_sql()
        queryset._db = None
        self._found = queryset


class Placeholder(str):
    """Stands for the how-manieth value. A text, as ids and hashes are, so that it is taken."""

    number: int

    def __new__(cls, number: int) -> "Placeholder":
        it = super().__new__(cls, f"placeholder {number}")
        it.number = number
        return it
