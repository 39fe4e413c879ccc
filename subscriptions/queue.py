"""R39–R43, the clinician's side: who waits, and whether the patient has accepted."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.expressions import Q

from context import Info
from models import Consultation, DeviceCheck, Patient
from models.consultation.states import WITH_THE_PATIENT, State
from models.times import danish_day, midnight
from subscriptions.live import Cause, Seen, follow
from subscriptions.waiting_room import ConsultationId


@dataclass(frozen=True)
class QueueEntry:
    """One of today's consultations, or one from before that is not over."""

    consultation: Consultation
    patient: Patient
    device_check: DeviceCheck | None
    waited_seconds: int | None
    ask_if_over: bool


@dataclass(frozen=True)
class ClinicianQueue:
    """Who waits, in the order of their booked times."""

    server_time: datetime
    cause: Cause
    entries: list[QueueEntry]
    waiting: int


@dataclass(frozen=True)
class Acceptance:
    """R43: whether the patient has accepted; the stream ends when there is nothing to wait for."""

    version: int
    server_time: datetime
    cause: Cause
    consultation: Consultation
    accepted: bool
    accepted_at: datetime | None


async def clinician_queue(info: Info) -> AsyncGenerator[ClinicianQueue, None]:
    context = info.context
    clinician_id, session = context.staff.own_patients_of, context.staff_session

    async def read() -> tuple[datetime, list[QueueEntry]]:
        now = context.now()
        return now, await _entries(context.staff.own_patients_of, now)

    async def look(cause: Cause) -> Seen[ClinicianQueue]:
        now, entries = await context.shared(("queue", context.staff.own_patients_of), read)
        edges = [entry.consultation.changes_by_itself_at(now) for entry in entries]
        waiting = sum(entry.consultation.state is State.WAITING for entry in entries)
        return Seen(
            ClinicianQueue(now, cause, entries, waiting),
            changes_at=min((edge for edge in edges if edge is not None), default=None),
        )

    async with aclosing(follow(context, session, [f"queue:{clinician_id}"], look)) as stream:
        async for queue in stream:
            yield queue


async def consultation_accepted(
    info: Info, consultation_id: ConsultationId
) -> AsyncGenerator[Acceptance, None]:
    context = info.context
    session = context.staff_session
    topic = f"consultation:{(await context.staff.consultation(consultation_id)).id}"

    async def read() -> tuple[datetime, Consultation]:
        now = context.now()
        return now, (await context.staff.consultation(consultation_id)).see(now)

    async def look(cause: Cause) -> Seen[Acceptance]:
        key = ("acceptance", context.staff.own_patients_of, consultation_id)
        now, consultation = await context.shared(key, read)
        return Seen(
            _acceptance(consultation, cause, now),
            is_last=consultation.started_at is not None or consultation.is_over,
            changes_at=consultation.changes_by_itself_at(now),
        )

    async with aclosing(follow(context, session, [topic], look)) as stream:
        async for acceptance in stream:
            yield acceptance


def _acceptance(consultation: Consultation, cause: Cause, now: datetime) -> Acceptance:
    return Acceptance(
        version=consultation.version,
        server_time=now,
        cause=cause,
        consultation=consultation,
        accepted=consultation.started_at is not None,
        accepted_at=consultation.started_at,
    )


async def _entries(clinician_id: str, now: datetime) -> list[QueueEntry]:
    """At most four reads, however many there are."""
    own = Consultation.filter(_shown(now), appointment__clinician_id=clinician_id)
    found = await Consultation.all_of(own.order_by("appointment__starts_at"))
    ids = [consultation.id for consultation in found]
    checks = await DeviceCheck.filter(consultation_id__in=ids).order_by("checked_at", "id")
    newest = {check.consultation_id: check for check in checks}
    return [_entry(c.see(now), newest.get(c.id), now) for c in found]


def _shown(now: datetime) -> Q:
    """Today's, and those that are not over; what the system closed waits for nobody."""
    today = midnight(danish_day(now))
    booked_today = Q(
        appointment__starts_at__gte=today, appointment__starts_at__lt=today + timedelta(days=1)
    )
    not_over = Q(state__in=list(WITH_THE_PATIENT))
    return (booked_today | not_over) & Q(closed_at__isnull=True)


def _entry(consultation: Consultation, check: DeviceCheck | None, now: datetime) -> QueueEntry:
    since = consultation.waiting_since if consultation.state is State.WAITING else None
    return QueueEntry(
        consultation=consultation,
        patient=consultation.appointment.patient,
        device_check=check,
        waited_seconds=int((now - since).total_seconds()) if since is not None else None,
        ask_if_over=consultation.ask_if_over(now),
    )
