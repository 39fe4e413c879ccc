"""R11: a patient opens a calendar feed, sees that it is open, and closes it."""

import asyncio

import pytest

from models import AuditEvent, CalendarFeed, TextKind
from models.consent import hashed

OPEN = """
  mutation {
    openCalendarFeed {
      ... on CalendarFeedOpened { url feed { openedAt lastFetchedAt } }
      ... on Error { code message }
    }
  }
"""
CLOSE = """
  mutation {
    closeCalendarFeed {
      ... on Patient { name calendarFeed { openedAt } }
      ... on Error { code }
    }
  }
"""
MINE = "{ me { calendarFeed { openedAt lastFetchedAt } } }"


@pytest.fixture
async def karens(app_of, karen):
    return await app_of(karen)


def token(answer):
    prefix, suffix = "http://localhost:8000/calendar/", ".ics"
    assert answer["url"].startswith(prefix)
    return answer["url"].removeprefix(prefix).removesuffix(suffix)


async def test_nobody_has_one_who_did_not_open_one(karens):
    assert await karens.asks(MINE) == {"calendarFeed": None}


async def test_the_address_is_told_once_and_not_kept(karens, karen):
    answer = await karens.asks(OPEN)

    opened = {"openedAt": "2026-03-02T09:00:00+00:00", "lastFetchedAt": None}
    assert answer["feed"] == opened
    assert await karens.asks(MINE) == {"calendarFeed": opened}
    [kept] = await CalendarFeed.all().values()
    assert token(answer) not in str(kept)
    assert (kept["token_hash"], kept["patient_id"]) == (hashed(token(answer)), karen.id)
    assert len(token(answer)) == 43


async def test_opened_again_it_has_another_address_and_the_former_is_revoked(karens, clock):
    former = token(await karens.asks(OPEN))
    clock.goes(hours=1)

    new = token(await karens.asks(OPEN))

    assert await CalendarFeed.behind(former) is None
    assert await CalendarFeed.behind(new) is not None
    assert (await karens.asks(MINE))["calendarFeed"]["openedAt"] == "2026-03-02T10:00:00+00:00"


async def test_closed_it_is_gone_and_closing_it_again_is_no_mistake(karens):
    address = token(await karens.asks(OPEN))

    for _ in range(2):
        assert await karens.asks(CLOSE) == {"name": "Karen Vig", "calendarFeed": None}

    assert await CalendarFeed.behind(address) is None


async def test_who_opens_and_who_closes_is_written_down(karens, karen):
    await karens.asks(OPEN)
    await karens.asks(OPEN)
    await karens.asks(CLOSE)
    await karens.asks(CLOSE)

    events = await AuditEvent.all().order_by("id")
    acts = ["open_calendar_feed", "open_calendar_feed", "close_calendar_feed"]
    assert [event.action for event in events] == acts
    assert {event.actor for event in events} == {karen.id}
    feeds = [feed.id for feed in await CalendarFeed.all().order_by("opened_at")]
    assert {event.subject for event in events} == set(feeds)


async def test_of_many_who_open_at_once_one_address_works(karens, karen):
    answers = await asyncio.gather(*(karens.asks(OPEN) for _ in range(4)))

    addresses = [token(answer) for answer in answers if "url" in answer]
    assert len(addresses) >= 1
    assert {answer["code"] for answer in answers if "code" in answer} <= {"CHANGED_MEANWHILE"}
    working = [one for one in addresses if await CalendarFeed.behind(one) is not None]
    assert len(working) == 1
    assert await CalendarFeed.filter(revoked_at=None).count() == 1


async def test_it_is_each_patients_own(karens, app_of, ole):
    await karens.asks(OPEN)
    oles = await app_of(ole)
    assert await oles.asks(MINE) == {"calendarFeed": None}

    await oles.asks(OPEN)
    await oles.asks(CLOSE)

    assert (await karens.asks(MINE))["calendarFeed"] is not None


async def test_a_new_text_is_consented_to_before_opening_but_not_before_closing(karens, publishes):
    """A3, A4: what is taken back is never held back."""
    await karens.asks(OPEN)

    await publishes(TextKind.APP_USE)

    assert (await karens.asks(OPEN))["code"] == "CONSENT_REQUIRED"
    assert (await karens.asks(CLOSE))["calendarFeed"] is None
