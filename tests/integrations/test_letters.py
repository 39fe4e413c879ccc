"""Letters as PDF: for eyes, for ears and for machines, with exactly the words that were sent."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from integrations.documents import Letter, Section, pdf
from tests.cast import NINE
from tests.reading import Pdf

LETTER = Letter(
    language="da",
    sender="Aleris Online",
    title="Bookingbekræftelse",
    number="Nummer AO-7Q2K9X4M",
    sent="Sendt mandag 2. marts 2026",
    sent_at=NINE,
    sections=[
        Section("Hvornår", "tirsdag 3. marts kl. 10.00–10.30"),
        Section("Behandler", "Dr. Mette Holm, speciallæge"),
        Section("Hvor", "Aleris Ringsted, Haslevvej 13, 4100 Ringsted"),
    ],
)


async def read(letter):
    return Pdf(await pdf(letter))


async def test_it_can_be_read_aloud_in_its_own_language_under_its_own_title():
    letter = await read(LETTER)

    assert letter.root["/MarkInfo"]["/Marked"]
    assert letter.root["/Lang"] == "da"
    assert letter.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert letter.title == "Bookingbekræftelse"
    assert "pdfuaid" in letter.root["/Metadata"].get_data().decode()


async def test_each_heading_is_read_right_before_what_stands_under_it():
    letter = await read(LETTER)

    headings = [tag for tag in letter.tags if tag in ("/H1", "/H2", "/P")]
    assert headings == ["/P", "/H1", "/P", *["/H2", "/P"] * 3]
    said = letter.words
    words = [part for section in LETTER.sections for part in (section.heading, section.body)]
    for part in [LETTER.sender, LETTER.title, LETTER.number, LETTER.sent, *words]:
        before, found, said = said.partition(part)
        assert (before.strip(), found) == ("", part)


async def test_an_english_letter_is_read_aloud_in_english():
    letter = await read(replace(LETTER, language="en", title="Booking confirmation"))

    assert letter.root["/Lang"] == "en"
    assert letter.title == "Booking confirmation"


async def test_the_same_letter_is_the_same_bytes():
    first, again = await pdf(LETTER), await pdf(replace(LETTER))

    assert first == again
    assert first != await pdf(replace(LETTER, sent_at=NINE + timedelta(seconds=1)))


@pytest.mark.parametrize(
    "written",
    [
        '#panic("x")',
        '#read("/etc/passwd") $x^2$ *fed* _skrå_ `kode` @ref <mærke> \\ // ikke en note',
        "\"Anførsel\" -- og 'citat' ~ her...",
        "] }) #let x = 1",
        "Ærø, Østerå, Ægir Sørensen–Ågård, Zoë Đorđević, Łukasz",
    ],
)
async def test_words_are_words_and_never_code(written):
    in_all_places = replace(
        LETTER, title=written, sender=written, sections=[Section(written, written)]
    )

    letter = await read(in_all_places)

    assert letter.words.count(written) == 4
    assert letter.title == written


async def test_lines_stay_lines():
    letter = await read(replace(LETTER, sections=[Section("Hvor", "Haslevvej 13\n4100 Ringsted")]))

    assert letter.lines[letter.lines.index("4100 Ringsted") - 1].endswith("Haslevvej 13")


async def test_a_name_in_letters_that_the_fonts_lack_costs_the_box_and_not_the_letter():
    letter = await read(replace(LETTER, sections=[Section("Behandler", "Dr. 王 Holm 🙂")]))

    assert "Holm" in letter.words
    assert "/H2" in letter.tags


async def test_a_letter_too_long_for_a_page_goes_on_on_the_next():
    long = Section("Godt at vide", "En sætning til. " * 600)
    many = [Section(f"Nummer {n}", "Godt at vide. " * 20) for n in range(30)]

    letter = await read(replace(LETTER, sections=[long, *many]))

    assert letter.pages > 3
    assert letter.words.count("sætning") == 600
    assert letter.words.count("vide.") == 600


async def test_others_are_served_while_letters_are_set():
    setting = asyncio.gather(*(pdf(replace(LETTER, title=f"Nummer {n}")) for n in range(20)))
    turns = 0
    while not setting.done():
        await asyncio.sleep(0)
        turns += 1

    assert turns > 20
    assert len(set(await setting)) == 20
