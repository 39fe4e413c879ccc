"""What is of no use to anybody any more is taken away. Each may run twice, late, or not at all."""

from datetime import datetime, timedelta

from models.appointment import Appointment, AppointmentState
from models.calendar_feed import CalendarFeed
from models.consent_ticket import ConsentTicket
from models.deep_link import DeepLink
from models.session import Session
from models.sign_in import ATTEMPT_LIVES, SignInAttempt

KEPT_AFTER_THE_END = timedelta(days=30)
"""So long one can still see where one was signed in, and a link is known to have been ours."""

HOLDS_KEPT = timedelta(days=1)
"""So long a hold that ran out can still be booked, if nobody has the time."""


async def forget_sessions(now: datetime) -> int:
    return await Session.filter(expires_at__lt=now - KEPT_AFTER_THE_END).delete()


async def forget_sign_ins(now: datetime) -> int:
    """Ways to the identity provider that led nowhere, or have led somewhere long ago."""
    attempts = await SignInAttempt.filter(begun_at__lt=now - 2 * ATTEMPT_LIVES).delete()
    # A ticket is used within its life, by an attempt that may live as long once more.
    tickets = ConsentTicket.filter(expires_at__lt=now - 2 * ATTEMPT_LIVES)
    return attempts + await tickets.delete()


async def forget_holds(now: datetime) -> int:
    """Times that were kept for somebody and not booked: nothing refers to them."""
    released = Appointment.filter(state=AppointmentState.RELEASED)
    return await released.filter(held_until__lt=now - HOLDS_KEPT).delete()


async def forget_feeds(now: datetime) -> int:
    return await CalendarFeed.filter(revoked_at__lt=now - KEPT_AFTER_THE_END).delete()


async def forget_links(now: datetime) -> int:
    return await DeepLink.filter(expires_at__lt=now).delete()
