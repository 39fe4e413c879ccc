"""R20–R24: booking confirmations, as they were sent."""

from datetime import timedelta

import pytest

from models import BookingConfirmation, Clinic, Clinician, Patient, Service
from tests.cast import NINE, booked

LIST = """
  query ($first: Int! = 20, $after: String) {
    bookingConfirmations(first: $first, after: $after) {
      nodes { id number title readAt sentAt }
      pageInfo { hasNextPage endCursor }
    }
  }
"""

ONE = """
  query ($id: ID!) {
    bookingConfirmation(id: $id) {
      id number title sections { heading body } language sha256 sentAt readAt
      appointment { id clinician { name } }
    }
  }
"""

READ = """
  mutation ($id: ID!) {
    markConfirmationRead(input: { confirmationId: $id }) { id readAt sections { heading } }
  }
"""


@pytest.fixture
async def confirmation(karen, knee, holm):
    appointment = await booked(karen, knee, holm, NINE + timedelta(days=1), NINE)
    return await BookingConfirmation.get(appointment_id=appointment.id)


async def test_it_says_what_when_with_whom_and_where(app_of, karen, confirmation):
    answer = await (await app_of(karen)).asks(ONE, id=confirmation.id)

    sections = [(section["heading"], section["body"]) for section in answer["sections"]]
    assert sections[:6] == [
        ("Hvad", "Forundersøgelse"),
        ("Hvornår", "tirsdag 3. marts kl. 10.00–10.30"),
        ("Behandler", "Dr. Mette Holm, speciallæge"),
        ("Hvor", "Aleris Ringsted, Haslevvej 13, 4100 Ringsted"),
        ("Kontakt", "+4536372700, online@aleris.example"),
        ("Betaling", "Du betaler selv. Ring til os for at høre prisen."),
    ]
    assert sections[6][0] == "Kom i god tid"
    assert (answer["title"], answer["language"]) == ("Bookingbekræftelse", "da")
    assert (answer["sentAt"], answer["readAt"]) == ("2026-03-02T09:00:00+00:00", None)


async def test_one_for_a_video_consultation(app_of, karen, consultation):
    app = await app_of(karen)
    [sent] = (await app.asks(LIST))["nodes"]

    sections = (await app.asks(ONE, id=sent["id"]))["sections"]

    assert {"heading": "Hvor", "body": "Videokonsultation"} in sections
    assert "Gør plads til bevægelse" in [section["heading"] for section in sections]


async def test_it_is_written_in_the_patients_language_and_stays_in_it(app_of, karen, knee, holm):
    await Patient.filter(id=karen.id).update(language="en")
    await karen.refresh_from_db()
    await booked(karen, knee, holm, NINE + timedelta(days=1), NINE)
    app = await app_of(karen, language="da")

    [answer] = (await app.asks(LIST))["nodes"]

    assert answer["title"] == "Booking confirmation"


async def test_it_stays_as_it_was_sent_whatever_changes_later(app_of, karen, confirmation):
    """R23."""
    app = await app_of(karen)
    before = await app.asks(ONE, id=confirmation.id)

    await Clinician.all().update(name="Dr. Mette Holm Lund")
    await Service.all().update(name_da="Samtale")
    await Clinic.all().update(street="Nyvej 1")

    after = await app.asks(ONE, id=confirmation.id)
    assert after["appointment"]["clinician"]["name"] == "Dr. Mette Holm Lund"
    assert after["sections"] == before["sections"]
    assert after["sha256"] == before["sha256"]
    assert (await BookingConfirmation.get(id=confirmation.id)).is_as_sent


async def test_the_list_has_the_newest_first_page_by_page(app_of, karen, knee, holm):
    for hours in (1, 3, 2):
        sent_at = NINE - timedelta(hours=hours)
        await booked(karen, knee, holm, NINE + timedelta(hours=hours), sent_at)
    app = await app_of(karen)

    first = await app.asks(LIST, first=2)
    rest = await app.asks(LIST, first=2, after=first["pageInfo"]["endCursor"])

    assert [node["sentAt"][11:16] for node in first["nodes"]] == ["08:00", "07:00"]
    assert [node["sentAt"][11:16] for node in rest["nodes"]] == ["06:00"]
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)
    assert await app.refused(LIST, first=0) == "INVALID_INPUT"
    assert await app.refused(LIST, after="garbage") == "INVALID_INPUT"


async def test_opening_it_marks_it_as_read_once(app_of, karen, confirmation, clock):
    """R24."""
    app = await app_of(karen)

    answer = await app.asks(READ, id=confirmation.id)
    clock.goes(hours=1)
    again = await app.asks(READ, id=confirmation.id)

    assert answer["readAt"] == again["readAt"] == "2026-03-02T09:00:00+00:00"
    assert (await BookingConfirmation.get(id=confirmation.id)).is_as_sent


async def test_looking_at_it_is_not_reading_it(app_of, karen, confirmation):
    app = await app_of(karen)

    await app.asks(ONE, id=confirmation.id)

    assert (await app.asks(ONE, id=confirmation.id))["readAt"] is None


async def test_another_patients_is_as_if_it_were_not_there(app_of, karen, ole, confirmation):
    mine, anothers = await app_of(karen), await app_of(ole)
    assert (await mine.asks(ONE, id=confirmation.id))["id"] == confirmation.id
    assert len((await mine.asks(LIST))["nodes"]) == 1

    assert await anothers.asks(ONE, id=confirmation.id) is None
    assert await mine.asks(ONE, id="cfm_unknown") is None
    assert await anothers.refused(READ, id=confirmation.id) == "NOT_FOUND"
    assert await mine.refused(READ, id="cfm_unknown") == "NOT_FOUND"
    assert (await anothers.asks(LIST))["nodes"] == []
    assert (await BookingConfirmation.get(id=confirmation.id)).read_at is None
