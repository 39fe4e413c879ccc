"""R39–R45, the patient's side: the waiting room, and "your clinician is ready"."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import strawberry

from context import Context, Info
from models import Clinician, Consultation, Invitation
from models.consultation.states import LeftReason, State
from models.texts import clock, day, kebab, say
from models.working_days import follow_up_due
from subscriptions.live import Cause, Seen, follow

ConsultationId = Annotated[
    strawberry.ID, strawberry.argument(description="The consultation to follow.")
]


class Politeness(StrEnum):
    """How a screen reader should announce it."""

    POLITE = "POLITE"
    ASSERTIVE = "ASSERTIVE"


@dataclass(frozen=True)
class Screen:
    """R41: what to show."""

    title: str
    body: str


@dataclass(frozen=True)
class Cue:
    """R42: what to sound, and what to say to those who do not see it."""

    sound: bool
    loop: bool
    vibrate: bool
    announcement: str
    politeness: Politeness


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
    first = await context.patient.consultation(consultation_id)

    async def look(cause: Cause) -> Seen[WaitingRoom]:
        now = context.now()
        consultation = (await context.patient.consultation(consultation_id)).see(now)
        room = seen_by_the_patient(consultation, context, cause, now)
        return Seen(room, consultation.is_over, consultation.changes_by_itself_at(now))

    async for room in follow(context, session, [f"consultation:{first.id}"], look):
        yield room


def seen_by_the_patient(
    consultation: Consultation, context: Context, cause: Cause, now: datetime
) -> WaitingRoom:
    settings = context.settings
    screen = _screen(consultation, context.language, now)
    ringing = consultation.state is State.CLINICIAN_READY
    return WaitingRoom(
        version=consultation.version,
        server_time=now,
        cause=cause,
        consultation=consultation,
        clinician=consultation.appointment.clinician,
        invitation=consultation.invitation if ringing else None,
        screen=screen,
        cue=Cue(
            sound=ringing,
            loop=ringing,
            vibrate=ringing,
            announcement=f"{screen.title}. {screen.body}",
            politeness=Politeness.ASSERTIVE if ringing else Politeness.POLITE,
        ),
        may_leave=consultation.may_leave(now),
        may_leave_after=consultation.may_leave_after,
        may_enter=consultation.state is State.SCHEDULED and consultation.is_open(now),
        support_phone=settings.support_phone,
    )


def _screen(consultation: Consultation, language: str, now: datetime) -> Screen:
    key = _screen_key(consultation, now)
    return Screen(
        say(f"screen-{key}-title", language),
        say(
            f"screen-{key}-body",
            language,
            opens=clock(consultation.join_opens_at),
            due=day(_promised(consultation, now), language),
        ),
    )


def _screen_key(consultation: Consultation, now: datetime) -> str:
    if consultation.state is State.SCHEDULED and consultation.is_open(now):
        return "open"
    if consultation.state is State.WAITING and consultation.may_leave(now):
        return "late"
    if consultation.state is State.LEFT:
        late = consultation.left_reason is LeftReason.DUE_TO_DELAY
        return "left-due-to-delay" if late else "left-early"
    return kebab(consultation.state.value)


def _promised(consultation: Consultation, now: datetime) -> datetime:
    """R46: the day by which we have called: as promised, or as it would be promised now."""
    made = consultation.follow_up
    return made.due_at if made is not None else follow_up_due(now)


@dataclass(frozen=True)
class ClinicianReady:
    """R40–R43: the invitation to answer, wherever in the app the patient is; null: none."""

    server_time: datetime
    cause: Cause
    waiting_room: WaitingRoom | None


async def clinician_ready(info: Info) -> AsyncGenerator[ClinicianReady, None]:
    context = info.context
    patient, session = context.patient, context.patient_session

    async def look(cause: Cause) -> Seen[ClinicianReady]:
        now = context.now()
        ringing = await _ringing(context, now)
        room = seen_by_the_patient(ringing, context, cause, now) if ringing else None
        return Seen(
            ClinicianReady(now, cause, room),
            changes_at=ringing.changes_by_itself_at(now) if ringing else None,
        )

    async for card in follow(context, session, [f"patient:{patient.id}"], look):
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
