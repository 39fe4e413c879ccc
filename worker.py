"""Everything that happens because time has passed. Any number of workers may run at once.

Nothing waits in memory: what is due is found in the database, claimed, and done once. A job may
run twice, late, or be cut off anywhere.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from context import Outside
from models import by_itself
from models.change import Bus
from models.deep_link import Links
from models.delivery_reports import stop_listening
from models.faults import without_data
from models.forgetting import (
    forget_feeds,
    forget_holds,
    forget_links,
    forget_sessions,
    forget_sign_ins,
)
from models.media.signals import forget_old_signals
from models.outbox import Fate, send_some

log = logging.getLogger("aleris.worker")

Job = Callable[[Outside, datetime], Awaitable[int]]
"""Does what is due now, and says how much that was."""


async def send_due_messages(outside: Outside, now: datetime) -> int:
    """Send what is due until nothing is, or until the gateway takes nothing of a batch."""
    key, origin = outside.settings.secret_key.get_secret_value(), outside.settings.origin
    links, began, done = Links(key.encode(), origin), outside.now(), 0
    while True:
        # Time goes on meanwhile, and what has become urgent is sent before the rest.
        fates = await send_some(outside.sms.send, links, now + (outside.now() - began))
        done += fates.total()
        if set(fates) <= {Fate.NOT_TAKEN}:
            return done


def telling(rule: Callable[[Bus, datetime], Awaitable[int]]) -> Job:
    """A job that tells of what it did."""

    async def job(outside: Outside, now: datetime) -> int:
        return await rule(outside.hub, now)

    job.__name__ = rule.__name__
    return job


def alone(rule: Callable[[datetime], Awaitable[int]]) -> Job:
    """A job that needs nothing of the outside world."""

    async def job(outside: Outside, now: datetime) -> int:
        return await rule(now)

    job.__name__ = rule.__name__
    return job


let_invitations_expire = telling(by_itself.let_invitations_expire)
let_holds_run_out = telling(by_itself.let_holds_run_out)
close_consultations = telling(by_itself.close_consultations)
raise_alarms = telling(by_itself.raise_alarms)

JOBS: tuple[tuple[Job, timedelta], ...] = (
    (send_due_messages, timedelta(seconds=5)),
    (let_invitations_expire, timedelta(seconds=5)),
    (let_holds_run_out, timedelta(seconds=5)),
    (close_consultations, timedelta(seconds=5)),
    (raise_alarms, timedelta(seconds=5)),
    (alone(stop_listening), timedelta(hours=1)),
    (alone(forget_sessions), timedelta(hours=1)),
    (alone(forget_sign_ins), timedelta(hours=1)),
    (alone(forget_links), timedelta(hours=1)),
    (alone(forget_holds), timedelta(hours=1)),
    (alone(forget_feeds), timedelta(hours=1)),
    (alone(forget_old_signals), timedelta(hours=1)),
)
"""Each job, and how often. They run side by side: a slow gateway holds nothing else up."""


async def work(outside: Outside) -> None:
    """Do all that is due, for ever."""
    await asyncio.gather(*(_again_and_again(job, every, outside) for job, every in JOBS))


async def _again_and_again(job: Job, every: timedelta, outside: Outside) -> None:
    """A job that fails is tried again next time."""
    while True:
        try:
            await job(outside, outside.now())
        except Exception as fault:
            log.error("%s failed\n%s", job.__name__, without_data(fault))
        await asyncio.sleep(every.total_seconds())
