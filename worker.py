"""Everything that happens because time has passed. Any number of workers may run at once.

Nothing waits in memory: what is due is found in the database, claimed, and done once. A job may
run twice, late, or be cut off anywhere.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from context import Outside
from models import Appointment, AppointmentState, Consultation, FollowUp
from models.change import By, change
from models.consultation.states import State
from models.deep_link import Links
from models.delivery_reports import stop_listening
from models.faults import without_data
from models.forgetting import forget_links, forget_sessions, forget_sign_ins
from models.outbox import Fate, send_some
from models.refused import ChangedMeanwhile

log = logging.getLogger("aleris.worker")

AT_ONCE = 50

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
        await _unless_busy(change(reach, _look, by))
    return len(ids)


async def let_holds_run_out(outside: Outside, now: datetime) -> int:
    """So that those who follow the free times see them again, though nobody wants one."""
    over = Appointment.filter(state=AppointmentState.HELD, held_until__lte=now)
    ids = await over.limit(AT_ONCE).values_list("id", flat=True)
    by = By(actor="system", action="release_hold", at=now, bus=outside.hub)
    for id in ids:
        reach = partial(Appointment.whole, Appointment.filter(id=id))
        await _unless_busy(change(reach, Appointment.run_out, by))
    return len(ids)


async def close_consultations(outside: Outside, now: datetime) -> int:
    """C12: what nobody ended is closed when its waiting room has closed, by the evidence."""
    booked = Consultation.filter(appointment__state=AppointmentState.BOOKED)
    left_open = booked.filter(Consultation.left_open(now)).order_by("appointment__ends_at")
    ids = await left_open.limit(AT_ONCE).values_list("id", flat=True)
    by = By(actor="system", action="close_consultation", at=now, bus=outside.hub)
    for id in ids:
        await _unless_busy(change(partial(Consultation.with_evidence, str(id)), _close, by))
    return len(ids)


async def raise_alarms(outside: Outside, now: datetime) -> int:
    """R46: an alarm is written down and told once, however often or late one looks."""
    unreached = await FollowUp.filter(FollowUp.may_alarm()).order_by("due_at")
    due = [it for it in unreached if it.alarm(now).is_above(it.alarm_raised)][:AT_ONCE]
    for it in due:
        action = f"raise_alarm_{it.alarm(now).lower()}"
        by = By(actor="system", action=action, at=now, bus=outside.hub)
        reach = partial(FollowUp.get, id=it.id)
        await _unless_busy(change(reach, FollowUp.raise_alarm, by))
    return len(due)


async def _unless_busy(change: Awaitable[object]) -> None:
    """Where others are faster all the time, the next round tries again."""
    with suppress(ChangedMeanwhile):
        await change


def _close(consultation: Consultation, now: datetime) -> None:
    consultation.close(consultation.evidence, now)


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
    (let_holds_run_out, timedelta(seconds=5)),
    (close_consultations, timedelta(seconds=5)),
    (raise_alarms, timedelta(seconds=5)),
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
