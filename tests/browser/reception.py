"""Who comes to the hospital today, beside the one whom the seed has by video."""

from datetime import timedelta

from playwright.async_api import Page

from models import Appointment, Clinician, Patient, Service
from tests.cast import booked
from tests.daytime import now


async def ole_comes(
    begins_in: timedelta, service: str = "Forundersøgelse, knæ", clinician: str = "Dr. Mette Holm"
) -> Appointment:
    ole = await Patient.get(name="Ole Lund")
    wanted = await Service.get(name_da=service).select_related("clinic")
    whom = await Clinician.get(name=clinician)
    return await booked(ole, wanted, whom, now() + begins_in, now())


async def looks_at_the_day_of(page: Page, clinician: str) -> None:
    """As coordinators do, who see everybody's."""
    option = page.get_by_role("option", name=clinician)
    await page.locator("select").select_option(await option.get_attribute("value"))
