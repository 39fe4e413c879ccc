"""Doing something: who does it, whether they may do anything yet, and the one way to change."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from context import Info
from models import Patient, StaffMember
from models.change import By
from models.change import change as _change
from models.consents import check_consents
from models.versioned import Versioned

V = TypeVar("V", bound=Versioned)

IN_CONSULTATION = frozenset(
    {
        "accept_consultation",
        "ask_for_a_moment",
        "leave_waiting_room",
        "join_media",
        "send_media_signal",
        "report_media",
    }
)

TAKING_BACK = frozenset(
    {"close_calendar_feed", "cancel_appointment", "release_hold", "withdraw_request"}
)
"""Nobody has to consent to something first in order to take something back."""


async def by(info: Info, who: Patient | StaffMember) -> By:
    """Who does this, by which mutation, and when: for the audit and the bus.

    A3: a patient who has not consented to the newest texts is asked to before doing anything,
    but not in the middle of a consultation.
    """
    if isinstance(who, Patient) and info.python_name not in IN_CONSULTATION | TAKING_BACK:
        await check_consents(who)
    context = info.context
    return By(actor=who.id, action=info.python_name, at=context.now(), bus=context.hub)


async def change(
    info: Info,
    who: Patient | StaffMember,
    reach: Callable[[], Awaitable[V]],
    act: Callable[[V, datetime], object],
) -> V:
    """The one way to change something: see models/change.py."""
    return await _change(reach, act, await by(info, who))
