"""R15–R19: the front page, behind the heart."""

from datetime import timedelta

from models import BookingConfirmation
from models.clinic import ConsultationType, Modality, ServiceKind
from tests.cast import NINE, a_service, booked

FRONT_PAGE = """
  query {
    frontPage {
      services { id kind name speciality modality consultationType requiresMovement minutes
                 minimumAge bookable clinicians { name title speciality authorisationId } }
      nextAppointment { id startsAt }
      unreadConfirmations
    }
  }
"""

KINDS = "query { services { kind name } }"


async def test_what_can_be_booked_and_with_whom(app_of, karen, shoulder):
    app = await app_of(karen)

    answer = await app.asks(FRONT_PAGE)

    assert answer["services"] == [
        {
            "id": shoulder.id,
            "kind": "SPECIALIST",
            "name": "Forundersøgelse",
            "speciality": "Ortopædkirurgi",
            "modality": "VIDEO",
            "consultationType": "MOVEMENT",
            "requiresMovement": True,
            "minutes": 30,
            "minimumAge": 15,
            "bookable": True,
            "clinicians": [
                {
                    "name": "Dr. Mette Holm",
                    "title": "speciallæge",
                    "speciality": "Ortopædkirurgi",
                    "authorisationId": "0A1B2",
                }
            ],
        }
    ]


async def test_the_doctor_a_psychologist_and_a_specialist(app_of, karen, clinic, holm):
    """R17–R19."""
    for kind in reversed(ServiceKind):
        await a_service(clinic, holm, Modality.VIDEO, ConsultationType.TALK, kind=kind)
    app = await app_of(karen)

    kinds = [service["kind"] for service in await app.asks(KINDS)]

    assert kinds == ["DOCTOR", "PSYCHOLOGIST", "SPECIALIST"]


async def test_services_are_named_in_the_askers_language(app_of, karen, shoulder):
    app = await app_of(karen, language="en")

    assert await app.asks(KINDS) == [{"kind": "SPECIALIST", "name": "Examination"}]


async def test_with_nothing_booked_nothing_comes_next(app_of, karen):
    answer = await (await app_of(karen)).asks(FRONT_PAGE)

    assert answer == {"services": [], "nextAppointment": None, "unreadConfirmations": 0}


async def test_the_next_appointment_is_the_earliest_active_one(app_of, karen, knee, holm, clock):
    for hours in (3, 1, 2):
        await booked(karen, knee, holm, NINE + timedelta(hours=hours), NINE)
    app = await app_of(karen)
    assert (await app.asks(FRONT_PAGE))["nextAppointment"]["startsAt"][11:16] == "10:00"

    clock.goes(hours=1, minutes=45)

    assert (await app.asks(FRONT_PAGE))["nextAppointment"]["startsAt"][11:16] == "11:00"


async def test_unread_confirmations_are_counted(app_of, karen, knee, holm):
    for days in (1, 2):
        await booked(karen, knee, holm, NINE + timedelta(days=days), NINE)
    app = await app_of(karen)
    assert (await app.asks(FRONT_PAGE))["unreadConfirmations"] == 2

    first = await BookingConfirmation.all().first()
    assert first is not None
    await first.read(NINE)

    assert (await app.asks(FRONT_PAGE))["unreadConfirmations"] == 1


async def test_the_front_page_shows_nothing_of_another_patients(app_of, ole, karen, consultation):
    mine, anothers = await app_of(karen), await app_of(ole)
    assert (await mine.asks(FRONT_PAGE))["nextAppointment"] is not None

    answer = await anothers.asks(FRONT_PAGE)

    assert (answer["nextAppointment"], answer["unreadConfirmations"]) == (None, 0)
