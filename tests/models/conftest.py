"""Rules are tested without a database, but the models have to know each other: whose is what."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from tortoise.context import TortoiseContext

from integrations.database import tortoise_config
from models import Clinic, Clinician, Offer, Patient, Room, Service, StaffMember
from models.slot import Slot
from tests.cast import NINE, a_patient

# The same examples everywhere, however busy the machine is.
settings.register_profile(
    "calm", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("calm")


async def know_each_other() -> None:
    """Tortoise ties the models together when it begins; nothing is connected to anything."""
    async with TortoiseContext() as tortoise:
        await tortoise.init(config=tortoise_config("postgresql://nobody@nowhere/nothing"))


# Otherwise a worker of pytest-xdist would have to come by a test with a database first.
asyncio.run(know_each_other())


@pytest.fixture
async def room(clinic: Clinic) -> Room:
    return await Room.create(clinic=clinic, name="Stue 3")


@pytest.fixture
async def krag(dr_krag: StaffMember) -> Clinician:
    """Offers nothing, unless a test says so."""
    return await Clinician.get(id=dr_krag.clinician_id)


@pytest.fixture
async def ida(db: None) -> Patient:
    return await a_patient("Ida Holst")


def offer_of(
    service: Service, clinician: Clinician, begins: int = 0, room: Room | None = None
) -> Offer:
    """A time so many minutes after nine."""
    starts_at = NINE + timedelta(minutes=begins)
    ends_at = starts_at + timedelta(minutes=service.minutes)
    slot = Slot(service.id, clinician.id, starts_at, ends_at, room.id if room else None)
    return Offer(service, clinician, slot, room=room)
