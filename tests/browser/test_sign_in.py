"""R1–R8 with one's own eyes: consent, MitID, Min profil; in Danish and in English."""

from playwright.async_api import expect


async def test_a_patient_consents_signs_in_and_comes_to_min_profil(page):
    await page.goto("/sign-in")
    await expect(page.get_by_role("heading", name="Før du logger ind")).to_be_visible()
    for box in await page.get_by_role("checkbox").all():
        await expect(box).not_to_be_checked()
        await box.check()
    await page.get_by_role("button", name="Fortsæt").click()

    await expect(page.get_by_role("button", name="Log ind med NemID")).to_be_disabled()
    await expect(page.get_by_text("NemID lukkede 31. oktober 2023").first).to_be_visible()
    await page.get_by_role("button", name="Log ind med MitID").click()

    await expect(page.get_by_text("SIMULATOR")).to_be_visible()
    await page.get_by_role("button", name="Karen Vig").click()

    await expect(page.get_by_role("heading", name="Min profil")).to_be_visible()
    await expect(page.get_by_text("+45 20 12 34 56").last).to_be_visible()


async def test_without_both_ticks_one_goes_nowhere(page):
    await page.goto("/sign-in")
    await page.get_by_role("checkbox").first.check()

    await page.get_by_role("button", name="Fortsæt").click()

    await expect(page.get_by_role("heading", name="Før du logger ind")).to_be_visible()


async def test_it_can_be_done_in_english_and_called_off(page):
    await page.goto("/sign-in")
    await page.get_by_role("link", name="English").click()
    await expect(page.get_by_role("heading", name="Before you log in")).to_be_visible()
    for box in await page.get_by_role("checkbox").all():
        await box.check()
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_role("button", name="Log on with MitID").click()

    await page.locator("button.quiet").click()

    await expect(page.get_by_text("You stopped. Nothing has happened")).to_be_visible()
    await expect(page.get_by_text("Du afbrød.")).to_be_visible()
    assert [c["name"] for c in await page.context.cookies()] == ["aleris_browser"]


async def test_the_link_that_one_was_on_the_way_to_wins_over_min_profil(page):
    await signs_in(page, "/sign-in?landing=/dev/inbox")

    await expect(page.get_by_role("heading", name="SMS-indbakke")).to_be_visible()


async def test_signing_out_leaves_nobody_signed_in(page):
    await signs_in(page, "/sign-in")
    await expect(page.get_by_role("heading", name="Min profil")).to_be_visible()
    await page.goto("/")

    await page.get_by_role("button", name="Log ud").click()

    await expect(page.get_by_role("button", name="Log ud")).to_have_count(0)
    await page.goto("/profile")
    await expect(page.get_by_role("heading", name="Før du logger ind")).to_be_visible()


async def test_graphiql_answers_and_follows_offline_and_under_the_policy(page):
    await signs_in(page, "/sign-in?landing=/graphql")
    await page.get_by_role("tab", name="04 My profile").click()
    # Until then the button sends what the tab before it asked.
    await expect(page.locator(".graphiql-query-editor")).to_contain_text("MyProfile")

    await page.locator(".graphiql-execute-button").click()

    await expect(page.locator(".result-window")).to_contain_text("Karen Vig")


async def signs_in(page, address):
    await page.goto(address)
    for box in await page.get_by_role("checkbox").all():
        await box.check()
    await page.get_by_role("button", name="Fortsæt").click()
    await page.get_by_role("button", name="Log ind med MitID").click()
    await page.get_by_role("button", name="Karen Vig").click()
