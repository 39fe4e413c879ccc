"""Everything that happens because time has passed. Any number of workers may run at once.

Nothing waits in memory: what is due is found in the database, claimed, and done once. A job may
run twice, late, or be cut off anywhere.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from context import Outside
from models import Consultation
from models.change import By, change
from models.consultation.states import State
from models.deep_link import Links
from models.delivery_reports import stop_listening
from models.faults import without_data
from models.forgetting import forget_links, forget_sessions, forget_sign_ins
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


async def let_invitations_expire(outside: Outside, now: datetime) -> int:
    """R40: what rang out is written down, so that it is told to those who follow it."""
    ringing = Consultation.filter(state=State.CLINICIAN_READY)
    ids = await ringing.values_list("id", flat=True)
    by = By(actor="system", action="expire_invitation", at=now, bus=outside.hub)
    for id in ids:
        reach = partial(Consultation.whole, Consultation.filter(id=id))
        # Acting is only looking: what happens by itself happens when it is looked at.
        await change(reach, _look, by)
    return len(ids)


def _look(consultation: Consultation, now: datetime) -> None:
    """Nothing more."""


def alone(rule: Callable[[datetime], Awaitable[int]]) -> Job:
    """A job that needs nothing of the outside world."""

    async def job(outside: Outside, now: datetime) -> int:
        return await rule(now)

    job.__name__ = rule.__name__
    return job


JOBS: tuple[tuple[Job, timedelta], ...] = (
    (send_due_messages, timedelta(seconds=5)),
    (let_invitations_expire, timedelta(seconds=5)),
    (alone(stop_listening), timedelta(hours=1)),
    (alone(forget_sessions), timedelta(hours=1)),
    (alone(forget_sign_ins), timedelta(hours=1)),
    (alone(forget_links), timedelta(hours=1)),
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
