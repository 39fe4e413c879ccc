"""Everything patients read, in Danish first and in English: da.ftl and en.ftl beside this file.

Danish is the source. Times are written `kl. 10.00` and dates `torsdag 6. august`, never by the
locale of the machine.
"""

import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from models.times import COPENHAGEN

LANGUAGES = ("da", "en")
DANISH = "da"


def say(key: str, language: str, **values: Any) -> str:
    """The text under that key, with its values put in. An unknown key is a programming error."""
    bundle = _bundle(language)
    pattern = bundle.get_message(key).value
    assert pattern is not None, key
    text, errors = bundle.format_pattern(pattern, values)
    if errors:
        raise ValueError(f"{key} in {language}: {errors}")
    return str(text)


def knows(key: str, language: str) -> bool:
    return bool(_bundle(language).has_message(key))


def keys(language: str) -> set[str]:
    return set(re.findall(r"^([a-z][\w-]*) =", _source(language), re.MULTILINE))


def kebab(name: str) -> str:
    """`SlotTaken` and `SLOT_TAKEN` are both `slot-taken` in the texts."""
    if name.isupper():
        return name.lower().replace("_", "-")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def clock(moment: datetime) -> str:
    """`10.00`, in Danish wall time."""
    local = moment.astimezone(COPENHAGEN)
    return f"{local:%H.%M}"


def day(moment: datetime | date, language: str) -> str:
    """`torsdag 6. august` or `Thursday 6 August`."""
    local = moment.astimezone(COPENHAGEN) if isinstance(moment, datetime) else moment
    weekday = say(f"weekday-{local.isoweekday()}", language)
    month = say(f"month-{local.month}", language)
    return say("day", language, weekday=weekday, day=str(local.day), month=month)


def _source(language: str) -> str:
    return (Path(__file__).parent / f"{language}.ftl").read_text()


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(_source(language)))
    return bundle
