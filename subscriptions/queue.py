"""R39–R43, the clinician's side: who waits, and whether the patient has accepted."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime

from context import Info
from models import Consultation
from subscriptions.board import Board, arrivals, board_of
from subscriptions.live import Cause, Seen, follow
from subscriptions.screen import Cue
from subscriptions.waiting_room import ConsultationId


@dataclass(frozen=True, kw_only=True)
class ClinicianQueue(Board):
    """Who waits, in the order of their booked times."""

    cause: Cause
    arrived: Cue | None = None


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
    before: ClinicianQueue | None = None

    async def read() -> Board:
        return await board_of(context.staff.own_patients_of, context.now())

    async def look(cause: Cause) -> Seen[ClinicianQueue]:
        board = await context.shared(("queue", context.staff.own_patients_of), read)
        await context.looks_at(info.python_name, (one.patient.id for one in board.entries))
        return Seen(ClinicianQueue(cause=cause, **vars(board)), changes_at=board.changes_at)

    async with aclosing(follow(context, session, [f"queue:{clinician_id}"], look)) as stream:
        async for queue in stream:
            # What is news is so to this stream, however many others saw the same look.
            yield replace(queue, arrived=arrivals(before, queue, context.language))
            before = queue


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
