"""The tool for whoever builds a page for patients: a clinician who is always there."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.calling import in_conversation
from tests.daytime import begins

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
async def waiting(db, database_url, tmp_path, browser):
    """Before noon: the bot looks at the board of the day, which shortly before midnight is over."""
    calling = in_conversation(database_url, tmp_path, browser, accepted=False, clock=begins())
    async with calling as waiting:
        yield waiting


@pytest.fixture
def bot(waiting, tmp_path):
    """In a process of its own, as one starts it."""
    with (tmp_path / "bot.log").open("wb") as log:
        command = [sys.executable, "-m", "web.dev.clinician_bot", waiting.url]
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    yield tmp_path / "bot.log"
    process.terminate()
    process.wait()


async def test_it_calls_in_whoever_waits_and_has_picture_and_sound(waiting, bot):
    await waiting.accepts()

    async with waiting.joined_by(waiting.patient) as patient:
        await patient.is_in("connected")
        seen = await patient.sees_and_hears()
        assert seen["width"] == 480
        await patient.opens()
        await patient.is_in("connected")
        await patient.sees_and_hears()
        await waiting.ends()
        await patient.is_in("ended")

    assert "Traceback" not in bot.read_text()
