"""What becomes of things by themselves, because time has passed. Each may run twice, late, or be
cut off anywhere: every step is one compare-and-set, and one that is wrong holds no other up.
"""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from tortoise.queryset import QuerySet

from models.appointment import Appointment, AppointmentState
from models.change import Bus, By, change
from models.consultation import Consultation
from models.consultation.states import State
from models.faults import without_data
from models.follow_up import FollowUp
from models.refused import ChangedMeanwhile
from models.versioned import Versioned

log = logging.getLogger("aleris.by_itself")

AT_ONCE = 50

V = TypeVar("V", bound=Versioned)


async def let_invitations_expire(bus: Bus, now: datetime) -> int:
    """R40: what rang out is written down, so that it is told to those who follow it."""
    ringing = Consultation.filter(state=State.CLINICIAN_READY)
    # Acting is only looking: what happens by itself happens when it is looked at.
    return await _each(bus, now, "expire_invitation", await _ids(ringing), _consultation, _look)


async def let_holds_run_out(bus: Bus, now: datetime) -> int:
    """So that those who follow the free times see them again, though nobody wants one."""
    over = Appointment.filter(state=AppointmentState.HELD, held_until__lte=now)
    ids = await _ids(over.limit(AT_ONCE))
    return await _each(bus, now, "release_hold", ids, _appointment, Appointment.run_out)


async def close_consultations(bus: Bus, now: datetime) -> int:
    """C12: what nobody ended is closed when its waiting room has closed, by the evidence."""
    booked = Consultation.filter(appointment__state=AppointmentState.BOOKED)
    left_open = booked.filter(Consultation.left_open(now)).order_by("appointment__ends_at")
    ids = await _ids(left_open.limit(AT_ONCE))
    with_evidence = Consultation.with_evidence
    return await _each(bus, now, "close_consultation", ids, with_evidence, _close)


async def raise_alarms(bus: Bus, now: datetime) -> int:
    """R46: an alarm is written down and told once, however often or late one looks."""
    unreached = await FollowUp.filter(FollowUp.may_alarm()).order_by("due_at")
    due = [it for it in unreached if it.alarm(now).is_above(it.alarm_raised)][:AT_ONCE]
    for it in due:
        action = f"raise_alarm_{it.alarm(now).lower()}"
        await _each(bus, now, action, [it.id], _follow_up, FollowUp.raise_alarm)
    return len(due)


async def _each(
    bus: Bus,
    now: datetime,
    action: str,
    ids: list[str],
    reach: Callable[[str], Awaitable[V]],
    act: Callable[[V, datetime], object],
) -> int:
    """One that is wrong holds no other up; where others are faster, the next round tries again."""
    by = By(actor="system", action=action, at=now, bus=bus)
    for id in ids:
        try:
            with suppress(ChangedMeanwhile):
                await change(partial(reach, id), act, by)
        except Exception as fault:
            log.error("%s failed once\n%s", action, without_data(fault))
    return len(ids)


async def _ids(rows: QuerySet[Any]) -> list[str]:
    return [str(id) for id in await rows.values_list("id", flat=True)]


async def _appointment(id: str) -> Appointment:
    return await Appointment.whole(Appointment.filter(id=id))


async def _consultation(id: str) -> Consultation:
    return await Consultation.whole(Consultation.filter(id=id))


async def _follow_up(id: str) -> FollowUp:
    return await FollowUp.get(id=id)


def _close(consultation: Consultation, now: datetime) -> None:
    consultation.close(consultation.evidence, now)


def _look(consultation: Consultation, now: datetime) -> None:
    """Nothing more."""
