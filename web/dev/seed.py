"""A clinic to develop with: people who work there, what can be booked, two patients, and a video
consultation that begins in a few minutes.

    python -m web.dev.seed      fill an empty database, or add another such consultation
"""

import asyncio
from datetime import date, datetime

import models
from integrations.clock import real_clock
from integrations.database import connected, database_url, migrate
from models import (
    Clinic,
    Clinician,
    ConsultationType,
    ContactDetails,
    Modality,
    Patient,
    Role,
    ScheduleRule,
    Service,
    ServiceKind,
    StaffMember,
)
from models.cpr import Vault
from models.texts import clock
from models.times import danish_day
from settings import Settings
from web.dev.people import PEOPLE
from web.dev.seed_data import AFTERNOON, CLINICIANS, MORNING, PHONES, SERVICES
from web.dev.soon import book_soon


async def seed(settings: Settings, now: datetime) -> None:
    clinic = await Clinic.create(
        name="Aleris Ringsted",
        street="Haslevvej 13",
        postcode="4100",
        city="Ringsted",
        phone=settings.support_phone,
        email=settings.support_email,
    )
    clinicians = await _clinicians(danish_day(now))
    services = [await _service(row, clinic, clinicians) for row in SERVICES]
    vault = Vault(settings.secret_key.get_secret_value().encode())
    karen, _ = [await _patient(key, vault, now) for key in PHONES]
    await book_soon(karen, services[4], clinicians["holm"], now)


async def _clinicians(today: date) -> dict[str, Clinician]:
    made = {}
    for key, (name, title, speciality, authorisation) in CLINICIANS.items():
        made[key] = await Clinician.create(
            name=name, title=title, speciality=speciality, authorisation_id=authorisation
        )
        for weekday in range(1, 6):
            for opens, closes in (MORNING, AFTERNOON):
                await ScheduleRule.create(
                    clinician=made[key],
                    weekday=weekday,
                    opens=opens,
                    closes=closes,
                    valid_from=today,
                )
    for person in PEOPLE.values():
        if person.role is not None:
            await StaffMember.create(
                subject=person.key,
                name=person.name,
                role=Role(person.role),
                clinician=made.get(person.key),
            )
    return made


async def _service(
    row: tuple[ServiceKind, str, str, Modality, ConsultationType, int, str],
    clinic: Clinic,
    clinicians: dict[str, Clinician],
) -> Service:
    kind, danish, english, modality, type_, minutes, who = row
    service = await Service.create(
        kind=kind,
        name_da=danish,
        name_en=english,
        speciality=clinicians[who].speciality,
        modality=modality,
        consultation_type=type_,
        minutes=minutes,
        clinic=clinic,
    )
    await service.clinicians.add(clinicians[who])
    return service


async def _patient(key: str, vault: Vault, now: datetime) -> Patient:
    person = PEOPLE[key]
    assert person.cpr is not None, "the two patients are found again by their numbers"
    patient = await Patient.create(
        name=person.name,
        born_on=person.born,
        cpr_sealed=vault.seal(person.cpr),
        cpr_lookup=vault.lookup(person.cpr),
    )
    await ContactDetails.create(patient=patient, phone=PHONES[key], email=f"{key}@example.dk")
    await models.Settings.create(patient=patient)
    return patient


async def seed_if_empty(url: str) -> bool:
    async with connected(url, pool=2):
        if await Clinic.exists():
            return False
        await seed(Settings(), real_clock())
        return True


async def main() -> None:
    await migrate(url := database_url(Settings()))
    if await seed_if_empty(url):
        return
    async with connected(url, pool=2):
        karen = await Patient.get(name=PEOPLE["karen"].name)
        service = await Service.get(name_da=SERVICES[4][1]).select_related("clinic")
        holm = await Clinician.get(name=CLINICIANS["holm"][0])
        appointment = await book_soon(karen, service, holm, real_clock())
        print(f"{karen.name} has a video consultation at {clock(appointment.starts_at)}.")


if __name__ == "__main__":
    asyncio.run(main())
