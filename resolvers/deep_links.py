"""R22, R33: what the link in a text message leads to, as things are now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import strawberry

from context import Context, Info
from integrations.rate_limits import Limit
from models import Appointment, BookingConfirmation, Consultation, DeepLink, FollowUp, Patient
from models.deep_link import LinkState
from models.refused import NotFound
from models.texts import clock, day, kebab, say


@dataclass(frozen=True)
class DeepLinkTarget:
    """Never a dead end: also what was moved, cancelled or is over is shown."""

    state: LinkState
    appointment: Appointment
    confirmation: BookingConfirmation | None
    opens_at: datetime | None
    follow_up: FollowUp | None

    def message(self, language: str, now: datetime) -> str:
        """What to tell the patient, such as "Du kan starte nu."."""
        key = f"link-{kebab(self.state.value)}"
        if self.state is LinkState.ENDED and self.follow_up is not None:
            promise = self.follow_up.text(language, now)
            return say(f"{key}-follow-up", language, promise=promise)
        at = self.opens_at if self.state is LinkState.TOO_EARLY else self.appointment.starts_at
        assert at is not None, "only a video consultation opens"
        return say(key, language, day=day(at, language), time=clock(at))


async def resolve_deep_link(
    info: Info,
    token: Annotated[
        str, strawberry.argument(description="What stands after `/l/` in the text message.")
    ],
) -> DeepLinkTarget | None:
    """Null for whatever is not a link of this patient's."""
    try:
        return await target(info.context, token)
    except NotFound:
        return None


async def target(context: Context, token: str) -> DeepLinkTarget:
    patient, now = context.patient, context.now()
    try:
        link = await patient.deep_link(token, now)
    except NotFound:
        # Whoever guesses is slowed down, and learns nothing from it.
        await context.limit(Limit.UNKNOWN_LINK)
        raise
    appointment = await patient.appointment(link.appointment_id)
    room = await _room(appointment, now)
    return DeepLinkTarget(
        state=link.state(appointment, room, now),
        appointment=appointment,
        confirmation=await _letter(patient, link),
        opens_at=room.join_opens_at if room is not None else None,
        follow_up=await room.newest_follow_up() if room is not None else None,
    )


async def _room(appointment: Appointment, now: datetime) -> Consultation | None:
    if not appointment.is_by_video:
        return None
    own = Consultation.filter(appointment_id=appointment.id)
    return (await Consultation.whole(own)).see(now)


async def _letter(patient: Patient, link: DeepLink) -> BookingConfirmation | None:
    if link.confirmation_id is None:
        return None
    return await patient.confirmation(link.confirmation_id)


def message(root: DeepLinkTarget, info: Info) -> str:
    return root.message(info.context.language, info.context.now())
