"""The patient guide, from consent to an accepted consultation: a real server, real sockets.

The documents are those of the README and of GraphiQL's tabs, word for word.
"""

import asyncio
from datetime import timedelta

import pytest

from app import create_app
from settings import Settings
from tests.daytime import begins, now
from tests.serving import Browser, a_free_port, serving
from web.dev.seed import seed
from web.journey import documents

DOCUMENTS = {document.title.split(" ", 1)[1]: document.text for document in documents()}


def the(title: str) -> str:
    return DOCUMENTS[title]


@pytest.fixture
async def url(db, database_url, tmp_path):
    """The seeded system, served as `make run` serves it, with its worker."""
    bound = a_free_port()
    url = f"http://127.0.0.1:{bound.getsockname()[1]}"
    settings = Settings(data_folder=tmp_path, public_url=url)
    clock = begins()
    await seed(settings, clock())
    async with serving(create_app(settings, database_url, clock=clock), bound):
        yield url


@pytest.fixture
async def karen(url):
    async with Browser(url) as browser:
        yield browser


@pytest.fixture
async def holm(url):
    async with Browser(url) as browser:
        yield browser


async def test_the_guide_ends_in_an_accepted_consultation(karen, holm):
    await signs_in(karen, "karen")
    await staff_signs_in(holm, "holm")
    me = (await karen.asks(the("My profile")))["me"]
    assert me["name"] == "Karen Vig"
    assert [consent["purpose"] for consent in me["consents"]] == ["APP_USE", "RECORD_STORAGE"]

    soon = await begins_soon(karen)
    async with karen.follows(the("Waiting room"), id=soon) as room:
        assert (await room.next())["consultation"]["state"] == "SCHEDULED"
        await karen.asks(the("Check equipment"), id=soon)
        await karen.asks(the("Enter waiting room"), id=soon)
        assert (await room.until(state="WAITING"))["cue"]["sound"] is False

        async with holm.follows(the("Clinician queue")) as queue:
            assert (await queue.next())["waiting"] == 1
        await holm.asks(the("Call in"), id=soon)
        ringing = await room.until(state="CLINICIAN_READY")
        assert ringing["cue"]["sound"] is True
        assert ringing["screen"]["title"] == "Din behandler er klar"

        invitation = ringing["invitation"]["id"]
        accepted = await karen.asks(the("Accept consultation"), id=soon, invitation=invitation)
        assert accepted["acceptConsultation"]["state"] == "IN_PROGRESS"
        await room.until(state="IN_PROGRESS")

        await holm.asks(the("End consultation"), id=soon)
        await room.until(state="ENDED")
        assert (await room.next())["type"] == "complete"


async def test_when_the_clinician_is_late_the_patient_may_leave_and_is_called(karen, holm):
    await signs_in(karen, "karen")
    soon = await begins_soon(karen)
    await karen.asks(the("Check equipment"), id=soon)
    await karen.asks(the("Enter waiting room"), id=soon)

    async with karen.follows(the("Waiting room"), id=soon) as room:
        assert (await room.next())["mayLeave"] is False
        refused = await karen.asks(the("Leave waiting room"), id=soon)
        assert refused["leaveWaitingRoom"]["__typename"] == "ClinicianNotLate"

        await karen.http.post("/dev/clock", data={"minutes": "17"})
        while not (late := await room.next())["mayLeave"]:
            pass
        assert (late["mayLeave"], late["screen"]["title"]) == (True, "Din behandler er forsinket")
        left = (await karen.asks(the("Leave waiting room"), id=soon))["leaveWaitingRoom"]
        await room.until(state="LEFT")

    assert left["leftReason"] == "DUE_TO_DELAY"
    await staff_signs_in(holm, "bang")
    [case] = (await holm.asks(the("Follow ups")))["followUps"]["nodes"]
    assert case["followUp"]["dueAt"] == left["followUp"]["dueAt"]
    kept = await holm.asks(the("Resolve follow up"), id=case["followUp"]["id"])
    assert kept["resolveFollowUp"]["followUp"]["state"] == "RESOLVED"


async def test_a_patient_books_a_time_and_reads_the_confirmation(karen):
    await signs_in(karen, "karen")
    page = await karen.asks(the("Front page"))
    assert page["navigation"][0]["icon"] == "HEART"
    service = next(s for s in page["frontPage"]["services"] if s["modality"] == "IN_PERSON")
    today = now().date()
    times = await karen.asks(
        the("Free times"),
        service=service["id"],
        **{"from": str(today), "to": str(today + timedelta(days=7))},
    )

    slot = times["slots"][0]["id"]
    booked = (await karen.asks(the("Book appointment"), slot=slot))["bookAppointment"]

    assert booked["startsAt"] == times["slots"][0]["startsAt"]
    newest = (await karen.asks(the("Booking confirmations")))["bookingConfirmations"]["nodes"][0]
    letter = await karen.asks(the("Read confirmation"), id=newest["id"])
    headings = [s["heading"] for s in letter["markConfirmationRead"]["sections"]]
    assert headings[:4] == ["Hvad", "Hvornår", "Behandler", "Hvor"]
    mine = (await karen.asks(the("My appointments")))["myAppointments"]["nodes"]
    address = {a["id"]: a["contact"]["address"] for a in mine}[booked["id"]]
    assert address["street"] == "Haslevvej 13"


async def test_a_text_message_leads_to_the_appointment_but_not_before_signing_in(karen):
    async def inbox():
        return (await karen.http.get("/dev/inbox")).text

    async with asyncio.timeout(40):
        while "Din videoaftale begynder" not in await inbox():
            await asyncio.sleep(0.05)
    told = (await inbox()).partition("Din videoaftale begynder")[2]
    link = told.partition('href="')[2].partition('"')[0]
    assert "/l/" in link

    before = await karen.http.get(link)
    assert "Før du logger ind" in before.text
    assert "Holm" not in before.text
    await signs_in(karen, "karen")
    page = await karen.http.get(link)
    assert page.url.path == link.replace(f"http://{page.url.netloc.decode()}", "/app")
    target = (await karen.asks(LEADS, token=link.rpartition("/")[2]))["resolveDeepLink"]
    assert (target["state"], target["message"]) == (
        "OPEN",
        "Du kan starte din videokonsultation nu.",
    )


LEADS = "query ($token: String!) { resolveDeepLink(token: $token) { state message } }"


async def signs_in(browser, person):
    """R2–R6, as the documents say: consent, provider, session."""
    texts = await browser.asks(the("Consent texts"))
    assert [text["kind"] for text in texts["consentTexts"]] == ["APP_USE", "RECORD_STORAGE"]
    ticket = (await browser.asks(the("Give consent")))["giveConsent"]["id"]
    started = (await browser.asks(the("Begin sign in"), ticket=ticket))["beginSignIn"]
    page = await browser.http.get(started["authorizeUrl"])
    landed = await browser.chooses(page, person)
    assert landed.status_code == 200, landed.text


async def staff_signs_in(browser, person):
    await browser.chooses(await browser.http.get("/sign-in/staff?landing=/"), person)


async def begins_soon(browser):
    mine = (await browser.asks(the("My appointments")))["myAppointments"]["nodes"]
    return mine[0]["consultation"]["id"]
