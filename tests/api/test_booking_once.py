"""Booking the same time twice: a key makes one booking of two requests."""

from datetime import timedelta

import pytest

from models import Appointment, IdempotencyKey, Message, Slot
from tests.cast import NINE, opening

BOOK = """
  mutation ($slot: ID!, $key: String) {
    bookAppointment(input: { slotId: $slot, idempotencyKey: $key }) {
      __typename
      ... on Appointment { id startsAt }
      ... on InvalidInput { field }
      ... on Error { code message }
    }
  }
"""

TOMORROW = NINE + timedelta(hours=23)
"""Nine in Denmark."""


@pytest.fixture(autouse=True)
async def open_hours(holm):
    """From nine to twelve in Denmark: six half hours."""
    await opening(holm)


def slot(service, clinician, starts_at=TOMORROW):
    return Slot(service.id, clinician.id, starts_at, starts_at + timedelta(minutes=30)).id


async def test_the_same_key_again_gives_the_same_answer_and_books_once(app_of, karen, knee, holm):
    app = await app_of(karen)
    first = await app.asks(BOOK, slot=slot(knee, holm), key="k-1")

    again = await app.asks(BOOK, slot=slot(knee, holm), key="k-1")

    assert again == first
    assert await Appointment.all().count() == await Message.all().count() == 1


async def test_the_same_key_for_another_time_is_refused(app_of, karen, knee, holm):
    app = await app_of(karen)
    await app.asks(BOOK, slot=slot(knee, holm), key="k-1")

    other = slot(knee, holm, TOMORROW + timedelta(hours=1))
    answer = await app.asks(BOOK, slot=other, key="k-1")

    assert answer == {
        "__typename": "IdempotencyKeyReused",
        "code": "IDEMPOTENCY_KEY_REUSED",
        "message": "Den samme nøgle er brugt til en anden bestilling.",
    }
    assert await Appointment.all().count() == 1


async def test_a_key_is_the_patients_own(app_of, karen, ole, knee, holm):
    await (await app_of(karen)).asks(BOOK, slot=slot(knee, holm), key="k-1")

    other = slot(knee, holm, TOMORROW + timedelta(hours=1))
    answer = await (await app_of(ole)).asks(BOOK, slot=other, key="k-1")

    assert answer["__typename"] == "Appointment"
    assert await Appointment.filter(patient_id=ole.id).count() == 1


@pytest.mark.parametrize("key", ["", "x" * 101])
async def test_a_key_has_between_1_and_100_characters(app_of, karen, knee, holm, key):
    answer = await (await app_of(karen)).asks(BOOK, slot=slot(knee, holm), key=key)

    assert (answer["__typename"], answer["field"]) == ("InvalidInput", "idempotencyKey")
    assert not await Appointment.exists()
    assert not await IdempotencyKey.exists()
