"""Insert a row unless the database's constraints say that it is taken.

`ON CONFLICT DO NOTHING` asks every unique and exclusion constraint, waits for those who are just
inserting, and cannot deadlock with them; a plain insert can, when two wait for each other.
"""

import asyncpg
from tortoise.exceptions import IntegrityError
from tortoise.models import Model

KEYS = "idempotency_key"


async def insert_unless_taken(row: Model) -> bool:
    """Whether the row is in. Afterwards the transaction is usable in either case."""
    meta = row._meta
    # A generated number is for the database to give.
    columns = {
        n: c for n, c in meta.fields_db_projection.items() if not meta.fields_map[n].generated
    }
    values = [meta.fields_map[name].to_db_value(getattr(row, name), row) for name in columns]
    names = ", ".join(f'"{column}"' for column in columns.values())
    places = ", ".join(f"${n}" for n in range(1, len(values) + 1))
    insert = f'INSERT INTO "{meta.db_table}" ({names}) VALUES ({places})'
    inserted = await meta.db.execute_query_dict(
        f"{insert} ON CONFLICT DO NOTHING RETURNING true", values
    )
    row._saved_in_db = len(inserted) == 1
    return row._saved_in_db


def was_taken(error: IntegrityError) -> bool:
    """Whether somebody else has the time, or asked with the same key: no fault, but an answer."""
    cause = error.__cause__
    same_key = isinstance(cause, asyncpg.UniqueViolationError) and cause.table_name == KEYS
    return same_key or isinstance(cause, asyncpg.ExclusionViolationError)
