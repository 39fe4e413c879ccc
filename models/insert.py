"""Insert a row unless the database's constraints say that it is taken.

`ON CONFLICT DO NOTHING` asks every unique and exclusion constraint, waits for those who are just
inserting, and cannot deadlock with them; a plain insert can, when two wait for each other.
"""

from tortoise.models import Model


async def insert_unless_taken(row: Model) -> bool:
    """Whether the row is in. Afterwards the transaction is usable in either case."""
    meta = row._meta
    columns = meta.fields_db_projection
    values = [meta.fields_map[name].to_db_value(getattr(row, name), row) for name in columns]
    names = ", ".join(f'"{column}"' for column in columns.values())
    places = ", ".join(f"${n}" for n in range(1, len(values) + 1))
    sql = f'INSERT INTO "{meta.db_table}" ({names}) VALUES ({places}) ON CONFLICT DO NOTHING'
    inserted, _ = await meta.db.execute_query(sql, values)
    row._saved_in_db = inserted == 1
    return inserted == 1
