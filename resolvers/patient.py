"""R8–R14: Min profil: who I am, how I am reached, what I have chosen and consented to."""

from dataclasses import dataclass
from datetime import datetime

from context import Info
from integrations.rate_limits import Limit
from models import Channel, Consent, ContactDetails, NewContact, Patient, Settings, TreatmentCourse
from models.consent import LegalText
from models.refused import InvalidInput
from models.texts import LANGUAGES
from resolvers.acting import by, change


@dataclass(frozen=True)
class ContactReview:
    """R13: whether the patient is to be asked if the details still hold."""

    due: bool
    last_confirmed_at: datetime | None


def me(info: Info) -> Patient:
    return info.context.patient


async def contact_details(root: Patient) -> ContactDetails:
    return await root.contact_details()


async def settings(root: Patient) -> Settings:
    return await root.own_settings()


async def contact_review(root: Patient, info: Info) -> ContactReview:
    contact = await root.contact_details()
    due = contact.review_is_due(await root.in_course(), info.context.now())
    return ContactReview(due, contact.confirmed_at)


async def consents(root: Patient) -> list[Consent]:
    return await root.consents.filter(withdrawn_at=None).order_by("purpose").select_related("text")


def consent_text(root: Consent) -> LegalText:
    return root.text


async def treatment_courses(root: Patient) -> list[TreatmentCourse]:
    return await root.courses.all().order_by("-opened_at").limit(50)


def guardian_is_informed(root: Patient, info: Info) -> bool:
    return root.guardian_is_informed(info.context.now())


async def update_contact_details(
    info: Info,
    phone: str | None = None,
    email: str | None = None,
    street: str | None = None,
    postcode: str | None = None,
    city: str | None = None,
    preferred_channel: Channel | None = None,
) -> ContactDetails:
    new = NewContact(phone, email, street, postcode, city, preferred_channel)
    patient = info.context.patient
    if phone is not None:
        await info.context.limit(Limit.PHONE, patient.id)
    return await change(
        info, patient, patient.contact_details, lambda contact, now: contact.update(new, now)
    )


async def confirm_contact_details(info: Info) -> ContactDetails:
    patient = info.context.patient
    return await change(
        info, patient, patient.contact_details, lambda contact, now: contact.confirm(now)
    )


async def update_settings(
    info: Info, language: str | None = None, **choices: bool | None
) -> Settings:
    """R11: what is null stays as it is."""
    patient = info.context.patient
    if language is not None:
        # Whether anything may be done is asked before the first thing is done.
        await by(info, patient)
        await speak(patient, language)
    return await change(info, patient, patient.own_settings, lambda own, now: own.choose(choices))


async def speak(patient: Patient, language: str) -> None:
    if language not in LANGUAGES:
        raise InvalidInput("language", "language")
    patient.language = language
    await Patient.filter(id=patient.id).update(language=language)
