"""The staff's calendars: a clinician's day, and times at which nobody is seen."""

import asyncio
from datetime import timedelta

import pytest

from models import Appointment, BlockedTime
from models.appointment import AppointmentState
from tests.api.test_booking import BOOK, TOMORROW, slot
from tests.api.test_holds import BOOK_HELD, FREE, HOLD
from tests.cast import NINE, booked, opening

DAY = """
  query ($day: Date!, $clinician: ID) {
    clinicianDay(day: $day, clinicianId: $clinician) {
      day
      entries { appointment { id state } patient { name } }
      blocked { id startsAt endsAt reason }
    }
  }
"""
BLOCK = """
  mutation ($from: DateTime!, $to: DateTime!, $clinician: ID, $key: String) {
    blockTime(input: {
      startsAt: $from, endsAt: $to, reason: "Møde", clinicianId: $clinician, idempotencyKey: $key
    }) {
      __typename
      ... on BlockedTime { id startsAt endsAt }
      ... on TimeIsBooked { entries { appointment { id } patient { name } } }
      ... on Error { code message }
    }
  }
"""
UNBLOCK = """
  mutation ($id: ID!) { unblockTime(input: { blockedTimeId: $id }) { __typename } }
"""
MORNING = {"from": "2026-03-03T08:00:00Z", "to": "2026-03-03T09:00:00Z"}
"""From nine to ten in Denmark, tomorrow."""


@pytest.fixture(autouse=True)
async def open_hours(holm):
    await opening(holm)


async def test_a_clinicians_day_has_whom_they_see_and_when_they_see_nobody(
    app_of, karen, ole, dr_holm, knee, holm
):
    later = await booked(ole, knee, holm, TOMORROW + timedelta(hours=2), NINE)
    first = await booked(karen, knee, holm, TOMORROW + timedelta(hours=1), NINE)
    await booked(karen, knee, holm, TOMORROW + timedelta(days=1), NINE)
    app = await app_of(dr_holm)
    blocked = await app.asks(BLOCK, **MORNING)

    day = await app.asks(DAY, day="2026-03-03")

    assert day == {
        "day": "2026-03-03",
        "entries": [
            {"appointment": {"id": first.id, "state": "BOOKED"}, "patient": {"name": "Karen Vig"}},
            {"appointment": {"id": later.id, "state": "BOOKED"}, "patient": {"name": "Ole Lund"}},
        ],
        "blocked": [
            {
                "id": blocked["id"],
                "startsAt": "2026-03-03T08:00:00+00:00",
                "endsAt": "2026-03-03T09:00:00+00:00",
                "reason": "Møde",
            }
        ],
    }


async def test_a_clinician_sees_nobody_elses_day_and_a_coordinator_everybodys(
    app_of, sara, dr_krag, holm
):
    one = {"day": "2026-03-03", "clinician": holm.id}

    assert await (await app_of(dr_krag)).refused(DAY, **one) == "NOT_FOUND"
    assert (await (await app_of(sara)).asks(DAY, **one))["entries"] == []
    assert await (await app_of(sara)).refused(DAY, day="2026-03-03") == "INVALID_INPUT"


async def test_a_blocked_time_is_not_free(app_of, karen, dr_holm, knee, holm):
    await (await app_of(dr_holm)).asks(BLOCK, **MORNING)
    app = await app_of(karen)

    assert len(await app.asks(FREE, service=knee.id)) == 4
    assert (await app.asks(BOOK, slot=slot(knee, holm)))["__typename"] == "SlotNotOffered"


async def test_after_it_is_unblocked_it_is_free_again(app_of, karen, dr_holm, knee):
    staff = await app_of(dr_holm)
    blocked = await staff.asks(BLOCK, **MORNING)

    await staff.asks(UNBLOCK, id=blocked["id"])

    assert len(await (await app_of(karen)).asks(FREE, service=knee.id)) == 6


async def test_where_somebody_is_booked_nothing_is_blocked(app_of, karen, sara, knee, holm):
    own = await booked(karen, knee, holm, TOMORROW + timedelta(minutes=30), NINE)

    answer = await (await app_of(sara)).asks(BLOCK, clinician=holm.id, **MORNING)

    assert answer["__typename"] == "TimeIsBooked"
    assert answer["entries"] == [{"appointment": {"id": own.id}, "patient": {"name": "Karen Vig"}}]
    assert not await BlockedTime.exists()


async def test_who_merely_holds_a_time_loses_it(app_of, karen, dr_holm, knee, holm):
    app = await app_of(karen)
    held = await app.asks(HOLD, slot=slot(knee, holm))

    blocked = await (await app_of(dr_holm)).asks(BLOCK, **MORNING)

    assert blocked["__typename"] == "BlockedTime"
    assert (await Appointment.get(id=held["id"])).state is AppointmentState.RELEASED
    assert (await app.asks(BOOK_HELD, hold=held["id"]))["__typename"] == "SlotNotOffered"


async def test_a_time_is_booked_or_blocked_and_never_both(app_of, karen, dr_holm, knee, holm):
    patient, staff = await app_of(karen), await app_of(dr_holm)
    for n in range(20):
        start = TOMORROW + timedelta(days=7 * n)
        both = {"from": start.isoformat(), "to": (start + timedelta(hours=1)).isoformat()}

        answers = await asyncio.gather(
            patient.asks(BOOK, slot=slot(knee, holm, start)), staff.asks(BLOCK, **both)
        )

        kinds = tuple(answer["__typename"] for answer in answers)
        assert kinds in {("Appointment", "TimeIsBooked"), ("SlotNotOffered", "BlockedTime")}
        # However often she was faster: no more than twelve may lie ahead.
        await Appointment.all().update(state=AppointmentState.CANCELLED)


async def test_the_same_key_blocks_once(app_of, dr_holm):
    app = await app_of(dr_holm)

    first, second = [await app.asks(BLOCK, key="once", **MORNING) for _ in range(2)]

    assert first == second
    assert await BlockedTime.all().count() == 1


@pytest.mark.parametrize(
    "to", ["2026-03-03T08:00:00Z", "2026-03-03T07:59:59Z", "2026-06-04T08:00:01Z"]
)
async def test_a_blocked_time_ends_after_it_begins_and_within_three_months(app_of, dr_holm, to):
    answer = await (await app_of(dr_holm)).asks(BLOCK, **(MORNING | {"to": to}))

    assert answer["__typename"] == "InvalidInput"


async def test_another_clinicians_blocked_time_is_not_found(app_of, dr_holm, dr_krag, sara):
    blocked = await (await app_of(dr_holm)).asks(BLOCK, **MORNING)

    assert await (await app_of(dr_krag)).refused(UNBLOCK, id=blocked["id"]) == "NOT_FOUND"
    assert (await (await app_of(sara)).asks(UNBLOCK, id=blocked["id"])) == {
        "__typename": "BlockedTime"
    }
