"""R1–R6, R8: consent, and then where to go to log in; and signing out."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from models import ConsentTicket, SignInAttempt
from tests.cast import NINE
from web.broker import LOCAL_PROVIDER, brokers, local_issuer
from web.dev.idp import local_provider

BOTH = ["APP_USE", "RECORD_STORAGE"]

CONSENT = """
  mutation ($purposes: [ConsentPurpose!]!, $language: String) {
    giveConsent(input: { purposes: $purposes, language: $language }) {
      __typename
      ... on ConsentTicket { id givenAt expiresAt }
      ... on ConsentRequired { missing }
      ... on InvalidInput { field }
      ... on Error { code message }
    }
  }
"""

BEGIN = """
  mutation ($ticket: ID!, $provider: Provider!, $path: String) {
    beginSignIn(input: { ticketId: $ticket, provider: $provider, path: $path }) {
      __typename
      ... on SignInStarted { authorizeUrl landing }
      ... on ProviderRetired { provider closedOn useInstead }
      ... on Error { code message }
    }
  }
"""


@pytest.fixture
async def outside(outside, settings, clock):
    """With the local identity provider where MitID's broker would be."""
    provider = local_provider(
        {settings.oidc_client_id: settings.oidc_client_secret.get_secret_value()},
        now=clock,
        issuer=local_issuer(settings),
        redirect_prefix=f"{settings.origin}/sign-in/",
    )
    routes = [Mount(LOCAL_PROVIDER, provider)]
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(Starlette(routes=routes))) as http:
        yield replace(outside, providers=brokers(settings, http, clock))


async def test_consent_to_both_gives_a_ticket_for_half_an_hour(app_of):
    """R2."""
    app = await app_of(None)

    answer = await app.asks(CONSENT, purposes=BOTH, language="en")

    ticket = await ConsentTicket.get(id=answer.pop("id"))
    assert answer == {
        "__typename": "ConsentTicket",
        "givenAt": "2026-03-02T09:00:00+00:00",
        "expiresAt": "2026-03-02T09:30:00+00:00",
    }
    assert ticket.text_ids == ["APP_USE-1-en", "RECORD_STORAGE-1-en"]
    assert ticket.browser_hash not in (app.context.tokens.browser, "")


@pytest.mark.parametrize(
    ("purposes", "missing"),
    [([], BOTH), (["APP_USE"], ["RECORD_STORAGE"]), (["RECORD_STORAGE"] * 2, ["APP_USE"])],
)
async def test_consent_to_one_of_the_two_is_not_enough(app_of, purposes, missing):
    app = await app_of(None)

    answer = await app.asks(CONSENT, purposes=purposes)

    assert answer == {
        "__typename": "ConsentRequired",
        "missing": missing,
        "code": "CONSENT_REQUIRED",
        "message": "Du skal give samtykke, før du kan logge ind.",
    }
    assert not await ConsentTicket.exists()


async def test_consent_in_an_unknown_language_is_refused(app_of):
    app = await app_of(None)

    answer = await app.asks(CONSENT, purposes=BOTH, language="de")

    assert (answer["__typename"], answer["field"]) == ("InvalidInput", "language")
    assert not await ConsentTicket.exists()


@pytest.mark.parametrize(
    ("path", "landing"),
    [
        (None, "PROFILE"),
        ("/a/apt_1", "DEEP_LINK"),
        ("//evil.example", "PROFILE"),
        ("/\\evil.example", "PROFILE"),
        ("https://evil.example/", "PROFILE"),
        ("", "PROFILE"),
    ],
)
async def test_after_consent_one_goes_to_mitid_and_then_to_ones_profile(app_of, path, landing):
    """R5–R6, R8, A11: a link that one was on the way to wins; another site never does."""
    app = await app_of(None)
    ticket = (await app.asks(CONSENT, purposes=BOTH))["id"]

    answer = await app.asks(BEGIN, ticket=ticket, provider="MITID", path=path)

    assert (answer["__typename"], answer["landing"]) == ("SignInStarted", landing)
    url = urlsplit(answer["authorizeUrl"])
    asked = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert (url.path, asked["response_type"]) == ("/dev/idp/oauth2/authorize", "code")
    assert asked["redirect_uri"] == "http://localhost:8000/sign-in/callback"
    assert asked["code_challenge_method"] == "S256"
    assert asked["acr_values"].endswith(":substantial")
    attempt = await SignInAttempt.get()
    assert attempt.state_hash != asked["state"]


async def test_nemid_is_refused_by_name(app_of):
    """R1, A1."""
    app = await app_of(None)
    ticket = (await app.asks(CONSENT, purposes=BOTH))["id"]

    answer = await app.asks(BEGIN, ticket=ticket, provider="NEMID")

    assert answer == {
        "__typename": "ProviderRetired",
        "provider": "NEMID",
        "closedOn": "2023-10-31",
        "useInstead": "MITID",
        "code": "PROVIDER_RETIRED",
        "message": "NemID lukkede 31. oktober 2023. Brug MitID.",
    }
    assert not await SignInAttempt.exists()


async def test_without_consent_there_is_nowhere_to_go(app_of):
    """R2: enforced here, not only on the screen."""
    app = await app_of(None)

    answer = await app.asks(BEGIN, ticket="tic_unknown", provider="MITID")

    assert answer == {
        "__typename": "ConsentTicketExpired",
        "code": "CONSENT_TICKET_EXPIRED",
        "message": "Dit samtykke er for gammelt eller er allerede brugt. Giv samtykke igen for at "
        "logge ind.",
    }


async def test_a_ticket_is_good_until_half_an_hour_has_passed(app_of, clock):
    app = await app_of(None)
    ticket = (await app.asks(CONSENT, purposes=BOTH))["id"]
    begin = {"ticket": ticket, "provider": "MITID"}

    clock.goes(NINE + timedelta(minutes=30) - timedelta(milliseconds=1))
    assert (await app.asks(BEGIN, **begin))["__typename"] == "SignInStarted"
    clock.goes(NINE + timedelta(minutes=30))
    assert (await app.asks(BEGIN, **begin))["__typename"] == "ConsentTicketExpired"


async def test_a_used_ticket_is_not_good_again(app_of):
    app = await app_of(None)
    ticket = (await app.asks(CONSENT, purposes=BOTH))["id"]
    begin = {"ticket": ticket, "provider": "MITID"}
    assert (await app.asks(BEGIN, **begin))["__typename"] == "SignInStarted"

    await (await ConsentTicket.get(id=ticket)).use_up(NINE)

    assert (await app.asks(BEGIN, **begin))["__typename"] == "ConsentTicketExpired"


async def test_a_ticket_is_only_good_in_the_browser_that_it_was_given_in(app_of):
    mine, anothers = await app_of(None), await app_of(None)
    ticket = (await mine.asks(CONSENT, purposes=BOTH))["id"]
    begin = {"ticket": ticket, "provider": "MITID"}
    assert (await mine.asks(BEGIN, **begin))["__typename"] == "SignInStarted"

    assert (await anothers.asks(BEGIN, **begin))["__typename"] == "ConsentTicketExpired"
    assert await SignInAttempt.all().count() == 1


async def test_signing_out_ends_the_session_and_is_no_mistake_for_nobody(app_of, karen):
    app, nobody = await app_of(karen), await app_of(None)
    assert await app.asks("{ me { name } }") == {"name": "Karen Vig"}

    assert await app.asks("mutation { signOut { done } }") == {"done": True}

    assert await app.refused("{ me { name } }") == "NOT_SIGNED_IN"
    assert await nobody.asks("mutation { signOut { done } }") == {"done": True}


async def test_signing_out_here_leaves_the_other_device_signed_in(app_of, karen):
    phone, tablet = await app_of(karen), await app_of(karen)

    await phone.asks("mutation { signOut { done } }")

    assert await tablet.asks("{ me { name } }") == {"name": "Karen Vig"}
