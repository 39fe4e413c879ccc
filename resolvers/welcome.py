"""The moment somebody turns out to be one of our patients, or becomes one. In one transaction."""

from datetime import datetime

from integrations.mitid import Identity
from models import (
    AuditEvent,
    ConsentTicket,
    ContactDetails,
    IdentityLink,
    Patient,
    Session,
    Settings,
    SignInAttempt,
    StaffMember,
)
from models.consent import hashed
from models.consents import end_all, give
from models.cpr import Vault, birth_date, is_cpr
from models.insert import insert_unless_taken
from models.refused import ConsentTicketExpired, NotStaff
from models.transaction import Undo


async def welcome(
    attempt: SignInAttempt, identity: Identity, vault: Vault, token: str, now: datetime
) -> None:
    """A browser gets its session at once; an app gets a code with which to fetch it."""
    ticket = await ConsentTicket.get(id=attempt.ticket_id)
    if not await ticket.use_up(now):
        raise ConsentTicketExpired
    patient = await _known(identity, vault) or await _new(identity, vault, ticket.language)
    await _link(patient, identity, now)
    if attempt.app_challenge is None:
        await consenting(patient, ticket, now)
        await Session.start(token, now, patient_id=patient.id).save()
    else:
        mine = SignInAttempt.filter(state_hash=attempt.state_hash)
        await mine.update(patient_id=patient.id, app_code_hash=hashed(token))
    await AuditEvent.create(actor=patient.id, action="sign_in", subject=patient.id, at=now)


async def consenting(patient: Patient, ticket: ConsentTicket, now: datetime) -> None:
    """What was consented to is the patient's own now. For an app only when it shows its secret:
    until then anybody may have sent the patient to sign in."""
    if patient.app_use_withdrawn_at is not None:
        # What was kept for a consultation does not come alive again.
        await end_all(patient, now)
    await give(patient, ticket.text_ids, ticket.channel, ticket.given_at, now)


async def staff_session(identity: Identity, token: str, now: datetime) -> None:
    """Staff are known beforehand, and their own provider says in which role they come."""
    staff = await StaffMember.get_or_none(subject=identity.subject)
    if staff is None or staff.role not in identity.roles:
        raise NotStaff
    await Session.start(token, now, staff_id=staff.id).save()
    await AuditEvent.create(actor=staff.id, action="sign_in", subject=staff.id, at=now)


async def _known(identity: Identity, vault: Vault) -> Patient | None:
    """By CPR number where there is one: the same person has several subjects."""
    if _has_cpr(identity):
        found = await Patient.get_or_none(cpr_lookup=vault.lookup(identity.cpr or ""))
        if found is not None:
            return found
    link = await IdentityLink.get_or_none(
        issuer=identity.issuer, subject=identity.subject
    ).select_related("patient")
    return link.patient if link is not None else None


async def _new(identity: Identity, vault: Vault, language: str) -> Patient:
    cpr = identity.cpr if _has_cpr(identity) else None
    patient = Patient(
        name=identity.name,
        born_on=birth_date(cpr) if cpr else identity.birth_date,
        cpr_sealed=vault.seal(cpr) if cpr else None,
        cpr_lookup=vault.lookup(cpr) if cpr else None,
        language=language,
        protected_address=identity.protected_address,
    )
    if not await insert_unless_taken(patient):
        raise Undo
    await ContactDetails.create(patient=patient)
    await Settings.create(patient=patient)
    return patient


async def _link(patient: Patient, identity: Identity, now: datetime) -> None:
    """Under which subject the person is known here. Somebody else may be linking it just now: a
    subject that has become another patient's meanwhile is looked up again."""
    new = IdentityLink(
        patient_id=patient.id,
        issuer=identity.issuer,
        subject=identity.subject,
        last_used_at=now,
    )
    if await insert_unless_taken(new):
        return
    theirs = IdentityLink.filter(issuer=identity.issuer, subject=identity.subject)
    if not await theirs.filter(patient_id=patient.id).update(last_used_at=now):
        if not _has_cpr(identity):
            raise Undo
        # The CPR number says who it is; the subject has got a new owner.
        await theirs.update(last_used_at=now, patient_id=patient.id)


def _has_cpr(identity: Identity) -> bool:
    return identity.cpr is not None and is_cpr(identity.cpr)
