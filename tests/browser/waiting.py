"""Coming into the waiting room, as a patient does with a few clicks."""

from playwright.async_api import Page, expect

from tests.browser.touring import Tour


async def enters_the_waiting_room(page: Page) -> None:
    """From the list of appointments, or from the appointment itself."""
    await page.get_by_role("link", name="Start videokonsultation").click()
    await page.get_by_role("button", name="Jeg kan høre lyden").click()
    await page.get_by_role("button", name="Fortsæt", exact=True).click()
    await expect(page.get_by_role("heading", name="Venteværelse", level=1)).to_be_visible()


async def hears_the_sound(page: Page, tour: Tour) -> None:
    hear = tour.says("Jeg kan høre lyden", "I can hear the sound")
    await page.get_by_role("button", name=hear).click()
    await page.get_by_role("button", name=tour.says("Fortsæt", "Continue"), exact=True).click()
    room = tour.says("Venteværelse", "Waiting room")
    await expect(page.get_by_role("heading", name=room, level=1)).to_be_visible()
