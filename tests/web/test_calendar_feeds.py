"""R11: a calendar program fetches a patient's feed: without signing in, as long as it is open."""

import logging
from datetime import timedelta

import httpx2
import pytest
import vobject
from tortoise import Tortoise

from integrations.rate_limits import Limit
from models import Appointment, AppointmentState, CalendarFeed, Patient
from tests.cast import NINE, booked
from tests.counting import counting
from tests.web.calendar_words import words_too_many

OPEN = "mutation { openCalendarFeed { ... on CalendarFeedOpened { url } } }"
CLOSE = "mutation { closeCalendarFeed { __typename } }"
MINE = "{ me { calendarFeed { lastFetchedAt } } }"
DAY = timedelta(days=1)
UNKNOWN = "http://localhost:8000/calendar/" + "A" * 43 + ".ics"


@pytest.fixture
async def karens(app_of, karen):
    return await app_of(karen)


@pytest.fixture
async def url(karens):
    """The address of Karen's feed."""
    return (await karens.asks(OPEN))["url"]


@pytest.fixture
async def appointments(karen, knee, shoulder, holm):
    """One at the hospital, which took place; one by video, today; one which is cancelled."""
    past = await booked(karen, knee, holm, NINE - 29 * DAY, NINE - 31 * DAY)
    today = await booked(karen, shoulder, holm, NINE, NINE - DAY)
    off = await booked(karen, knee, holm, NINE + DAY, NINE - DAY)
    await Appointment.filter(id=past.id).update(state=AppointmentState.FULFILLED)
    cancelled = {"state": AppointmentState.CANCELLED, "schedule_version": 2}
    await Appointment.filter(id=off.id).update(**cancelled)
    return [past, today, off]


async def fetched(http, url):
    answer = await http.get(url)
    assert answer.status_code == 200
    return answer, vobject.readOne(answer.text)


async def test_a_calendar_program_sees_when_without_signing_in(http, url, appointments):
    answer, calendar = await fetched(http, url)

    assert answer.headers["Content-Type"] == "text/calendar; method=PUBLISH; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="aftaler.ics"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert calendar.method.value == "PUBLISH"
    assert calendar.contents["x-wr-calname"][0].value == "Aftaler"
    told = [(e.uid.value, e.dtstart.value, e.status.value) for e in calendar.vevent_list]
    assert told == [
        (f"{it.id}@localhost", it.starts_at, status)
        for it, status in zip(appointments, ["CONFIRMED", "CONFIRMED", "CANCELLED"], strict=True)
    ]
    assert {event.summary.value for event in calendar.vevent_list} == {"Aftale"}
    assert [event.sequence.value for event in calendar.vevent_list] == ["0", "0", "1"]


async def test_and_nothing_about_whom_why_or_where(http, url, appointments):
    answer, _ = await fetched(http, url)

    assert await words_too_many(answer.text) == set()


async def test_an_english_patients_feed_is_english(http, url, appointments):
    await Patient.all().update(language="en")

    answer, calendar = await fetched(http, url)

    assert calendar.contents["x-wr-calname"][0].value == "Appointments"
    assert {event.summary.value for event in calendar.vevent_list} == {"Appointment"}
    assert answer.headers["Content-Disposition"] == 'attachment; filename="appointments.ics"'


async def test_a_new_appointment_is_there_the_next_time(http, url, karen, knee, holm):
    _, before = await fetched(http, url)
    await booked(karen, knee, holm, NINE, NINE - DAY)

    _, after = await fetched(http, url)

    assert ("vevent" in before.contents, len(after.vevent_list)) == (False, 1)


async def test_the_patient_sees_when_it_was_last_fetched_to_the_hour(http, url, karens, clock):
    assert await karens.asks(MINE) == {"calendarFeed": {"lastFetchedAt": None}}

    for minutes in (0, 59):
        clock.goes(NINE + timedelta(minutes=minutes))
        await fetched(http, url)
        seen = (await karens.asks(MINE))["calendarFeed"]["lastFetchedAt"]
        assert seen == "2026-03-02T09:00:00+00:00"

    clock.goes(NINE + timedelta(minutes=60))
    await fetched(http, url)
    seen = (await karens.asks(MINE))["calendarFeed"]["lastFetchedAt"]
    assert seen == "2026-03-02T10:00:00+00:00"


async def test_opened_again_only_the_new_address_works(http, url, karens):
    new = (await karens.asks(OPEN))["url"]

    assert (await http.get(url)).status_code == 404
    assert (await http.get(new)).status_code == 200


async def test_closed_it_is_gone_at_once(http, url, karens):
    await fetched(http, url)

    await karens.asks(CLOSE)

    assert (await http.get(url)).status_code == 404


async def test_what_opens_nothing_is_not_there_for_whatever_reason(http, url, karens, karen):
    """Unknown, malformed, revoked, consent withdrawn: the same to the byte and at the same cost."""
    revoked, withdrawn = url, (await karens.asks(OPEN))["url"]
    await fetched(http, withdrawn)
    await Patient.filter(id=karen.id).update(app_use_withdrawn_at=NINE)
    malformed = [UNKNOWN.replace("A" * 43, it) for it in ("x", "%00", "a.b", "..", "æ" * 99)]
    answers, costs = [], []

    for address in (revoked, withdrawn, UNKNOWN, *malformed):
        with counting() as statements:
            answers.append(await http.get(address))
        costs.append(len(statements))

    assert {answer.status_code for answer in answers} == {404}
    assert len({(answer.content, tuple(answer.headers.items())) for answer in answers}) == 1
    assert set(costs) == {1}


@pytest.mark.usefixtures("early_in_a_minute")
async def test_whoever_guesses_addresses_is_slowed_down_and_others_are_not(http, url, app):
    for _ in range(Limit.UNKNOWN_FEED.item.amount):
        assert (await http.get(UNKNOWN)).status_code == 404

    refused = await http.get(UNKNOWN)

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert (await http.get(url)).status_code == 200
    other = httpx2.ASGITransport(app, client=("192.0.2.9", 1))
    async with httpx2.AsyncClient(transport=other) as elsewhere:
        assert (await elsewhere.get(UNKNOWN)).status_code == 404


@pytest.mark.usefixtures("early_in_a_minute")
async def test_a_feed_is_not_fetched_all_the_time(http, url, app_of, ole):
    oles = (await (await app_of(ole)).asks(OPEN))["url"]
    for _ in range(Limit.CALENDAR_FEED.item.amount):
        assert (await http.get(url)).status_code == 200

    refused = await http.get(url)

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    assert (await http.get(oles)).status_code == 200


@pytest.fixture
def log(caplog):
    """All that anybody logs, except our own browser, which is not ours to keep quiet."""
    uvicorns = [logging.getLogger(name) for name in ("uvicorn", "uvicorn.access")]
    for logger in uvicorns:
        logger.addHandler(caplog.handler)
    caplog.set_level(logging.DEBUG)
    yield lambda: [
        f"{record.getMessage()} {record.__dict__}"
        for record in caplog.records
        if not record.name.startswith(("httpx2", "httpcore2"))
    ]
    for logger in uvicorns:
        logger.removeHandler(caplog.handler)


async def test_no_log_has_the_secret_not_even_when_it_fails(served, karen, log):
    """On a real server, whose access log we are listening for too."""
    await CalendarFeed.opened(karen, "a-secret-of-hers", NINE).save()
    url = served.state.outside.settings.public_url + "/calendar/a-secret-of-hers.ics"
    database = Tortoise.get_connection("default")

    async with httpx2.AsyncClient() as http:
        assert (await http.get(url)).status_code == 200
        await database.execute_script("ALTER TABLE appointment RENAME TO away")
        try:
            assert (await http.get(url)).status_code == 500
        finally:
            await database.execute_script("ALTER TABLE away RENAME TO appointment")

    assert any("Failed at /calendar/{token}.ics" in line for line in log())
    assert [line for line in log() if "a-secret-of-hers" in line] == []
