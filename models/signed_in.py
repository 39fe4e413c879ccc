"""Looking a session up: whose it is, whether it still holds, and noting that something was done."""

from datetime import datetime, timedelta

from tortoise.expressions import Q

from models.consent import hashed
from models.consultation import Consultation
from models.consultation.states import WITH_THE_PATIENT
from models.prepared import Prepared
from models.session import IDLE_AFTER, NOTED_EVERY, Session

KEPT_AFTER_END = timedelta(hours=1)
"""A room that nobody left, and nobody closed, keeps no session longer than this."""


_with_token = Prepared(
    lambda hash: Session.filter(token_hash=hash).select_related(
        "patient", "staff", "staff__clinician"
    )
)


async def session_of(token: str, now: datetime, *, doing: bool) -> Session | None:
    """The live session with that token, and the person whose it is.

    `doing` says that the asker does something, rather than only following a stream.
    """
    with_that_token = await _with_token(hashed(token))
    found = with_that_token[0] if with_that_token else None
    if found is None or not await holds(found, now):
        return None
    if doing and now - found.active_at >= NOTED_EVERY:
        await Session.filter(id=found.id, active_at__lt=now).update(active_at=now)
        found.active_at = now
    return found


async def holds(session: Session, now: datetime) -> bool:
    """Live by itself, or kept by a consultation: nobody is signed out in the waiting room."""
    if not session.could_be_kept(now):
        return False
    if session.is_live(now) and not _is_withdrawn(session):
        return True
    return await _is_kept(session, now)


async def end_session(session: Session, now: datetime) -> bool:
    """Compare-and-set; False when it had ended already."""
    return await Session.filter(id=session.id, ended_at=None).update(ended_at=now) == 1


async def is_in_consultation(patient_id: str) -> bool:
    theirs = Consultation.filter(appointment__patient_id=patient_id)
    return await theirs.filter(state__in=list(WITH_THE_PATIENT)).exists()


def _is_withdrawn(session: Session) -> bool:
    """A4: who has withdrawn consent uses the app no more; a consultation is finished first."""
    return session.patient is not None and session.patient.app_use_withdrawn_at is not None


async def _is_kept(session: Session, now: datetime) -> bool:
    """By a consultation that was entered while the session was live, until it is over; then
    there is a quarter of an hour again, unless the consent was withdrawn."""
    if session.patient_id is None:
        return False
    keeps = Q(state__in=list(WITH_THE_PATIENT))
    if not _is_withdrawn(session):
        lately = now - IDLE_AFTER
        keeps |= Q(ended_at__gt=lately) | Q(left_at__gt=lately)
    entered = Consultation.filter(
        keeps,
        appointment__patient_id=session.patient_id,
        appointment__ends_at__gt=now - KEPT_AFTER_END,
        waiting_since__lte=session.idle_at,
    )
    return await entered.exists()
