"""Karen and Dr. Holm in conversation, each in a browser with a camera that is none."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from app import create_app
from integrations.clock import Clock, real_clock
from models import Consultation, Patient, Session, StaffMember
from models.consent import new_secret
from models.consultation.states import Outcome
from settings import Settings
from tests.cast import a_check, put
from tests.serving import a_free_port, serving
from web.dev.seed import seed

PAGE = Path(__file__).parent / "call"
"""Served beside the application's own pages, under the same policy."""


@dataclass
class Conversation:
    """In progress, unless it says otherwise: the patient has accepted."""

    url: str
    browser: Browser
    consultation: Consultation
    patient: Patient
    clinician: StaffMember
    outside: Any

    @asynccontextmanager
    async def joined_by(self, who: Patient | StaffMember) -> AsyncIterator["Side"]:
        context = await self.browser.new_context(base_url=self.url)
        kind = "patient" if isinstance(who, Patient) else "staff"
        token = new_secret()
        whose: dict[str, Any] = {f"{kind}_id": who.id}
        await Session.start(token, self.outside.now(), **whose).save()
        cookie = {"name": f"aleris_{kind}", "value": token, "url": self.url}
        await context.add_cookies([cookie])  # type: ignore[list-item]
        await context.grant_permissions(["camera", "microphone"], origin=self.url)
        side = Side(context, await context.new_page(), self)
        await side.opens()
        try:
            yield side
        finally:
            await context.close()
        assert side.faults == []

    @asynccontextmanager
    async def both(self) -> AsyncIterator[tuple["Side", "Side"]]:
        async with self.joined_by(self.patient) as hers, self.joined_by(self.clinician) as his:
            yield hers, his

    async def accepts(self) -> None:
        """Once the clinician has called in."""
        async with asyncio.timeout(60):
            while (it := await Consultation.get(id=self.consultation.id)).invitation_id is None:
                await asyncio.sleep(0.05)
        id, now = it.invitation_id, self.outside.now()
        self.consultation = await put(self.consultation, lambda it: it.accept(id, now))
        self.outside.hub.told(self.consultation.topics)

    async def ends(self) -> None:
        now = self.outside.now()
        await put(self.consultation, lambda it: it.end(Outcome.COMPLETED, now))
        self.outside.hub.told(self.consultation.topics)


class Side:
    """One of the two."""

    def __init__(self, context: BrowserContext, page: Page, conversation: Conversation) -> None:
        self.context, self.page, self._conversation = context, page, conversation
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    async def opens(self) -> None:
        """Also a second time: that is a reload."""
        await self.page.goto(f"/call/call.html?consultation={self._conversation.consultation.id}")

    async def until(self, condition: str, within: float = 40) -> None:
        """Asked again and again: the page's policy lets nobody evaluate inside it."""
        try:
            async with asyncio.timeout(within):
                while not await self.page.evaluate(condition):
                    await asyncio.sleep(0.05)
        except TimeoutError:
            states = await self.page.evaluate("window.states")
            raise AssertionError(f"never {condition}, but {states}") from None

    async def is_in(self, state: str, within: float = 40) -> None:
        await self.until(f"window.states?.at(-1) === '{state}'", within)

    async def sees(self) -> dict[str, Any]:
        seen: dict[str, Any] = await self.page.evaluate("window.seen()")
        return seen

    async def sees_and_hears(self) -> dict[str, Any]:
        """Time goes on in the picture, and bytes of picture and sound grow."""
        before: dict[str, Any] = {}
        async with asyncio.timeout(40):
            while not (before and _grows(before, now := await self.sees())):
                if not before or any(now[key] < before[key] for key in MORE):
                    before = await self.sees()  # the picture began anew
                await asyncio.sleep(0.3)
        return now

    async def picture_after(self) -> float:
        """Milliseconds from when both are there to the first picture."""
        await self.until("window.pictureAfter !== undefined")
        return float(await self.page.evaluate("window.pictureAfter"))

    async def has_been(self) -> list[str]:
        states: list[str] = await self.page.evaluate("window.states")
        return states


def _grows(before: dict[str, Any], now: dict[str, Any]) -> bool:
    return all(now[key] > before[key] + more for key, more in MORE.items())


MORE = {"time": 1, "bytes": 5000, "audio": 500}


@asynccontextmanager
async def in_conversation(
    database_url: str,
    folder: Path,
    browser: Browser,
    *,
    accepted: bool = True,
    clock: Clock = real_clock,
    **settings: Any,
) -> AsyncIterator[Conversation]:
    bound = a_free_port()
    url = f"http://localhost:{bound.getsockname()[1]}"
    known = Settings(data_folder=folder, public_url=url, run_worker=False, **settings)
    now = clock()
    await seed(known, now)
    karen, holm = await Patient.get(name="Karen Vig"), await _staff("holm")
    consultation = await Consultation.all().first()
    assert consultation is not None
    acts = [
        lambda it: it.enter(a_check(now), now),
        lambda it: it.call_in(now),
        lambda it: it.accept(it.invitation_id, now),
    ]
    it = await put(consultation, *(acts if accepted else acts[:1]))
    app = create_app(known, database_url, clock=clock)
    app.router.routes.insert(0, Mount("/call", StaticFiles(directory=PAGE)))
    async with serving(app, bound):
        yield Conversation(url, browser, it, karen, holm, app.state.outside)


async def _staff(subject: str) -> StaffMember:
    return await StaffMember.get(subject=subject).select_related("clinician")
