"""R20–R24: the booking confirmation is what we sent, as we sent it, and is read once."""

import re
from datetime import timedelta

import pytest

from models import BookingConfirmation, ConsultationType, Modality
from models.confirmation import confirmation_number
from tests.cast import NINE
from tests.models.on_paper import YESTERDAY, a_service, booked, karen

IN_PERSON, VIDEO = Modality.IN_PERSON, Modality.VIDEO
STREET = "Haslevvej"


def confirmation(modality=VIDEO, patient=None, **service):
    appointment = booked(a_service(modality, **service), patient)
    return next(row for row in appointment.brought if isinstance(row, BookingConfirmation))


def test_it_says_what_when_with_whom_where_and_whom_to_call():
    letter = confirmation(IN_PERSON)

    assert letter.title == "Bookingbekræftelse"
    assert [(it["heading"], it["body"]) for it in letter.sections[:6]] == [
        ("Hvad", "Forundersøgelse af skulder"),
        ("Hvornår", "mandag 2. marts kl. 10.00–10.30"),
        ("Behandler", "Dr. Mette Holm, speciallæge"),
        ("Hvor", "Aleris Ringsted, Haslevvej 13, 4100 Ringsted"),
        ("Kontakt", "+4536372700, online@aleris.example"),
        ("Betaling", "Du betaler selv. Ring til os for at høre prisen."),
    ]


def test_it_is_in_the_patients_language():
    letter = confirmation(VIDEO, karen(language="en"))

    assert (letter.language, letter.title) == ("en", "Booking confirmation")
    assert [(it["heading"], it["body"]) for it in letter.sections[:4]] == [
        ("What", "Examination of a shoulder"),
        ("When", "Monday 2 March at 10.00–10.30"),
        ("Clinician", "Dr. Mette Holm, speciallæge"),
        ("Where", "Video consultation"),
    ]


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_address_is_in_it_only_when_one_has_to_go_there(language):
    speaks = karen(language=language)

    assert STREET in str(confirmation(IN_PERSON, speaks).sections)
    assert STREET not in str(confirmation(VIDEO, speaks).sections)


def test_by_video_it_says_what_to_do_beforehand_and_where_to_put_the_phone():
    headings = [it["heading"] for it in confirmation(VIDEO).sections[6:]]

    assert headings == [
        "Find et roligt sted",
        "Start fra linket",
        "Giv adgang til kamera og lyd",
        "Hvis din behandler er forsinket",
        "Gør plads til bevægelse",
        "Du kan blive bedt om at bevæge dig",
    ]


def test_at_the_hospital_it_says_what_to_bring_and_nothing_of_phones():
    letter = confirmation(IN_PERSON, consultation_type=ConsultationType.MOVEMENT)

    headings = [it["heading"] for it in letter.sections[6:]]
    assert headings == ["Kom i god tid", "Tag legitimation med", "Hvis du er forhindret"]


def test_it_belongs_to_the_appointment_and_the_patient_and_is_sent_at_once():
    letter = confirmation()

    assert (letter.patient_id, letter.sent_at, letter.read_at) == ("pat_karen", YESTERDAY, None)


def test_its_number_can_be_read_over_the_phone():
    number = confirmation_number()

    assert re.fullmatch(r"AO-[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{8}", number)
    assert confirmation_number() != number


def test_what_we_sent_is_recognised_as_what_we_sent():
    assert confirmation().is_as_sent


@pytest.mark.parametrize(
    "change",
    [
        lambda letter: setattr(letter, "title", letter.title + "!"),
        lambda letter: letter.sections[1].update(body="tirsdag 3. marts kl. 10.00–10.30"),
        lambda letter: letter.sections[0].update(heading="Hvem"),
        lambda letter: letter.sections.pop(),
        lambda letter: letter.sections.reverse(),
        lambda letter: letter.sections.append({"heading": "", "body": ""}),
    ],
)
def test_whoever_changes_a_word_of_it_is_found_out(change):
    letter = confirmation()

    change(letter)

    assert not letter.is_as_sent


async def test_it_comes_back_from_the_database_as_it_was_sent(karen, consultation):
    [letter] = await karen.confirmations.all()

    assert letter.is_as_sent
    assert "Dr. Mette Holm, speciallæge" in str(letter.sections)


async def test_what_is_booked_afterwards_changes_nothing_in_what_was_sent(
    karen, consultation, shoulder, clinic
):
    shoulder.name_da, clinic.street = "Noget andet", "En anden vej"
    await shoulder.save()
    await clinic.save()

    [letter] = await karen.confirmations.all()

    assert letter.is_as_sent
    assert "Forundersøgelse" in str(letter.sections)


async def test_it_is_read_once_and_stays_read_since_then(karen, consultation):
    [letter] = await karen.confirmations.all()
    [again] = await karen.confirmations.all()

    await letter.read(NINE)
    await again.read(NINE + timedelta(hours=1))

    [kept] = await karen.confirmations.all()
    assert letter.read_at == again.read_at == kept.read_at == NINE
