"""What one may ask for, book and have sent to one has its bounds, each with a name."""

from datetime import timedelta

import pytest

import worker
from models import Appointment, Message, MessageKind
from models.last_look import MOST_A_DAY
from models.message import MessageState, SkipReason
from models.owner import MOST_AHEAD
from tests.api.test_booking import BOOK, TOMORROW, slot
from tests.api.test_calendars import BLOCK, DAY
from tests.api.test_clinic_acts import CANCEL, MOVE
from tests.api.test_holds import FREE
from tests.cast import NINE, booked, opening

WEEKS_LATER = TOMORROW + timedelta(days=14)
CONTACT = """
  mutation ($phone: String) {
    updateContactDetails(input: { phone: $phone }) { __typename }
  }
"""


@pytest.fixture(autouse=True)
async def open_hours(holm):
    await opening(holm)


async def test_twelve_appointments_may_lie_ahead_and_no_more(app_of, karen, knee, holm):
    for n in range(MOST_AHEAD):
        await booked(karen, knee, holm, TOMORROW + timedelta(days=n), NINE)

    answer = await (await app_of(karen)).asks(BOOK, slot=slot(knee, holm, WEEKS_LATER))

    assert answer == {
        "__typename": "TooManyAppointments",
        "code": "TOO_MANY_APPOINTMENTS",
        "message": "Du kan højst have 12 aftaler foran dig. Aflys en, eller ring til os.",
    }


async def test_a_year_ahead_is_offered_and_no_more(app_of, karen, knee, holm):
    app = await app_of(karen)

    late = await app.asks(BOOK, slot=slot(knee, holm, TOMORROW + timedelta(days=370)))

    assert late["__typename"] == "SlotNotOffered"


@pytest.mark.usefixtures("early_in_a_minute")
async def test_a_patient_books_at_most_sixty_times_an_hour(app_of, karen, knee, holm):
    app = await app_of(karen)
    past = slot(knee, holm, NINE)

    kinds = [(await app.asks(BOOK, slot=past))["__typename"] for _ in range(61)]

    assert kinds == ["SlotNotOffered"] * 60 + ["TooManyRequests"]
    assert not await Appointment.exists()


@pytest.mark.usefixtures("early_in_a_minute")
async def test_a_number_is_changed_at_most_ten_times_a_day(app_of, karen):
    app = await app_of(karen)

    kinds = [(await app.asks(CONTACT, phone=f"201234{n:02}"))["__typename"] for n in range(11)]

    assert kinds == ["ContactDetails"] * 10 + ["TooManyRequests"]


async def test_nobody_makes_us_send_without_end_and_what_is_urgent_is_sent(
    karen, shoulder, knee, holm, outside
):
    for n in range(MOST_A_DAY + 3):
        await booked(karen, knee, holm, TOMORROW + timedelta(days=n), NINE)
    await booked(karen, shoulder, holm, NINE + timedelta(minutes=8), NINE)

    await worker.send_due_messages(outside, NINE)

    kinds = [message.kind for message in await Message.filter(state=MessageState.SENT)]
    assert MessageKind.VIDEO_LINK in kinds
    assert len(kinds) == MOST_A_DAY, "the link is counted too, and goes first"
    kept = await Message.filter(state=MessageState.SKIPPED)
    assert {message.skipped_because for message in kept} == {SkipReason.TOO_MANY}


async def test_however_many_one_has_got_that_the_clinic_cancels_is_said(
    app_of, sara, karen, knee, holm, outside
):
    for n in range(MOST_A_DAY):
        own = await booked(karen, knee, holm, TOMORROW + timedelta(days=n), NINE)
    await worker.send_due_messages(outside, NINE)

    await (await app_of(sara)).asks(CANCEL, id=own.id)
    await worker.send_due_messages(outside, NINE)

    assert (await Message.get(kind=MessageKind.CANCELLED)).state is MessageState.SENT


KEPT_BACK = "{ skippedMessages { nodes { kind reason appointment { id startsAt } } } }"


async def has_got_enough(karen, knee, holm, outside):
    """The last of so many appointments, all of them confirmed by text message today."""
    for n in range(MOST_A_DAY):
        own = await booked(karen, knee, holm, TOMORROW + timedelta(days=7 * n), NINE)
    await worker.send_due_messages(outside, NINE)
    return own


async def test_that_the_clinic_moved_it_and_nobody_was_told_staff_see(
    app_of, sara, karen, knee, holm, outside
):
    """R14: of the time as it now is, once. Of those that came before it there is nothing to say."""
    await opening(holm)
    own, app = await has_got_enough(karen, knee, holm, outside), await app_of(sara)
    for minutes in (30, 60):
        later = own.starts_at + timedelta(minutes=minutes)
        await app.asks(MOVE, id=own.id, slot=slot(knee, holm, later))
        await worker.send_due_messages(outside, NINE)

    nodes = (await app.asks(KEPT_BACK))["nodes"]

    about = {"id": own.id, "startsAt": later.isoformat()}
    assert nodes == [{"kind": "BOOKING_CONFIRMATION", "reason": "TOO_MANY", "appointment": about}]
    assert await Message.filter(skipped_because=SkipReason.TOO_MANY).count() == 2


async def test_of_what_was_cancelled_after_all_nobody_has_to_be_told(
    app_of, sara, karen, knee, holm, outside
):
    await opening(holm)
    own, app = await has_got_enough(karen, knee, holm, outside), await app_of(sara)
    later = own.starts_at + timedelta(hours=1)
    await app.asks(MOVE, id=own.id, slot=slot(knee, holm, later))
    await worker.send_due_messages(outside, NINE)

    await app.asks(CANCEL, id=own.id)

    assert (await app.asks(KEPT_BACK))["nodes"] == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "i morgen"])
async def test_days_outside_our_calendar_are_no_days(app_of, dr_holm, day):
    assert await (await app_of(dr_holm)).refused(DAY, day=day) == "BAD_USER_INPUT"


@pytest.mark.parametrize("moment", ["2026-03-03T08:00:00", "0001-01-01T00:00:00Z", "kl. 8", "2026"])
async def test_a_moment_says_its_offset_and_lies_in_our_calendar(app_of, dr_holm, moment):
    span = {"from": moment, "to": "2026-03-03T09:00:00Z"}

    assert await (await app_of(dr_holm)).refused(BLOCK, **span) == "BAD_USER_INPUT"


async def test_twenty_months_of_free_times_are_too_much_at_once(app_of, karen, knee):
    many = " ".join(
        f'm{n}: slots(serviceId: "{knee.id}", from: "2026-03-01", to: "2026-03-31") '
        "{ id startsAt clinician { name } }"
        for n in range(20)
    )
    app = await app_of(karen)

    assert await app.refused(f"{{ {many} }}") == "OPERATION_TOO_LARGE"
    assert len(await app.asks(FREE, service=knee.id)) == 6
