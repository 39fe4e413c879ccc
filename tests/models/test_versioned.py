"""Compare-and-set: every change is a step to the next version, and one of two comes first."""

import asyncio

from models import Settings
from models.versioned import Versioned
from tests.cast import NINE


class Note(Versioned):
    """Something with nothing of its own."""


def test_nothing_happens_by_itself_unless_a_rule_says_so():
    note = Note(id=7, version=3)

    note.see(NINE)

    assert (note.version, note.is_changed) == (3, False)


def test_unless_it_says_otherwise_it_is_audited_by_its_id_and_told_to_nobody():
    note = Note(id=7)

    assert (note.subject, note.topics, note.brought) == ("7", (), [])


def test_each_step_is_one_version_and_together_they_are_one_change():
    note = Note(id=7, version=3)

    note.step()
    note.step()

    assert (note.version, note.is_changed) == (5, True)


async def test_of_many_who_change_the_same_version_one_comes_first(karen):
    everybody = [await karen.own_settings() for _ in range(8)]
    for own in everybody:
        own.choose({"sound": False})
        own.step()

    won = await asyncio.gather(*(own.save_if_unchanged() for own in everybody))

    kept = await Settings.get(patient_id=karen.id)
    assert won.count(True) == 1
    assert (kept.sound, kept.version) == (False, 2)
    assert not any(own.is_changed for own in everybody)


async def test_what_is_gone_cannot_be_changed(karen):
    own = await karen.own_settings()
    await own.delete()

    own.step()

    assert not await own.save_if_unchanged()
