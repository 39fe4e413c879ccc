"""R41: the text message "ready now", owed with an invitation, and whether it still helps then.

It is due when no client has said within fifteen seconds that it shows the invitation, and it is
never sent once that has happened, or once it no longer rings.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from models.invitation import SEEN_WITHIN, Invitation
from models.message import Message, MessageKind, SkipReason

if TYPE_CHECKING:
    from models.appointment import Appointment


def ready_for(appointment: "Appointment", invitation: Invitation) -> Message:
    """One for each invitation: `repeat` is its number."""
    due_at = invitation.created_at + SEEN_WITHIN
    return Message(
        appointment_id=appointment.id,
        kind=MessageKind.READY,
        schedule_version=appointment.schedule_version,
        repeat=invitation.number,
        due_at=due_at,
        try_at=due_at,
        not_after=invitation.expires_at,
    )


async def why_not_needed(message: Message, now: datetime) -> SkipReason | None:
    """Judged at the moment of sending. Any other message is needed."""
    if message.kind is not MessageKind.READY:
        return None
    about = Invitation.filter(
        consultation__appointment_id=message.appointment_id, number=message.repeat
    )
    still_helps = any(invitation.rings_unseen(now) for invitation in await about)
    return None if still_helps else SkipReason.NOT_NEEDED
