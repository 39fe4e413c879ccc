"""The pool: nobody waits in it for ever, and what was left open is not left to the next."""

import asyncpg
import pytest

from integrations import pool as pools
from integrations.database import credentials
from integrations.pool import Client


@pytest.fixture
async def pool(database_url):
    client = Client(connection_name="default", **credentials(database_url))
    pool = await client.create_pool(**credentials(database_url), max_size=1)
    yield pool
    await pool.close()


async def test_who_finds_no_free_connection_is_told_so_and_the_next_may_have_luck(
    pool, monkeypatch
):
    async with pool.acquire():
        with monkeypatch.context() as hurry:
            hurry.setattr(pools, "ACQUIRE_WITHIN", 0.2)
            with pytest.raises(TimeoutError):
                await pool.acquire()

    async with pool.acquire() as connection:
        assert await connection.fetchval("SELECT 1") == 1


async def test_a_transaction_that_somebody_left_open_is_rolled_back(pool):
    async with pool.acquire() as connection:
        await connection.execute("BEGIN; CREATE TABLE left_open ()")

    async with pool.acquire() as connection:
        assert not connection.is_in_transaction()
        with pytest.raises(asyncpg.UndefinedTableError):
            await connection.execute("SELECT * FROM left_open")


async def test_a_lost_connection_is_replaced(pool):
    async with pool.acquire() as connection:
        with pytest.raises(asyncpg.PostgresError):
            await connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    async with pool.acquire() as connection:
        assert await connection.fetchval("SELECT 1") == 1
