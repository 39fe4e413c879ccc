"""Times as iCalendar files (RFC 5545, 5546), for the calendar on a patient's phone.

Calendars are shared with families and employers. So a file says when, and where to read more after
signing in; with whom, why and where the appointment is, is in none of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import icalendar
from icalendar.enums import CLASS, STATUS

PRODUCT = "-//Aleris Online//NONSGML v1//EN"

FETCHED_EVERY = timedelta(hours=1)
"""How often a calendar program is asked to look again."""


@dataclass(frozen=True)
class Entry:
    """A time in the calendar."""

    uid: str
    """The same for ever, so that a newer file changes the entry and never adds one."""
    starts_at: datetime
    ends_at: datetime
    sequence: int
    """Rises with every change: the highest wins, in whatever order the files come."""
    is_cancelled: bool
    summary: str
    url: str


@dataclass(frozen=True)
class Publisher:
    """Who gives the file out, and when."""

    email: str
    now: datetime


def one_entry(entry: Entry, publisher: Publisher) -> bytes:
    """To be put into a calendar, or when it is cancelled to be taken out of it."""
    calendar = _calendar("CANCEL" if entry.is_cancelled else "PUBLISH")
    return _with_entries(calendar, [entry], publisher)


def feed(name: str, entries: Iterable[Entry], publisher: Publisher) -> bytes:
    """A calendar of its own, that is fetched again and again. What is cancelled says so in it."""
    calendar = _calendar("PUBLISH")
    calendar.calendar_name = name
    # The first is RFC 7986's; the second is what Outlook reads.
    calendar.add("refresh-interval", FETCHED_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(FETCHED_EVERY))
    return _with_entries(calendar, entries, publisher)


def _calendar(method: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", method)
    return calendar


def _with_entries(
    calendar: icalendar.Calendar, entries: Iterable[Entry], publisher: Publisher
) -> bytes:
    for entry in entries:
        calendar.add_component(_event(entry, publisher))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: Entry, publisher: Publisher) -> icalendar.Event:
    """In UTC, which needs no time zone's rules and cannot be misread."""
    return icalendar.Event.new(
        uid=entry.uid,
        stamp=publisher.now.astimezone(UTC),
        start=entry.starts_at.astimezone(UTC),
        end=entry.ends_at.astimezone(UTC),
        sequence=entry.sequence,
        status=STATUS.CANCELLED if entry.is_cancelled else STATUS.CONFIRMED,
        classification=CLASS.PRIVATE,
        summary=entry.summary,
        organizer=icalendar.vCalAddress(f"mailto:{publisher.email}"),
        url=entry.url,
    )
