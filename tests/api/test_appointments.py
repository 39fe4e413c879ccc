"""R25–R32, R48–R51: Mine aftaler, and what an appointment tells."""

from datetime import timedelta

import pytest

from models import Appointment, AppointmentState
from models.clinic import ConsultationType, Modality
from tests.cast import NINE, a_service, booked, put

MINE = """
  query ($filter: AppointmentFilter! = ACTIVE, $first: Int! = 20, $after: String) {
    myAppointments(filter: $filter, first: $first, after: $after) {
      nodes { id startsAt }
      edges { cursor node { id } }
      pageInfo { hasNextPage endCursor }
    }
  }
"""

ONE = """
  query ($id: ID!) {
    appointment(id: $id) {
      id state modality startsAt endsAt
      service { kind name minutes }
      clinician { name title speciality authorisationId }
      contact { phone email address { name street postcode city } }
      practicalInformation { key title body }
      equipmentAdvice { key title body }
      consultation { state joinOpensAt joinClosesAt isOpen mayLeave }
      confirmation { number title }
    }
  }
"""


async def ids(app, **asked):
    return [node["id"] for node in (await app.asks(MINE, **asked))["nodes"]]


@pytest.fixture
async def three(karen, knee, holm):
    """In one, two and three hours; booked in another order."""
    hours = (2, 1, 3)
    made = {n: await booked(karen, knee, holm, NINE + timedelta(hours=n), NINE) for n in hours}
    return [made[n].id for n in sorted(made)]


async def test_active_bookings_with_the_next_one_first(app_of, karen, three):
    assert await ids(await app_of(karen)) == three


async def test_an_appointment_is_active_until_15_minutes_after_its_end(app_of, karen, three, clock):
    """R26, A8."""
    app = await app_of(karen)
    until = NINE + timedelta(hours=1, minutes=45)

    clock.goes(until - timedelta(milliseconds=1))
    assert (await ids(app), await ids(app, filter="HISTORY")) == (three, [])
    clock.goes(until)
    assert (await ids(app), await ids(app, filter="HISTORY")) == (three[1:], three[:1])


async def test_the_history_has_the_latest_first(app_of, karen, three, clock):
    clock.goes(hours=5)

    app = await app_of(karen)

    assert (await ids(app), await ids(app, filter="HISTORY")) == ([], three[::-1])


async def test_a_cancelled_one_is_history_at_once(app_of, karen, three):
    await Appointment.filter(id=three[0]).update(state=AppointmentState.CANCELLED)
    app = await app_of(karen)

    assert (await ids(app), await ids(app, filter="HISTORY")) == (three[1:], three[:1])


async def test_a_live_consultation_stays_active_however_late(app_of, karen, waiting, clock):
    """A8."""
    clock.goes(hours=3)

    assert await ids(await app_of(karen)) == [waiting.appointment_id]


async def test_one_that_we_promised_to_call_about_stays_active(app_of, karen, waiting, clock):
    await put(waiting, lambda it: it.leave(NINE + timedelta(minutes=11)))
    clock.goes(hours=3)

    assert await ids(await app_of(karen)) == [waiting.appointment_id]


async def test_one_that_was_left_early_does_not(app_of, karen, waiting, clock):
    await put(waiting, lambda it: it.leave(NINE, even_if_not_late=True))
    clock.goes(hours=3)
    app = await app_of(karen)

    assert (await ids(app), await ids(app, filter="HISTORY")) == ([], [waiting.appointment_id])


async def test_page_by_page_each_comes_once_and_in_order(app_of, karen, three):
    app, seen, after = await app_of(karen), [], None

    while True:
        page = await app.asks(MINE, first=1, after=after)
        seen += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        assert after == page["edges"][-1]["cursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break

    assert seen == three
    beyond = await app.asks(MINE, after=after)
    assert beyond == {
        "nodes": [],
        "edges": [],
        "pageInfo": {"hasNextPage": False, "endCursor": None},
    }


async def test_a_new_booking_does_not_shift_the_page_one_is_on(app_of, karen, three, knee, holm):
    app = await app_of(karen)
    first = await app.asks(MINE, first=1)

    await booked(karen, knee, holm, NINE + timedelta(minutes=30), NINE)

    assert await ids(app, after=first["pageInfo"]["endCursor"]) == three[1:]


@pytest.mark.parametrize("first", [0, -1, 51])
async def test_a_page_has_from_1_to_50(app_of, karen, three, first):
    app = await app_of(karen)
    assert (await ids(app, first=50), await ids(app, first=1)) == (three, three[:1])

    assert await app.refused(MINE, first=first) == "INVALID_INPUT"


@pytest.mark.parametrize(
    "cursor", ["", "garbage", "é", "bnVsbA==", "WzEsMl0=", "WyIyMDI2LTAzLTAyIiwiYSJd"]
)
async def test_a_cursor_that_is_none_is_refused(app_of, karen, three, cursor):
    assert await (await app_of(karen)).refused(MINE, after=cursor) == "INVALID_INPUT"


async def test_another_patients_cursor_leads_to_nothing_of_theirs(app_of, karen, ole, three):
    theirs = (await (await app_of(karen)).asks(MINE, first=1))["pageInfo"]["endCursor"]

    assert await ids(await app_of(ole), after=theirs) == []


async def test_an_appointment_at_the_hospital(app_of, karen, knee, holm):
    """R27–R31: with an address, and without advice about equipment."""
    appointment = await booked(karen, knee, holm, NINE + timedelta(days=1), NINE)
    app = await app_of(karen)

    answer = await app.asks(ONE, id=appointment.id)

    keys = [advice["key"] for advice in answer.pop("practicalInformation")]
    assert keys == ["ARRIVE_EARLY", "BRING_ID", "CANCEL_IN_TIME"]
    assert answer.pop("confirmation")["number"].startswith("AO-")
    assert answer == {
        "id": appointment.id,
        "state": "BOOKED",
        "modality": "IN_PERSON",
        "startsAt": "2026-03-03T09:00:00+00:00",
        "endsAt": "2026-03-03T09:30:00+00:00",
        "service": {"kind": "SPECIALIST", "name": "Forundersøgelse", "minutes": 30},
        "clinician": {
            "name": "Dr. Mette Holm",
            "title": "speciallæge",
            "speciality": "Ortopædkirurgi",
            "authorisationId": "0A1B2",
        },
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
        "equipmentAdvice": [],
        "consultation": None,
    }


async def test_an_appointment_by_video(app_of, karen, consultation, clock):
    """R30–R34: no address; when one can enter; and what is good to know."""
    app = await app_of(karen)
    clock.goes(minutes=-15)

    answer = await app.asks(ONE, id=consultation.appointment_id)

    assert (answer["modality"], answer["contact"]["address"]) == ("VIDEO", None)
    assert answer["consultation"] == {
        "state": "SCHEDULED",
        "joinOpensAt": "2026-03-02T08:45:00+00:00",
        "joinClosesAt": "2026-03-02T09:45:00+00:00",
        "isOpen": True,
        "mayLeave": False,
    }
    keys = [advice["key"] for advice in answer["practicalInformation"]]
    assert keys == ["QUIET_PLACE", "START_FROM_LINK", "PERMISSION", "IF_DELAYED"]


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (ConsultationType.TALK, ["FACE_THE_LIGHT"]),
        (ConsultationType.MOVEMENT, ["ROOM_TO_MOVE", "SHOW_THE_MOVEMENT"]),
        (ConsultationType.SHOW_SKIN, ["FACE_THE_LIGHT", "HOLD_CLOSE"]),
    ],
)
async def test_where_to_put_the_phone_depends_on_the_type(app_of, karen, clinic, holm, kind, keys):
    """R48–R51."""
    service = await a_service(clinic, holm, Modality.VIDEO, kind)
    appointment = await booked(karen, service, holm, NINE + timedelta(days=1), NINE)
    app = await app_of(karen)

    advice = (await app.asks(ONE, id=appointment.id))["equipmentAdvice"]

    assert [one["key"] for one in advice] == keys
    if kind is ConsultationType.MOVEMENT:
        assert "således, at der er plads til bevægelse" in advice[0]["body"]


async def test_what_is_good_to_know_is_said_in_the_askers_language(app_of, karen, consultation):
    app = await app_of(karen, language="en")

    answer = await app.asks(ONE, id=consultation.appointment_id)

    assert answer["service"]["name"] == "Examination"
    assert answer["practicalInformation"][0]["title"] == "Find a quiet place"
    assert answer["equipmentAdvice"][0]["title"] == "Make room to move"


async def test_another_patients_appointment_is_as_if_it_were_not_there(app_of, karen, ole, three):
    mine, anothers = await app_of(karen), await app_of(ole)
    assert (await mine.asks(ONE, id=three[0]))["id"] == three[0]

    assert await anothers.asks(ONE, id=three[0]) is None
    assert await mine.asks(ONE, id="apt_unknown") is None
    assert await ids(anothers) == []
