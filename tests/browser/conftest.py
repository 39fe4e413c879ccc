"""A real Chromium. Debian's is used, or the one that CHROMIUM names; without one, this fails."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from app import create_app
from settings import Settings
from tests.browser.visiting import DESKTOP, Visitors
from tests.daytime import begins
from tests.serving import a_free_port, serving
from web.dev.seed import seed

HERE = Path(__file__).parent
WITHIN = pytest.mark.timeout(300)
"""Seconds; each takes less than 30 where nothing else runs."""


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(WITHIN)


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

expect.set_options(timeout=30_000)
"""Machines that run everything at once are slow; what is never true fails all the same."""


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
    clock = begins()
    await seed(settings, clock())
    async with serving(create_app(settings, database_url, clock=clock), bound):
        yield url


@pytest.fixture
async def browser():
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def visits(browser, url):
    """`await visits("karen", "/app")` is a page of hers."""
    visitors = Visitors(browser, url)
    yield visitors
    await visitors.leave()


@pytest.fixture
async def page(visits):
    """A page of somebody who speaks Danish and is not signed in."""
    return await visits(size=DESKTOP)
