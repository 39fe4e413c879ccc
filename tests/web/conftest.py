"""A browser or an app that reaches the whole application: without a network, or over a real one."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from tortoise import Tortoise

from app import create_app
from models import Patient, Session, StaffMember
from models.consent import new_secret
from settings import Settings
from tests.conftest import KEPT
from tests.serving import a_free_port, serving


@pytest.fixture
async def http(app, settings) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url=settings.public_url) as client:
        yield client


@pytest.fixture
def token_of(clock) -> Callable[[Patient | StaffMember], Awaitable[str]]:
    """`await token_of(karen)` opens a session of hers, and is its token."""

    async def token_of(who: Patient | StaffMember) -> str:
        token = new_secret()
        kind = "patient_id" if isinstance(who, Patient) else "staff_id"
        whose: dict[str, Any] = {kind: who.id}
        await Session.start(token, clock(), **whose).save()
        return token

    return token_of


@pytest.fixture
async def served(db, database_url, clock, tmp_path) -> AsyncIterator[Starlette]:
    """On a real server, at its `public_url`."""
    bound = a_free_port()
    url = f"http://127.0.0.1:{bound.getsockname()[1]}"
    settings = Settings(data_folder=tmp_path, public_url=url, run_worker=False)
    app = create_app(settings, database_url, clock=clock)
    async with serving(app, bound):
        yield app


@pytest.fixture
def url(served) -> str:
    return str(served.state.outside.settings.public_url)


@pytest.fixture
async def token(token_of, karen) -> str:
    """Karen's."""
    return str(await token_of(karen))


@pytest.fixture
def faults(caplog) -> Iterator[Callable[[], list[str]]]:
    """What was logged as a fault so far. Uvicorn keeps its own log, so we listen there too."""
    uvicorns = logging.getLogger("uvicorn")
    uvicorns.addHandler(caplog.handler)
    yield lambda: [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    uvicorns.removeHandler(caplog.handler)


async def stored() -> dict[str, int]:
    """How many rows each table has."""
    connection = Tortoise.get_connection("default")
    tables = await connection.execute_query_dict(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    names = [row["tablename"] for row in tables if row["tablename"] not in KEPT]
    counts = {}
    for name in sorted(names):
        [row] = await connection.execute_query_dict(f'SELECT count(*) AS rows FROM "{name}"')
        counts[name] = row["rows"]
    return counts
