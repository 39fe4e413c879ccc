"""The cast: Karen the patient, Ole another one, Dr. Holm, and a clock that stands still.

The database is a real PostgreSQL: the one that TEST_DATABASE_URL names, or an embedded one.
Each worker has a database of its own, cloned from a migrated template and emptied after a test.
"""

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
import pytest
from starlette.applications import Starlette
from tortoise import Tortoise

from app import create_app
from context import Context, Outside, Tokens
from integrations.database import connected, credentials, embedded_url, migrate
from models import Clinic, Clinician, Consultation, Modality, Patient, Service, Session, StaffMember
from models.clinic import ConsultationType, ServiceKind
from models.consent import new_secret
from settings import Settings
from tests.cast import NINE, Clock, a_patient, a_service, a_staff_member, booked
from tests.client import Client
from tests.hearing import hears
from tests.redis_server import RedisServer
from web.outside import plug_in

TEMPLATE = "aleris_template"
KEPT = ("legal_text", "tortoise_migrations")
SERVER = "ALERIS_TEST_SERVER"


def pytest_configure(config: pytest.Config) -> None:
    """The controller starts the server once; the workers inherit where it is."""
    if hasattr(config, "workerinput"):
        return
    if not (url := os.environ.get("TEST_DATABASE_URL")):
        folder = Path(tempfile.mkdtemp(prefix="aleris-test-"))
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        url = embedded_url(Settings(data_folder=folder))
    os.environ[SERVER] = url
    asyncio.run(_make_template(url))


async def _make_template(url: str) -> None:
    server = await asyncpg.connect(**credentials(url))
    if "TEST_DATABASE_URL" not in os.environ:
        # What a test wrote need not survive a power cut.
        await server.execute("ALTER SYSTEM SET fsync = off")
        await server.execute("SELECT pg_reload_conf()")
    await server.execute(f'DROP DATABASE IF EXISTS "{TEMPLATE}" WITH (FORCE)')
    await server.execute(f'CREATE DATABASE "{TEMPLATE}"')
    await server.close()
    await migrate(named(url, TEMPLATE))


def named(url: str, database: str) -> str:
    """The same server, another database."""
    before, _, query = url.partition("?")
    return before.rsplit("/", 1)[0] + f"/{database}" + (f"?{query}" if query else "")


@pytest.fixture(scope="session")
def database_url(worker_id: str) -> str:
    url, name = os.environ[SERVER], f"aleris_{worker_id}"

    async def clone() -> None:
        server = await asyncpg.connect(**credentials(url))
        await server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')
        await server.close()

    asyncio.run(clone())
    return named(url, name)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[None]:
    async with connected(database_url):
        yield
        connection = Tortoise.get_connection("default")
        rows = await connection.execute_query_dict(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        tables = ", ".join(f'"{r["tablename"]}"' for r in rows if r["tablename"] not in KEPT)
        await connection.execute_script(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_folder=tmp_path, run_worker=False)


@pytest.fixture
async def outside(
    db: None, database_url: str, settings: Settings, clock: Clock
) -> AsyncIterator[Outside]:
    async with httpx2.AsyncClient() as http:
        outside = plug_in(settings, database_url, http, clock)
        async with outside.hub.running():
            await hears(outside.hub)
            yield outside


@pytest.fixture
async def app(
    db: None, database_url: str, settings: Settings, clock: Clock
) -> AsyncIterator[Starlette]:
    """The whole application, started, without a network."""
    app = create_app(settings, database_url, clock=clock)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def clinic(db: None) -> Clinic:
    return await Clinic.create(
        name="Aleris Ringsted",
        street="Haslevvej 13",
        postcode="4100",
        city="Ringsted",
        phone="+4536372700",
        email="online@aleris.example",
    )


@pytest.fixture
async def holm(db: None) -> Clinician:
    return await Clinician.create(
        name="Dr. Mette Holm",
        title="speciallæge",
        speciality="Ortopædkirurgi",
        authorisation_id="0A1B2",
    )


@pytest.fixture
async def shoulder(clinic: Clinic, holm: Clinician) -> Service:
    """By video, and one has to move."""
    return await a_service(clinic, holm, Modality.VIDEO, ConsultationType.MOVEMENT)


@pytest.fixture
async def knee(clinic: Clinic, holm: Clinician) -> Service:
    """At the hospital."""
    return await a_service(clinic, holm, Modality.IN_PERSON, ConsultationType.MOVEMENT)


@pytest.fixture
async def doctor(clinic: Clinic, holm: Clinician) -> Service:
    """By video, just to talk."""
    return await a_service(
        clinic, holm, Modality.VIDEO, ConsultationType.TALK, kind=ServiceKind.DOCTOR
    )


@pytest.fixture
async def karen(db: None) -> Patient:
    return await a_patient("Karen Vig", phone="+4520123456")


@pytest.fixture
async def ole(db: None) -> Patient:
    return await a_patient("Ole Lund", phone="+4520123457")


@pytest.fixture
async def dr_holm(holm: Clinician) -> StaffMember:
    return await a_staff_member("holm", holm)


@pytest.fixture
async def dr_krag(db: None) -> StaffMember:
    """Another clinician, who must not see Dr. Holm's patients."""
    krag = await Clinician.create(name="Jens Krag", title="psykolog", authorisation_id="0A1B5")
    return await a_staff_member("krag", krag)


@pytest.fixture
async def sara(db: None) -> StaffMember:
    """The coordinator."""
    return await a_staff_member("bang", None)


@pytest.fixture
async def consultation(karen: Patient, shoulder: Service, holm: Clinician) -> Consultation:
    """Karen's with Dr. Holm by video, at nine."""
    appointment = await booked(karen, shoulder, holm, NINE, now=NINE - timedelta(days=1))
    return await Consultation.whole(Consultation.filter(appointment_id=appointment.id))


@dataclass
class SignedIn:
    """Makes the client of somebody, with a session of their own."""

    outside: Outside

    async def __call__(self, who: Patient | StaffMember | None, language: str = "da") -> Client:
        tokens = Tokens(browser=new_secret())
        if who is not None:
            kind = "patient_id" if isinstance(who, Patient) else "staff_id"
            whose: dict[str, Any] = {kind: who.id}
            token = new_secret()
            session = Session.start(token, self.outside.now(), **whose)
            # Nobody is idle here, however far a test moves the clock; idleness has its own tests.
            session.active_at = session.expires_at
            await session.save()
            tokens.sessions.append(token)
        return Client(Context(self.outside, tokens, language))


@pytest.fixture
async def redis(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("r"))
    yield server
    server.thaw()
    server.stop()


@pytest.fixture
def app_of(outside: Outside) -> Callable[..., Any]:
    """`await app_of(karen)` is Karen's app; `await app_of(None)` is nobody's."""
    return SignedIn(outside)


@pytest.fixture
async def early_in_a_minute() -> None:
    """Limits count by whole minutes of the real clock: whoever crosses one may try once more."""
    left = 60 - time.time() % 60
    if left < 25:
        await asyncio.sleep(left)
