"""R1-R47 with two browsers: from consent to after the conversation, with a picture that moves."""

from playwright.async_api import Page, expect

from tests.browser.moving import sees_and_hears
from tests.browser.visiting import DESKTOP, PHONE
from tests.browser.waiting import enters_the_waiting_room


async def test_from_consent_to_after_the_conversation(visits):
    hers = await visits(None, "/sign-in", size=PHONE)
    await signs_in(hers, "Karen Vig")
    await expect(hers.get_by_role("heading", name="Min profil")).to_be_visible()
    await hers.get_by_role("button", name="Ja, det er rigtigt").click()
    await expect(hers.get_by_text("Er dit mobilnummer rigtigt?")).to_have_count(0)
    # R15: the heart at the left of the bar leads to the front page.
    await hers.get_by_role("navigation", name="Hovedmenu").get_by_role("link").first.click()
    await expect(hers.get_by_role("heading", name="Hej Karen")).to_be_visible()
    await hers.get_by_role("link", name="Mine aftaler").click()
    await hers.get_by_role("link", name="Se aftalen").first.click()
    await expect(hers.get_by_role("heading", name="Praktiske oplysninger")).to_be_visible()
    await expect(hers.get_by_text("Gør plads til bevægelse")).to_be_visible()
    await enters_the_waiting_room(hers)

    his = await visits(None, "/sign-in/staff?landing=/staff", size=DESKTOP)
    await his.get_by_role("button", name="Dr. Mette Holm").click()
    await his.get_by_role("button", name="Kald ind").click()
    await hers.get_by_role("button", name="Accepter").click()

    await expect(hers.locator("[data-state=connected]")).to_be_visible()
    await expect(his.locator("[data-state=connected]")).to_be_visible()
    await sees_and_hears(hers)
    await sees_and_hears(his)
    await expect(his.get_by_text("I samtale")).to_be_visible()

    await his.get_by_role("button", name="Afslut konsultationen").click()
    await his.get_by_role("button", name="Gennemført").click()
    await expect(hers.get_by_role("heading", name="Konsultationen er afsluttet")).to_be_visible()
    await expect(his.get_by_text("Gennemført")).to_be_visible()
    await expect(hers.locator("video")).to_have_count(0)


async def test_one_leaves_the_conversation_comes_back_and_reloads(visits):
    hers, his = await visits("karen", "/app/aftaler"), await visits("holm", "/staff", size=DESKTOP)
    await enters_the_waiting_room(hers)
    await his.get_by_role("button", name="Kald ind").click()
    await hers.get_by_role("button", name="Accepter").click()
    await expect(hers.locator("[data-state=connected]")).to_be_visible()

    await hers.get_by_role("button", name="Forlad samtalen").click()
    await expect(his.locator("[data-state=waiting]")).to_be_visible()
    await hers.get_by_role("button", name="Gå tilbage").click()
    await sees_and_hears(hers)

    await hers.reload()
    await sees_and_hears(hers)
    await sees_and_hears(his)
    await hers.get_by_role("button", name="Sluk mikrofon").click()
    await expect(hers.get_by_role("button", name="Tænd mikrofon")).to_be_visible()


async def signs_in(page: Page, name: str) -> None:
    for box in await page.get_by_role("checkbox").all():
        await box.check()
    await page.get_by_role("button", name="Fortsæt").click()
    await page.get_by_role("button", name="Log ind med MitID").click()
    await page.get_by_role("button", name=name).click()
