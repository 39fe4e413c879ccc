"""R35-R38: the check of camera and sound, when it goes well and when it does not."""

from contextlib import asynccontextmanager

from playwright.async_api import async_playwright, expect

from models import DeviceCheck
from tests.browser.conftest import FLAGS, chromium

FAKES = "--use-fake-device-for-media-stream"
YES = "--use-fake-ui-for-media-stream"


@asynccontextmanager
async def a_browser(*without, **flags):
    kept = [flag for flag in FLAGS if flag not in without]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium(), args=[*kept, *flags.values()]
        )
        try:
            yield browser
        finally:
            await browser.close()


async def comes_to_the_check(visits, browser=None):
    page = await visits("karen", "/app/aftaler", browser=browser)
    await page.get_by_role("link", name="Start videokonsultation").click()
    return page


async def test_one_sees_oneself_hears_a_sound_and_goes_on(visits):
    page = await comes_to_the_check(visits)

    await expect(page.get_by_text("Kameraet virker")).to_be_visible()
    await expect(page.get_by_text("Mikrofonen virker")).to_be_visible()  # the fake one beeps
    await expect(page.get_by_role("img", name="En telefon står på et bord")).to_be_visible()
    await expect(page.get_by_role("button", name="Fortsæt")).to_be_disabled()
    await page.get_by_role("button", name="Afspil testlyd").click()
    await page.get_by_role("button", name="Jeg kan høre lyden").click()
    await page.get_by_role("button", name="Fortsæt").click()

    await expect(page.get_by_role("heading", name="Venteværelse", level=1)).to_be_visible()
    check = await DeviceCheck.all().order_by("-id").first()
    assert check is not None
    assert (check.result, check.device_class) == ("PASSED", "DESKTOP")


async def test_when_permission_is_refused_one_reads_how_to_allow_it_after_all(visits):
    async with a_browser(YES, deny=f"{YES}=deny") as browser:
        page = await comes_to_the_check(visits, browser)

        alert = page.get_by_role("alert")
        await expect(alert).to_contain_text("Der er ikke adgang til kamera og mikrofon")
        await expect(alert).to_contain_text("Klik på ikonet ved siden af adressen")
        await expect(page.get_by_role("button", name="Prøv igen")).to_be_visible()
        await expect(page.get_by_role("link", name="Ring +45 36 37 27 00")).to_be_visible()
        # Staff see it too, while the patient is still outside.
        board = await visits("holm", "/staff")
        await expect(board.get_by_text("kamera (nægtet)")).to_be_visible()


async def test_without_a_camera_one_goes_on_with_sound(visits):
    async with a_browser(FAKES, none=f"{FAKES}=device-count=0") as browser:
        page = await comes_to_the_check(visits, browser)
        await expect(page.get_by_role("alert")).to_contain_text("Vi kan ikke finde et kamera")

        await page.get_by_role("button", name="Fortsæt kun med lyd").click()
        await expect(page.get_by_text("Du fortsætter uden billede")).to_be_visible()
        await page.get_by_role("button", name="Jeg kan høre lyden").click()
        await page.get_by_role("button", name="Fortsæt", exact=True).click()

        await expect(page.get_by_role("heading", name="Venteværelse", level=1)).to_be_visible()
        check = await DeviceCheck.all().order_by("-id").first()
        assert check is not None
        assert (check.result, check.camera) == ("PASSED_WITH_WARNINGS", "MISSING")


async def test_with_neither_there_is_always_the_phone(visits):
    async with a_browser(FAKES, YES) as browser:
        page = await comes_to_the_check(visits, browser)

        await expect(page.get_by_role("alert")).to_be_visible()
        await expect(page.get_by_role("button", name="Prøv igen")).to_be_visible()
        await expect(page.get_by_role("link", name="Ring +45 36 37 27 00")).to_be_visible()
