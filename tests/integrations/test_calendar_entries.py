"""Calendar files, as another calendar library reads them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
import vobject

from integrations.calendar import Entry, Publisher, feed, one_entry
from tests.cast import NINE

BY_US = Publisher("online@aleris.example", NINE)


ENTRY = Entry(
    uid="apt_1@online.example",
    starts_at=NINE,
    ends_at=NINE + timedelta(minutes=30),
    sequence=0,
    is_cancelled=False,
    summary="Aftale",
    url="https://online.example/a/apt_1",
)


def read(file):
    calendar = vobject.readOne(file.decode())
    assert calendar.validate(raiseException=True)
    return calendar


def test_an_entry_says_when_in_utc_and_that_it_is_private():
    entry = read(one_entry(ENTRY, BY_US))

    assert entry.method.value == "PUBLISH"
    assert entry.vevent.dtstart.value == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert entry.vevent.dtend.value == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert entry.vevent.dtstamp.value == NINE
    assert entry.vevent.uid.value == "apt_1@online.example"
    assert entry.vevent.sequence.value == "0"
    assert entry.vevent.status.value == "CONFIRMED"
    assert getattr(entry.vevent, "class").value == "PRIVATE"
    assert entry.vevent.organizer.value == "mailto:online@aleris.example"
    assert entry.vevent.url.value == "https://online.example/a/apt_1"


def test_a_cancelled_one_is_taken_out_by_the_same_name():
    entry = read(one_entry(replace(ENTRY, is_cancelled=True, sequence=2), BY_US))

    assert (entry.method.value, entry.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert (entry.vevent.uid.value, entry.vevent.sequence.value) == ("apt_1@online.example", "2")
    assert entry.vevent.organizer.value == "mailto:online@aleris.example"


@pytest.mark.parametrize("hours", [1, 2], ids=["winter", "summer"])
def test_danish_wall_time_is_written_as_the_same_moment(hours):
    in_denmark = NINE.astimezone(timezone(timedelta(hours=hours)))

    assert b"DTSTART:20260302T090000Z" in one_entry(replace(ENTRY, starts_at=in_denmark), BY_US)


def test_a_feed_has_a_name_all_its_entries_and_how_often_to_look():
    calendar = read(feed("Aftaler", [ENTRY, replace(ENTRY, is_cancelled=True)], BY_US))

    assert calendar.method.value == "PUBLISH"
    assert calendar.contents["x-wr-calname"][0].value == "Aftaler"
    assert calendar.contents["x-published-ttl"][0].value == "PT1H"
    assert calendar.contents["refresh-interval"][0].params == {"VALUE": ["DURATION"]}
    statuses = [event.status.value for event in calendar.vevent_list]
    assert statuses == ["CONFIRMED", "CANCELLED"]


def test_a_feed_may_be_empty():
    assert "vevent" not in read(feed("Aftaler", [], BY_US)).contents


def test_no_line_is_longer_than_a_calendar_may_have():
    long = replace(ENTRY, url="https://online.example/a/" + "x" * 200, summary="Aftale æøå " * 20)

    assert all(len(line) <= 75 for line in one_entry(long, BY_US).split(b"\r\n"))
    assert read(one_entry(long, BY_US)).vevent.summary.value == long.summary
