"""A3–A4: which consents a patient has given, and giving and withdrawing them when signed in."""

from datetime import datetime

from models.consent import Consent, LegalText, Purpose, SignInChannel, TextKind, require
from models.insert import insert_unless_taken
from models.patient import Patient
from models.refused import ConsentRequired
from models.session import Session
from models.signed_in import is_in_consultation

CONSENT_TEXTS = (TextKind.APP_USE, TextKind.RECORD_STORAGE)


async def current_texts(language: str) -> list[LegalText]:
    """R4: two purposes, two texts, one screen."""
    return [await LegalText.current(kind, language) for kind in CONSENT_TEXTS]


async def check_consents(patient: Patient) -> None:
    """A3: a new version of a text is consented to before anything else is done."""
    given = await Consent.filter(patient_id=patient.id, withdrawn_at=None).values_list(
        "purpose", "text__text_version"
    )
    theirs = LegalText.filter(kind__in=CONSENT_TEXTS, language=patient.language)
    published = await theirs.values_list("kind", "text_version")
    newest = {kind: max(v for k, v in published if k == kind) for kind, _ in published}
    held = {Purpose(purpose) for purpose, version in given if newest[purpose] == version}
    if missing := [purpose for purpose in Purpose if purpose not in held]:
        raise ConsentRequired(missing)


async def give(
    patient: Patient, text_ids: list[str], channel: SignInChannel, given_at: datetime, now: datetime
) -> None:
    """R3–R4: one for each purpose, to the text that was shown; a newer replaces an older."""
    shown = {Purpose(text_id.split("-")[0]): text_id for text_id in text_ids}
    require(set(shown))
    for purpose, text_id in shown.items():
        live = Consent.filter(patient_id=patient.id, purpose=purpose, withdrawn_at=None)
        if await live.filter(text_id=text_id).exists():
            continue
        await live.update(withdrawn_at=now)
        consent = Consent(
            patient_id=patient.id,
            purpose=purpose,
            text_id=text_id,
            channel=channel,
            given_at=given_at,
        )
        # Of two who give the same consent at the same moment, one has given it.
        await insert_unless_taken(consent)
    await Patient.filter(id=patient.id).update(app_use_withdrawn_at=None)


async def withdraw(patient: Patient, purpose: Purpose, now: datetime) -> bool:
    """GDPR article 7(3): as easily as it was given. False when there was none to withdraw.

    The app needs both, so without either it is no longer used; the journal is kept by law.
    """
    live = Consent.filter(patient_id=patient.id, purpose=purpose, withdrawn_at=None)
    if not await live.update(withdrawn_at=now):
        return False
    await Patient.filter(id=patient.id).update(app_use_withdrawn_at=now)
    if not await is_in_consultation(patient.id):
        await end_all(patient, now)
    return True


async def end_all(patient: Patient, now: datetime) -> None:
    await Session.filter(patient_id=patient.id, ended_at=None).update(ended_at=now)
