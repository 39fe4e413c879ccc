"""R9, R11, R13: contact details and settings, judged as a whole, and confirmed now and then."""

from datetime import timedelta

import pytest

from models import Channel, ContactChange, ContactDetails, MessageKind, NewContact, Settings
from models.contact import REVIEW_AFTER, email_address, line, phone_number
from models.refused import InvalidInput
from tests.cast import NINE

A_MILLISECOND = timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("20123456", "+4520123456"),
        ("20 12 34 56", "+4520123456"),
        ("+45 20 12 34 56", "+4520123456"),
        ("0045 20123456", "+4520123456"),
        ("+46 70 123 45 67", "+46701234567"),
        ("", None),
        ("   ", None),
    ],
)
def test_a_number_is_danish_unless_it_says_otherwise_and_none_takes_it_away(written, number):
    assert phone_number(written) == number


@pytest.mark.parametrize(
    "written", ["abc", "12", "112", "+45 2012 345", "+999 20 12 34 56", "1" * 300]
)
def test_a_number_that_cannot_exist_is_refused(written):
    with pytest.raises(InvalidInput) as refusal:
        phone_number(written)

    assert refusal.value.field == "phone"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("karen@example.dk", "karen@example.dk"),
        ("  Karen@Example.DK ", "Karen@example.dk"),
        ("karen@blåbær.dk", "karen@blåbær.dk"),
        ("", None),
        ("   ", None),
    ],
)
def test_an_address_is_kept_as_one_writes_it_and_none_takes_it_away(written, address):
    assert email_address(written) == address


@pytest.mark.parametrize(
    "written",
    [
        "karen",
        "karen@",
        "karen@localhost",
        "a b@example.dk",
        "karen@example.dk\nBcc: ole@example.dk",
        "k" * 250 + "@example.dk",
        "k\x00@example.dk",
    ],
)
def test_an_address_that_cannot_exist_is_refused(written):
    with pytest.raises(InvalidInput) as refusal:
        email_address(written)

    assert refusal.value.field == "email"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Søndergade 1", "Søndergade 1"),
        ("  Søndergade \n 1\t", "Søndergade 1"),
        ("x" * 20, "x" * 20),
        ("", None),
        (" \n ", None),
    ],
)
def test_an_address_line_is_one_line(written, kept):
    assert line("street", written, 20) == kept


@pytest.mark.parametrize("written", ["x" * 21, "a\x00b", "a\u202eb", "a\x1b[0mb"])
def test_a_line_that_is_too_long_or_not_plain_text_is_refused_by_field(written):
    with pytest.raises(InvalidInput) as refusal:
        line("city", written, 20)

    assert refusal.value.field == "city"


@pytest.mark.parametrize(("field", "longest"), [("street", 120), ("postcode", 10), ("city", 60)])
def test_a_line_may_be_as_long_as_there_is_room_for(field, longest):
    contact = details()

    contact.update(NewContact(**{field: "x" * longest}), NINE)
    assert getattr(contact, field) == "x" * longest

    with pytest.raises(InvalidInput) as refusal:
        contact.update(NewContact(**{field: "x" * (longest + 1)}), NINE)
    assert refusal.value.field == field


def details(**known):
    usual = {"patient_id": "pat_karen", "phone": "+4520123456", "city": "Ringsted"}
    return ContactDetails(**(usual | known))


def test_what_one_does_not_mention_stays_as_it_is():
    contact = details(preferred_channel=Channel.PHONE)

    contact.update(NewContact(email="karen@example.dk"), NINE)

    assert (contact.phone, contact.city) == ("+4520123456", "Ringsted")
    assert (contact.email, contact.preferred_channel) == ("karen@example.dk", Channel.PHONE)


def test_what_one_empties_is_taken_away():
    contact = details()

    contact.update(NewContact(phone="", city=""), NINE)

    assert (contact.phone, contact.city) == (None, None)


def test_one_chooses_how_one_would_rather_be_contacted():
    contact = details()

    contact.update(NewContact(preferred_channel=Channel.EMAIL), NINE)

    assert (details().preferred_channel, contact.preferred_channel) == (Channel.SMS, Channel.EMAIL)


def test_what_one_writes_one_confirms_and_what_it_was_before_is_kept():
    contact = details()

    contact.update(NewContact(phone="20999999"), NINE)

    [before] = contact.brought
    assert isinstance(before, ContactChange)
    assert (before.phone, before.city, before.until) == ("+4520123456", "Ringsted", NINE)
    assert (contact.phone, contact.confirmed_at) == ("+4520999999", NINE)


def test_with_the_first_mistake_nothing_is_to_be_written():
    contact = details()

    with pytest.raises(InvalidInput):
        contact.update(NewContact(phone="20999999", email="karen"), NINE)

    assert (contact.brought, contact.confirmed_at) == ([], None)


@pytest.mark.parametrize(
    ("in_course", "confirmed_at", "is_due"),
    [
        (True, None, True),
        (True, NINE - REVIEW_AFTER + A_MILLISECOND, False),
        (True, NINE - REVIEW_AFTER, True),
        (True, NINE, False),
        (False, None, False),
        (False, NINE - 2 * REVIEW_AFTER, False),
    ],
)
def test_in_a_course_of_treatment_one_is_asked_every_180_days(in_course, confirmed_at, is_due):
    contact = details(confirmed_at=confirmed_at)

    assert timedelta(days=180) == REVIEW_AFTER
    assert contact.review_is_due(in_course, NINE) is is_due


def test_whoever_says_that_it_is_right_is_not_asked_again():
    contact = details()
    assert contact.review_is_due(True, NINE)

    contact.confirm(NINE)

    assert not contact.review_is_due(True, NINE)
    assert contact.brought == []


def settings(**known):
    return Settings(patient_id="pat_karen", **known)


def test_a_choice_counts_and_what_was_not_chosen_stays():
    own = settings(sound=True, vibration=True)

    own.choose({"sound": False, "vibration": None, "email_copy": True})

    assert (own.sound, own.vibration, own.email_copy) == (False, True, True)


@pytest.mark.parametrize(
    ("kinds", "switch"),
    [
        ([MessageKind.BOOKING_CONFIRMATION], "sms_confirmation"),
        ([MessageKind.VIDEO_LINK, MessageKind.READY], "sms_video_link"),
    ],
)
def test_each_kind_of_message_can_be_switched_off(kinds, switch):
    assert {it: settings().wants(it) for it in MessageKind} == dict.fromkeys(MessageKind, True)

    own = settings(**{switch: False})

    assert {it for it in MessageKind if not own.wants(it)} == set(kinds)


@pytest.mark.parametrize("own", [details(), settings()], ids=["contact details", "settings"])
def test_a_change_of_them_is_audited_as_the_patients_and_told_to_the_patient(own):
    assert (own.subject, own.topics) == ("pat_karen", ["patient:pat_karen"])
