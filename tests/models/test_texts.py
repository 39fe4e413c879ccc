"""Every text is there in Danish and in English, says the same, and is used; days and clocks."""

import ast
import re
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

import pytest

import models.texts
from integrations.identity import Reason
from models import Modality
from models.consultation.states import HELD, Outcome, State
from models.device_check import ClientKind
from models.follow_up import Resolution
from models.guidance import BY_MODALITY, EQUIPMENT
from models.texts import LANGUAGES, clock, day, kebab, keys, knows, say
from tests.cast import NINE

ROOT = Path(__file__).parent.parent.parent
FOLDERS = ("models", "resolvers", "subscriptions", "web", "schema", "integrations")
MESSAGE = re.compile(r"^([a-z][\w-]*) = (.*)$", re.MULTILINE)
VARIABLE = re.compile(r"\{ \$(\w+) \}")

OTHER_SCREENS = {
    "open",
    "clinician-waits",
    "late",
    "left-due-to-delay",
    "left-and-taken-care-of",
    "left-early",
} | {f"ended-{kebab(outcome.value)}" for outcome in set(Outcome) - HELD}
"""Those that are no state of their own."""


def written(language):
    source = Path(models.texts.__file__).with_name(f"{language}.ftl").read_text()
    return MESSAGE.findall(source)


def test_the_keys_are_the_same_in_both_languages():
    assert keys("da") == keys("en") == {key for key, _ in written("da")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_written_twice(language):
    all_of_them = [key for key, _ in written(language)]

    assert len(all_of_them) == len(set(all_of_them))


def test_the_values_put_in_are_the_same_in_both_languages():
    danish, english = (
        {key: sorted(VARIABLE.findall(text)) for key, text in written(language)}
        for language in LANGUAGES
    )

    assert danish == english
    assert danish["sms-video-link"] == ["link", "time"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said(language):
    for key, text in written(language):
        values = {name: f"<{name}>" for name in VARIABLE.findall(text)}

        said = say(key, language, **values)

        assert said == VARIABLE.sub(r"<\1>", text)


SPOKEN_OF = {
    "screens": [
        f"screen-{key}-{part}"
        for key in {kebab(state.value) for state in State if state is not State.LEFT}
        | OTHER_SCREENS
        for part in ("title", "body")
    ],
    "advice": [
        f"advice-{key}-{part}"
        for key in chain(*BY_MODALITY.values(), *EQUIPMENT.values())
        for part in ("title", "body")
    ],
    "help with equipment": [
        "device-help-failed",
        *(f"device-help-denied-{kind.lower()}" for kind in ClientKind),
    ],
    "promises": [
        f"follow-up-{key}"
        for key in ["promised", "overdue", "contacted", "withdrawn", *map(kebab, Resolution)]
    ],
    "failed sign-ins": [f"sign-in-{kebab(reason.value)}" for reason in Reason],
    "weekdays": [f"weekday-{number}" for number in range(1, 8)],
    "months": [f"month-{number}" for number in range(1, 13)],
}


@pytest.mark.parametrize("about", SPOKEN_OF)
@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_can_come_up_has_its_words(about, language):
    assert [key for key in SPOKEN_OF[about] if not knows(key, language)] == []


def ours():
    files = chain(*(ROOT.glob(f"{folder}/**/*.py") for folder in FOLDERS))
    return [node for file in files for node in ast.walk(ast.parse(file.read_text()))]


def pattern(node):
    """A text in our code, with `.+` for what is put in; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(pattern(part) or ".+" for part in node.values)
    return None


def test_every_key_that_the_code_says_exists():
    calls = [it for it in ours() if isinstance(it, ast.Call) and ast.unparse(it.func) == "say"]
    wanted = {pattern(call.args[0]) for call in calls} - {None}
    assert {r"confirmation\-title", r"advice\-.+\-title", r"refused\-.+"} <= wanted

    unknown = {it for it in wanted if not any(re.fullmatch(it, key) for key in keys("da"))}

    assert unknown == set()


def test_no_text_is_written_that_nobody_says():
    begins_as_a_key = re.compile(r"[a-z]+(\\-|$)")
    said = {it for it in map(pattern, ours()) if it and begins_as_a_key.match(it)}
    assert r"refused\-.+" in said
    assert not any(re.fullmatch(it, "nobody-says-this") for it in said)

    unused = {key for key in keys("da") if not any(re.fullmatch(it, key) for it in said)}

    assert unused == set()


def test_a_key_that_does_not_exist_is_a_programming_error():
    assert not knows("no-such-key", "da")

    with pytest.raises(LookupError):
        say("no-such-key", "da")


def test_a_value_that_is_missing_is_a_programming_error():
    with pytest.raises(ValueError, match="sms-video-link in da"):
        say("sms-video-link", "da", time="10.00")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("SlotTaken", "slot-taken"),
        ("SLOT_TAKEN", "slot-taken"),
        ("NotStaff", "not-staff"),
        ("WAITING", "waiting"),
        ("room-to-move", "room-to-move"),
    ],
)
def test_a_name_is_written_the_same_way_wherever_it_comes_from(name, slug):
    assert kebab(name) == slug


@pytest.mark.parametrize(
    ("moment", "language", "said"),
    [
        (date(2026, 8, 6), "da", "torsdag 6. august"),
        (date(2026, 8, 6), "en", "Thursday 6 August"),
        # Half past midnight in Denmark is still the day before in UTC.
        (datetime(2026, 5, 31, 22, 30, tzinfo=UTC), "da", "mandag 1. juni"),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), "en", "Thursday 31 December"),
    ],
)
def test_a_day_is_said_as_one_says_it_in_denmark(moment, language, said):
    assert day(moment, language) == said


def test_a_clock_is_said_with_a_point_and_by_danish_time():
    assert clock(NINE) == "10.00"
    assert clock(datetime(2026, 7, 1, 6, 5, tzinfo=UTC)) == "08.05"


def test_both_ways_of_meeting_have_their_advice():
    assert set(BY_MODALITY) == set(Modality)
