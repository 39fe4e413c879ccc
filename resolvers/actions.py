"""What the patient, or the clinic, may do with an appointment, in words."""

from context import Info
from models import Appointment
from models.appointment.actions import AllowedAction, allowed_actions, allowed_to_clinic
from models.texts import say
from resolvers.meetings import meeting_of


async def allowed(root: Appointment, info: Info) -> list[AllowedAction]:
    await meeting_of(root)
    return allowed_actions(root, info.context.now())


async def allowed_to_staff(root: Appointment, info: Info) -> list[AllowedAction]:
    """With a colleague's patient, nothing."""
    if not info.context.staff.sees_to(root):
        return []
    await meeting_of(root)
    return allowed_to_clinic(root, info.context.now())


def reason(root: AllowedAction, info: Info) -> str | None:
    return root.why_not and say(f"why-not-{root.why_not}", info.context.language)


def notice(root: AllowedAction, info: Info) -> str | None:
    return root.notice and say(f"notice-{root.notice}", info.context.language)
