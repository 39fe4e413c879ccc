"""What the clients' own files promise: two languages, documents that are fresh, no secret kept."""

import hashlib
import re
from functools import cache
from pathlib import Path

import pytest
from graphql import build_schema, validate

from schema import schema
from web.operations import CLIENT, MODULE, everything, module, operations

MEDIA = ("media.js", "media_signalling.js")
"""For any page, not only ours; with documents of their own."""

CALLS = r'\b(?:run|ask|act|murmur|useAsk|usePages|useLive)\("(\w+)"'

SOURCES = sorted(
    path
    for path in CLIENT.rglob("*.js")
    if "vendor" not in path.parts and path not in (MODULE, *(CLIENT / name for name in MEDIA))
)
TEXTS = [path for path in SOURCES if path.name.endswith("texts.js")]
CODE = [path for path in SOURCES if path not in TEXTS]

FILES = pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(CLIENT)))


PAIR = re.compile(r'  (?:"([^"]+)"|(\w+)): \["([^"]+)", "([^"]+)"\],')


@cache
def texts() -> dict[str, tuple[str, str]]:
    """Every line of them is a pair; each key is there once."""
    pairs: dict[str, tuple[str, str]] = {}
    for line in "\n".join(path.read_text() for path in TEXTS).splitlines():
        if not line.startswith("  ") or line.startswith("  //"):
            continue
        match = PAIR.fullmatch(line)
        assert match, line
        key = match[1] or match[2]
        assert key not in pairs, f"{key} twice"
        pairs[key] = match[3], match[4]
    return pairs


def test_the_documents_in_the_browser_are_those_in_the_folder():
    assert MODULE.read_text() == module(), "run `make operations`"


def test_every_document_of_the_clients_is_valid():
    assert validate(build_schema(schema.as_str()), everything()) == []


def test_every_document_is_used_and_every_one_that_is_used_exists():
    used = set()
    for path in CODE:
        used |= set(re.findall(r'"([A-Z]\w+)"', path.read_text())) & set(operations())
        called = re.findall(CALLS, path.read_text())
        assert set(called) <= set(operations()), path
    assert used == set(operations())


def test_a_text_has_the_same_places_to_fill_in_in_both_languages():
    for key, (danish, english) in texts().items():
        assert set(re.findall(r"\{\w+\}", danish)) == set(re.findall(r"\{\w+\}", english)), key


def test_every_text_that_is_asked_for_exists_and_every_one_is_asked_for():
    everything_said = "\n".join(path.read_text() for path in CODE)
    asked = set(re.findall(r'\bt\("([^"]+)"', everything_said))
    assert asked <= set(texts())
    beginnings = set(re.findall(r"`([a-z-]+-)\$\{", everything_said))
    quoted = {it for _, it in re.findall(r"([`\"])([a-z-]+)\1", everything_said)}
    left = {key for key in texts() if key not in quoted and not key.startswith(tuple(beginnings))}
    assert left == set()


@FILES
def test_a_screen_fetches_the_words_it_says(path):
    """Those of Min profil come with its screens only: another one would show their keys."""
    words = CLIENT / "patient" / "profile_texts.js"
    theirs = {
        match[1] or match[2] for match in map(PAIR.match, words.read_text().splitlines()) if match
    }
    said = set(re.findall(r'\bt\("([^"]+)"', path.read_text()))
    assert not said & theirs or 'import "./profile_texts.js";' in path.read_text()


@FILES
def test_a_file_is_short_says_what_it_is_for_and_has_no_danish_in_it(path):
    text = path.read_text()

    assert text.startswith("/**")
    assert len(text.splitlines()) <= 150
    danish = [line for line in text.splitlines() if re.search("[æøåÆØÅ]", line)]
    assert all(line.lstrip().startswith(("/", "*")) for line in danish), danish


@FILES
def test_a_file_keeps_nothing_and_asks_nobody_else(path):
    text = path.read_text()

    assert not re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie", text)
    assert not re.search(r"https?://(?!www\.w3\.org)", text)
    assert not re.search(r"innerHTML|dangerouslySet|\beval\(|new Function", text)


@pytest.mark.parametrize("folder", ["client/vendor", "graphiql/static"])
def test_the_files_of_others_are_those_that_were_built(folder):
    place = CLIENT.parent / folder
    sums = dict(reversed(line.split()) for line in (place / "SHA256SUMS").read_text().splitlines())

    assert sums == {name: hashlib.sha256((place / name).read_bytes()).hexdigest() for name in sums}
    assert set(sums) >= {path.name for path in place.glob("*.js")}


def test_the_vendor_file_says_what_is_in_it_as_the_lock_does():
    lock = (CLIENT / "vendor" / "source" / "package-lock.json").read_text()
    said = (CLIENT / "vendor" / "vendor.js").read_text().partition("*/")[0]
    packages = re.findall(r"([\w-]+) (\d+\.\d+\.\d+) \(", said)

    assert [name for name, _ in packages] == ["preact", "htm", "graphql-ws"]
    for name, version in packages:
        assert re.search(rf'"node_modules/{name}": \{{\s*"version": "{version}"', lock)


def size(paths: list[Path]) -> int:
    return sum(path.stat().st_size for path in paths)


def test_the_clients_stay_small():
    """Uncompressed, both of them together; each number was measured and rounded up."""
    assert size(CODE) <= 140_500
    assert size(TEXTS) <= 32_000
    assert size([CLIENT / "style.css"]) <= 16_000
    assert size([CLIENT / "vendor" / "vendor.js"]) <= 30_000
