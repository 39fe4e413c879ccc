"""WCAG 2.2 AA on every screen of the patient's client and of staff's, in both languages."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from tests.browser.reception import looks_at_the_day_of, ole_comes
from tests.browser.touring import Tour
from tests.browser.waiting import hears_the_sound

BOTH = pytest.mark.parametrize("language", ["da", "en"])


@BOTH
async def test_before_signing_in(visits, language):
    tour = Tour(visits, language)
    page = await tour.opens(None, "/")
    await tour.looks(page, "00-front-door", "Aleris Online")
    await page.goto(f"/sign-in?language={language}")
    await tour.looks(page, "01-consent", tour.says("Før du logger ind", "Before you log in"))
    for box in await page.get_by_role("checkbox").all():
        await box.check()
    await page.locator("form button").click()
    await tour.looks(page, "02-sign-in", tour.says("Log ind", "Log in"))


PROFILE = {
    "": ("03-profile", "Min profil", "My profile"),
    "/kontakt": ("03-profile-contact", "Ret kontaktoplysninger", "Edit contact details"),
    "/indstillinger": ("03-profile-settings", "Indstillinger", "Settings"),
    "/vilkaar": ("03-profile-terms", "Vilkår", "Terms"),
    "/samtykker": ("03-profile-consents", "Samtykker", "Consents"),
    "/sessioner": ("03-profile-sessions", "Hvor du er logget ind", "Where you are logged in"),
    "/om": ("03-profile-about", "Om appen", "About the app"),
}


@BOTH
async def test_min_profil_and_what_is_below_it(visits, language):
    tour = Tour(visits, language)
    page = await tour.opens("karen", "/app/profil")
    for path, (name, *heading) in PROFILE.items():
        await page.goto(f"/app/profil{path}")
        await tour.looks(page, name, tour.says(*heading))
    await page.goto("/app/samtykke")
    again = ("Giv samtykke for at fortsætte", "Give consent to go on")
    await tour.looks(page, "03-consent-again", tour.says(*again))
    await page.goto("/app/nowhere")
    await tour.looks(page, "17-not-found", tour.says("Der er ikke noget her", "There is nothing"))


@BOTH
async def test_the_front_page_and_booking(visits, language):
    tour = Tour(visits, language)
    page = await tour.opens("karen", "/app")
    await page.locator(".tile").first.wait_for()
    await tour.looks(page, "04-front-page", tour.says("Hej Karen", "Hello Karen"))
    talk = tour.says("Samtale med psykolog", "Talk with psychologist")
    await page.get_by_role("link", name=talk).click()
    await page.locator(".slots button").first.wait_for()
    await tour.looks(page, "05-free-times", talk)
    await page.locator(".slots button").last.click()
    book = page.get_by_role("button", name=tour.says("Bestil tiden", "Book the time"))
    await book.wait_for()
    await tour.looks(page, "05-held")
    await book.click()
    letter = tour.says("Bookingbekræftelse", "Booking confirmation")
    await tour.looks(page, "06-confirmation", letter)
    await page.goto("/app/bekraeftelser")
    await tour.looks(page, "06-confirmations", letter)
    await page.goto("/app")
    back = tour.says("Forundersøgelse, ryg", "Examination, back")
    await page.get_by_role("link", name=back).click()
    await tour.looks(page, "05-by-request", back)
    await page.locator("form button").click()
    await page.locator(".notice.good").wait_for()
    await page.goto("/app/aftaler")
    await page.locator(".card").first.wait_for()
    await tour.looks(page, "07-appointments", tour.says("Mine aftaler", "My appointments"))
    await page.goto("/app/aftaler/tidligere")
    await tour.looks(page, "07-appointments-past", tour.says("Mine aftaler", "My appointments"))


@BOTH
async def test_an_appointment_and_changing_it(visits, language):
    tour = Tour(visits, language)
    page = await tour.opens("karen", "/app/aftaler")
    see = tour.says("Se aftalen", "See the appointment")
    await page.get_by_role("link", name=see).click()
    may_start = tour.says("Du kan starte nu", "You can start now")
    await tour.looks(page, "08-appointment", may_start)
    cancel = tour.says("Aflys aftalen", "Cancel the appointment")
    await page.get_by_role("button", name=cancel).click()
    await page.get_by_role("dialog").wait_for()
    await tour.looks(page, "08-cancel")
    await page.keyboard.press("Escape")
    move = tour.says("Flyt aftalen", "Move the appointment")
    await page.get_by_role("link", name=move).click()
    await page.locator(".slots button").first.wait_for()
    await tour.looks(page, "08-move", move)


@BOTH
async def test_from_the_check_to_the_waiting_room_and_out_of_it(visits, language):
    tour = Tour(visits, language)
    page = await tour.opens("karen", "/app/aftaler")
    start = tour.says("Start videokonsultation", "Start video consultation")
    await page.get_by_role("link", name=start).click()
    works = tour.says("Mikrofonen virker", "The microphone works")
    await page.get_by_text(works).wait_for()
    await tour.looks(page, "09-check", tour.says("Tjek kamera og lyd", "Check camera and sound"))
    await hears_the_sound(page, tour)
    await tour.looks(page, "10-waiting-room", tour.says("Venteværelse", "Waiting room"))

    board = await tour.opens("holm", f"/staff?language={language}")
    call = board.get_by_role("button", name=tour.says("Kald ind", "Call in"))
    await call.wait_for()
    await tour.looks(board, "20-board", tour.says("Min dag", "My day"))
    await call.click()
    await page.get_by_role("dialog").wait_for()
    await tour.looks(page, "11-ringing")
    await tour.looks(board, "20-board-ringing")
    await page.get_by_role("button", name=tour.says("Giv mig et øjeblik", "a moment")).click()
    await expect(page.get_by_role("dialog")).to_have_count(0)

    await page.context.set_offline(True)
    kept = tour.says("Din plads er gemt", "Your place is kept")
    await tour.looks(page, "16-offline", kept)
    await page.context.set_offline(False)
    await page.get_by_text(tour.says("Du er i venteværelset", "You are in the wai")).wait_for()


@BOTH
async def test_a_late_clinician_and_a_session_that_has_ended(visits, language):
    tour = Tour(visits, language)
    page = await tour.opens("karen", "/app/aftaler")
    start = tour.says("Start videokonsultation", "Start video consultation")
    await page.get_by_role("link", name=start).click()
    await hears_the_sound(page, tour)
    board = await tour.opens("holm", f"/staff?language={language}")
    await board.get_by_role("button", name=tour.says("Kald ind", "Call in")).wait_for()

    await visits.the_clock_goes(minutes=17)
    await tour.looks(page, "10-waiting-room-late", tour.says("forsinket", "delayed"))
    await tour.looks(board, "21-signed-out", tour.says("Du er logget ud", "You are logged out"))
    leave = tour.says("Forlad venteværelset", "Leave the waiting room")
    await page.get_by_role("button", name=leave).click()
    left = tour.says("Du har forladt venteværelset", "You have left the waiting room")
    await tour.looks(page, "13-left", left)
    desk = await tour.opens("bang", f"/staff?language={language}")
    await tour.looks(desk, "24-follow-ups-open", "Karen Vig")


@BOTH
async def test_the_clinic(visits, language):
    tour = Tour(visits, language)
    page = await tour.opens("holm", f"/staff/dag?language={language}")
    await tour.looks(page, "22-day", tour.says("Dagen", "The day"))
    for path, name, *heading in [
        ("afsluttede", "23-closed", "Afsluttet af systemet", "Closed by the system"),
        ("opfoelgning", "24-follow-ups", "Opfølgning", "Follow-up"),
    ]:
        await page.goto(f"/staff/{path}?language={language}")
        await tour.looks(page, name, tour.says(*heading))


@BOTH
async def test_the_desk(visits, language):
    tour = Tour(visits, language)
    hers = await tour.opens("karen", "/app")
    back = tour.says("Forundersøgelse, ryg", "Examination, back")
    await hers.get_by_role("link", name=back).click()
    await hers.locator("textarea").fill("Helst om formiddagen")
    await hers.locator("form button").click()
    await hers.locator(".notice.good").wait_for()

    page = await tour.opens("bang", f"/staff/oensker?language={language}")
    await page.get_by_role("button", name=tour.says("Giv en tid", "Give a time")).wait_for()
    await tour.looks(page, "25-requests", tour.says("Ønsker om tid", "Requests"))
    await page.get_by_role("button", name=tour.says("Giv en tid", "Give a time")).click()
    await page.locator("dialog .slots button").first.wait_for()
    await tour.looks(page, "25-give-a-time")
    await page.get_by_role("radio", name=tour.says("lørdag", "Saturday")).first.check()
    await tour.looks(page, "25-day-without-times")
    await page.get_by_role("button", name=tour.says("Nærmeste dag", "Nearest day")).click()
    await page.locator("dialog .slots button").first.click()
    await tour.looks(page, "25-give-it")
    await page.goto(f"/staff/sms?language={language}")
    not_sent = tour.says("Sms'er, der ikke blev sendt", "Text messages not sent")
    await tour.looks(page, "27-messages", not_sent)


@BOTH
async def test_the_day_of_somebody(visits, language):
    tour = Tour(visits, language)
    await ole_comes(timedelta(hours=-1))
    page = await tour.opens("bang", f"/staff/dag?language={language}")
    await looks_at_the_day_of(page, "Dr. Mette Holm")
    await page.get_by_role("button", name=tour.says("Ikke mødt", "Did not come")).wait_for()
    await tour.looks(page, "26-day-of-somebody", tour.says("Dagen", "The day"))
    await page.get_by_role("button", name=tour.says("Mødt", "Came"), exact=True).click()
    await page.locator(".chip.good").wait_for()
    await tour.looks(page, "26-who-came")
    await page.get_by_role("button", name=tour.says("Flyt aftalen Karen", "Move the")).click()
    await page.locator("dialog .slots button").first.wait_for()
    await tour.looks(page, "26-move")
