"""R24, R28: a patient downloads the confirmation, and the appointment for the calendar."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import vobject

from models import Appointment, AppointmentState, BookingConfirmation, Clinic, Clinician, Patient
from models.session import Landing, landing
from tests.cast import NINE, booked
from tests.counting import counting
from tests.reading import Pdf
from tests.signing_in import comes_back, goes_to_mitid, opened, way_back
from tests.web.calendar_words import words_too_many

LINKS = "{ myAppointments { nodes { calendarUrl confirmation { pdfUrl } } } }"


@pytest.fixture
async def appointment(karen, knee, holm):
    """Karen's at the hospital, in the summer, when Denmark is two hours ahead."""
    return await booked(karen, knee, holm, datetime(2026, 7, 7, 8, 0, tzinfo=UTC), NINE)


@pytest.fixture
async def letter(appointment):
    return await BookingConfirmation.get(appointment_id=appointment.id)


@pytest.fixture
def karens(token):
    return {"Authorization": f"Bearer {token}"}


def pdf(letter):
    return f"/documents/confirmations/{letter.id}.pdf"


def ics(appointment):
    return f"/documents/appointments/{appointment.id}.ics"


async def test_the_links_are_in_the_api(http, karens, letter, appointment):
    asked = await http.post("/graphql", json={"query": LINKS}, headers=karens)

    [links] = asked.json()["data"]["myAppointments"]["nodes"]
    assert links["calendarUrl"] == f"http://localhost:8000{ics(appointment)}"
    assert links["confirmation"]["pdfUrl"] == f"http://localhost:8000{pdf(letter)}"
    for url in (links["calendarUrl"], links["confirmation"]["pdfUrl"]):
        assert (await http.get(url, headers=karens)).status_code == 200


async def test_the_confirmation_as_pdf_says_what_was_sent(http, karens, letter):
    answer = await http.get(pdf(letter), headers=karens)

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bekraeftelse.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    said = Pdf(answer.content).words
    for part in (letter.title, f"Nummer {letter.number}", "Sendt mandag 2. marts 2026"):
        assert part in said
    for section in letter.sections:
        assert f"{section['heading']} {section['body']}" in said
    assert "tirsdag 7. juli kl. 10.00–10.30" in said
    assert "Aleris Ringsted, Haslevvej 13, 4100 Ringsted" in said
    assert "Dr. Mette Holm, speciallæge" in said


async def test_it_stays_the_same_to_the_byte_whatever_changes_later(http, karens, letter, clock):
    before = await http.get(pdf(letter), headers=karens)

    await Clinician.all().update(name="Dr. Mette Lund")
    await Clinic.all().update(street="Nyvej 1")
    await Patient.all().update(language="en")
    clock.goes(minutes=10)

    assert (await http.get(pdf(letter), headers=karens)).content == before.content


async def test_an_english_confirmation_stays_english(http, karens, karen, knee, holm):
    karen.language = "en"
    # Late in the evening of the last day of the year in UTC, it is next year in Denmark.
    sent_at = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    appointment = await booked(karen, knee, holm, sent_at + timedelta(days=1), sent_at)
    letter = await BookingConfirmation.get(appointment_id=appointment.id)

    answer = await http.get(pdf(letter), headers=karens)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="confirmation.pdf"'
    assert f"Number {letter.number} Sent Friday 1 January 2027" in Pdf(answer.content).words
    assert Pdf(answer.content).root["/Lang"] == "en"


async def test_downloading_is_not_reading(http, karens, letter):
    await http.get(pdf(letter), headers=karens)

    assert (await BookingConfirmation.get(id=letter.id)).read_at is None


async def entry(http, headers, appointment):
    answer = await http.get(ics(appointment), headers=headers)
    assert answer.status_code == 200
    return answer, vobject.readOne(answer.text)


async def test_the_appointment_in_the_calendar_says_when(http, karens, appointment):
    answer, calendar = await entry(http, karens, appointment)

    assert answer.headers["Content-Type"] == "text/calendar; method=PUBLISH; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="aftale.ics"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert calendar.vevent.summary.value == "Aftale"
    assert calendar.vevent.dtstart.value == datetime(2026, 7, 7, 8, 0, tzinfo=UTC)
    assert calendar.vevent.dtend.value == datetime(2026, 7, 7, 8, 30, tzinfo=UTC)
    assert calendar.vevent.uid.value == f"{appointment.id}@localhost"
    assert calendar.vevent.url.value == f"http://localhost:8000/a/{appointment.id}"


async def test_and_nothing_about_whom_why_or_where(http, karens, appointment):
    answer, _ = await entry(http, karens, appointment)

    assert await words_too_many(answer.text) == set()


async def test_an_english_patients_calendar_is_english(http, karens, appointment):
    await Patient.all().update(language="en")

    answer, calendar = await entry(http, karens, appointment)

    assert calendar.vevent.summary.value == "Appointment"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="appointment.ics"'
    assert await words_too_many(answer.text) == set()


async def test_a_moved_one_takes_the_place_of_the_former(http, karens, appointment):
    _, former = await entry(http, karens, appointment)
    later = appointment.starts_at + timedelta(hours=1)
    moved = {"starts_at": later, "ends_at": later + timedelta(minutes=30), "schedule_version": 2}
    await Appointment.filter(id=appointment.id).update(**moved)

    _, new = await entry(http, karens, appointment)

    assert new.vevent.uid.value == former.vevent.uid.value
    assert (former.vevent.sequence.value, new.vevent.sequence.value) == ("0", "1")
    assert new.vevent.dtstart.value == later


async def test_a_cancelled_one_is_taken_out_of_the_calendar(http, karens, appointment):
    _, booked_one = await entry(http, karens, appointment)
    cancelled = {"state": AppointmentState.CANCELLED, "schedule_version": 2}
    await Appointment.filter(id=appointment.id).update(**cancelled)

    answer, calendar = await entry(http, karens, appointment)

    assert answer.headers["Content-Type"] == "text/calendar; method=CANCEL; charset=utf-8"
    assert (calendar.method.value, calendar.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert calendar.vevent.uid.value == booked_one.vevent.uid.value
    assert calendar.vevent.sequence.value == "1"
    assert await words_too_many(answer.text) == set()


@pytest.mark.parametrize("of", [pdf, ics])
async def test_another_patients_is_as_if_it_were_not_there(
    http, token_of, karens, ole, letter, appointment, of
):
    """To the byte, and at the same cost, so that neither text nor time tells them apart."""
    own = letter if of is pdf else appointment
    oles = {"Authorization": f"Bearer {await token_of(ole)}"}
    answers, costs = [], []
    for id in (own.id, own.id[:-4] + "beef", own.id[:4] + "0" * 24):
        with counting() as statements:
            answers.append(await http.get(of(type(own)(id=id)), headers=oles))
        costs.append(len(statements))

    assert (await http.get(of(own), headers=karens)).status_code == 200
    assert [answer.status_code for answer in answers] == [404] * 3
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(answer.headers.items()) for answer in answers}) == 1
    assert costs == [2, 2, 2]


@pytest.mark.parametrize(
    "id", ["x", "%00", "..%2F..%2Fetc", "æøå", "apt_1'--", "%F0%9F%98%80" * 50]
)
@pytest.mark.parametrize("kind", ["confirmations/{}.pdf", "appointments/{}.ics"])
async def test_what_is_no_id_is_not_there(http, karens, kind, id):
    answer = await http.get("/documents/" + kind.format(id), headers=karens)

    assert answer.status_code == 404


@pytest.mark.parametrize("of", [pdf, ics])
async def test_who_is_not_signed_in_signs_in_first_and_an_app_is_told_to(
    http, token_of, dr_holm, letter, appointment, of
):
    path = of(letter if of is pdf else appointment)

    nobody = await http.get(path)
    staff = await http.get(path, headers={"Cookie": f"aleris_staff={await token_of(dr_holm)}"})
    app = await http.get(path, headers={"Authorization": "Bearer expired"})

    assert (nobody.status_code, staff.status_code) == (303, 303)
    assert nobody.headers["Location"] == staff.headers["Location"] == f"/sign-in?landing={path}"
    assert landing(path) == (Landing.DEEP_LINK, path)
    assert (app.status_code, app.headers["WWW-Authenticate"]) == (401, "Bearer")


async def test_an_odd_address_stays_one_landing(http):
    path = "/documents/confirmations/x&language=en%23%3F.pdf"

    answer = await http.get(path)

    query = urlsplit(answer.headers["Location"]).query
    assert parse_qs(query) == {"landing": [path]}


async def test_whoever_signs_in_on_the_way_gets_what_was_wanted(db, database_url, tmp_path, clock):
    async with opened(database_url, tmp_path, clock, seeded=True) as hospital:
        async with hospital.browser() as browser:
            page = await goes_to_mitid(browser)
            await comes_back(browser, await way_back(browser, page, "karen"))
            asked = await browser.asks(LINKS)
        wanted = asked["myAppointments"]["nodes"][0]["confirmation"]["pdfUrl"]
        path = wanted.removeprefix(hospital.url)
        async with hospital.browser("192.0.2.2") as elsewhere:
            refused = await elsewhere.http.get(wanted)
            page = await goes_to_mitid(elsewhere, landing=refused.url.params["landing"])

            back = await comes_back(elsewhere, await way_back(elsewhere, page, "karen"))

            assert back.headers["Location"] == path
            assert (await elsewhere.http.get(path)).headers["Content-Type"] == "application/pdf"
