"""R11: the address of a calendar feed: what it opens, what stands there, when it opens nothing."""

from datetime import timedelta

import pytest

from models import Appointment, AppointmentState, CalendarFeed, Patient
from models.appointment.states import HOLDS
from models.calendar_feed import SHOWN_BACK
from tests.cast import NINE, booked
from tests.counting import counting

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
A_MOMENT = timedelta(microseconds=1)


@pytest.fixture
async def feed(karen):
    feed = CalendarFeed.opened(karen, "karens secret", NINE)
    assert await feed.take_the_place_of(None, NINE)
    return feed


async def test_the_secret_opens_it_and_is_not_kept(feed, karen):
    found = await CalendarFeed.behind("karens secret")

    assert found is not None
    assert (found.id, found.patient.name, found.opened_at) == (feed.id, "Karen Vig", NINE)
    assert "karens secret" not in str(await CalendarFeed.all().values())


@pytest.mark.parametrize("token", ["", "guessed", "karens secret ", "\0", "æ" * 5000])
async def test_anything_else_opens_nothing(feed, token):
    assert await CalendarFeed.behind(token) is None


async def test_what_is_revoked_opens_nothing_and_is_revoked_once(feed, karen):
    assert await karen.calendar_feed() == feed

    assert await feed.revoke(NINE + HOUR)
    assert not await feed.revoke(NINE + 2 * HOUR)

    assert await CalendarFeed.behind("karens secret") is None
    assert await karen.calendar_feed() is None
    assert (await CalendarFeed.get(id=feed.id)).revoked_at == NINE + HOUR


async def test_a_new_address_takes_the_place_of_the_former(feed, karen):
    new = CalendarFeed.opened(karen, "a new secret", NINE + HOUR)

    assert await new.take_the_place_of(feed, NINE + HOUR)

    assert await CalendarFeed.behind("karens secret") is None
    assert await karen.calendar_feed() == new


async def test_of_two_new_addresses_one_takes_the_place(feed, karen):
    first, second = (CalendarFeed.opened(karen, secret, NINE) for secret in ("one", "two"))
    assert await first.take_the_place_of(feed, NINE)

    assert not await second.take_the_place_of(feed, NINE)
    assert not await second.take_the_place_of(None, NINE)

    assert await karen.calendar_feed() == first


async def test_while_the_consent_is_withdrawn_it_opens_nothing(feed, karen):
    """A4."""
    await Patient.filter(id=karen.id).update(app_use_withdrawn_at=NINE)
    assert await CalendarFeed.behind("karens secret") is None

    await Patient.filter(id=karen.id).update(app_use_withdrawn_at=None)
    assert await CalendarFeed.behind("karens secret") == feed


async def test_that_it_was_fetched_is_written_down_once_an_hour(feed):
    for at, statements in (
        (NINE, 1),
        (NINE + HOUR - A_MOMENT, 0),
        (NINE + HOUR, 1),
        (NINE + HOUR + A_MOMENT, 0),
    ):
        with counting() as sent:
            await feed.note_fetched(at)
        assert len(sent) == statements

    assert (await CalendarFeed.get(id=feed.id)).last_fetched_at == NINE + HOUR


async def test_it_has_what_is_ahead_and_what_was_in_the_last_thirty_days(feed, karen, knee, holm):
    ended = NINE - SHOWN_BACK
    for starts_at in (ended - HOUR, ended - HOUR / 2 + A_MOMENT, NINE - DAY, NINE + 300 * DAY):
        await booked(karen, knee, holm, starts_at, ended - DAY)

    shown = await feed.appointments(NINE)

    starts = [appointment.starts_at for appointment in shown]
    assert starts == [ended - HOUR / 2 + A_MOMENT, NINE - DAY, NINE + 300 * DAY]


@pytest.mark.parametrize("state", sorted(set(AppointmentState) - set(HOLDS)))
async def test_what_took_place_or_was_cancelled_stays_in_it(feed, karen, knee, holm, state):
    appointment = await booked(karen, knee, holm, NINE, NINE - DAY)
    await Appointment.filter(id=appointment.id).update(state=state)

    [shown] = await feed.appointments(NINE)

    assert (shown.id, shown.state) == (appointment.id, state)


async def test_another_patients_appointments_are_not_in_it(feed, ole, knee, holm):
    await booked(ole, knee, holm, NINE, NINE - DAY)

    assert await feed.appointments(NINE) == []
