"""R1–R7, R10, R12, R15–R16: what anybody can read, consent, and where to go to log in."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from models import ConsentTicket, LegalText, SignInAttempt, TextKind
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


async def test_mitid_can_be_used_and_nemid_says_why_not(app_of):
    """R1, A1."""
    app = await app_of(None)

    assert await app.asks("{ loginProviders { id label enabled reason } }") == [
        {"id": "MITID", "label": "Log ind med MitID", "enabled": True, "reason": None},
        {
            "id": "NEMID",
            "label": "Log ind med NemID",
            "enabled": False,
            "reason": "NemID lukkede 31. oktober 2023. Brug MitID.",
        },
    ]


async def test_one_screen_has_two_texts_to_consent_to(app_of):
    """R3–R4."""
    app = await app_of(None)

    texts = await app.asks("{ consentTexts { id kind version language title body sha256 } }")

    assert [text["id"] for text in texts] == ["APP_USE-1-da", "RECORD_STORAGE-1-da"]
    assert all(t["sha256"] == LegalText.digest(t["title"], t["body"]) for t in texts)


@pytest.mark.parametrize("field", ["consentTexts", "terms"])
async def test_texts_are_in_the_askers_language_or_in_the_one_asked_for(app_of, field):
    english, danish = await app_of(None, language="en"), await app_of(None)
    own, other = f"{{ {field} {{ id }} }}", f'{{ {field}(language: "en") {{ id }} }}'

    assert await english.asks(own) == await danish.asks(other)
    assert await english.asks(own) != await danish.asks(own)
    unknown = f'{{ {field}(language: "de") {{ id }} }}'
    assert await danish.refused(unknown) == "INVALID_INPUT"


@pytest.mark.parametrize("kind", TextKind)
async def test_each_legal_text_can_be_read(app_of, kind):
    """R12."""
    app = await app_of(None)

    answer = await app.asks(
        "query ($kind: LegalTextKind!) { terms(kind: $kind) { id } }", kind=kind
    )

    assert answer == {"id": f"{kind}-1-da"}


async def test_about_the_app(app_of):
    """R10."""
    app = await app_of(None)

    answer = await app.asks("{ appInfo { name version owner supportPhone supportEmail } }")

    assert answer == {
        "name": "Aleris Online",
        "version": "0.1.0",
        "owner": "Aleris Hospitaler A/S",
        "supportPhone": "+4536372700",
        "supportEmail": "online@aleris.example",
    }


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("da", ["Forside", "Mine aftaler", "Min profil"]),
        ("en", ["Front page", "My appointments", "My profile"]),
    ],
)
async def test_the_heart_is_leftmost_in_the_bar_and_leads_to_the_front_page(
    app_of, language, labels
):
    """R15–R16."""
    app = await app_of(None, language=language)

    items = await app.asks("{ navigation { key icon position label } }")

    first = {"key": "FRONT_PAGE", "icon": "HEART", "position": 0, "label": labels[0]}
    assert items[0] == first
    assert [item["position"] for item in items] == [0, 1, 2]
    assert [item["label"] for item in items] == labels


async def test_help_with_logging_in(app_of):
    """R7: in the order of the guide: first consent, then MitID."""
    app = await app_of(None)
    query = "query ($in: String) { helpArticles(topic: LOGIN, language: $in) { title body } }"

    danish = await app.asks(query)
    english = await app.asks(query, **{"in": "en"})

    assert [a["title"] for a in danish][:2] == ["Giv samtykke", "Log på med MitID"]
    assert "bank, forsikring og offentlige myndigheder" in danish[1]["body"]
    assert [a["title"] for a in english][:2] == ["Give consent", "Log on with MitID"]
    assert await app.refused(query, **{"in": "de"}) == "INVALID_INPUT"


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
