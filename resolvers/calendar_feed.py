"""R11: the patient's calendar feed: opening one, and closing it again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from context import Info
from models import CalendarFeed, Patient
from models.change import ATTEMPTS, By, write
from models.consent import new_secret
from models.refused import ChangedMeanwhile
from resolvers.acting import by


@dataclass(frozen=True)
class CalendarFeedOpened:
    """The feed, and the only time that its address is told: we keep no more than its hash."""

    url: str
    feed: CalendarFeed


async def calendar_feed(root: Patient) -> CalendarFeed | None:
    return await root.calendar_feed()


async def open_calendar_feed(info: Info) -> CalendarFeedOpened:
    """Opened again, it has a new address, and the former opens nothing any more."""
    patient = info.context.patient
    this = await by(info, patient)
    for _ in range(ATTEMPTS):
        token = new_secret()
        feed = CalendarFeed.opened(patient, token, this.at)
        former = await patient.calendar_feed()
        if await _written(partial(feed.take_the_place_of, former, this.at), feed, this):
            return CalendarFeedOpened(f"{info.context.settings.origin}/calendar/{token}.ics", feed)
    raise ChangedMeanwhile


async def close_calendar_feed(info: Info) -> Patient:
    """To close what is closed already is no mistake."""
    patient = info.context.patient
    this = await by(info, patient)
    for _ in range(ATTEMPTS):
        feed = await patient.calendar_feed()
        if feed is None or await _written(partial(feed.revoke, this.at), feed, this):
            return patient
    raise ChangedMeanwhile


async def _written(decide: Callable[[], Awaitable[bool]], feed: CalendarFeed, this: By) -> bool:
    """Nobody follows a feed live, so nobody is told."""
    return await write(decide, (), (), feed.id, this)
