"""R39–R42: the clinician's board: who waits and is there, what they were sent, and who comes next.

One read for each kind of thing, however many patients there are.
"""

from dataclasses import dataclass, field
from datetime import datetime

from models import Consultation, DelayNotice, DeviceCheck, Message, Patient
from models.consultation.states import State
from models.consultation.today import of_today
from models.delay_notice import Delay, announced_for
from models.presence import Presence, fades_at, last_seen, presence
from models.texts import say
from models.times import danish_day, midnight
from subscriptions.screen import Cue, Politeness


@dataclass(frozen=True)
class QueueEntry:
    """One of today's consultations, or one from before that is not over."""

    consultation: Consultation
    patient: Patient
    device_check: DeviceCheck | None
    waited_seconds: int | None
    ask_if_over: bool
    presence: Presence | None
    messages: list[Message]
    delay_announced: Delay | None


@dataclass(frozen=True, kw_only=True)
class Board:
    server_time: datetime
    entries: list[QueueEntry]
    waiting: int
    next: QueueEntry | None
    delay_minutes: int | None
    changes_at: datetime | None = field(repr=False)


@dataclass(frozen=True)
class _Known:
    """What was read besides the consultations themselves."""

    checks: dict[str, DeviceCheck]
    seen: dict[tuple[str, str], datetime]
    messages: list[Message]
    notices: list[DelayNotice]

    def entry(self, it: Consultation, now: datetime) -> QueueEntry:
        booked = it.appointment
        about = (booked.id, booked.schedule_version)
        return QueueEntry(
            consultation=it,
            patient=booked.patient,
            device_check=self.checks.get(it.id),
            waited_seconds=it.waited_seconds(now),
            ask_if_over=it.ask_if_over(now),
            presence=presence(self.seen_at(it), now),
            messages=[m for m in self.messages if (m.appointment_id, m.schedule_version) == about],
            delay_announced=announced_for(it.starts_at, self.notices) if it.is_ahead else None,
        )

    def seen_at(self, it: Consultation) -> datetime | None:
        return self.seen.get((it.id, it.appointment.patient_id))


async def board_of(clinician_id: str, now: datetime) -> Board:
    own = Consultation.filter(of_today(now), appointment__clinician_id=clinician_id)
    found = await Consultation.all_of(own.order_by("appointment__starts_at"))
    known = await _around(clinician_id, found, now)
    entries = [known.entry(it.see(now), now) for it in found]
    waiting = [entry for entry in entries if entry.consultation.state is State.WAITING]
    edges = [it.changes_by_itself_at(now) for it in found]
    edges += [fades_at(known.seen_at(it), now) for it in found]
    return Board(
        server_time=now,
        entries=entries,
        waiting=len(waiting),
        next=waiting[0] if waiting else None,
        delay_minutes=(known.notices[-1].minutes or None) if known.notices else None,
        changes_at=min((edge for edge in edges if edge is not None), default=None),
    )


def arrivals(before: Board | None, now: Board, language: str) -> Cue | None:
    """Those who came since the stream's last value; the first value only says who is there."""
    if before is None:
        return None
    known = {(it.consultation.id, it.consultation.waiting_since) for it in before.entries}
    came = [
        it.patient.name
        for it in now.entries
        if it.consultation.waiting_since is not None
        and (it.consultation.id, it.consultation.waiting_since) not in known
    ]
    if not came:
        return None
    return Cue(
        sound=True,
        loop=False,
        vibrate=False,
        announcement=_announced(came, language),
        politeness=Politeness.POLITE,
    )


def _announced(names: list[str], language: str) -> str:
    if len(names) > 1:
        return say("arrived-several", language, count=str(len(names)))
    [name] = names
    return say("arrived-one", language, name=name) if name else say("arrived-unnamed", language)


async def _around(clinician_id: str, found: list[Consultation], now: datetime) -> _Known:
    ids = [it.id for it in found]
    checks = await DeviceCheck.filter(consultation_id__in=ids).order_by("checked_at", "id")
    booked = [it.appointment_id for it in found]
    today = DelayNotice.filter(
        clinician_id=clinician_id, from_at__gte=midnight(danish_day(now)), until__gt=now
    )
    return _Known(
        checks={check.consultation_id: check for check in checks},
        seen=await last_seen(ids),
        messages=await Message.filter(appointment_id__in=booked).order_by("due_at"),
        notices=await today.order_by("id"),
    )
