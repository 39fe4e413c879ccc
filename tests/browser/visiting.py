"""People in front of our pages, each in a browser of their own. Nothing may fail unseen: no error
of a script, nothing that the policy forbids, no request to another host."""

from datetime import timedelta
from typing import Any

import httpx2
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize

from models import Patient, Session, StaffMember
from models.consent import SignInChannel, new_secret
from models.consents import current_texts, give
from tests.browser.moving import WATCH
from tests.daytime import now
from web.dev.people import PEOPLE

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
LOCALES = {"da": "da-DK", "en": "en-GB"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Visitors:
    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.faults: list[str] = []
        self.ahead = timedelta()
        self._contexts: list[BrowserContext] = []

    async def __call__(
        self,
        who: str | None = None,
        path: str | None = None,
        *,
        size: ViewportSize = PHONE,
        language: str = "da",
        browser: Browser | None = None,
    ) -> Page:
        """Somebody of the cast; the patients among them have consented."""
        context = await (browser or self.browser).new_context(
            base_url=self.url,
            locale=LOCALES[language],
            viewport=size,
            reduced_motion="reduce",
        )
        self._contexts.append(context)
        if who is not None:
            await context.add_cookies([await self._cookie(who, language)])  # type: ignore[list-item]
        await context.add_init_script(WATCH)
        page = await context.new_page()
        self._watch(page)
        if path is not None:
            await page.goto(path)
        return page

    async def the_clock_goes(self, *, minutes: int) -> None:
        """The time machine; whoever signs in afterwards does so in the new time."""
        async with httpx2.AsyncClient(base_url=self.url, timeout=20) as http:
            moved = await http.post("/dev/clock", data={"minutes": str(minutes)})
            assert moved.status_code == 303
        self.ahead += timedelta(minutes=minutes)

    async def leave(self) -> None:
        for context in self._contexts:
            await context.close()
        assert self.faults == []

    async def _cookie(self, key: str, language: str) -> dict[str, str]:
        person, token, at = PEOPLE[key], new_secret(), now() + self.ahead
        if person.role is not None:
            staff = await StaffMember.get(name=person.name)
            await Session.start(token, at, staff_id=staff.id).save()
            return {"name": "aleris_staff", "value": token, "url": self.url}
        patient = await Patient.get(name=person.name)
        await Patient.filter(id=patient.id).update(language=language)
        texts = [text.id for text in await current_texts("da")]
        await give(patient, texts, SignInChannel.WEB, at, at)
        await Session.start(token, at, patient_id=patient.id).save()
        return {"name": "aleris_patient", "value": token, "url": self.url}

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self._heard(said.text))
        page.on("request", lambda asked: self._asked(asked.url))

    def _heard(self, said: str) -> None:
        if "Content Security Policy" in said or "Content-Security-Policy" in said:
            self.faults.append(said)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "about:", "blob:")):
            self.faults.append(url)


async def is_accessible(page: Page) -> None:
    """By axe, with the rules of WCAG 2.2 AA and what it calls best practice."""
    options: Any = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = (await Axe().run(page, options=options)).response["violations"]
    told = [(it["id"], [node["html"][:200] for node in it["nodes"]]) for it in found]
    assert told == [], f"{page.url}: {told}"


async def reflows(page: Page) -> None:
    """WCAG 1.4.10: at 320 px, as at 400 % zoom, one never has to scroll sideways."""
    before = page.viewport_size or PHONE
    await page.set_viewport_size({"width": 320, "height": 640})
    wide = await page.evaluate("document.documentElement.scrollWidth")
    await page.set_viewport_size(before)
    assert wide <= 320, f"{page.url} is {wide} px wide"
