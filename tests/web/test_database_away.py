"""While the database is away: a clear "try again", said once to the log, and never what was asked.

The pool is what fails here; tests/chaos does it with a real PostgreSQL that crashes.
"""

import asyncio
from datetime import timedelta

import asyncpg
import pytest
from tortoise.exceptions import DBConnectionError, OperationalError

from integrations import pool as pools
from models.transaction import is_away
from tests.web.sockets import connected

ME = "{ me { name contactDetails { email } } }"
ASKED = {"query": ME}
GRAPHQL_JSON = "application/graphql-response+json"
HTML = {"Accept": "text/html,application/xhtml+xml"}
QUEUE = "subscription { clinicianQueue { cause } }"

AWAY = {
    "refused": ConnectionRefusedError(111, "Connect call failed"),
    "no socket": FileNotFoundError(2, "No such file"),
    "reset": ConnectionResetError(),
    "no answer": TimeoutError(),
    "said by Tortoise": DBConnectionError("gone"),
    "lost": asyncpg.ConnectionDoesNotExistError("closed in the middle of operation"),
    "closed": asyncpg.InterfaceError("connection is closed"),
    "starting": asyncpg.CannotConnectNowError("starting up"),
    "shutting down": asyncpg.AdminShutdownError("terminating connection"),
    "crashed": asyncpg.CrashShutdownError("crash of another server process"),
    "full": asyncpg.TooManyConnectionsError("sorry, too many clients already"),
}
OURS = {
    "an unknown column": OperationalError("column does not exist"),
    "a value that does not fit": asyncpg.exceptions._base.DataError("invalid input for $1"),
    "a broken rule": asyncpg.CheckViolationError("new row violates"),
    "a wrong key": KeyError("name"),
}


@pytest.fixture
def goes_away(db, monkeypatch):
    """`goes_away(after=1)`: one more statement, and then there is no database."""
    acquire = pools.Pool.acquire

    def goes_away(fault=AWAY["refused"], after=0):
        left = iter(range(after))

        def refuse(pool, **more):
            if next(left, None) is None:
                raise fault
            return acquire(pool, **more)

        monkeypatch.setattr(pools.Pool, "acquire", refuse)

    return goes_away


@pytest.fixture
async def karens(http, token):
    http.headers["Authorization"] = f"Bearer {token}"
    return http


def assert_says_try_again(answer):
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("fault", AWAY.values(), ids=AWAY)
def test_what_passes_with_the_database_is_no_fault_of_ours(fault):
    assert is_away(fault)


@pytest.mark.parametrize("fault", OURS.values(), ids=OURS)
def test_what_postgresql_was_asked_wrongly_is(fault):
    assert not is_away(fault)


@pytest.mark.parametrize("accept", [GRAPHQL_JSON, "application/json"])
@pytest.mark.parametrize("after", [0, 1], ids=["when seeing who asks", "in a resolver"])
async def test_a_request_is_answered_with_503_and_a_code(karens, goes_away, faults, accept, after):
    goes_away(after=after)

    answer = await karens.post("/graphql", json=ASKED, headers={"Accept": accept})

    assert_says_try_again(answer)
    [error] = answer.json()["errors"]
    assert error["extensions"] == {"code": "UNAVAILABLE"}
    assert error["message"] == "Vi kan ikke svare lige nu. Prøv igen om lidt, eller ring til os."
    assert not answer.json().get("data")
    [line] = faults()
    assert "ConnectionRefusedError" in line
    assert "Connect call failed" not in line


async def test_nothing_is_answered_by_half(karens, goes_away, faults):
    """One that could be read without the database is not worth a second way of reading answers."""
    goes_away(after=1)
    document = (
        "{ appInfo { name } navigation { badge } frontPage { services { id } } services { id } }"
    )

    answer = await karens.post("/graphql", json={"query": document})

    assert_says_try_again(answer)
    assert {e["extensions"]["code"] for e in answer.json()["errors"]} == {"UNAVAILABLE"}
    assert not answer.json().get("data")
    assert len(faults()) == 1


async def test_what_needs_no_database_is_answered(http, goes_away):
    goes_away()

    answer = await http.post("/graphql", json={"query": "{ appInfo { name } }"})

    assert (answer.status_code, answer.json()["data"]) == (
        200,
        {"appInfo": {"name": "Aleris Online"}},
    )


async def test_a_fault_of_our_own_is_still_one(karens, goes_away, faults):
    goes_away(OURS["a value that does not fit"], after=1)

    answer = await karens.post("/graphql", json=ASKED)

    assert answer.status_code == 200
    assert answer.json()["errors"][0]["extensions"] == {"code": "INTERNAL"}
    assert "Retry-After" not in answer.headers


async def test_an_event_stream_does_not_begin(karens, goes_away):
    goes_away()

    headers = {"Accept": "text/event-stream"}
    answer = await karens.post("/graphql", json={"query": QUEUE}, headers=headers)

    assert_says_try_again(answer)


async def test_an_operation_that_takes_too_long_may_be_sent_again(karens, monkeypatch):
    async def hangs(*_, **__):
        await asyncio.sleep(60)

    monkeypatch.setattr("schema.operations.WITHIN", timedelta(seconds=0.2))
    monkeypatch.setattr("models.patient.Patient.contact_details", hangs)

    asked = {"query": "{ me { contactDetails { email } } }"}
    answer = await karens.post("/graphql", json=asked, headers={"Accept": GRAPHQL_JSON})

    assert_says_try_again(answer)
    assert answer.json()["errors"][0]["extensions"] == {"code": "TIMEOUT"}


PAGES = [
    "/",
    "/profile",
    "/a/app_unknown",
    "/documents/confirmations/bcf_unknown.pdf",
    "/documents/appointments/app_unknown.ics",
    "/calendar/secret.ics",
    "/l/secret",
    "/sign-in",
    "/sign-in/callback?state=s&code=secret",
]


@pytest.mark.parametrize("path", PAGES)
async def test_pages_documents_and_links_say_so_too(karens, goes_away, faults, path):
    goes_away()

    answer = await karens.get(path)

    assert_says_try_again(answer)
    assert answer.json()["errors"][0]["extensions"] == {"code": "UNAVAILABLE"}
    [line] = faults()
    assert "secret" not in line


@pytest.mark.parametrize("path", PAGES)
async def test_whoever_looks_at_a_page_reads_it_in_both_languages(karens, goes_away, path):
    goes_away()

    answer = await karens.get(path, headers=HTML)

    assert_says_try_again(answer)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Prøv igen om lidt" in answer.text
    assert "Try again in a moment" in answer.text


@pytest.mark.parametrize("after", [0, 1], ids=["when seeing who asks", "in a resolver"])
async def test_over_a_socket_the_error_has_the_same_code_and_the_socket_stays(
    url, token, goes_away, faults, monkeypatch, after
):
    async with connected(url, token) as socket:
        goes_away(after=after)

        await socket.follows(ME)

        answer = await socket.hears()
        errors = answer["payload"] if after == 0 else answer["payload"]["errors"]
        assert [error["extensions"] for error in errors] == [{"code": "UNAVAILABLE"}]
        assert len(faults()) == 1
        monkeypatch.undo()

        await socket.follows(ME, id="2")

        while (answer := await socket.hears()).get("id") != "2":
            pass
        assert answer["payload"]["data"]["me"]["name"] == "Karen Vig"
