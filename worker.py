"""Everything that happens because time has passed. Any number of workers may run at once.

Nothing waits in memory: what is due is found in the database, claimed, and done once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from context import Outside
from integrations.sms import NotSent, Text
from models import (
    Appointment,
    AppointmentState,
    Consultation,
    ContactDetails,
    FollowUp,
    Message,
    Settings,
)
from models.change import By, change
from models.consultation.states import State
from models.faults import without_data
from models.presence import forget_leases
from models.ready_message import why_not_needed
from models.refused import ChangedMeanwhile

log = logging.getLogger("aleris.worker")

EVERY = timedelta(seconds=5)
AT_ONCE = 50


async def send_due_messages(outside: Outside, now: datetime) -> int:
    """Send what is due. What the gateway does not take stays due, and is tried again."""
    due = await Message.due(now).limit(AT_ONCE)
    for message in due:
        if await message.claim(now):
            await _send(outside, message, now)
    return len(due)


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


async def forget_presence(outside: Outside, now: datetime) -> int:
    """Who was there yesterday is nobody's business."""
    return await forget_leases(now)


JOBS: tuple[Callable[[Outside, datetime], Awaitable[int]], ...] = (
    send_due_messages,
    let_invitations_expire,
    let_holds_run_out,
    close_consultations,
    raise_alarms,
    forget_presence,
)


async def work(outside: Outside) -> None:
    """Do all that is due, for ever. A job that fails does not stop the others."""
    while True:
        for job in JOBS:
            try:
                await job(outside, outside.now())
            except Exception as fault:
                log.error("%s failed\n%s", job.__name__, without_data(fault))
        await asyncio.sleep(EVERY.total_seconds())


async def _send(outside: Outside, message: Message, now: datetime) -> None:
    appointment = await Appointment.get(id=message.appointment_id).select_related("patient")
    contact = await ContactDetails.get(patient_id=appointment.patient_id)
    wanted = (await Settings.get(patient_id=appointment.patient_id)).wants(message.kind)
    reason = message.skip_reason(appointment, contact.phone, wanted, now)
    reason = reason or await why_not_needed(message, now)
    if reason is not None:
        await message.skipped(reason)
        return
    assert contact.phone is not None, "a message without a number to send it to is skipped"
    link = f"{outside.settings.origin}/a/{appointment.id}"
    text = message.text(appointment, appointment.patient, link)
    try:
        await outside.sms.send(Text(message.id, contact.phone, text, message.not_after - now), now)
    except NotSent as error:
        log.warning("Message %s was not taken: %s", message.id, error)
        await message.give_back()
    else:
        await message.sent(now)


async def _unless_busy(change: Awaitable[object]) -> None:
    """Where others are faster all the time, the next round tries again."""
    with suppress(ChangedMeanwhile):
        await change


def _close(consultation: Consultation, now: datetime) -> None:
    consultation.close(consultation.evidence, now)


def _look(consultation: Consultation, now: datetime) -> None:
    """Nothing more."""
