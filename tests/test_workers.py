"""R33, real worker processes and a real gateway: killed anywhere, late, or met with nonsense, they
lose nothing, and what they send twice has the same reference."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from bench.messages import all_gone, make_due
from integrations.database import credentials
from models import Message, MessageKind
from models.delivery_reports import OVERDUE_AFTER, are_failing
from models.message import LINK_SENT_BEFORE, MessageState, SkipReason
from tests.cast import a_patient, booked
from tests.gateway import a_gateway
from tests.processes import STARTS_WITHIN
from tests.workers import begin, kill, workers

# Each takes less than 40 seconds where nothing else runs, and starts processes.
pytestmark = pytest.mark.timeout(300)

IN_TIME = timedelta(seconds=15)


@pytest.fixture
async def gateway():
    async with a_gateway() as gateway:
        yield gateway


@pytest.fixture
async def link(karen, shoulder, holm):
    """Of a video consultation in nine minutes and a half: due half a minute ago."""
    return await a_link(karen, shoulder, holm, LINK_SENT_BEFORE - timedelta(seconds=30))


async def a_link(patient, service, clinician, starts_in):
    now = datetime.now(UTC)
    appointment = await booked(patient, service, clinician, now + starts_in, now)
    # By night confirmations wait, and tests run at all hours.
    await (
        Message.filter(appointment_id=appointment.id).exclude(kind=MessageKind.VIDEO_LINK).delete()
    )
    return await Message.get(appointment_id=appointment.id)


@pytest.fixture
async def a_worker(database_url, gateway, tmp_path):
    """`await a_worker()` begins to work, and does not go on after the test, however that ends."""
    begun = []

    async def a_worker():
        begun.append(await begin(database_url, gateway.url, tmp_path))
        return begun[-1]

    yield a_worker
    for process in begun:
        if process.returncode is None:
            await kill(process)


@asynccontextmanager
async def locked(database_url, statement):
    """Somebody else holds what the worker needs next, so that it stops there."""
    other = await asyncpg.connect(**credentials(database_url))
    transaction = other.transaction()
    await transaction.start()
    await other.execute(statement)
    try:
        yield other
    finally:
        await transaction.rollback()
        await other.close()


async def until(condition):
    async with asyncio.timeout(STARTS_WITHIN):
        while not await condition():
            await asyncio.sleep(0.05)


async def all_sent():
    return not await Message.exclude(state=MessageState.SENT).exists()


WAITING = "wait_event_type = 'Lock' AND datname = current_database()"
"""Here: other tests run on the same server, each in a database of its own."""


async def somebody_waits_for_a_lock():
    waiting = f"SELECT pid FROM pg_stat_activity WHERE {WAITING}"
    return bool(await Message._meta.db.execute_query_dict(waiting))


async def a_minute_passes():
    """The claim of whoever died is now old."""
    await Message.filter(state=MessageState.CLAIMED).update(try_at=datetime.now(UTC))


async def killed_in_the_claiming_transaction(worker, gateway, link, database_url):
    async with locked(database_url, "LOCK TABLE deep_link IN ACCESS EXCLUSIVE MODE"):
        process = await worker()
        await until(somebody_waits_for_a_lock)
        await kill(process)


async def killed_before_the_gateway_takes_it(worker, gateway, link, database_url):
    gateway.moods.append("holds before")
    process = await worker()
    await asyncio.wait_for(gateway.reached.wait(), STARTS_WITHIN)
    await kill(process)


async def killed_before_the_gateway_answers(worker, gateway, link, database_url):
    gateway.moods.append("holds after")
    process = await worker()
    await asyncio.wait_for(gateway.reached.wait(), STARTS_WITHIN)
    await kill(process)


async def killed_before_it_is_recorded(worker, gateway, link, database_url):
    gateway.moods.append("holds after")
    process = await worker()
    await asyncio.wait_for(gateway.reached.wait(), STARTS_WITHIN)
    async with locked(database_url, f"SELECT 1 FROM message WHERE id = '{link.id}' FOR UPDATE"):
        gateway.may_go_on.set()
        await until(somebody_waits_for_a_lock)
        await kill(process)
        # The database would finish the statement that it was given, client or no client.
        await Message._meta.db.execute_query(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {WAITING}"
        )


async def killed_after_it_is_recorded(worker, gateway, link, database_url):
    process = await worker()
    await until(all_sent)
    await kill(process)


@pytest.mark.parametrize(
    ("killed", "times", "state"),
    [
        (killed_in_the_claiming_transaction, 1, MessageState.DUE),
        (killed_before_the_gateway_takes_it, 1, MessageState.CLAIMED),
        (killed_before_the_gateway_answers, 2, MessageState.CLAIMED),
        (killed_before_it_is_recorded, 2, MessageState.CLAIMED),
        (killed_after_it_is_recorded, 1, MessageState.SENT),
    ],
)
async def test_a_worker_killed_anywhere_loses_nothing_and_repeats_by_name(
    killed, times, state, a_worker, gateway, link, database_url
):
    await killed(a_worker, gateway, link, database_url)
    assert (await Message.get(id=link.id)).state is state
    gateway.moods.clear()
    gateway.may_go_on.set()

    await a_minute_passes()
    process = await a_worker()
    await until(all_sent)
    await kill(process)

    assert gateway.times == {link.id: times}
    assert len({body["message"] for body in gateway.taken}) == 1, "with the same link"


async def test_a_worker_that_is_told_to_stop_finishes_what_it_is_handing_over(
    a_worker, gateway, link
):
    gateway.moods.append("holds after")
    process = await a_worker()
    await asyncio.wait_for(gateway.reached.wait(), STARTS_WITHIN)

    process.terminate()
    await asyncio.sleep(0.5)
    gateway.may_go_on.set()

    assert await asyncio.wait_for(process.wait(), 40) == 0
    assert (await Message.get(id=link.id)).state is MessageState.SENT


async def test_a_worker_that_was_down_around_the_ten_minute_mark_sends_once_on_return(
    a_worker, gateway, karen, shoulder, holm
):
    link = await a_link(karen, shoulder, holm, LINK_SENT_BEFORE - timedelta(minutes=3))

    process = await a_worker()
    await until(all_sent)
    await asyncio.sleep(6)  # One tick more.
    await kill(process)

    assert gateway.times == {link.id: 1}
    assert 0 < gateway.taken[0]["validity_period"] <= 7 * 60


async def test_a_link_goes_out_within_fifteen_seconds_of_its_moment(
    a_worker, gateway, karen, shoulder, holm
):
    first = await a_link(karen, shoulder, holm, LINK_SENT_BEFORE + timedelta(hours=1))
    now = datetime.now(UTC)
    await Message.filter(id=first.id).update(due_at=now, try_at=now)
    process = await a_worker()
    await until(all_sent)  # So it is at work, however long it took to start.
    link = await a_link(karen, shoulder, holm, LINK_SENT_BEFORE + timedelta(seconds=2))

    await until(all_sent)
    await kill(process)

    sent = await Message.get(id=link.id)
    assert sent.sent_at is not None
    assert timedelta() <= sent.sent_at - sent.due_at <= IN_TIME


async def test_a_worker_that_was_down_until_after_the_start_sends_nothing(
    a_worker, gateway, karen, shoulder, holm
):
    await a_link(karen, shoulder, holm, timedelta(seconds=-1))

    process = await a_worker()
    await until(lambda: Message.filter(skipped_because=SkipReason.TOO_LATE).exists())
    await kill(process)

    assert gateway.asked == 0


async def test_a_gateway_that_answers_nonsense_gets_everything_once_when_it_is_well(
    a_worker, gateway, shoulder, holm
):
    for n in range(6):
        patient = await a_patient(f"Patient {n}", phone=f"+452012345{n}")
        hour = timedelta(hours=n)
        link = await a_link(patient, shoulder, holm, LINK_SENT_BEFORE + hour)
        now = datetime.now(UTC)
        await Message.filter(id=link.id).update(due_at=now - OVERDUE_AFTER, try_at=now)
    gateway.moods = ["500", "429", "garbage", "no ids", "500", "429"] * 2

    process = await a_worker()
    await until(lambda: Message.filter(attempts__gt=1).exists())
    assert await are_failing(datetime.now(UTC)), "and /health says so"

    async def all_sent_in_the_end():
        await Message.filter(state=MessageState.DUE).update(try_at=datetime.now(UTC))
        return await all_sent()

    await until(all_sent_in_the_end)
    await kill(process)

    ids = await Message.all().values_list("id", flat=True)
    assert gateway.times == dict.fromkeys(ids, 1)
    assert gateway.asked >= 12 + 6
    assert not await are_failing(datetime.now(UTC))


async def test_four_workers_send_four_hundred_once_each(database_url, gateway, tmp_path, db):
    await make_due(400)

    async with workers(4, database_url, gateway.url, tmp_path):
        await all_gone(gateway)

    assert len(gateway.times) == 400
    assert set(gateway.times.values()) == {1}
