"""R39-R47 with one's own eyes: what rings, who is late, what was promised, a lost connection."""

from playwright.async_api import expect

from tests.browser.visiting import DESKTOP
from tests.browser.waiting import enters_the_waiting_room

READY = "Din behandler er klar"


async def both(visits):
    hers = await visits("karen", "/app/aftaler")
    await enters_the_waiting_room(hers)
    his = await visits("holm", "/staff", size=DESKTOP)
    await expect(his.get_by_text("I venteværelset: 1")).to_be_visible()
    return hers, his


async def test_it_rings_is_seen_and_has_the_focus_wherever_one_is(visits):
    hers, his = await both(visits)
    await hers.goto("/app/profil")
    await expect(hers.get_by_role("heading", name="Min profil")).to_be_visible()

    await his.get_by_role("button", name="Kald ind").click()

    dialog = hers.get_by_role("dialog", name=READY)
    await expect(dialog).to_be_visible()
    await expect(dialog.get_by_role("button", name="Accepter")).to_be_focused()
    await expect(hers).to_have_title(f"● {READY}")
    await expect(his.get_by_text("Ringer")).to_be_visible()


async def test_one_asks_for_a_moment_and_is_called_again(visits):
    hers, his = await both(visits)
    await his.get_by_role("button", name="Kald ind").click()

    await hers.get_by_role("button", name="Giv mig et øjeblik").click()

    await expect(hers.get_by_role("dialog")).to_have_count(0)
    await expect(his.get_by_text("Bad om et øjeblik")).to_be_visible()
    await his.get_by_role("button", name="Kald ind").click()
    await expect(hers.get_by_role("dialog", name=READY)).to_be_visible()
    await his.get_by_role("button", name="Træk tilbage").click()
    await expect(hers.get_by_role("dialog")).to_have_count(0)
    await expect(hers.get_by_text("Du er i venteværelset")).to_be_visible()


async def test_escape_refuses_nothing_and_the_sound_can_be_silenced(visits):
    hers, his = await both(visits)
    await his.get_by_role("button", name="Kald ind").click()
    await expect(hers.get_by_role("dialog", name=READY)).to_be_visible()

    await hers.keyboard.press("Escape")
    await hers.get_by_role("button", name="Sluk lyden").click()

    await expect(hers.get_by_role("dialog", name=READY)).to_be_visible()
    await expect(hers.get_by_role("button", name="Sluk lyden")).to_have_count(0)


async def test_when_the_clinician_is_late_one_may_leave_and_the_promise_is_kept(visits):
    hers, _ = await both(visits)
    await hers.get_by_role("button", name="Forlad venteværelset").click()
    await expect(hers.get_by_text("Din behandler er ikke forsinket endnu")).to_be_visible()
    await hers.get_by_role("button", name="Bliv og vent").click()

    await visits.the_clock_goes(minutes=17)
    await expect(hers.get_by_text("Din behandler er forsinket")).to_be_visible()
    await expect(hers.get_by_text("kontakter vi dig senest")).to_be_visible()
    await hers.get_by_role("button", name="Forlad venteværelset").click()
    await expect(hers.get_by_role("heading", name="Du har forladt venteværelset")).to_be_visible()

    desk = await visits("bang", "/staff", size=DESKTOP)
    await expect(desk.get_by_role("heading", name="Karen Vig")).to_be_visible()
    await desk.get_by_role("button", name="Tag den").click()
    await expect(desk.get_by_text("Taget af")).to_be_visible()
    await desk.get_by_role("button", name="Noter kontakt").click()
    await desk.get_by_label("Blev patienten nået?").select_option("yes")
    await desk.get_by_role("dialog").get_by_label("Note").fill("Ringet op")
    await desk.get_by_role("dialog").get_by_role("button", name="Gem").click()
    await expect(desk.get_by_text("Ringet op")).to_be_visible()
    await desk.get_by_label("Hvordan hjalp vi?").select_option("PHONE")
    await desk.get_by_role("button", name="Afslut").click()
    await expect(desk.get_by_text("Alle løfter er holdt")).to_be_visible()


async def test_a_clinician_who_announces_a_delay_is_read_at_once_by_whoever_waits(visits):
    hers, his = await both(visits)
    await expect(hers.get_by_text("Du er den næste.")).to_be_visible()
    await expect(his.get_by_text("● forbundet")).to_be_visible()

    await his.get_by_text("Meld forsinkelse").click()
    await his.get_by_label("Forsinket med").select_option("30")
    await his.get_by_role("button", name="Meld det").click()

    await expect(hers.get_by_text("Din behandler er forsinket og forventer")).to_be_visible()
    await expect(his.get_by_text("Meldt: 30 min. forsinket")).to_be_visible()
    await his.get_by_role("button", name="Tag meldingen tilbage").click()
    await expect(hers.get_by_text("forventer at være klar")).to_have_count(0)
    await expect(his.get_by_text("Meld forsinkelse")).to_be_visible()


async def test_a_patient_whose_battery_died_keeps_the_place_and_the_board_says_so(visits):
    hers, his = await both(visits)
    await expect(his.get_by_text("● forbundet")).to_be_visible()

    await hers.close()
    await visits.the_clock_goes(minutes=3)

    await expect(his.get_by_text("○ væk siden")).to_be_visible()
    await expect(his.get_by_role("button", name="Kald ind")).to_be_visible()


async def test_one_comes_back_after_leaving(visits):
    hers, _ = await both(visits)
    await visits.the_clock_goes(minutes=17)
    await expect(hers.get_by_text("Din behandler er forsinket")).to_be_visible()
    await hers.get_by_role("button", name="Forlad venteværelset").click()
    await hers.get_by_role("button", name="Gå tilbage").click()
    await hers.get_by_role("button", name="Jeg kan høre lyden").click()
    await hers.get_by_role("button", name="Fortsæt", exact=True).click()

    await expect(hers.get_by_role("heading", name="Venteværelse", level=1)).to_be_visible()
    his = await visits("holm", "/staff", size=DESKTOP)
    await expect(his.get_by_text("I venteværelset: 1")).to_be_visible()


async def test_without_a_connection_the_place_is_kept_and_it_comes_back_by_itself(visits):
    hers, his = await both(visits)

    await hers.context.set_offline(True)
    await expect(hers.get_by_text("Ingen forbindelse.")).to_be_visible()
    await expect(hers.get_by_role("heading", name="Din plads er gemt")).to_be_visible()
    await his.get_by_role("button", name="Kald ind").click()

    await hers.context.set_offline(False)
    await expect(hers.get_by_role("dialog", name=READY)).to_be_visible()
    await expect(hers.get_by_text("Ingen forbindelse.")).to_have_count(0)


async def test_a_socket_that_says_nothing_more_is_found_out_and_replaced(visits):
    """It is open and answers pings, but no change comes: the heartbeat knows of a newer version."""
    deaf: list[bool] = []
    hers = await visits("karen")

    def passes_on(here):
        there, number = here.connect_to_server(), len(deaf)
        deaf.append(False)
        there.on_message(
            lambda said: None if deaf[number] and '"next"' in said else here.send(said)
        )

    await hers.route_web_socket("**/graphql", passes_on)
    await hers.goto("/app/aftaler")
    await enters_the_waiting_room(hers)
    deaf[:] = [True] * len(deaf)
    his = await visits("holm", "/staff", size=DESKTOP)
    await his.get_by_role("button", name="Kald ind").click()

    await expect(hers.get_by_role("dialog", name=READY)).to_be_visible(timeout=40_000)


async def test_from_mine_aftaler_one_finds_the_way_back_into_the_waiting_room(visits):
    hers, _ = await both(visits)

    await hers.goto("/app/aftaler")
    await hers.get_by_role("link", name="Fortsæt videokonsultationen").click()

    await expect(hers.get_by_role("heading", name="Venteværelse", level=1)).to_be_visible()


async def test_after_a_reload_one_still_waits_and_is_still_called(visits):
    hers, his = await both(visits)

    await hers.reload()
    await expect(hers.get_by_text("Du er i venteværelset")).to_be_visible()
    await his.get_by_role("button", name="Kald ind").click()

    await expect(hers.get_by_role("dialog", name=READY)).to_be_visible()


async def test_whoever_does_nothing_is_asked_and_then_signed_out(visits):
    page = await visits("ole", "/app/profil")
    await expect(page.get_by_role("heading", name="Min profil")).to_be_visible()

    await visits.the_clock_goes(minutes=16)

    await expect(page.get_by_role("heading", name="Du er logget ud")).to_be_visible()
    await expect(page.get_by_role("link", name="Log ind igen")).to_have_attribute(
        "href", "/sign-in?landing=%2Fapp%2Fprofil"
    )
