"""A database that is in use is brought up to date too: rows stay, new columns are filled."""

import asyncio
import os
import sys

import asyncpg
import pytest

from integrations.database import credentials
from tests.conftest import SERVER, named

# Two processes, each of which takes a few seconds where nothing else runs.
pytestmark = pytest.mark.timeout(300)

DATABASE = "aleris_in_use"
ROWS = """
    INSERT INTO patient (id, name, language, protected_address)
        VALUES ('pat', 'Karen Vig', 'da', false);
    INSERT INTO patient_settings
        (patient_id, version, sms_confirmation, sms_video_link, email_copy, sound, vibration)
        VALUES ('pat', 1, true, true, false, true, true);
    INSERT INTO clinic (id, name, street, postcode, city, phone, email)
        VALUES ('cln', '', '', '', '', '', '');
    INSERT INTO clinician (id, name, title, authorisation_id) VALUES ('cli', '', '', '');
    INSERT INTO service (id, kind, name_da, name_en, modality, consultation_type, minutes,
        minimum_age, clinic_id) VALUES ('srv', 'DOCTOR', '', '', 'VIDEO', 'TALK', 20, 15, 'cln');
    INSERT INTO treatment_course (id, patient_id, kind, state, opened_at)
        VALUES ('crs', 'pat', 'DOCTOR', 'ACTIVE', now());
    INSERT INTO appointment (id, version, patient_id, clinician_id, service_id, course_id, modality,
        starts_at, ends_at, state, schedule_version, booked_at)
        VALUES ('apt', 1, 'pat', 'cli', 'srv', 'crs', 'VIDEO', '2026-03-02T09:00Z',
        '2026-03-02T09:30Z', 'BOOKED', 1, now());
    INSERT INTO booking_confirmation (id, number, appointment_id, patient_id, language, title,
        sections, sha256, sent_at) VALUES ('cfm', 'AO-1', 'apt', 'pat', 'da', '', '[]', '', now());
    INSERT INTO consultation (id, version, appointment_id, state, invitations_made)
        VALUES ('con', 1, 'apt', 'LEFT', 0);
    INSERT INTO follow_up (id, version, consultation_id, reason, state, opened_at, due_at)
        VALUES ('fup', 1, 'con', 'DELAY', 'OPEN', now(), now());
    INSERT INTO message (id, appointment_id, kind, schedule_version, due_at, not_after, state,
        claimed_at, sent_at, skipped_because) VALUES
        ('m1', 'apt', 'BOOKING_CONFIRMATION', 1, '2026-03-01T09:00Z', '2026-03-02T09:00Z',
            'SENT', '2026-03-01T09:00Z', '2026-03-01T09:00Z', NULL),
        ('m2', 'apt', 'VIDEO_LINK', 1, '2026-03-02T08:50Z', '2026-03-02T09:00Z',
            'SKIPPED', '2026-03-02T09:01Z', NULL, 'TOO_LATE'),
        ('m3', 'apt', 'VIDEO_LINK', 2, '2026-03-02T08:50Z', '2026-03-02T09:00Z',
            'DUE', NULL, NULL, NULL);
"""
"""What a database of before issues 4 and 5 has in it."""


@pytest.fixture
async def in_use():
    server = await asyncpg.connect(**credentials(os.environ[SERVER]))
    await server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    await server.execute(f"CREATE DATABASE {DATABASE}")
    yield named(os.environ[SERVER], DATABASE)
    await server.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
    await server.close()


async def runs(url, *arguments):
    """A process of its own, as when one does it by hand."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *arguments, env=os.environ | {"ALERIS_DATABASE_URL": url}
    )
    assert await process.wait() == 0


async def test_the_rows_of_before_stay(in_use):
    config = ("-c", "integrations.database.TORTOISE_ORM")
    await runs(in_use, "tortoise", *config, "migrate", "models", "0002_constraints")
    database = await asyncpg.connect(**credentials(in_use))
    await database.execute(ROWS)

    await runs(in_use, "integrations.database", "migrate")

    messages = await database.fetch("SELECT * FROM message ORDER BY id")
    assert [m["repeat"] for m in messages] == [0, 0, 0]
    assert [m["try_at"] for m in messages] == [m["due_at"] for m in messages]
    skipped = [m["skipped_at"] for m in messages]
    assert skipped[0] is skipped[2] is None
    assert skipped[1] is not None
    assert await database.fetchval("SELECT sms_reminder FROM patient_settings")
    own = await database.fetchrow("SELECT * FROM appointment")
    assert (own["state"], own["payer"], own["is_renewed"]) == ("BOOKED", "SELF", False)
    assert await database.fetchval("SELECT edition FROM booking_confirmation") == 1
    assert await database.fetchval("SELECT booking_mode FROM service") == "SELF"
    assert await database.fetchval("SELECT attempts_made FROM follow_up") == 0
    await database.close()
