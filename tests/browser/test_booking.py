"""R17-R24 at the patient's client: hold a time, book it, ask for one, move it, cancel it."""

import re
from datetime import timedelta

from playwright.async_api import expect

from models import Appointment, AppointmentState, BookingConfirmation, DeepLink
from models.deep_link import hash_of
from tests.browser.visiting import is_accessible
from tests.daytime import now


async def test_a_time_is_held_renewed_and_booked(visits):
    page = await visits("karen", "/app")
    await page.get_by_role("link", name="Samtale med psykolog").click()
    await expect(page.get_by_role("heading", name="Samtale med psykolog")).to_be_focused()
    await page.locator(".slots button").first.click()

    await expect(page.locator(".clock")).to_contain_text(re.compile(r"6:\d\d"))
    await page.get_by_role("button", name="Hold tiden lidt længere").click()
    await expect(page.get_by_role("button", name="Hold tiden lidt længere")).to_have_count(0)
    await page.get_by_role("button", name="Bestil tiden").click()

    await expect(page.get_by_text("Din tid er bestilt")).to_be_visible()
    await expect(page.get_by_role("heading", name="Bookingbekræftelse")).to_be_focused()
    await expect(page.get_by_role("link", name="Hent som PDF")).to_be_visible()
    async with page.expect_download() as calendar:
        await page.get_by_role("link", name="Føj til kalender").click()
    assert (await calendar.value).suggested_filename == "aftale.ics"


async def test_a_hold_survives_a_reload_and_is_given_back(visits):
    page = await visits("karen", "/app")
    await page.get_by_role("link", name="Samtale med psykolog").click()
    await page.locator(".slots button").first.click()
    await expect(page.get_by_role("button", name="Bestil tiden")).to_be_visible()

    await page.reload()
    await page.get_by_role("button", name="Vælg en anden tid").click()

    await expect(page.locator(".slots button").first).to_be_visible()
    assert await Appointment.filter(state=AppointmentState.HELD).count() == 0


async def test_what_another_takes_disappears_while_one_looks(visits):
    hers = await visits("karen", "/app")
    await hers.get_by_role("link", name="Samtale med psykolog").click()
    free = hers.locator(".slots button")
    await expect(free.first).to_be_visible()
    before = await free.count()

    his = await visits("ole", "/app")
    await his.get_by_role("link", name="Samtale med psykolog").click()
    await his.locator(".slots button").first.click()

    await expect(free).to_have_count(before - 1)


async def test_when_the_hold_has_run_out_and_somebody_was_faster_there_are_others(visits):
    hers = await visits("karen", "/app")
    await hers.get_by_role("link", name="Samtale med psykolog").click()
    await hers.locator(".slots button").first.click()
    await expect(hers.get_by_role("button", name="Bestil tiden")).to_be_visible()
    await Appointment.filter(state=AppointmentState.HELD).update(
        held_until=now() - timedelta(seconds=1)
    )
    his = await visits("ole", "/app")
    await his.get_by_role("link", name="Samtale med psykolog").click()
    await his.locator(".slots button").first.click()
    await his.get_by_role("button", name="Bestil tiden").click()
    await expect(his.get_by_text("Din tid er bestilt")).to_be_visible()

    await hers.get_by_role("button", name="Bestil tiden").click()

    await expect(hers.get_by_role("alert")).to_contain_text("Tiden er lige blevet taget")
    await hers.get_by_role("heading", name="Tider tæt på").wait_for()
    await hers.locator(".slots button").first.click()
    await hers.get_by_role("button", name="Bestil tiden").click()
    await expect(hers.get_by_text("Din tid er bestilt")).to_be_visible()


async def test_what_cannot_be_booked_says_why(visits):
    page = await visits("karen", "/app")

    await expect(page.get_by_text("Du skal have en betalingsgaranti")).to_be_visible()
    await expect(page.get_by_role("link", name="Forløb hos psykolog")).to_have_count(0)


async def test_an_appointment_is_moved_and_cancelled_with_its_notice(visits):
    page = await visits("karen", "/app/aftaler")
    await page.get_by_role("link", name="Se aftalen").first.click()
    await page.get_by_role("link", name="Flyt aftalen").click()
    # It begins in five minutes: what the API has to say about that is shown first.
    await expect(page.get_by_text("Der er mindre end 24 timer til din aftale")).to_be_visible()
    await page.locator(".slots button").last.click()
    await page.get_by_role("button", name="Flyt aftalen").click()
    await expect(page.get_by_text("Din tid er bestilt")).to_be_visible()

    await page.get_by_role("link", name="Gå til aftalen").click()
    await page.get_by_role("button", name="Aflys aftalen").click()
    await page.get_by_role("dialog").get_by_role("button", name="Aflys aftalen").click()

    await expect(page.locator(".chip", has_text="Aflyst")).to_be_visible()
    await page.goto("/app/aftaler")
    await expect(page.get_by_text("Du har ingen aktive aftaler")).to_be_visible()


async def test_a_time_is_asked_for_and_given_by_the_coordinator(visits):
    page = await visits("karen", "/app")
    await page.get_by_role("link", name="Forundersøgelse, ryg").click()
    await page.get_by_label("Hvornår passer det dig?").fill("Helst om formiddagen")
    await page.get_by_role("button", name="Send ønske").click()
    await expect(page.get_by_text("Vi har modtaget dit ønske")).to_be_visible()
    await page.get_by_role("link", name="Mine aftaler").last.click()
    await expect(page.get_by_text("Afventer tid")).to_be_visible()

    desk = await visits("bang", "/staff/oensker")
    await expect(desk.get_by_text("Helst om formiddagen")).to_be_visible()
    await desk.get_by_role("button", name="Giv en tid").click()
    await desk.locator("dialog .slots button").first.click()
    await desk.get_by_role("button", name="Giv tiden").click()
    await expect(desk.get_by_text("Karen Vig har fået tid")).to_be_visible()

    # Mine aftaler is live: nobody has to ask again.
    await expect(page.get_by_text("Afventer tid")).to_have_count(0)
    await expect(page.get_by_role("heading", level=2)).to_have_count(2)


async def test_what_the_clinic_cancels_is_gone_at_once_and_says_why(visits):
    page = await visits("karen", "/app/aftaler")
    await expect(page.get_by_role("link", name="Se aftalen")).to_have_count(1)
    address = await page.get_by_role("link", name="Se aftalen").get_attribute("href")

    staff = await visits("holm", "/staff/dag")
    await staff.get_by_role("button", name="Aflys aftalen Karen Vig").click()
    await staff.get_by_label("Hvorfor").last.fill("Behandleren er syg")
    await is_accessible(staff)
    await staff.get_by_role("dialog").get_by_role("button", name="Aflys aftalen").click()
    await expect(staff.get_by_role("dialog")).to_have_count(0)

    await expect(page.get_by_text("Du har ingen aktive aftaler")).to_be_visible()
    await page.goto(address)
    await expect(page.get_by_text("Vi måtte aflyse aftalen: Behandleren er syg")).to_be_visible()


async def test_why_a_request_was_declined_is_read_in_mine_aftaler(visits):
    page = await visits("karen", "/app")
    await page.get_by_role("link", name="Forundersøgelse, ryg").click()
    await page.get_by_role("button", name="Send ønske").click()
    await page.get_by_role("link", name="Mine aftaler").last.click()
    await expect(page.get_by_text("Afventer tid")).to_be_visible()

    desk = await visits("bang", "/staff/oensker")
    await desk.get_by_role("button", name="Afvis").click()
    await desk.get_by_label("Hvorfor").fill("Ingen tider før maj")
    await desk.get_by_role("dialog").get_by_role("button", name="Afvis").click()
    await expect(desk.get_by_text("Ingen venter på en tid")).to_be_visible()

    await expect(page.get_by_text("Ingen tider før maj")).to_be_visible()
    await expect(page.get_by_text("Afventer tid")).to_have_count(0)


async def test_the_link_of_a_text_message_leads_to_the_confirmation_and_marks_it_read(visits):
    letter = await BookingConfirmation.all().first().select_related("appointment")
    assert letter is not None
    await DeepLink.create(
        token_hash=hash_of("a-token-of-22-characte"),
        patient_id=letter.appointment.patient_id,
        appointment_id=letter.appointment_id,
        confirmation_id=letter.id,
        schedule_version=1,
        expires_at=now() + timedelta(days=30),
    )
    await Appointment.filter(id=letter.appointment_id).update(
        starts_at=now() + timedelta(days=2),
        ends_at=now() + timedelta(days=2, minutes=30),
    )
    page = await visits("karen", "/app")
    await expect(page.locator(".badge")).to_contain_text("1")

    await page.goto("/l/a-token-of-22-characte")

    await expect(page.get_by_role("heading", name="Bookingbekræftelse")).to_be_visible()
    await expect(page.get_by_text(letter.number)).to_be_visible()
    await expect(page.locator(".badge")).to_have_count(0)


async def test_a_link_that_is_not_ones_own_is_no_dead_end(visits):
    page = await visits("karen", "/l/unknown")

    await expect(page.get_by_role("heading", name="Der er ikke noget her")).to_be_visible()
