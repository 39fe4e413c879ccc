"""A look at each screen: is it accessible in both languages, does it reflow; and with
ALERIS_SCREENS=1 its picture, as a phone and a computer show it, for docs/screens/."""

import os
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page

from tests.browser.visiting import DESKTOP, PHONE, Visitors, is_accessible, reflows

SCREENS = Path(__file__).parents[2] / "docs" / "screens"
SIZES = {"phone": PHONE, "desktop": DESKTOP}


@dataclass
class Tour:
    visits: Visitors
    language: str

    def says(self, danish: str, english: str) -> str:
        return english if self.language == "en" else danish

    async def opens(self, who: str | None, path: str | None) -> Page:
        return await self.visits(who, path, language=self.language)

    async def looks(self, page: Page, name: str, heading: str | None = None) -> None:
        """At what is there once the heading is, and nothing is on its way any more."""
        if heading is not None:
            await page.get_by_role("heading", name=heading).first.wait_for()
        await (
            page.locator("main")
            .get_by_text(self.says("Et øjeblik …", "One moment …"))
            .wait_for(state="hidden")
        )
        await is_accessible(page)
        await reflows(page)
        if os.environ.get("ALERIS_SCREENS") and self.language == "da":
            await _photographs(page, name)


async def _photographs(page: Page, name: str) -> None:
    before = page.viewport_size or PHONE
    for kind, size in SIZES.items():
        (SCREENS / kind).mkdir(parents=True, exist_ok=True)
        await page.set_viewport_size(size)
        await page.evaluate("scrollTo(0, 0)")
        await page.screenshot(path=SCREENS / kind / f"{name}.png")
    await page.set_viewport_size(before)
