"""Failing on /tmp/i3 (branch issue3). Copy to tests/web/ to run; needs tests/signing_in.py."""

import asyncio

import pytest

from models import Consent, LegalText
from tests.cast import NINE
from tests.signing_in import (
    BEGIN,
    BOTH,
    GIVE,
    ME,
    STAFF,
    answer,
    code,
    goes_to_mitid,
    opened,
    signs_in,
)
from tests.web.test_sessions import DOCUMENTS, MINE, soon

RENEW = """
  mutation {
    renewConsent(input: { purposes: [APP_USE, RECORD_STORAGE] }) {
      __typename ... on Patient { consents { purpose text { version } } }
    }
  }
"""
WITHDRAW = "mutation { withdrawConsent(input: { purpose: APP_USE }) { purpose } }"
IN = "192.0.2."


@pytest.fixture
async def hospital(db, database_url, tmp_path, clock):
    async with opened(database_url, tmp_path, clock, seeded=True) as hospital:
        yield hospital


@pytest.fixture
async def phone(hospital):
    async with hospital.browser(IN + "1") as browser:
        await signs_in(browser, "karen")
        yield browser


@pytest.fixture
async def tablet(hospital):
    async with hospital.browser(IN + "2") as browser:
        await signs_in(browser, "karen")
        yield browser


@pytest.fixture
async def browser(hospital):
    async with hospital.browser(IN + "3") as browser:
        yield browser


@pytest.fixture
async def second_version(db):
    for language in ("da", "en"):
        await LegalText.create(
            id=f"APP_USE-2-{language}",
            kind="APP_USE",
            text_version=2,
            language=language,
            title="Ny",
            body="Ny",
            sha256="0" * 64,
        )
    yield
    await Consent.filter(text_id__startswith="APP_USE-2").delete()
    await LegalText.filter(id__startswith="APP_USE-2").delete()


async def test_01_sign_in_page_and_renewal_with_a_second_version(phone, browser, second_version):
    assert (await browser.http.get("/sign-in")).status_code == 200
    assert "errors" not in await answer(browser, GIVE, purposes=BOTH)
    renewed = await answer(phone, RENEW)
    assert renewed["data"]["renewConsent"]["__typename"] == "Patient", renewed


async def test_02_a_forgotten_session_stays_dead_when_she_waits_elsewhere(hospital, clock):
    clock.goes(hours=-1)
    async with hospital.browser(IN + "8") as library, hospital.browser(IN + "9") as phone:
        await signs_in(library, "karen")
        clock.goes(NINE)
        assert await code(library, ME) == "NOT_SIGNED_IN"
        await signs_in(phone, "karen")
        id = await soon(phone)
        await phone.asks(DOCUMENTS["Check equipment"], id=id)
        await phone.asks(DOCUMENTS["Enter waiting room"], id=id)
        assert "errors" in await answer(library, ME)


async def test_03_a_session_ended_by_withdrawal_stays_ended(phone, tablet):
    await phone.asks(WITHDRAW)
    assert await code(tablet, ME) == "NOT_SIGNED_IN"
    await signs_in(phone, "karen")
    assert "errors" in await answer(tablet, ME)


async def test_04_guessing_is_too_many_requests(browser):
    for _ in range(60):
        assert await code(browser, ME, token="guessed") == "NOT_SIGNED_IN"
    assert await code(browser, ME, token="guessed") == "TOO_MANY_REQUESTS"


async def test_05_guessing_on_pages_is_429(browser):
    browser.http.cookies.set("aleris_patient", "guessed", domain="127.0.0.1")
    for _ in range(60):
        await browser.http.get("/")
    assert (await browser.http.get("/")).status_code == 429


async def test_06_staff_sign_in_limit_is_429(browser):
    for _ in range(20):
        await browser.http.get("/sign-in/staff", follow_redirects=False)
    assert (await browser.http.get("/sign-in/staff", follow_redirects=False)).status_code == 429


async def test_07_an_old_staff_cookie_does_not_lock_a_patient_out(phone):
    phone.http.cookies.set("aleris_staff", "of-yesterday", domain="127.0.0.1")
    for _ in range(61):
        assert "errors" not in await answer(phone, ME)


@pytest.mark.parametrize("path", ["/" + "a" * 300, "/a\x00b"], ids=["long", "nul"])
async def test_08_any_path_lands_on_the_profile(browser, path):
    assert (await goes_to_mitid(browser, path)).status_code == 200
    ticket = (await browser.asks(GIVE, purposes=BOTH))["giveConsent"]["id"]
    assert "errors" not in await answer(browser, BEGIN, ticket=ticket, provider="MITID", path=path)


async def test_08b_any_path_of_staff(browser):
    asked = {"landing": "/" + "a" * 300}
    page = await browser.http.get("/sign-in/staff", params=asked, follow_redirects=False)
    assert page.status_code == 303


async def test_09_a_ticket_with_nul(browser):
    form = {"provider": "MITID", "ticket": "tic\x00"}
    assert (await browser.http.post("/sign-in/begin", data=form)).status_code == 400


async def test_10_renewing_at_the_same_moment(phone, tablet):
    for _ in range(5):
        await Consent.all().delete()
        got = await asyncio.gather(*[answer(b, RENEW) for b in (phone, tablet) * 4])
        assert all("errors" not in one for one in got)


async def test_11_fifteen_minutes_after_a_consultation_without_a_stream(hospital, phone, clock):
    id = await soon(phone)
    async with hospital.browser(IN + "7") as holm:
        from tests.signing_in import staff_signs_in

        await staff_signs_in(holm, "holm")
        await phone.asks(DOCUMENTS["Check equipment"], id=id)
        await phone.asks(DOCUMENTS["Enter waiting room"], id=id)
        rung = (await holm.asks(DOCUMENTS["Call in"], id=id))["callIn"]["invitation"]["id"]
        await phone.asks(DOCUMENTS["Accept consultation"], id=id, invitation=rung)
        clock.goes(minutes=14)
        await holm.asks(STAFF)
        clock.goes(minutes=6)
        await holm.asks(DOCUMENTS["End consultation"], id=id)
    assert "errors" not in await answer(phone, ME)


async def test_12_me_sessions_lists_every_session_that_works(phone, tablet, clock):
    id = await soon(phone)
    await phone.asks(DOCUMENTS["Check equipment"], id=id)
    await phone.asks(DOCUMENTS["Enter waiting room"], id=id)
    clock.goes(minutes=20)
    listed = len((await phone.asks(MINE))["me"]["sessions"])
    assert (listed == 2) == ("errors" not in await answer(tablet, ME))
