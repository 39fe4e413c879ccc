"""R5 for apps: the person signs in in the system's browser, the app fetches its session."""

import asyncio
import secrets
from datetime import timedelta

import pytest

from models import Consent, Session
from models.session import SESSION_LIVES
from models.sign_in import challenge
from tests.cast import NINE
from tests.serving import Browser
from tests.signing_in import (
    BEGIN,
    BOTH,
    GIVE,
    ME,
    SESSION_COOKIES,
    answer,
    code,
    comes_back,
    cookies_set,
    follows,
    opened,
    told,
    way_back,
)

REDEEM = """
  mutation ($code: String!, $secret: String!) {
    redeemSignIn(input: { code: $code, secret: $secret }) {
      __typename
      ... on AppSession { token expiresAt }
      ... on TooManyRequests { retryAfter }
      ... on Error { code message }
    }
  }
"""
CARD = "subscription { clinicianReady { cause } }"
MINE = "{ session { channel } me { name sessions { channel isCurrent } } }"
SIGN_OUT = "mutation { signOut { brokerUrl } }"

CALLED_BACK = "alerisonline://signed-in?code="
LATEST = timedelta(minutes=2)


@pytest.fixture
async def hospital(db, database_url, tmp_path, clock):
    async with opened(database_url, tmp_path, clock) as hospital:
        yield hospital


@pytest.fixture
async def app(hospital):
    """It has no cookies."""
    async with hospital.browser("192.0.2.1") as app:
        yield app


@pytest.fixture
async def safari(hospital):
    """The browser of the same phone."""
    async with hospital.browser("192.0.2.1") as browser:
        yield browser


@pytest.fixture
def secret():
    return secrets.token_urlsafe(32)


@pytest.fixture
async def given(app, safari, secret):
    """The code that the app was called back with."""
    return await signs_in(app, safari, secret)


async def signs_in(app: Browser, safari: Browser, secret: str) -> str:
    ticket = await consents(app, secret)
    started = (await app.asks(BEGIN, ticket=ticket, provider="MITID"))["beginSignIn"]
    page = await safari.http.get(started["authorizeUrl"])
    landed = await comes_back(safari, await way_back(safari, page, "karen"))
    address = landed.headers["location"]
    assert landed.status_code == 303
    assert address.startswith(CALLED_BACK)
    assert not cookies_set(landed) & SESSION_COOKIES
    return address.removeprefix(CALLED_BACK)


async def consents(app, secret):
    given = await app.asks(GIVE, purposes=BOTH, challenge=challenge(secret))
    return given["giveConsent"]["id"]


async def redeems(app, given, secret):
    return (await app.asks(REDEEM, code=given, secret=secret))["redeemSignIn"]


def is_refused(answer):
    return answer["__typename"] == "ConsentTicketExpired" and "token" not in answer


async def test_the_app_has_a_session_of_its_own(app, safari, secret, given):
    assert not await Session.exists()

    session = await redeems(app, given, secret)

    assert session["__typename"] == "AppSession"
    assert session["expiresAt"] == (NINE + SESSION_LIVES).isoformat()
    assert not app.http.cookies
    assert await answer(app, MINE, token=session["token"]) == {
        "data": {
            "session": {"channel": "APP"},
            "me": {"name": "Karen Vig", "sessions": [{"channel": "APP", "isCurrent": True}]},
        }
    }
    assert await code(safari, ME) == "NOT_SIGNED_IN"
    assert {c.channel.value for c in await Consent.all()} == {"APP"}
    assert await Consent.all().count() == 2


async def test_the_app_follows_what_happens_until_it_signs_out(app, secret, given):
    token = (await redeems(app, given, secret))["token"]

    async with follows(app, CARD, token=token) as card:
        assert await card.next() == {"clinicianReady": {"cause": "SNAPSHOT"}}
        signed_out = await answer(app, SIGN_OUT, token=token)
        assert await card.ending() == "NOT_SIGNED_IN"

    assert signed_out["data"]["signOut"]["brokerUrl"].startswith(app.url)
    assert await code(app, ME, token=token) == "NOT_SIGNED_IN"


async def test_a_code_without_its_secret_is_worth_nothing(app, secret, given):
    for guessed in ("", "guessed", challenge(secret), secret[:-1], given):
        assert is_refused(await redeems(app, given, guessed))

    assert not await Session.exists()
    assert (await redeems(app, given, secret))["__typename"] == "AppSession"


async def test_a_secret_without_its_code_is_worth_nothing(app, secret, given):
    for guessed in ("", "guessed", secret):
        assert is_refused(await redeems(app, guessed, secret))
    assert not await Session.exists()


async def test_the_secret_of_another_app_does_not_fit(hospital, app, safari, secret, given):
    others = secrets.token_urlsafe(32)
    async with hospital.browser("192.0.2.2") as browser:
        code_of_another = await signs_in(app, browser, others)

    assert is_refused(await redeems(app, given, others))
    assert is_refused(await redeems(app, code_of_another, secret))


async def test_a_code_gives_one_session_however_many_ask_at_once(app, secret, given):
    answers = await asyncio.gather(*[redeems(app, given, secret) for _ in range(8)])

    names = sorted(answer["__typename"] for answer in answers)
    assert names == ["AppSession"] + ["ConsentTicketExpired"] * 7
    assert is_refused(await redeems(app, given, secret))
    assert await Session.all().count() == 1


async def test_a_code_is_good_until_two_minutes_have_passed(app, secret, given, clock):
    clock.goes(NINE + LATEST)
    assert is_refused(await redeems(app, given, secret))

    clock.goes(NINE + LATEST - timedelta(milliseconds=1))
    assert (await redeems(app, given, secret))["__typename"] == "AppSession"


@pytest.mark.parametrize("kind", ["cookie", "bearer"])
async def test_a_code_is_no_token(app, safari, given, kind):
    if kind == "cookie":
        safari.http.cookies.set("aleris_patient", given)

    assert await code(safari, ME, token=given if kind == "bearer" else None) == "NOT_SIGNED_IN"


async def test_the_way_back_of_an_app_is_taken_once(app, safari, secret):
    ticket = await consents(app, secret)
    started = (await app.asks(BEGIN, ticket=ticket, provider="MITID"))["beginSignIn"]
    callback = await way_back(safari, await safari.http.get(started["authorizeUrl"]), "karen")
    assert (await comes_back(safari, callback)).status_code == 303

    again = await comes_back(safari, callback)

    assert again.status_code == 400
    assert set(told(again)) == {"da", "en"}


async def test_a_person_who_stops_at_mitid_leaves_the_app_without_a_code(app, safari, secret):
    ticket = await consents(app, secret)
    started = (await app.asks(BEGIN, ticket=ticket, provider="MITID"))["beginSignIn"]
    page = await safari.http.get(started["authorizeUrl"])

    stopped = await comes_back(safari, await way_back(safari, page, "nobody"))

    assert stopped.status_code == 400
    assert told(stopped)["en"].startswith("You stopped.")


async def test_a_browsers_sign_in_has_nothing_to_redeem(safari, app):
    ticket = (await safari.asks(GIVE, purposes=BOTH))["giveConsent"]["id"]
    started = (await safari.asks(BEGIN, ticket=ticket, provider="MITID"))["beginSignIn"]
    callback = await way_back(safari, await safari.http.get(started["authorizeUrl"]), "karen")
    landed = await comes_back(safari, callback)

    token = landed.cookies["aleris_patient"]

    assert is_refused(await redeems(app, token, ""))
    assert is_refused(await redeems(app, callback.split("code=")[1].split("&")[0], ""))


@pytest.mark.parametrize(
    "malformed", ["", "x", "a" * 42, "a" * 44, "a" * 42 + "=", "a" * 42 + "\n", "å" * 43]
)
async def test_a_challenge_that_is_no_sha_256_is_refused(app, malformed):
    refused = (await app.asks(GIVE, purposes=BOTH, challenge=malformed))["giveConsent"]

    assert (refused["__typename"], refused["field"]) == ("InvalidInput", "appChallenge")


@pytest.mark.usefixtures("early_in_a_minute")
async def test_too_many_tries_are_refused_for_a_while(app, secret, given):
    for _ in range(20):
        last = await redeems(app, given, "guessed")

    assert (last["__typename"], last["retryAfter"]) == ("TooManyRequests", 60)
    assert (await redeems(app, given, secret))["__typename"] == "TooManyRequests"
