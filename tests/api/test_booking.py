"""R17–R20: booking a free time: what comes with it, and each reason why not."""

import base64
from datetime import date, timedelta

import pytest

from models import (
    Appointment,
    AuditEvent,
    BookingConfirmation,
    Consultation,
    Message,
    MessageKind,
    Slot,
    TreatmentCourse,
)
from tests.cast import NINE, a_patient, booked, opening

BOOK = """
  mutation ($slot: ID!) {
    bookAppointment(input: { slotId: $slot }) {
      __typename
      ... on Appointment {
        id state modality startsAt endsAt
        service { id name } clinician { name }
        contact { phone email address { name street postcode city } }
        consultation { state isOpen } confirmation { title readAt }
      }
      ... on SlotTaken { alternatives { id startsAt } }
      ... on OverlapsYourOwn { appointment { id startsAt } }
      ... on NotBookable { minimumAge }
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


async def nothing_is_booked():
    kept = (Appointment, TreatmentCourse, BookingConfirmation, Message, Consultation, AuditEvent)
    return not any([await model.all().count() for model in kept])


async def test_in_person_there_is_an_address_and_no_consultation(app_of, karen, knee, holm):
    app = await app_of(karen)

    answer = await app.asks(BOOK, slot=slot(knee, holm))

    appointment = await Appointment.get()
    assert answer == {
        "__typename": "Appointment",
        "id": appointment.id,
        "state": "BOOKED",
        "modality": "IN_PERSON",
        "startsAt": "2026-03-03T08:00:00+00:00",
        "endsAt": "2026-03-03T08:30:00+00:00",
        "service": {"id": knee.id, "name": "Forundersøgelse"},
        "clinician": {"name": "Dr. Mette Holm"},
        "contact": {
            "phone": "+4536372700",
            "email": "online@aleris.example",
            "address": {
                "name": "Aleris Ringsted",
                "street": "Haslevvej 13",
                "postcode": "4100",
                "city": "Ringsted",
            },
        },
        "consultation": None,
        "confirmation": {"title": "Bookingbekræftelse", "readAt": None},
    }
    assert not await Consultation.exists()


async def test_by_video_there_is_a_consultation_and_no_address(app_of, karen, shoulder, holm):
    app = await app_of(karen)

    answer = await app.asks(BOOK, slot=slot(shoulder, holm))

    assert answer["contact"]["address"] is None
    assert answer["consultation"] == {"state": "SCHEDULED", "isOpen": False}


async def test_with_a_booking_come_its_confirmation_course_and_messages(
    app_of, karen, shoulder, holm
):
    """R20–R21, R33, R13."""
    app = await app_of(karen)

    answer = await app.asks(BOOK, slot=slot(shoulder, holm))

    appointment = await Appointment.get(id=answer["id"])
    confirmation = await BookingConfirmation.get(appointment_id=appointment.id)
    assert (confirmation.patient_id, confirmation.sent_at) == (karen.id, NINE)
    assert confirmation.is_as_sent
    messages = {m.kind: m.due_at for m in await Message.filter(appointment_id=appointment.id)}
    assert messages == {
        MessageKind.BOOKING_CONFIRMATION: NINE,
        MessageKind.VIDEO_LINK: TOMORROW - timedelta(minutes=10),
    }
    course = await TreatmentCourse.get(patient_id=karen.id)
    assert (course.id, course.kind) == (appointment.course_id, shoulder.kind)
    event = await AuditEvent.get()
    assert (event.actor, event.action) == (karen.id, "book_appointment")
    assert event.subject == appointment.id


async def test_a_second_booking_of_the_same_kind_is_in_the_same_course(app_of, karen, knee, holm):
    app = await app_of(karen)

    for n in range(2):
        await app.asks(BOOK, slot=slot(knee, holm, TOMORROW + timedelta(minutes=30 * n)))

    assert await Appointment.all().count() == 2
    assert await TreatmentCourse.all().count() == 1


async def test_a_taken_time_comes_with_the_nearest_free_ones(app_of, karen, ole, knee, holm):
    await booked(ole, knee, holm, TOMORROW + timedelta(minutes=30), NINE)
    app = await app_of(karen)

    answer = await app.asks(BOOK, slot=slot(knee, holm, TOMORROW + timedelta(minutes=30)))

    starts = [alternative["startsAt"][:16] for alternative in answer.pop("alternatives")]
    assert starts == ["2026-03-03T08:00", "2026-03-03T09:00", "2026-03-03T09:30"]
    assert answer == {
        "__typename": "SlotTaken",
        "code": "SLOT_TAKEN",
        "message": "Tiden er lige blevet taget. Vælg en anden tid.",
    }
    assert await Appointment.filter(patient_id=karen.id).count() == 0
    assert await TreatmentCourse.filter(patient_id=karen.id).count() == 0


async def test_an_alternative_can_be_booked(app_of, karen, ole, knee, holm):
    await booked(ole, knee, holm, TOMORROW, NINE)
    app = await app_of(karen)
    [first, *_] = (await app.asks(BOOK, slot=slot(knee, holm)))["alternatives"]

    answer = await app.asks(BOOK, slot=first["id"])

    assert (answer["__typename"], answer["startsAt"]) == ("Appointment", first["startsAt"])


async def test_one_cannot_be_in_two_places_at_once(app_of, karen, knee, doctor, holm):
    own = await booked(karen, knee, holm, TOMORROW, NINE)
    app = await app_of(karen)

    answer = await app.asks(BOOK, slot=slot(doctor, holm))

    assert answer == {
        "__typename": "OverlapsYourOwn",
        "appointment": {"id": own.id, "startsAt": "2026-03-03T08:00:00+00:00"},
        "code": "OVERLAPS_YOUR_OWN",
        "message": "Du har allerede en aftale på det tidspunkt.",
    }
    assert await Appointment.all().count() == 1


@pytest.mark.parametrize(
    ("born_on", "may_book"),
    [
        (date(2011, 3, 3), False),
        (date(2011, 3, 2), True),
        (None, False),
    ],
    ids=["fifteen tomorrow", "fifteen today", "of unknown age"],
)
async def test_from_the_fifteenth_birthday_one_may_book(app_of, knee, holm, born_on, may_book):
    """ "Du skal være over 15 år" in the real terms. Of unknown age: no."""
    app = await app_of(await a_patient("Ida Holm Bæk", born_on=born_on))
    assert (await app.asks("{ services { bookable } }")) == [{"bookable": may_book}]

    answer = await app.asks(BOOK, slot=slot(knee, holm))

    if may_book:
        assert answer["__typename"] == "Appointment"
    else:
        assert answer == {
            "__typename": "NotBookable",
            "minimumAge": 15,
            "code": "NOT_BOOKABLE",
            "message": "Du skal være fyldt 15 år for selv at kunne bestille denne tid."
            if born_on
            else "Vi kender ikke din alder. Ring til os for at bestille denne tid.",
        }
        assert await nothing_is_booked()


@pytest.mark.parametrize(
    "starts_at",
    [
        NINE,
        NINE - timedelta(hours=1),
        TOMORROW - timedelta(minutes=30),
        TOMORROW + timedelta(hours=3),
        TOMORROW + timedelta(minutes=15),
        TOMORROW + timedelta(days=4),
    ],
    ids=["begins now", "past", "before opening", "after closing", "in between", "a Saturday"],
)
async def test_a_time_that_the_clinic_does_not_offer(app_of, karen, knee, holm, starts_at):
    app = await app_of(karen)

    answer = await app.asks(BOOK, slot=slot(knee, holm, starts_at))

    assert answer == {
        "__typename": "SlotNotOffered",
        "code": "SLOT_NOT_OFFERED",
        "message": "Tiden tilbydes ikke længere. Vælg en anden tid.",
    }
    assert await nothing_is_booked()


async def test_somebody_who_does_not_offer_the_service_cannot_be_booked(
    app_of, karen, knee, dr_krag
):
    await opening(dr_krag.clinician)
    app = await app_of(karen)

    answer = await app.asks(BOOK, slot=slot(knee, dr_krag.clinician))

    assert answer["__typename"] == "SlotNotOffered"


def made_up(plain):
    return "slo_" + base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "id",
    ["", "slo_", "slo_???", "apt_1", made_up("one"), made_up("a|b|c"), made_up("srv_x|cli_x|9")]
    + [made_up(f"srv_x|cli_x|{minute}") for minute in (-(10**12), 10**12, 10**40)],
)
async def test_a_slot_that_is_none_is_not_found(app_of, karen, knee, id):
    assert await (await app_of(karen)).refused(BOOK, slot=id) == "NOT_FOUND"


async def test_why_not_is_said_in_the_askers_language(app_of, karen, knee, holm):
    app = await app_of(karen, language="en")

    answer = await app.asks(BOOK, slot=slot(knee, holm, NINE))

    assert answer["message"] == "That time is no longer offered. Choose another time."


async def test_nobody_books_without_signing_in(app_of, knee, holm):
    assert await (await app_of(None)).refused(BOOK, slot=slot(knee, holm)) == "NOT_SIGNED_IN"
    assert await nothing_is_booked()
