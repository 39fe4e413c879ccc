"""Text messages that are all due at once, sent by several worker processes to a local gateway.

    python -m bench.messages [messages] [workers]      10000 and 4, unless said otherwise

It makes a database of its own, on the server that TEST_DATABASE_URL names or on an embedded one.
"""

import asyncio
import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

import asyncpg

from integrations.database import connected, credentials, embedded_url, migrate
from models import (
    Appointment,
    AppointmentState,
    Clinic,
    Clinician,
    ContactDetails,
    Message,
    MessageKind,
    Modality,
    Patient,
    Service,
    ServiceKind,
    TreatmentCourse,
)
from models import Settings as PatientSettings
from models.clinic import ConsultationType
from models.message import OPEN
from settings import Settings
from tests.conftest import named
from tests.gateway import Gateway, a_gateway
from tests.workers import workers

DATABASE = "aleris_bench"
AT_ONCE = 2000


async def make_due(count: int) -> None:
    """So many patients, each with a video consultation in nine minutes."""
    now = datetime.now(UTC)
    service = await _a_service()
    patients = [Patient(name=f"Patient {n}") for n in range(count)]
    clinicians = [
        Clinician(name=f"Dr. {n}", title="læge", authorisation_id=f"{n:05X}") for n in range(count)
    ]
    contacts = [
        ContactDetails(patient_id=patient.id, phone=f"+4520{n:06}")
        for n, patient in enumerate(patients)
    ]
    courses = [TreatmentCourse.opened(patient.id, service.kind, now) for patient in patients]
    appointments = [
        _appointment(*who, service, now) for who in zip(patients, clinicians, courses, strict=True)
    ]
    await Patient.bulk_create(patients, AT_ONCE)
    await ContactDetails.bulk_create(contacts, AT_ONCE)
    await PatientSettings.bulk_create([PatientSettings(patient_id=p.id) for p in patients], AT_ONCE)
    await Clinician.bulk_create(clinicians, AT_ONCE)
    await TreatmentCourse.bulk_create(courses, AT_ONCE)
    await Appointment.bulk_create(appointments, AT_ONCE)
    await Message.bulk_create(chain.from_iterable(_links(it, now) for it in appointments), AT_ONCE)


def _appointment(
    patient: Patient,
    clinician: Clinician,
    course: TreatmentCourse,
    service: Service,
    now: datetime,
) -> Appointment:
    return Appointment(
        patient_id=patient.id,
        clinician_id=clinician.id,
        service_id=service.id,
        course_id=course.id,
        modality=Modality.VIDEO,
        starts_at=now + timedelta(minutes=9),
        ends_at=now + timedelta(minutes=29),
        state=AppointmentState.BOOKED,
        booked_at=now,
    )


def _links(appointment: Appointment, now: datetime) -> list[Message]:
    owed = Message.owed_for(appointment, now)
    return [message for message in owed if message.kind is MessageKind.VIDEO_LINK]


async def _a_service() -> Service:
    clinic = await Clinic.create(
        name="Aleris", street="", postcode="", city="", phone="+4536372700", email=""
    )
    return await Service.create(
        kind=ServiceKind.DOCTOR,
        name_da="Samtale",
        name_en="Talk",
        modality=Modality.VIDEO,
        consultation_type=ConsultationType.TALK,
        minutes=20,
        clinic=clinic,
    )


async def all_gone(gateway: Gateway) -> float:
    """Seconds from the first request until nothing is left to send."""
    while not gateway.asked:
        await asyncio.sleep(0.01)
    began = time.perf_counter()
    while await Message.filter(state__in=OPEN).exists():
        await asyncio.sleep(0.05)
    return time.perf_counter() - began


async def main(count: int = 10_000, processes: int = 4) -> None:
    with tempfile.TemporaryDirectory() as folder:
        server_url = os.environ.get("TEST_DATABASE_URL") or embedded_url(
            Settings(data_folder=Path(folder))
        )
        server = await asyncpg.connect(**credentials(server_url))
        await server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        await server.execute(f"CREATE DATABASE {DATABASE}")
        await server.close()
        url = named(server_url, DATABASE)
        await migrate(url)
        async with connected(url), a_gateway() as gateway:
            await make_due(count)
            async with workers(processes, url, gateway.url, Path(folder)):
                seconds = await all_gone(gateway)
            twice = sum(times > 1 for times in gateway.times.values())
            print(f"{len(gateway.times)} of {count} messages sent, {twice} of them twice,")
            print(f"by {processes} workers in {seconds:.1f} s: {count / seconds:.0f} a second")


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
