"""A clinic to develop with: people who work there, what can be booked, two patients, and a video
consultation that begins in a few minutes.

    python -m web.dev.seed      fill an empty database, or add another such consultation
"""

import asyncio
from datetime import datetime, timedelta

import models
from integrations.clock import real_clock
from integrations.database import connected, database_url, migrate
from models import (
    BookingMode,
    Clinic,
    Clinician,
    ContactDetails,
    Entitlement,
    EntitlementKind,
    Patient,
    Service,
)
from models.cpr import Vault
from models.texts import clock
from models.times import danish_day
from settings import Settings
from web.dev.people import PEOPLE
from web.dev.seed_clinic import clinicians_of, service_of
from web.dev.seed_data import (
    BY_REQUEST,
    CLINICIANS,
    PHONES,
    SERVICES,
    WITH_GUARANTEE,
)
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
    clinicians = await clinicians_of(clinic, danish_day(now))
    services = [await service_of(row, clinic, clinicians) for row in SERVICES]
    await service_of(BY_REQUEST, clinic, clinicians, booking_mode=BookingMode.REQUEST)
    therapy = await service_of(WITH_GUARANTEE, clinic, clinicians, needs_guarantee=True)
    vault = Vault(settings.secret_key.get_secret_value().encode())
    karen, ole = [await _patient(key, vault, now) for key in PHONES]
    await _guarantee(ole, therapy, now)
    await book_soon(karen, services[4], clinicians["holm"], now)


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


async def _guarantee(patient: Patient, service: Service, now: datetime) -> None:
    await Entitlement.create(
        patient=patient,
        kind=EntitlementKind.GUARANTEE,
        service_kind=service.kind,
        reference="BG-2041-7781",
        valid_until=danish_day(now) + timedelta(days=180),
        recorded_by="seed",
        recorded_at=now,
    )


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
