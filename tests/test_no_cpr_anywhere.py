"""No CPR number is anywhere that it could be read: in no log, no answer of ours, no table."""

import logging
import re

import pytest
from tortoise import Tortoise

from models import Patient
from models.cpr import Vault, birth_date
from tests.serving import Browser
from tests.signing_in import (
    by_graphql,
    comes_back,
    goes_to_mitid,
    opened,
    signs_in,
    staff_signs_in,
    way_back,
)
from web.dev.idp_tokens import Misbehaviour
from web.dev.people import PATIENTS, STAFF

SQL = ("tortoise.db_client", "asyncpg")
"""What they log at DEBUG has the values of each statement; production does not log it."""

NUMBERS = [person.cpr for person in PATIENTS if person.cpr is not None]
SIGNED_IN = [person for person in PATIENTS if person.level != "LOW"]

TOKEN = re.compile(r"eyJ[\w-]+\.eyJ[\w-]+")
"""An ID token: who can decode base64 reads the number in it."""

PROFILE = """
  {
    me { id name bornOn maskedCpr contactDetails { phone } consents { id } sessions { id } }
    session { id }
  }
"""
FORGED = 'mutation { redeemSignIn(input: { code: "x", secret: "y" }) { __typename } }'


def traces(number: str) -> re.Pattern[str]:
    """The number, also with something between the birth date and the last four digits."""
    born, last = birth_date(number), number[6:]
    dates = (number[:6], f"{born:%d%m%Y}", f"{born:%d-%m-%Y}", born.isoformat())
    return re.compile(rf"({'|'.join(dates)})\W{{0,3}}{last}")


class Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(SQL):
            self.lines.append(f"{record.name} {self.format(record)} {record.__dict__}")


@pytest.fixture
def log():
    """Everything that anybody logs, however chatty."""
    kept, root = Kept(), logging.getLogger()
    # Loggers that were told to be quiet, as uvicorn's are, are told to speak.
    loggers = [root, *(logging.getLogger(name) for name in list(root.manager.loggerDict))]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        if not logger.name.startswith(SQL):
            logger.setLevel(logging.DEBUG)
            if not logger.propagate or logger is root:
                logger.addHandler(kept)
    yield kept
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
        logger.removeHandler(kept)


class Answers:
    """All that our server has answered, headers and all."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def note(self, response) -> None:
        await response.aread()
        headers = "\n".join(f"{name}: {value}" for name, value in response.headers.multi_items())
        self.texts.append(f"{response.request.url}\n{headers}\n{response.text}")

    def of(self, browser: Browser) -> Browser:
        browser.http.event_hooks["response"].append(self.note)
        return browser


async def test_a_cpr_number_is_found_where_there_is_one():
    """So that the next test says something."""
    assert len(NUMBERS) == 5
    for text in ("1203850118", "120385-0118", "x120385--0118x", "1985-03-12 0118"):
        assert traces("1203850118").search(text)


async def test_nobodys_cpr_number_is_left_lying_about(db, database_url, tmp_path, clock, log):
    answers = Answers()

    async with opened(database_url, tmp_path, clock, seeded=True) as hospital:
        for number, person in enumerate((*PATIENTS, *STAFF)):
            async with answers.of(hospital.browser(f"192.0.2.{number}")) as browser:
                await everything(browser, person)
        hospital.lies(Misbehaviour.WRONG_NONCE)
        for number, person in enumerate(PATIENTS):
            async with answers.of(hospital.browser(f"192.0.2.{number}")) as browser:
                assert (await signs_in(browser, person.key)).status_code == 400
        key = hospital.settings.secret_key.get_secret_value().encode()
    rows = await everything_stored()

    known = {patient.name: patient for patient in await Patient.all()}
    assert known.keys() == {person.name for person in SIGNED_IN}
    for person in SIGNED_IN:
        if person.cpr is not None:
            assert Vault(key).open(known[person.name].cpr_sealed or "") == person.cpr
    assert any(line.startswith("httpx2") for line in log.lines)
    assert any(r"120385-\u2022" in text for text in answers.texts)
    assert any("Karen Vig" in row for row in rows)
    for text in (*log.lines, *answers.texts, *rows):
        assert not TOKEN.search(text)
        assert not any(traces(number).search(text) for number in NUMBERS)


async def everything(browser: Browser, person) -> None:
    """Signing in both ways, looking, failing, and signing out."""
    if person.role is not None:
        await staff_signs_in(browser, person.key)
        await browser.asks("{ staff { id name sessions { id } } }")
    else:
        landed = await signs_in(browser, person.key)
        page = await by_graphql(browser)
        await comes_back(browser, await way_back(browser, page, person.key))
        callback = await way_back(browser, await goes_to_mitid(browser), person.key)
        await comes_back(browser, callback)
        assert (await comes_back(browser, callback)).status_code == 400
        assert landed.status_code == (303 if person in SIGNED_IN else 400)
        await browser.http.get("/profile")
        if person in SIGNED_IN:
            assert (await browser.asks(PROFILE))["me"]["name"] == person.name
    await browser.asks(FORGED)
    await browser.http.post("/sign-out")


async def everything_stored() -> list[str]:
    """Each row of each table, as text."""
    connection = Tortoise.get_connection("default")
    tables = await connection.execute_query_dict(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    rows = []
    for table in tables:
        query = f'SELECT row::text AS text FROM "{table["tablename"]}" AS row'
        rows += [row["text"] for row in await connection.execute_query_dict(query)]
    return rows
