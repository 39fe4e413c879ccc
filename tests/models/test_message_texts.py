"""Text messages go through the open: one segment, a time and a link, nobody's name or health."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import models.texts
from models import Invitation, Message, MessageKind
from models.deep_link import Links
from models.ids import message_id
from models.ready_message import ready_for
from models.texts import day, keys
from settings import LONGEST_ORIGIN
from tests.cast import NINE
from tests.models.on_paper import a_service, booked, dr_holm, karen, kept, ringsted

GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""GSM 03.38's basic table: each is one septet."""

GSM_7_EXTENDED = set("\f^{}\\[~]|€")
"""Each is two septets, an escape and itself."""

ONE_SEGMENT = 160

ABOUT_HEALTH = re.compile(
    "læge|psyk|special|behand|klini|hospital|syg|diagno|undersøg|konsult|operation|journal"
    "|patient|medic|sundhed|helbred|doctor|therap|treat|illness|exam|consult|surge|health|aleris"
)
"""In Danish and English; as parts of words, because Danish words are made of words."""

EVERY_TEXT = [(kind, language) for kind in MessageKind for language in ("da", "en")]


def longest_day(language):
    """Such as "torsdag 24. september", at ten in the morning."""
    mornings = [datetime(2026, 9, n, 8, tzinfo=UTC) for n in range(1, 31)]
    return max(mornings, key=lambda moment: len(day(moment, language)))


def text(kind, language):
    """As long as it gets: on the longest host that settings allow, on the longest day."""
    link = Links(b"a key", "https://" + "h" * (LONGEST_ORIGIN - 8)).url(message_id())
    starts_at = longest_day(language)
    appointment = booked(starts_at=starts_at, now=starts_at - timedelta(days=7))
    ready = ready_for(appointment, Invitation(number=1, created_at=NINE, expires_at=NINE))
    if kind is MessageKind.CANCELLED:
        kept(appointment).cancel_by_clinic("Sygdom", starts_at - timedelta(days=6))
    messages = [row for row in appointment.brought if isinstance(row, Message)]
    [message] = [it for it in (*messages, ready) if it.kind is kind]
    return message.text(appointment, karen(language=language), link), link


def septets(text):
    return sum(1 if letter in GSM_7 else 2 for letter in text)


@pytest.mark.parametrize(("kind", "language"), EVERY_TEXT)
def test_a_text_message_is_one_segment(kind, language):
    said, _ = text(kind, language)

    assert set(said) <= GSM_7 | GSM_7_EXTENDED
    assert septets(said) <= ONE_SEGMENT


@pytest.mark.parametrize(("kind", "language"), EVERY_TEXT)
def test_a_text_message_has_the_danish_time_and_the_link(kind, language):
    said, link = text(kind, language)

    assert " 10.00" in said
    assert said.endswith(f" {link}")


@pytest.mark.parametrize(("kind", "language"), EVERY_TEXT)
def test_a_text_message_names_nobody_and_says_nothing_about_health(kind, language):
    said, link = text(kind, language)
    words = said.replace(link, "").lower()
    assert "aftale" in words or "appointment" in words

    assert not ABOUT_HEALTH.search(words)
    assert [part for part in names() if part in words] == []


def names():
    """Every part of a name that the booking knows."""
    holm, clinic, service = dr_holm(), ringsted(), a_service()
    known = [karen().name, holm.name, holm.title, str(holm.speciality), clinic.name, clinic.city]
    known += [clinic.street, service.name_da, service.name_en]
    return {part.lower() for name in known for part in re.findall(r"\w{4,}", name)}


@pytest.mark.parametrize(
    ("kind", "language", "begins"),
    [
        (MessageKind.BOOKING_CONFIRMATION, "da", "Du har fået en ny bekræftelse på en aftale"),
        (MessageKind.BOOKING_CONFIRMATION, "en", "You have a new confirmation of an appointment"),
        (MessageKind.REMINDER, "da", "Husk din aftale "),
        (MessageKind.REMINDER, "en", "Remember your appointment on "),
        (MessageKind.VIDEO_LINK, "da", "Din videoaftale begynder kl. "),
        (MessageKind.VIDEO_LINK, "en", "Your video appointment begins at "),
        (MessageKind.READY, "da", "Vi er klar til din videoaftale kl. 10.00 nu."),
        (MessageKind.READY, "en", "We are ready for your video appointment at 10.00 now."),
        (MessageKind.CANCELLED, "da", "Din aftale "),
        (MessageKind.CANCELLED, "en", "Your appointment on "),
    ],
)
def test_a_text_message_is_in_the_patients_language(kind, language, begins):
    said, _ = text(kind, language)

    assert said.startswith(begins)


@pytest.mark.parametrize("letter", "æøåÆØÅéÉ")
def test_danish_letters_cost_no_more_than_others(letter):
    assert septets(letter) == 1


@pytest.mark.parametrize("letter", "–“”’…😀")
def test_what_would_halve_the_message_is_recognised(letter):
    assert letter not in GSM_7 | GSM_7_EXTENDED


@pytest.mark.parametrize("language", ["da", "en"])
def test_nothing_but_a_time_a_day_and_a_link_can_be_put_in(language):
    """A name, a speciality or a clinician has no place to stand in."""
    source = (Path(models.texts.__file__).parent / f"{language}.ftl").read_text()
    templates = re.findall(r"^sms-[\w-]+ = (.+)$", source, re.MULTILINE)

    assert len(templates) == len(MessageKind) == len([k for k in keys(language) if k[:4] == "sms-"])
    for template in templates:
        assert set(re.findall(r"{ *(.*?) *}", template)) <= {"$time", "$day", "$link"}
