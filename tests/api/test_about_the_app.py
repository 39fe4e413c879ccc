"""R1, R3–R4, R7, R10, R12, R15–R16: what anybody can read before signing in."""

import pytest

from models import LegalText, TextKind


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
