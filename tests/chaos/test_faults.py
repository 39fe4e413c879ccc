"""Redis and whole servers go away and come back. Who waits is shown what is true.

Each fault comes to real processes; it ends, and soon after everybody sees the truth: they are told.
"""

import signal

import pytest

from bench.people import waiting
from tests.chaos.hospital import (
    WITHDRAW,
    act,
    all_see,
    health_is,
    patients_follow,
)
from tests.processes import a_process

# Each takes less than 40 seconds where nothing else runs.
pytestmark = pytest.mark.timeout(300)

ROOMS = 20


@pytest.fixture
async def rooms(db):
    return await waiting(ROOMS)


async def test_redis_is_killed_and_comes_back(rooms, database_url, redis, tmp_path):
    await redis.ready()
    async with (
        a_process(database_url, tmp_path, redis_url=redis.url) as one,
        a_process(database_url, tmp_path, redis_url=redis.url) as other,
        patients_follow(rooms, one) as patients,
    ):
        redis.stop()
        await health_is(one, 503)
        # On the other server: ours hears of it by Redis alone, which is not there.
        await act(other, rooms)

        redis.start()

        await all_see(patients, "CLINICIAN_READY")
        await health_is(one, 200)
        await act(other, rooms, WITHDRAW)
        await all_see(patients, "WAITING")
        assert {patient.connects for patient in patients} == {1}, "sockets stay open"
        one.assert_nothing_failed()
        other.assert_nothing_failed()


async def test_redis_hangs_and_goes_on(rooms, database_url, redis, tmp_path):
    """No line is closed: only that nothing comes any more tells that something is wrong."""
    await redis.ready()
    async with (
        a_process(database_url, tmp_path, redis_url=redis.url) as one,
        a_process(database_url, tmp_path, redis_url=redis.url) as other,
        patients_follow(rooms, one) as patients,
    ):
        redis.freeze()
        await act(other, rooms)
        await health_is(one, 503)

        redis.thaw()

        await all_see(patients, "CLINICIAN_READY")
        await health_is(one, 200)
        assert {patient.connects for patient in patients} == {1}
        one.assert_nothing_failed()
        other.assert_nothing_failed()


async def test_one_of_two_servers_is_killed_and_its_clients_go_to_the_other(
    rooms, database_url, tmp_path
):
    async with (
        a_process(database_url, tmp_path) as one,
        a_process(database_url, tmp_path) as other,
        patients_follow(rooms, one, other) as patients,
    ):
        one.signal(signal.SIGKILL)
        await act(other, rooms)

        await all_see(patients, "CLINICIAN_READY")
        moved = [patient for patient in patients if patient.connects > 1]
        assert len(moved) == ROOMS / 2
        other.assert_nothing_failed()
