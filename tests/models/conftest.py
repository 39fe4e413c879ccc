"""Rules are tested without a database, but the models have to know each other: whose is what."""

import asyncio

from hypothesis import HealthCheck, settings
from tortoise.context import TortoiseContext

from integrations.database import tortoise_config

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
