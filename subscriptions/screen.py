"""R41–R42: what the patient sees and hears, in words, at each point of a consultation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models import Consultation
from models.consultation.states import HELD, OWED, LeftReason, State
from models.consultation.surroundings import Surroundings
from models.follow_up import FollowUpState
from models.texts import clock, day, kebab, say
from models.working_days import follow_up_due

BEFORE_IT_BEGINS = ("scheduled", "open", "waiting", "late")

MAY_COME_BACK = ("left-due-to-delay", "left-early")

TAKEN = "left-and-taken-care-of"
"""Somebody has begun to contact the patient, who can therefore no longer just come back."""


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


def cue_of(screen: Screen, ringing: bool, around: Surroundings) -> Cue:
    """As the patient wishes to hear it; whatever that is, what rings is shown and announced."""
    return Cue(
        sound=ringing and around.sound,
        loop=ringing and around.sound,
        vibrate=ringing and around.vibration,
        announcement=f"{screen.title}. {screen.body}",
        politeness=Politeness.ASSERTIVE if ringing else Politeness.POLITE,
    )


def screen_of(
    consultation: Consultation, around: Surroundings, language: str, now: datetime
) -> Screen:
    key = _screen_key(consultation, now)
    body = say(
        f"screen-{key}-body",
        language,
        opens=clock(consultation.join_opens_at),
        due=day(_promised(consultation, now), language),
    )
    parts = [body, *_besides(consultation, key, around, language, now)]
    return Screen(say(f"screen-{key}-title", language), " ".join(parts))


def _besides(
    consultation: Consultation, key: str, around: Surroundings, language: str, now: datetime
) -> Iterator[str]:
    """What is said besides: a promise, an announced delay, or that one can come back now."""
    promise, delay = consultation.follow_up, around.delay(consultation)
    if promise is not None and (consultation.outcome in OWED or key == TAKEN):
        yield promise.text(language, now)
    if delay is not None and delay.new_expected_start > now and key in BEFORE_IT_BEGINS:
        yield say("screen-delay-announced", language, start=clock(delay.new_expected_start))
    if consultation.clinician_ready_at is not None and key in MAY_COME_BACK:
        yield say("screen-clinician-is-ready-now", language)


def _screen_key(consultation: Consultation, now: datetime) -> str:
    if consultation.state is State.SCHEDULED and consultation.is_open(now):
        return "open" if consultation.clinician_ready_at is None else "clinician-waits"
    if consultation.state is State.WAITING and consultation.may_leave(now):
        return "late"
    if consultation.state is State.LEFT:
        return _left_key(consultation)
    if consultation.outcome is not None and consultation.outcome not in HELD:
        return f"ended-{kebab(consultation.outcome.value)}"
    return kebab(consultation.state.value)


def _left_key(consultation: Consultation) -> str:
    if consultation.left_reason is not LeftReason.DUE_TO_DELAY:
        return "left-early"
    promise = consultation.follow_up
    is_taken = promise is not None and promise.state is not FollowUpState.OPEN
    return TAKEN if is_taken else "left-due-to-delay"


def _promised(consultation: Consultation, now: datetime) -> datetime:
    """R46: the day by which we have called: as promised, or as it would be promised now."""
    made = consultation.follow_up
    return made.due_at if made is not None else follow_up_due(now)
