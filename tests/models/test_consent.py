"""R2–R4: no sign-in without consent to both purposes, each to one exact wording, used once."""

import asyncio
import shutil
from datetime import timedelta

import pytest

from models import ConsentTicket, LegalText, Purpose, TextKind, publish
from models.consent import hashed, new_secret
from models.consent_ticket import TICKET_LIVES
from models.publish import WordingChanged, publish_legal_texts, written
from models.refused import ConsentRequired
from tests.cast import NINE

A_MILLISECOND = timedelta(milliseconds=1)
APP_USE, RECORD_STORAGE = Purpose
TEXTS = ["APP_USE-1-da", "RECORD_STORAGE-1-da"]


def given(*purposes):
    return ConsentTicket.given(set(purposes), TEXTS, "da", "karens browser", NINE)


def test_consent_to_both_purposes_gives_a_ticket():
    ticket = given(APP_USE, RECORD_STORAGE)

    assert (ticket.text_ids, ticket.language) == (TEXTS, "da")
    assert (ticket.given_at, ticket.used_at) == (NINE, None)


@pytest.mark.parametrize(
    ("purposes", "missing"),
    [
        ([], [APP_USE, RECORD_STORAGE]),
        ([APP_USE], [RECORD_STORAGE]),
        ([RECORD_STORAGE], [APP_USE]),
    ],
)
def test_whoever_leaves_one_out_gets_no_ticket_and_is_told_which(purposes, missing):
    with pytest.raises(ConsentRequired) as refusal:
        given(*purposes)

    assert refusal.value.missing == missing


def test_a_ticket_is_good_for_thirty_minutes():
    ticket = given(*Purpose)

    assert timedelta(minutes=30) == TICKET_LIVES
    assert ticket.is_good(NINE + TICKET_LIVES - A_MILLISECOND)
    assert not ticket.is_good(NINE + TICKET_LIVES)


def test_a_ticket_that_was_used_is_no_longer_good():
    ticket = given(*Purpose)

    ticket.used_at = NINE

    assert not ticket.is_good(NINE)


def test_a_ticket_knows_its_browser_by_a_hash_only():
    ticket = given(*Purpose)

    assert ticket.browser_hash == hashed("karens browser")
    assert "karens browser" not in ticket.browser_hash


def test_each_secret_is_another_and_has_256_bits():
    secrets = {new_secret() for _ in range(100)}

    assert len(secrets) == 100
    assert all(len(secret) >= 256 / 6 for secret in secrets)


async def test_of_two_who_come_with_the_same_ticket_one_signs_in(db):
    ticket = given(*Purpose)
    await ticket.save()

    won = await asyncio.gather(*(ticket.use_up(NINE) for _ in range(8)))

    assert won.count(True) == 1
    assert not (await ConsentTicket.get(id=ticket.id)).is_good(NINE)


def test_every_text_is_written_in_danish_and_english():
    texts = {(text.kind, text.text_version, text.language) for text in written()}

    assert {kind for kind, _, _ in texts} == set(TextKind)
    assert {it for it in texts if it[2] == "da"} == {(k, v, "da") for k, v, _ in texts}
    assert {it for it in texts if it[2] == "en"} == {(k, v, "en") for k, v, _ in texts}


@pytest.mark.parametrize("text", written(), ids=lambda text: text.id)
def test_a_text_has_a_title_a_body_and_the_hash_of_both(text):
    assert text.id == f"{text.kind}-{text.text_version}-{text.language}"
    assert text.title
    assert not text.title.startswith("#")
    assert text.body == text.body.strip() != ""
    assert text.sha256 == LegalText.digest(text.title, text.body)


@pytest.mark.parametrize("change", [("Vilkår.", "B"), ("Vilkår", "B."), ("", "VilkårB")])
def test_another_title_or_body_has_another_hash(change):
    assert LegalText.digest(*change) != LegalText.digest("Vilkår", "B")


@pytest.mark.parametrize("kind", TextKind)
@pytest.mark.parametrize("language", ["da", "en"])
async def test_every_text_is_published_as_it_is_written(db, kind, language):
    current = await LegalText.current(kind, language)

    versions = [it for it in written() if (it.kind, it.language) == (kind, language)]
    as_written = max(versions, key=lambda it: it.text_version)
    assert (current.title, current.body) == (as_written.title, as_written.body)
    assert current.sha256 == as_written.sha256


async def test_publishing_again_changes_nothing(db):
    before = await LegalText.all().order_by("id").values()

    await publish_legal_texts()

    assert await LegalText.all().order_by("id").values() == before


@pytest.fixture
async def folder(db, tmp_path, monkeypatch):
    """A copy of the texts, to be edited; what is published from it is gone afterwards."""
    copy = tmp_path / "legal"
    shutil.copytree(publish.FOLDER, copy)
    kept = {text.id for text in written()}
    monkeypatch.setattr(publish, "FOLDER", copy)
    yield copy
    await LegalText.filter(id__not_in=kept).delete()


async def test_a_published_wording_cannot_be_changed(folder):
    terms = folder / "TERMS-1-da.md"
    terms.write_text(terms.read_text() + "\nDu skal også betale mere.\n")

    with pytest.raises(WordingChanged, match="TERMS-1-da"):
        await publish_legal_texts()

    published = await LegalText.get(id="TERMS-1-da")
    assert "betale mere" not in published.body


async def test_a_new_wording_is_a_new_version_and_the_old_one_stays(folder):
    (folder / "TERMS-2-da.md").write_text("# Vilkår\n\nNye vilkår.\n")

    await publish_legal_texts()

    old, new = await LegalText.filter(kind="TERMS", language="da").order_by("text_version")
    assert (old.id, new.id) == ("TERMS-1-da", "TERMS-2-da")
    assert new.body == "Nye vilkår."
