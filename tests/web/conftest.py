"""A browser or an app that reaches the whole application without a network."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx2
import pytest
from tortoise import Tortoise

from models import Patient, Session, StaffMember
from models.consent import new_secret
from tests.conftest import KEPT


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
        whose = "patient_id" if isinstance(who, Patient) else "staff_id"
        await Session.start(token, clock(), **{whose: who.id}).save()
        return token

    return token_of


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
