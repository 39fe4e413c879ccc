"""A real Chromium. Debian's is used, or the one that CHROMIUM names; without one, this fails."""

import os
import shutil
from datetime import UTC, datetime

import pytest
from playwright.async_api import async_playwright

from app import create_app
from settings import Settings
from tests.serving import a_free_port, serving
from web.dev.seed import seed

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    # So that nothing but loopback is used between the two, and to servers of media.
    "--allow-loopback-in-peer-connection",
]


def chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert found, "The browser tests need Chromium: apt-get install chromium"
    return found


@pytest.fixture
async def url(db, database_url, tmp_path):
    """The seeded system, served as `make run` serves it."""
    bound = a_free_port()
    url = f"http://localhost:{bound.getsockname()[1]}"
    settings = Settings(data_folder=tmp_path, public_url=url)
    await seed(settings, datetime.now(UTC))
    async with serving(create_app(settings, database_url), bound):
        yield url


@pytest.fixture
async def browser():
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser, url):
    """A page of somebody who speaks Danish; nothing may fail unseen, and no other host is asked."""
    context = await browser.new_context(base_url=url, locale="da-DK")
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if _is_violation(said) else None)
    page.on("request", lambda asked: faults.append(asked.url) if _is_foreign(asked, url) else None)
    yield page
    await context.close()
    assert faults == []


def _is_violation(said) -> bool:
    return "Content Security Policy" in said.text or "Content-Security-Policy" in said.text


def _is_foreign(asked, url) -> bool:
    return not asked.url.startswith((url, "data:", "about:"))
