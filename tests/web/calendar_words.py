"""What no calendar may say about Karen, Dr. Holm, and why and where they meet."""

import re

from models import Clinic, Clinician, Patient, Service

OF_HEALTH = ["video", "konsult", "klinik", "clinic", "behand", "læge", "undersøg", "patient"]


async def unspoken() -> set[str]:
    """Every word that the database has about people, services and places, in small letters."""
    texts: list[str] = list(OF_HEALTH)
    for service in await Service.all():
        texts += [service.name_da, service.name_en, service.speciality or "", service.modality]
    for clinician in await Clinician.all():
        texts += [clinician.name, clinician.title, clinician.speciality or ""]
        texts.append(clinician.authorisation_id)
    for clinic in await Clinic.all():
        texts += [clinic.name, clinic.street, clinic.postcode, clinic.city, clinic.phone]
    texts += [patient.name for patient in await Patient.all()]
    words = {word.lower() for text in texts for word in re.findall(r"[^\W_]{3,}", text)}
    # Aleris Online is the app, and in the address: it is in every link that we send.
    return words - {"aleris"}


async def words_too_many(file: str) -> set[str]:
    """The words in the file that may be in none. Long lines are folded: they are unfolded.

    An id is by chance what it is, and now and then has our postcode in it.
    """
    said = re.sub(r"\b[a-z]{3}_[0-9a-f]{24}\b", "", file.replace("\r\n ", "")).lower()
    forbidden = await unspoken()
    assert {"karen", "mette", "holm", "ringsted", "haslevvej", "ortopædkirurgi"} <= forbidden
    return {word for word in forbidden if word in said}
