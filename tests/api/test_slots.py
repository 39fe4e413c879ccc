"""R17–R19: free times of a service."""

from datetime import timedelta

import pytest

from models import Clinician, Slot
from tests.cast import NINE, a_staff_member, booked, opening

SLOTS = """
  query ($service: ID!, $from: Date!, $to: Date!, $with: ID) {
    slots(serviceId: $service, from: $from, to: $to, clinicianId: $with) {
      id startsAt endsAt clinician { name }
    }
  }
"""

TUESDAY = {"from": "2026-03-03", "to": "2026-03-03"}


@pytest.fixture
async def open_hours(holm):
    """From nine to twelve in Denmark: six half hours."""
    await opening(holm)


async def test_the_free_times_of_a_day_earliest_first(app_of, karen, knee, holm, open_hours):
    app = await app_of(karen)

    slots = await app.asks(SLOTS, service=knee.id, **TUESDAY)

    starts_at = NINE + timedelta(hours=23)
    assert [slot["startsAt"] for slot in slots] == [
        (starts_at + timedelta(minutes=30 * n)).isoformat() for n in range(6)
    ]
    assert slots[0] == {
        "id": Slot(knee.id, holm.id, starts_at, starts_at + timedelta(minutes=30)).id,
        "startsAt": "2026-03-03T08:00:00+00:00",
        "endsAt": "2026-03-03T08:30:00+00:00",
        "clinician": {"name": "Dr. Mette Holm"},
    }


async def test_a_time_that_anybody_has_is_not_free(
    app_of, karen, ole, knee, doctor, holm, open_hours
):
    """Also when it was booked as another service of the same clinician's."""
    app = await app_of(karen)
    assert len(await app.asks(SLOTS, service=knee.id, **TUESDAY)) == 6

    await booked(ole, doctor, holm, NINE + timedelta(hours=23), NINE)

    slots = await app.asks(SLOTS, service=knee.id, **TUESDAY)
    assert [slot["startsAt"][11:16] for slot in slots] == [
        "08:30",
        "09:00",
        "09:30",
        "10:00",
        "10:30",
    ]


async def test_what_has_begun_is_not_free(app_of, karen, knee, open_hours, clock):
    clock.goes(NINE)
    app = await app_of(karen)

    slots = await app.asks(SLOTS, service=knee.id, **{"from": "2026-03-02", "to": "2026-03-02"})

    assert [slot["startsAt"][11:16] for slot in slots] == ["09:30", "10:00", "10:30"]


async def test_nine_oclock_stays_nine_oclock_when_the_clocks_change(
    app_of, karen, knee, open_hours
):
    app = await app_of(karen)

    slots = await app.asks(SLOTS, service=knee.id, **{"from": "2026-03-27", "to": "2026-03-30"})

    starts = [slot["startsAt"] for slot in slots]
    assert starts[0] == "2026-03-27T08:00:00+00:00"
    assert starts[6] == "2026-03-30T07:00:00+00:00"


async def test_with_one_clinician_or_with_anybody(app_of, karen, knee, holm, open_hours):
    krag = await Clinician.create(name="Jens Krag", title="psykolog", authorisation_id="0A1B5")
    await knee.clinicians.add(krag)
    await opening(krag, opens=9 * 60, closes=10 * 60)
    app = await app_of(karen)

    async def names(**with_whom):
        slots = await app.asks(SLOTS, service=knee.id, **TUESDAY, **with_whom)
        return [slot["clinician"]["name"] for slot in slots]

    assert sorted(set(await names())) == ["Dr. Mette Holm", "Jens Krag"]
    assert await names(**{"with": krag.id}) == ["Jens Krag", "Jens Krag"]
    assert await names(**{"with": "cli_unknown"}) == []


async def test_somebody_who_does_not_offer_the_service_has_no_times_for_it(
    app_of, karen, knee, open_hours
):
    other = await Clinician.create(name="Ida Bo", title="læge", authorisation_id="0A1B6")
    await a_staff_member("bo", other)
    await opening(other)
    app = await app_of(karen)
    assert await app.asks(SLOTS, service=knee.id, **TUESDAY)

    assert await app.asks(SLOTS, service=knee.id, **TUESDAY, **{"with": other.id}) == []


async def test_31_days_at_once_and_no_more(app_of, karen, knee, open_hours):
    app = await app_of(karen)

    most = await app.asks(SLOTS, service=knee.id, **{"from": "2026-03-01", "to": "2026-03-31"})

    assert most[-1]["startsAt"].startswith("2026-03-31")
    one_more = {"from": "2026-03-01", "to": "2026-04-01"}
    assert await app.refused(SLOTS, service=knee.id, **one_more) == "INVALID_INPUT"
    for_ever = {"from": "2026-03-01", "to": "9999-12-31"}
    assert await app.refused(SLOTS, service=knee.id, **for_ever) == "BAD_USER_INPUT"


async def test_the_last_day_is_not_before_the_first(app_of, karen, knee):
    backwards = {"from": "2026-03-03", "to": "2026-03-02"}

    assert (
        await (await app_of(karen)).refused(SLOTS, service=knee.id, **backwards) == "INVALID_INPUT"
    )


async def test_an_unknown_service_is_not_found(app_of, karen):
    assert await (await app_of(karen)).refused(SLOTS, service="srv_x", **TUESDAY) == "NOT_FOUND"


async def test_nobody_sees_free_times_without_signing_in(app_of, karen, knee, open_hours):
    assert await (await app_of(karen)).asks(SLOTS, service=knee.id, **TUESDAY)

    assert await (await app_of(None)).refused(SLOTS, service=knee.id, **TUESDAY) == "NOT_SIGNED_IN"
