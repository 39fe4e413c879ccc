"""Whatever comes in, what goes out is a clear answer with a code, and nothing is stored."""

import json
import re
from time import perf_counter

import pytest

from models import ContactDetails
from tests.web.conftest import stored

JSON = {"Content-Type": "application/json"}
OF_PYTHON = re.compile(r"Traceback|\b[A-Za-z]+(Error|Exception)\b|\.py\b|asyncpg|tortoise")

BAD_BODIES = {
    "nothing": b"",
    "no JSON": b"query { me { name } }",
    "null": b"null",
    "a list": b"[]",
    "a batch": b'[{"query": "{ appInfo { name } }"}]',
    "a number": b"5",
    "a string": b'"{ me { name } }"',
    "no UTF-8": b'\xff\xfe{"query": "{ appInfo { name } }"}',
    "nested too deeply": b"[" * 10_000 + b"]" * 10_000,
    "never closed": b"[" * 30_000,
    "a number of 5000 digits": b'{"query": "{me{name}}", "variables": {"a": ' + b"1" * 5000 + b"}}",
    "no query": b"{}",
    "null for a query": b'{"query": null}',
    "a number for a query": b'{"query": 5}',
    "an empty query": b'{"query": ""}',
    "a list of variables": b'{"query": "{ me { name } }", "variables": []}',
    "variables as a string": b'{"query": "{ me { name } }", "variables": "{}"}',
    "a number for a name": b'{"query": "{ me { name } }", "operationName": 5}',
    "an unknown operation": b'{"query": "query A { me { name } }", "operationName": "B"}',
    "only fragments": b'{"query": "fragment F on Patient { name }"}',
}

SLOTS = "query ($day: Date!) { slots(serviceId: 1, from: $day, to: $day) { id } }"
PAGE = "query ($first: Int!) { myAppointments(first: $first) { nodes { id } } }"
FILTER = "query ($which: AppointmentFilter!) { myAppointments(filter: $which) { nodes { id } } }"
BOMB = "{ ...F0 }" + "".join(
    f"fragment F{n} on Query {{ a{n}: appInfo {{ name }} ...F{n + 1} ...F{n + 1} }}"
    for n in range(40)
)

BAD_OPERATIONS: dict[str, tuple[str, dict[str, object], str]] = {
    "an unknown field": ("{ me { nme } }", {}, "GRAPHQL_VALIDATION_FAILED"),
    "a misspelt day": (SLOTS.replace("$day,", '"2/3",'), {}, "GRAPHQL_VALIDATION_FAILED"),
    "a day that never was": (SLOTS, {"day": "2026-02-30"}, "BAD_USER_INPUT"),
    "a number for a day": (SLOTS, {"day": 5}, "BAD_USER_INPUT"),
    "a missing variable": (SLOTS, {}, "BAD_USER_INPUT"),
    "a text for a number": (PAGE, {"first": "five"}, "BAD_USER_INPUT"),
    "a number that is none": (PAGE, {"first": float("nan")}, "BAD_USER_INPUT"),
    "a number above 32 bits": (PAGE, {"first": 2**31}, "BAD_USER_INPUT"),
    "an object for a number": (PAGE, {"first": {"a": 1}}, "BAD_USER_INPUT"),
    "an unknown value": (FILTER, {"which": "SOON"}, "BAD_USER_INPUT"),
    "an unknown literal": (FILTER.replace("$which)", "SOON)"), {}, "GRAPHQL_VALIDATION_FAILED"),
    "a page of none": (PAGE, {"first": 0}, "INVALID_INPUT"),
    "an unknown language": ('{ terms(language: "de") { id } }', {}, "INVALID_INPUT"),
    "an unknown directive": ("{ me { name @defer } }", {}, "GRAPHQL_VALIDATION_FAILED"),
    "too deep": ("{ me" + "{ a" * 20 + "}" * 21, {}, "OPERATION_TOO_LARGE"),
    "too many aliases": (
        "{" + " ".join(f"a{n}: appInfo {{ name }}" for n in range(60)) + "}",
        {},
        "OPERATION_TOO_LARGE",
    ),
    "too costly": ("{ bookingConfirmations(first: 5000) { nodes { id } } }", {}, "OPERATION_TOO"),
    "the database at every step of a page": (
        "{ bookingConfirmations(first: 50) { nodes {"
        + "".join(
            f" a{n}: appointment {{ confirmation {{ appointment {{ confirmation {{ id }} }} }} }}"
            for n in range(4)
        )
        + " } } }",
        {},
        "OPERATION_TOO_LARGE",
    ),
    "the same field from many fragments": (
        "{"
        + " ".join(f"...F{n}" for n in range(30))
        + "}"
        + "".join(f"fragment F{n} on Query {{ appInfo {{ name }} }}" for n in range(30)),
        {},
        "OPERATION_TOO_LARGE",
    ),
    "a bomb of fragments": (BOMB, {}, "OPERATION_TOO_LARGE"),
    "a circle of fragments": (
        "{ ...F } fragment F on Query { appInfo { name } ...F }",
        {},
        "GRAPHQL_VALIDATION_FAILED",
    ),
}


@pytest.fixture
async def patients_app(http, token_of, karen, consultation):
    """Signed in, so that only the request itself can be what is wrong."""
    http.headers["Authorization"] = f"Bearer {await token_of(karen)}"
    answer = await http.post("/graphql", json={"query": "{ me { name } }"})
    assert answer.json() == {"data": {"me": {"name": "Karen Vig"}}}
    return http


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES)
async def test_a_body_that_is_no_operation_is_refused(patients_app, body):
    before = await stored()

    answer = await patients_app.post("/graphql", content=body, headers=JSON)

    assert answer.status_code == 400
    assert codes(answer) == ["BAD_REQUEST"]
    assert await stored() == before


@pytest.mark.parametrize(
    ("document", "variables", "code"), BAD_OPERATIONS.values(), ids=BAD_OPERATIONS
)
async def test_an_operation_that_cannot_be_is_refused_at_once(
    patients_app, document, variables, code
):
    before, began = await stored(), perf_counter()
    body = json.dumps({"query": document, "variables": variables})

    answer = await patients_app.post("/graphql", content=body, headers=JSON)

    assert perf_counter() - began < 10, "some of them would take for ever"
    assert answer.status_code == 200
    assert answer.json().get("data") is None
    assert any(found.startswith(code) for found in codes(answer))
    assert await stored() == before


async def test_an_unknown_id_is_nothing(patients_app):
    answer = await patients_app.post(
        "/graphql", json={"query": '{ appointment(id: "apt_unknown") { id } }'}
    )

    assert answer.json() == {"data": {"appointment": None}}


@pytest.mark.parametrize("phone", ["abc", "12", "+45 2012 345", "+999 20 12 34 56"])
async def test_a_phone_number_that_is_none_is_refused_by_field(patients_app, karen, phone):
    before = await stored()
    update = """mutation ($phone: String) { updateContactDetails(input: { phone: $phone }) {
        ... on InvalidInput { code field } } }"""

    answer = await patients_app.post(
        "/graphql", json={"query": update, "variables": {"phone": phone}}
    )

    refusal = {"code": "INVALID_INPUT", "field": "phone"}
    assert answer.json()["data"]["updateContactDetails"] == refusal
    assert (await ContactDetails.get(patient_id=karen.id)).phone == "+4520123456"
    assert await stored() == before


@pytest.mark.parametrize(
    "content_type",
    [None, "text/plain", "application/graphql", "application/x-www-form-urlencoded"],
)
async def test_only_json_is_read(patients_app, content_type):
    body = b'{"query": "{ me { name } }"}'
    headers = {"Content-Type": content_type} if content_type else {}

    answer = await patients_app.post("/graphql", content=body, headers=headers)

    assert (answer.status_code, codes(answer)) == (415, ["UNSUPPORTED_MEDIA_TYPE"])


@pytest.mark.parametrize("document", ["{ me { name } }", "mutation { signOut { done } }"])
async def test_nothing_is_asked_or_done_over_get(patients_app, document):
    before = await stored()

    answer = await patients_app.get("/graphql", params={"query": document})

    assert (answer.status_code, codes(answer)) == (405, ["METHOD_NOT_ALLOWED"])
    assert answer.headers["Allow"] == "POST"
    assert await stored() == before


async def test_a_body_above_64_kilobytes_is_not_read(patients_app):
    async def chunks():
        for _ in range(100):
            yield b"x" * 1000

    whole = b'{"query": "{ appInfo { name } } #' + b"x" * 70_000 + b'"}'
    for body in (whole, chunks()):
        answer = await patients_app.post("/graphql", content=body, headers=JSON)
        assert answer.status_code == 413


async def test_of_several_operations_the_named_one_is_run(patients_app):
    both = "query A { me { name } } query B { appInfo { name } }"

    answer = await patients_app.post("/graphql", json={"query": both, "operationName": "B"})

    assert answer.json() == {"data": {"appInfo": {"name": "Aleris Online"}}}


def codes(answer) -> list[str]:
    assert not OF_PYTHON.search(answer.text), answer.text
    return [error["extensions"]["code"] for error in answer.json()["errors"]]
