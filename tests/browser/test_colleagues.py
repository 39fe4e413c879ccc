"""What colleagues see of each other's work: whom one may take over, and what was done meanwhile."""

from playwright.async_api import expect

from tests.browser.visiting import DESKTOP, is_accessible, reflows
from tests.browser.waiting import enters_the_waiting_room


async def test_a_patient_who_waits_is_taken_over_by_a_colleague(visits):
    hers = await visits("karen", "/app/aftaler")
    await enters_the_waiting_room(hers)
    holms = await visits("holm", "/staff", size=DESKTOP)
    await expect(holms.get_by_text("I venteværelset: 1")).to_be_visible()
    await expect(holms.get_by_text("Der er ingen, du kan overtage")).to_be_visible()
    dahls = await visits("dahl", "/staff", size=DESKTOP)
    theirs = dahls.get_by_role("region", name="Kollegers patienter")
    await expect(theirs.get_by_text("Dr. Mette Holm")).to_be_visible()
    await is_accessible(dahls)
    await reflows(dahls)

    await theirs.get_by_role("button", name="Overtag Karen Vig").click()
    dialog = dahls.get_by_role("dialog", name="Vil du overtage Karen Vig?")
    await is_accessible(dahls)
    await dialog.get_by_role("button", name="Overtag").click()

    await expect(dahls.get_by_role("button", name="Kald ind Karen Vig")).to_be_visible()
    await expect(theirs.get_by_text("Der er ingen, du kan overtage")).to_be_visible()
    await expect(holms.get_by_text("Ingen videokonsultationer i dag.")).to_be_visible()
    # What changed on Dr. Holm's board was reason to look again, and she can take her back.
    await expect(holms.get_by_role("button", name="Overtag Karen Vig")).to_be_visible()
    await dahls.get_by_role("button", name="Kald ind Karen Vig").click()
    await expect(hers.get_by_role("dialog", name="Din behandler er klar")).to_be_visible()


async def test_one_looks_again_and_changes_ones_mind(visits):
    dahls = await visits("dahl", "/staff", size=DESKTOP)
    theirs = dahls.get_by_role("region", name="Kollegers patienter")
    await expect(theirs.get_by_text("Planlagt")).to_be_visible()
    hers = await visits("karen", "/app/aftaler")
    await enters_the_waiting_room(hers)

    await theirs.get_by_role("button", name="Se igen").click()

    await expect(theirs.get_by_text("0 min.")).to_be_visible()
    await theirs.get_by_role("button", name="Overtag Karen Vig").click()
    await dahls.get_by_role("dialog").get_by_role("button", name="Fortryd").click()
    await expect(dahls.get_by_role("dialog")).to_have_count(0)
    await expect(theirs.get_by_role("button", name="Overtag Karen Vig")).to_be_visible()


async def asks_for_a_time(visits):
    hers = await visits("karen", "/app")
    await hers.get_by_role("link", name="Forundersøgelse, ryg").click()
    await hers.locator("form button").click()
    await hers.locator(".notice.good").wait_for()


async def test_that_somebody_else_has_closed_a_request_is_said_and_not_only_its_dialog_shut(visits):
    await asks_for_a_time(visits)
    one, other = [await visits("bang", "/staff/oensker", size=DESKTOP) for _ in range(2)]
    await one.get_by_role("button", name="Giv en tid").click()
    await one.locator("dialog .slots button").first.wait_for()

    await other.get_by_role("button", name="Giv en tid").click()
    await other.locator("dialog .slots button").first.click()
    await other.get_by_role("button", name="Giv tiden").click()

    gone = one.get_by_role("alert").filter(has_text="Ønsket fra Karen Vig er ikke længere åbent")
    await expect(gone).to_be_visible()
    await expect(one.get_by_role("dialog")).to_have_count(0)
    await is_accessible(one)
    # Whoever did it reads what they did, and nothing of somebody else.
    await expect(other.get_by_text("Karen Vig har fået tid")).to_be_visible()
    await expect(other.get_by_role("alert")).to_have_count(0)
