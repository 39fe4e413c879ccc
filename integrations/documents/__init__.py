"""Letters as documents to keep: accessible PDF, set by typst from letter.typ beside this file.

PDF/UA-1: tagged, with a title and a language, and read aloud in the order in which it stands. The
same letter is the same bytes, whenever and wherever it is set: only typst's own fonts are used.
"""

import asyncio
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

import typst

TEMPLATE = Path(__file__).parent / "letter.typ"


@dataclass(frozen=True)
class Section:
    heading: str
    body: str


@dataclass(frozen=True)
class Letter:
    """What is to be read, in words; none of them is ever code."""

    language: str
    sender: str
    title: str
    number: str
    """What it is known by, in a few words."""
    sent: str
    """When it was sent, in a few words."""
    sent_at: datetime
    sections: list[Section]


async def pdf(letter: Letter) -> bytes:
    """In a thread of its own, so that everybody else is served meanwhile."""
    return await asyncio.to_thread(_set, letter)


def _set(letter: Letter) -> bytes:
    try:
        return _compiled(letter, "ua-1")
    except typst.TypstError:
        # The standard allows no character that the fonts lack, such as one of a foreign name. A
        # letter with an empty box in it is better than none; it is tagged all the same.
        return _compiled(letter, None)


def _compiled(letter: Letter, standard: Literal["ua-1"] | None) -> bytes:
    known = asdict(letter)
    at = known.pop("sent_at")
    return typst.compile(
        TEMPLATE,
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(known)},
        pdf_standards=standard,
        timestamp=int(at.timestamp()),
    )


@cache
def _fonts() -> typst.Fonts:
    """Read once: to read them takes longer than to set a letter."""
    return typst.Fonts(include_system_fonts=False)
