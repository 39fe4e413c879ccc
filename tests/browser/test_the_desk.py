"""The coordinators' desk: a day and then a time for whoever asked for one; and who has come."""

from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from tests.browser.reception import looks_at_the_day_of, ole_comes
from tests.browser.visiting import DESKTOP, is_accessible, reflows

AN_HOUR_AGO = timedelta(hours=-1)


async def asks_for_a_time(visits, who: str = "karen", wishes: str = "") -> None:
    page = await visits(who, "/app")
    await page.get_by_role("link", name="Forundersøgelse, ryg").click()
    await page.get_by_label("Hvornår passer det dig?").fill(wishes)
    await page.get_by_role("button", name="Send ønske").click()
    await page.get_by_text("Vi har modtaget dit ønske").wait_for()


async def begins_to_give(visits, whom: str = "Karen Vig") -> Page:
    page: Page = await visits("bang", "/staff/oensker", size=DESKTOP)
    await page.get_by_role("button", name=f"Giv en tid {whom}").click()
    await page.locator("dialog .slots button").first.wait_for()
    return page


async def two_give_times_of_a_day(visits) -> list[Page]:
    """Each to a patient of their own, and both look at the same day."""
    await asks_for_a_time(visits)
    await asks_for_a_time(visits, "ole")
    pages = [await begins_to_give(visits, who) for who in ("Karen Vig", "Ole Lund")]
    for page in pages:
        await page.get_by_role("radio", name="ledige tider: 8").first.check()
    return pages


def day_of(page: Page):
    return page.get_by_role("dialog").locator("h2[tabindex]").last


async def test_the_coordinator_chooses_a_day_and_then_a_time(visits):
    await asks_for_a_time(visits, wishes="Helst om formiddagen")
    page = await begins_to_give(visits)
    dialog = page.get_by_role("dialog", name="Giv Karen Vig en tid")
    await expect(dialog.get_by_text("»Helst om formiddagen«")).to_be_visible()
    await expect(dialog.get_by_text("På hospitalet")).to_be_visible()

    days = dialog.get_by_role("radio", name="ledige tider: 8")
    name = await days.last.get_attribute("aria-label") or ""
    await days.last.check()

    chosen = name.partition(",")[0]
    await expect(day_of(page)).to_have_text(chosen, ignore_case=True)
    await is_accessible(page)
    await reflows(page)
    await dialog.get_by_role("button", name="10.30").click()
    sure = dialog.get_by_role("heading", name=f"Giv tiden {chosen} kl. 10.30?")
    await expect(sure).to_be_focused()
    await is_accessible(page)
    await dialog.get_by_role("button", name="Giv tiden").click()
    await expect(page.get_by_text(f"Karen Vig har fået tid: {chosen} kl. 10.30")).to_be_visible()


async def test_whoever_chooses_another_time_is_back_where_one_was(visits):
    await asks_for_a_time(visits)
    page = await begins_to_give(visits)
    await page.get_by_role("radio", name="ledige tider: 8").last.check()
    before = await day_of(page).text_content()
    time = page.get_by_role("button", name="11.15")
    await time.click()

    await page.get_by_role("button", name="Vælg en anden tid").click()

    await expect(time).to_be_focused()
    await expect(day_of(page)).to_have_text(before)


async def test_the_days_are_chosen_with_the_arrow_keys(visits):
    await asks_for_a_time(visits)
    page = await begins_to_give(visits)
    first = page.get_by_role("radio", name="ledige tider: 8").first
    await first.check()
    before = await day_of(page).text_content()

    await first.press("ArrowRight")

    await expect(first).not_to_be_checked()
    await expect(day_of(page)).not_to_have_text(before)
    await page.keyboard.press("ArrowLeft")
    await expect(first).to_be_focused()
    await expect(day_of(page)).to_have_text(before)


async def test_a_day_without_times_says_so_and_which_is_the_nearest_that_has(visits):
    await asks_for_a_time(visits)
    page = await begins_to_give(visits)
    await page.get_by_role("radio", name="lørdag").first.check()
    await expect(page.get_by_text("Ingen ledige tider den dag.")).to_be_visible()
    await is_accessible(page)

    await page.get_by_role("button", name="Nærmeste dag med tider: fredag").click()

    await expect(day_of(page)).to_contain_text("Fredag")
    # The button is gone: whoever pressed it with a key goes on from the day.
    await expect(day_of(page)).to_be_focused()
    await expect(page.locator("dialog .slots button").first).to_be_visible()


async def test_there_are_later_weeks_and_earlier_ones_down_to_this_one(visits):
    await asks_for_a_time(visits)
    page = await begins_to_give(visits)
    now_shown = await day_of(page).text_content()
    await expect(page.get_by_role("button", name="Tidligere")).to_have_count(0)

    await page.get_by_role("button", name="Senere").click()

    await expect(day_of(page)).to_contain_text("Mandag")
    await expect(page.locator("dialog .slots button").first).to_be_visible()
    await page.get_by_role("button", name="Tidligere").click()
    await expect(day_of(page)).to_have_text(now_shown)
    await expect(day_of(page)).to_be_focused()


async def test_a_time_that_is_taken_meanwhile_disappears_and_the_focus_goes_to_its_day(visits):
    one, other = await two_give_times_of_a_day(visits)
    before = await day_of(one).text_content()
    await one.get_by_role("button", name="09.45").focus()

    await other.get_by_role("button", name="09.45").click()
    await other.get_by_role("button", name="Giv tiden").click()

    await expect(one.get_by_role("button", name="09.45")).to_have_count(0)
    await expect(one.locator("dialog .slots button")).to_have_count(7)
    await expect(day_of(one)).to_have_text(before)
    await expect(day_of(one)).to_be_focused()


async def test_whoever_is_too_late_for_a_time_is_offered_others(visits):
    one, other = await two_give_times_of_a_day(visits)
    for page in (one, other):
        await page.get_by_role("button", name="09.45").click()
    await other.get_by_role("button", name="Giv tiden").click()
    await other.get_by_text("Ole Lund har fået tid").wait_for()

    await one.get_by_role("button", name="Giv tiden").click()

    await expect(one.get_by_role("alert")).to_contain_text("Tiden er lige blevet taget")
    await one.get_by_role("heading", name="Tider tæt på").wait_for()
    await is_accessible(one)
    await one.locator("dialog .card .slots button").first.click()
    await one.get_by_role("button", name="Giv tiden").click()
    await expect(one.get_by_text("Karen Vig har fået tid")).to_be_visible()


async def test_that_a_patient_came_is_said_on_the_days_list_and_may_be_corrected(visits):
    await ole_comes(AN_HOUR_AGO)
    page = await visits("holm", "/staff/dag", size=DESKTOP)
    came = page.get_by_role("group", name="Er Ole Lund mødt?")
    not_come = came.get_by_role("button", name="Ikke mødt")
    await expect(came.get_by_role("button", pressed=True)).to_have_count(0)

    await not_come.click()

    await expect(not_come).to_have_attribute("aria-pressed", "true")
    await expect(page.locator(".chip", has_text="Ikke mødt")).to_be_visible()
    await expect(not_come).to_be_focused()
    await expect(page.get_by_role("button", name="Flyt aftalen Ole Lund")).to_have_count(0)
    await is_accessible(page)
    await reflows(page)
    await came.get_by_role("button", name="Mødt", exact=True).click()
    await expect(page.locator(".chip", has_text="Afholdt")).to_be_visible()
    # By video the clinician says how it went, when it ends.
    await expect(page.get_by_role("heading", name="Karen Vig")).to_be_visible()
    await expect(page.get_by_role("group")).to_have_count(1)


async def test_whether_a_patient_came_can_be_said_as_soon_as_it_begins(visits):
    await ole_comes(timedelta(seconds=8), "Undersøgelse hos læge", "Dr. Anders Friis")
    page = await visits("bang", "/staff/dag", size=DESKTOP)
    await looks_at_the_day_of(page, "Dr. Anders Friis")
    await expect(page.get_by_role("heading", name="Ole Lund")).to_be_visible()

    await expect(page.get_by_role("group", name="Er Ole Lund mødt?")).to_be_visible()


@pytest.mark.parametrize("who", ["bang", "holm"])
async def test_an_appointment_is_moved_for_the_patient(visits, who):
    await ole_comes(timedelta(hours=2))
    page = await visits(who, "/staff/dag", size=DESKTOP)
    if who == "bang":
        await looks_at_the_day_of(page, "Dr. Mette Holm")
    await page.get_by_role("button", name="Flyt aftalen Ole Lund").click()
    dialog = page.get_by_role("dialog", name="Flyt aftalen")
    await dialog.get_by_role("radio", name="ledige tider: 12").first.check()
    await is_accessible(page)
    await dialog.get_by_role("button", name="09.00").click()
    await dialog.get_by_role("button", name="Flyt aftalen").click()

    await expect(page.get_by_text("Ole Lund har fået en ny tid")).to_be_visible()
    await expect(page.get_by_role("button", name="Flyt aftalen Ole Lund")).to_have_count(0)
