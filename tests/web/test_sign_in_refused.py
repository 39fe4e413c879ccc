"""R2, R5–R6: whatever goes wrong while signing in ends on a page that says so, with no session."""

import re
from datetime import timedelta

import pytest

from models import Session
from tests.cast import NINE
from tests.serving import a_free_port, serving
from tests.signing_in import (
    BEGIN,
    BOTH,
    GIVE,
    ME,
    SESSION_COOKIES,
    STAFF,
    code,
    comes_back,
    consents,
    cookies_set,
    goes_to_mitid,
    hidden,
    opened,
    signs_in,
    staff_signs_in,
    told,
    way_back,
)
from web.dev.idp import local_provider
from web.dev.idp_tokens import Misbehaviour

NOT_VERIFIED = ("Vi kunne ikke bekræfte, hvem du er.", "We could not confirm who you are.")
NO_CONSENT = ("Dit samtykke er for gammelt", "Your consent is too old")
CANCELLED = ("Du afbrød.", "You stopped.")
TOO_LOW = ("Dit login var ikke sikkert nok.", "Your login was not certain enough.")
DOWN = ("MitID svarer ikke lige nu.", "MitID does not answer just now.")
FAILED = ("MitID kunne ikke gennemføre dit login.", "MitID could not complete your login.")
TOO_MANY = ("Du har prøvet for mange gange.", "You have tried too many times.")


@pytest.fixture
async def hospital(db, database_url, tmp_path, clock):
    async with opened(database_url, tmp_path, clock) as hospital:
        yield hospital


@pytest.fixture
async def karen(hospital):
    async with hospital.browser() as browser:
        yield browser


@pytest.fixture
async def thief(hospital):
    async with hospital.browser("192.0.2.66") as browser:
        yield browser


async def refused(page, browser, said, status=400):
    """Said in both languages, and nobody is signed in."""
    assert page.status_code == status, page.text
    words = told(page)
    assert set(words) == {"da", "en"}
    assert words["da"].startswith(said[0])
    assert words["en"].startswith(said[1])
    assert not SESSION_COOKIES & (cookies_set(page) | set(browser.http.cookies))
    assert not await Session.exists()
    assert await code(browser, ME) == await code(browser, STAFF) == "NOT_SIGNED_IN"


@pytest.mark.parametrize(
    "lie",
    [
        Misbehaviour.WRONG_NONCE,
        Misbehaviour.WRONG_AUDIENCE,
        Misbehaviour.SECOND_AUDIENCE,
        Misbehaviour.WRONG_ISSUER,
        Misbehaviour.FOREIGN_EID,
        Misbehaviour.NO_LEVEL,
        Misbehaviour.NO_SUBJECT,
        Misbehaviour.UNKNOWN_KEY,
        Misbehaviour.FORGED,
    ],
    ids=lambda lie: lie.name,
)
async def test_a_token_that_cannot_be_trusted_signs_nobody_in(hospital, karen, lie):
    hospital.lies(lie)

    page = await signs_in(karen, "karen")

    await refused(page, karen, NOT_VERIFIED)


async def test_a_token_that_cannot_be_trusted_signs_no_staff_in(hospital, karen):
    hospital.lies(Misbehaviour.FORGED)

    page = await staff_signs_in(karen, "holm")

    await refused(page, karen, NOT_VERIFIED)


async def test_lis_whose_mitid_is_of_level_low_is_not_signed_in(karen):
    page = await signs_in(karen, "lis")

    await refused(page, karen, TOO_LOW)


async def test_the_patient_can_stop_at_mitid(karen):
    page = await signs_in(karen, "nobody")

    await refused(page, karen, CANCELLED)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("access_denied", CANCELLED),
        ("server_error", DOWN),
        ("invalid_request", FAILED),
        ("<script>alert(1)</script>", FAILED),
        ("", FAILED),
    ],
)
async def test_the_page_repeats_nothing_that_the_broker_said(karen, error, said):
    words = {"error": error, "error_description": "Kontoen 1203850118 er spærret"}

    page = await karen.http.get("/sign-in/callback", params=words)

    await refused(page, karen, said)
    assert "spærret" not in page.text
    assert "1203850118" not in page.text
    assert not error or error not in page.text


async def test_the_way_back_leads_in_once(karen, thief):
    callback = await way_back(karen, await goes_to_mitid(karen), "karen")
    assert "aleris_patient" in cookies_set(await comes_back(karen, callback))
    assert await Session.all().count() == 1

    again = await comes_back(karen, callback)
    anothers = await comes_back(thief, callback)

    for page in (again, anothers):
        assert page.status_code == 400
        assert told(page)["da"].startswith(NO_CONSENT[0])
        assert not cookies_set(page) & SESSION_COOKIES
    assert await Session.all().count() == 1


async def test_the_way_back_of_another_browser_leads_nowhere(karen, thief):
    callback = await way_back(karen, await goes_to_mitid(karen), "karen")

    page = await comes_back(thief, callback)

    await refused(page, thief, NO_CONSENT)
    assert "aleris_patient" in cookies_set(await comes_back(karen, callback))


@pytest.mark.parametrize("asked", ["", "?state=guessed", "?code=guessed", "?state=a&code=b"])
async def test_coming_back_without_having_left_leads_nowhere(karen, asked):
    page = await karen.http.get(f"/sign-in/callback{asked}")

    await refused(page, karen, NO_CONSENT)


async def test_a_code_that_mitid_did_not_give_signs_nobody_in(karen):
    callback = await way_back(karen, await goes_to_mitid(karen), "karen")

    page = await comes_back(karen, re.sub(r"([?&]code=)[^&]+", r"\1guessed", callback))

    await refused(page, karen, FAILED)


async def test_a_way_back_can_be_taken_until_half_an_hour_has_passed(karen, clock):
    callback = await way_back(karen, await goes_to_mitid(karen), "karen")

    clock.goes(minutes=30)
    page = await comes_back(karen, callback)

    await refused(page, karen, NO_CONSENT)


async def test_consent_that_is_half_an_hour_old_is_given_again(karen, clock):
    form = hidden(await consents(karen)) | {"provider": "MITID"}
    clock.goes(NINE + timedelta(minutes=30))

    page = await karen.http.post("/sign-in/begin", data=form)

    await refused(page, karen, NO_CONSENT)


async def test_consent_in_one_browser_is_worth_nothing_in_another(karen, thief):
    form = hidden(await consents(karen)) | {"provider": "MITID"}

    page = await thief.http.post("/sign-in/begin", data=form)

    await refused(page, thief, NO_CONSENT)


@pytest.mark.parametrize("form", [{"provider": "MITID"}, {"provider": "MITID", "ticket": "tic_x"}])
async def test_without_consent_there_is_nowhere_to_go(karen, form):
    await refused(await karen.http.post("/sign-in/begin", data=form), karen, NO_CONSENT)


async def test_one_box_ticked_is_not_consent(karen):
    page = await karen.http.post("/sign-in", data={"APP_USE": "yes"})

    said = ("Du skal give samtykke", "You must give consent")
    await refused(page, karen, said)


@pytest.mark.parametrize("provider", ["", "BANKID"])
async def test_another_provider_than_ours_is_no_way_in(karen, provider):
    form = hidden(await consents(karen)) | {"provider": provider}

    await refused(await karen.http.post("/sign-in/begin", data=form), karen, NOT_VERIFIED)


async def test_nemid_is_closed_and_says_so(karen):
    """R1, A1."""
    page = await goes_to_mitid(karen, provider="NEMID")

    await refused(page, karen, ("NemID lukkede 31. oktober 2023.", "NemID closed on"))


async def test_when_the_broker_is_down_from_the_beginning(db, database_url, tmp_path, clock):
    with a_free_port() as nobody:
        issuer = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        async with (
            opened(database_url, tmp_path, clock, oidc_issuer=issuer) as hospital,
            hospital.browser() as browser,
        ):
            await refused(await goes_to_mitid(browser), browser, DOWN)


async def test_when_the_broker_goes_down_on_the_way_back(db, database_url, tmp_path, clock):
    bound = a_free_port()
    issuer = f"http://127.0.0.1:{bound.getsockname()[1]}"
    async with opened(database_url, tmp_path, clock, oidc_issuer=issuer) as hospital:
        secret = hospital.settings.oidc_client_secret.get_secret_value()
        broker = local_provider(
            {"aleris-online": secret},
            now=clock,
            issuer=issuer,
            redirect_prefix=f"{hospital.url}/sign-in/",
        )
        async with hospital.browser() as browser:
            async with serving(broker, bound):
                callback = await way_back(browser, await goes_to_mitid(browser), "karen")

            await refused(await comes_back(browser, callback), browser, DOWN)


async def test_the_words_of_a_refusal_are_as_graphql_says_them(karen):
    answer = (await karen.asks(BEGIN, ticket="tic_x", provider="MITID"))["beginSignIn"]
    page = await karen.http.post("/sign-in/begin", data={"provider": "MITID", "ticket": "tic_x"})

    assert answer["code"] == "CONSENT_TICKET_EXPIRED"
    assert answer["message"] == told(page)["da"]
    given = (await karen.asks(GIVE, purposes=BOTH[:1]))["giveConsent"]
    assert given["code"] == "CONSENT_REQUIRED"


@pytest.mark.usefixtures("early_in_a_minute")
async def test_too_many_consents_from_one_address_are_refused_for_a_while(karen, thief):
    for _ in range(30):
        assert (await consents(karen)).status_code == 200

    page = await consents(karen)
    answer = (await karen.asks(GIVE, purposes=BOTH))["giveConsent"]

    await refused(page, karen, TOO_MANY, status=429)
    assert page.headers["retry-after"] == "60"
    assert (answer["code"], answer["retryAfter"]) == ("TOO_MANY_REQUESTS", 60)
    assert answer["message"] == told(page)["da"]
    assert (await consents(thief)).status_code == 200


@pytest.mark.usefixtures("early_in_a_minute")
async def test_too_many_sign_ins_from_one_address_are_refused_for_a_while(hospital, karen, thief):
    form = hidden(await consents(karen)) | {"provider": "MITID"}
    for _ in range(20):
        await karen.http.post("/sign-in/begin", data=form, follow_redirects=False)

    begun = await karen.http.post("/sign-in/begin", data=form)
    back = await comes_back(karen, f"{hospital.url}/sign-in/callback?state=a&code=b")
    answer = (await karen.asks(BEGIN, ticket=form["ticket"], provider="MITID"))["beginSignIn"]

    for page in (begun, back):
        await refused(page, karen, TOO_MANY, status=429)
    assert (answer["code"], answer["retryAfter"]) == ("TOO_MANY_REQUESTS", 60)
    assert "aleris_patient" in cookies_set(await signs_in(thief, "karen"))


async def test_a_picture_on_a_page_spends_nobodys_tries(hospital, karen):
    """Nobody has to click anything for it; and staff and patients have tries of their own."""
    picture = {"Sec-Fetch-Dest": "image", "Sec-Fetch-Site": "cross-site"}
    for _ in range(30):
        begun = await karen.http.get("/sign-in/staff", headers=picture, follow_redirects=False)
        assert begun.status_code == 403

    begun = await karen.http.get("/sign-in/staff", follow_redirects=False)

    assert begun.status_code == 303
    assert "aleris_patient" in cookies_set(await signs_in(karen, "karen"))
