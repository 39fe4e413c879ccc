"""Looking a session up: whose it is, whether it still holds, and noting that something was done."""

from datetime import datetime

from models.consent import hashed
from models.consultation import Consultation
from models.consultation.states import WITH_THE_PATIENT
from models.session import NOTED_EVERY, Session


async def session_of(token: str, now: datetime, *, doing: bool) -> Session | None:
    """The live session with that token, and the person whose it is.

    `doing` says that the asker does something, rather than only following a stream.
    """
    found = await (
        Session.filter(token_hash=hashed(token))
        .select_related("patient", "staff", "staff__clinician")
        .first()
    )
    if found is None or not found.could_be_kept(now):
        return None
    holds = found.is_live(now) and not _is_withdrawn(found)
    stale = now - found.active_at >= NOTED_EVERY
    if (not holds or (stale and not doing)) and await _is_in_consultation(found):
        holds, doing = True, True
    if holds and doing and stale:
        await Session.filter(id=found.id, active_at__lt=now).update(active_at=now)
        found.active_at = now
    return found if holds else None


async def end_session(session: Session, now: datetime) -> bool:
    """Compare-and-set; False when it had ended already."""
    return await Session.filter(id=session.id, ended_at=None).update(ended_at=now) == 1


def _is_withdrawn(session: Session) -> bool:
    """A4: who has withdrawn consent uses the app no more; a consultation is finished first."""
    return session.patient is not None and session.patient.app_use_withdrawn_at is not None


async def _is_in_consultation(session: Session) -> bool:
    """Nobody is signed out in the waiting room, nor while talking to the clinician."""
    if session.patient_id is None:
        return False
    theirs = Consultation.filter(appointment__patient_id=session.patient_id)
    return await theirs.filter(state__in=list(WITH_THE_PATIENT)).exists()
