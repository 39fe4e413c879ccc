"""What the browser's part of a call says is what the contract has; it is served, and short."""

import re

import pytest
from graphql import build_schema, parse, validate

from schema import schema
from web.pages import HERE

CLIENT = HERE / "client"
SAID = (CLIENT / "media_signalling.js").read_text()
TEXTS = dict(re.findall(r"const (\w+) = `([^`]+)`", SAID))
DOCUMENTS = {name: text for name, text in TEXTS.items() if name != "MEDIA"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_document_fits_the_contract(name):
    text = DOCUMENTS[name].replace("${MEDIA}", TEXTS["MEDIA"])

    assert validate(build_schema(schema.as_str()), parse(text)) == []


def test_there_are_documents():
    assert set(DOCUMENTS) == {"JOIN", "ACCESS", "SEND", "REPORT", "SIGNALS"}


@pytest.mark.parametrize("file", ["media.js", "media_signalling.js"])
async def test_it_is_served_as_a_module_under_the_policy(http, file):
    answer = await http.get(f"/client/{file}")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "'unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", sorted(CLIENT.glob("media*.js")), ids=lambda path: path.name)
def test_it_is_short_and_needs_nothing_else(path):
    text = path.read_text()
    imported = set(re.findall(r'from "([^"]+)"', text))

    assert len(text.splitlines()) <= 200
    assert imported <= {"./media_signalling.js"}
