"""R39–R45, the patient's side: the waiting room, and "your clinician is ready"."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import strawberry

from context import Context, Info
from models import Clinician, Consultation, Invitation
from models.consultation.states import State
from subscriptions.live import Cause, Seen, follow
from subscriptions.screen import Cue, Screen, cue_of, screen_of

ConsultationId = Annotated[
    strawberry.ID, strawberry.argument(description="The consultation to follow.")
]


@dataclass(frozen=True)
class WaitingRoom:
    """All that the patient's screen needs, at one moment."""

    version: int
    server_time: datetime
    cause: Cause
    consultation: Consultation
    clinician: Clinician
    invitation: Invitation | None
    screen: Screen
    cue: Cue
    may_leave: bool
    may_leave_after: datetime | None
    may_enter: bool
    support_phone: str


async def waiting_room(
    info: Info, consultation_id: ConsultationId
) -> AsyncGenerator[WaitingRoom, None]:
    context = info.context
    session = context.patient_session
    topic = f"consultation:{(await context.patient.consultation(consultation_id)).id}"

    async def read() -> tuple[datetime, Consultation]:
        now = context.now()
        return now, (await context.patient.consultation(consultation_id)).see(now)

    async def look(cause: Cause) -> Seen[WaitingRoom]:
        key = ("waiting room", context.patient.id, consultation_id)
        now, consultation = await context.shared(key, read)
        room = seen_by_the_patient(consultation, context, cause, now)
        return Seen(room, consultation.is_over, consultation.changes_by_itself_at(now))

    async with aclosing(follow(context, session, [topic], look)) as stream:
        async for room in stream:
            yield room


def seen_by_the_patient(
    consultation: Consultation, context: Context, cause: Cause, now: datetime
) -> WaitingRoom:
    screen = screen_of(consultation, context.language, now)
    ringing = consultation.state is State.CLINICIAN_READY
    return WaitingRoom(
        version=consultation.version,
        server_time=now,
        cause=cause,
        consultation=consultation,
        clinician=consultation.appointment.clinician,
        invitation=consultation.invitation if ringing else None,
        screen=screen,
        cue=cue_of(screen, ringing),
        may_leave=consultation.may_leave(now),
        may_leave_after=consultation.may_leave_after,
        may_enter=consultation.state is State.SCHEDULED and consultation.is_open(now),
        support_phone=context.settings.support_phone,
    )


@dataclass(frozen=True)
class ClinicianReady:
    """R40–R43: the invitation to answer, wherever in the app the patient is; null: none."""

    server_time: datetime
    cause: Cause
    waiting_room: WaitingRoom | None


async def clinician_ready(info: Info) -> AsyncGenerator[ClinicianReady, None]:
    context = info.context
    patient, session = context.patient, context.patient_session

    async def read() -> tuple[datetime, Consultation | None]:
        now = context.now()
        return now, await _ringing(context, now)

    async def look(cause: Cause) -> Seen[ClinicianReady]:
        now, ringing = await context.shared(("clinician ready", context.patient.id), read)
        room = seen_by_the_patient(ringing, context, cause, now) if ringing else None
        return Seen(
            ClinicianReady(now, cause, room),
            changes_at=ringing.changes_by_itself_at(now) if ringing else None,
        )

    async with aclosing(follow(context, session, [f"patient:{patient.id}"], look)) as stream:
        async for card in stream:
            yield card


async def _ringing(context: Context, now: datetime) -> Consultation | None:
    own = Consultation.filter(
        appointment__patient_id=context.patient.id, state=State.CLINICIAN_READY
    )
    for id in await own.order_by("appointment__starts_at").values_list("id", flat=True):
        consultation = (await context.patient.consultation(str(id))).see(now)
        if consultation.state is State.CLINICIAN_READY:
            return consultation
    return None
