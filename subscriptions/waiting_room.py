"""R39–R45, the patient's side: the waiting room, and "your clinician is ready"."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import strawberry

from context import Context, Info
from models import Consultation
from models.consultation.states import State
from models.consultation.surroundings import Surroundings
from subscriptions.live import Cause, Seen, follow
from subscriptions.room import WaitingRoom, next_change, seen_by_the_patient

ConsultationId = Annotated[
    strawberry.ID, strawberry.argument(description="The consultation to follow.")
]


async def waiting_room(
    info: Info, consultation_id: ConsultationId
) -> AsyncGenerator[WaitingRoom, None]:
    context = info.context
    session = context.patient_session
    topic = f"consultation:{(await context.patient.consultation(consultation_id)).id}"

    async def read() -> tuple[datetime, Consultation, Surroundings]:
        now = context.now()
        consultation = (await context.patient.consultation(consultation_id)).see(now)
        return now, consultation, await Surroundings.of(consultation)

    async def look(cause: Cause) -> Seen[WaitingRoom]:
        key = ("waiting room", context.patient.id, consultation_id)
        now, consultation, around = await context.shared(key, read)
        room = seen_by_the_patient(consultation, around, context, cause, now)
        return Seen(room, consultation.is_over, next_change(consultation, around, now))

    async with aclosing(follow(context, session, [topic], look)) as stream:
        async for room in stream:
            yield room


@dataclass(frozen=True)
class ClinicianReady:
    """R40–R43: the invitation to answer, wherever in the app the patient is; null: none."""

    server_time: datetime
    cause: Cause
    waiting_room: WaitingRoom | None


async def clinician_ready(info: Info) -> AsyncGenerator[ClinicianReady, None]:
    context = info.context
    patient, session = context.patient, context.patient_session

    async def read() -> tuple[datetime, Consultation | None, Surroundings | None]:
        now = context.now()
        ringing = await _ringing(context, now)
        return now, ringing, await Surroundings.of(ringing) if ringing else None

    async def look(cause: Cause) -> Seen[ClinicianReady]:
        key = ("clinician ready", context.patient.id)
        now, ringing, around = await context.shared(key, read)
        if ringing is None or around is None:
            return Seen(ClinicianReady(now, cause, None))
        room = seen_by_the_patient(ringing, around, context, cause, now)
        return Seen(ClinicianReady(now, cause, room), False, next_change(ringing, around, now))

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
