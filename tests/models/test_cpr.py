"""CPR numbers: which are possible, when their owners were born, and that nobody sees them."""

from datetime import date
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from models import Patient
from models.cpr import Vault, birth_date, is_cpr
from tests.models.on_paper import karen

KEY = b"a key that the database has not"
VAULT = Vault(KEY)


@pytest.mark.parametrize(
    ("cpr", "born"),
    [
        ("211062-5629", date(1862, 10, 21)),
        ("271258-9100", date(1958, 12, 27)),
        ("210127-0087", date(1927, 1, 21)),
        # Modulus 11 fails, and has been no test since 2007.
        ("010165-1234", date(1965, 1, 1)),
        ("311299-4567", date(1999, 12, 31)),
        # 1900 was no leap year; 2000 was.
        ("290200-4000", date(2000, 2, 29)),
    ],
)
@pytest.mark.parametrize("dash", ["-", ""])
def test_a_possible_number_says_when_its_owner_was_born(cpr, born, dash):
    written = cpr.replace("-", dash)

    assert is_cpr(written)
    assert birth_date(written) == born


@pytest.mark.parametrize(
    "text",
    [
        "290201-4000",  # 2001 was no leap year
        "700101-9990",  # there is no day 70
        "7001019990",
        "011365-1234",
        "000165-1234",
        "310436-5000",
        "010165-123",
        "010165-12345",
        "010165-123x",
        "",
        "Karen Vig",
    ],
)
def test_what_cannot_be_a_number_is_none(text):
    assert not is_cpr(text)


def test_the_same_number_is_sealed_differently_each_time():
    assert VAULT.seal("010165-1234") != VAULT.seal("010165-1234")


def test_who_has_the_key_opens_it_again():
    assert VAULT.open(VAULT.seal("010165-1234")) == "0101651234"
    assert Vault(KEY).open(VAULT.seal("0101651234")) == "0101651234"


def test_without_the_key_it_stays_sealed():
    with pytest.raises(InvalidTag):
        Vault(b"another key").open(VAULT.seal("010165-1234"))


def test_the_same_person_is_found_however_the_number_is_written():
    assert VAULT.lookup("010165-1234") == VAULT.lookup("0101651234") == VAULT.lookup("010165 1234")


def test_two_people_are_not_found_as_one():
    assert VAULT.lookup("010165-1234") != VAULT.lookup("010165-1235")


def test_without_the_key_nobody_finds_anyone_by_trying_all_numbers():
    assert Vault(b"another key").lookup("010165-1234") != VAULT.lookup("010165-1234")


@given(st.integers(0, 9999))
def test_what_the_database_keeps_has_room_and_shows_no_digit_of_it(serial):
    cpr = f"010165{serial:04}"
    sealed, lookup = VAULT.seal(cpr), VAULT.lookup(cpr)

    assert len(sealed) <= room_for("cpr_sealed")
    assert len(lookup) == room_for("cpr_lookup")
    assert cpr not in sealed + lookup


def room_for(column):
    field: Any = Patient._meta.fields_map[column]
    return field.max_length


@pytest.mark.parametrize("show", [repr, str, "{}".format])
def test_a_vault_shows_nothing_of_its_key(show):
    assert show(VAULT) == "Vault(…)"


def test_one_recognises_ones_own_number_by_its_first_six_digits():
    assert karen(cpr_sealed=VAULT.seal("120385-1234")).masked_cpr == "120385-••••"


@pytest.mark.parametrize(
    "known", [{"cpr_sealed": None}, {"cpr_sealed": "sealed", "born_on": None}], ids=str
)
def test_of_whom_no_number_is_known_none_is_shown(known):
    assert karen(**known).masked_cpr is None
