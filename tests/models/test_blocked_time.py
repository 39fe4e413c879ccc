"""Times at which a clinician sees nobody: how they are made, and whose calendar one may change."""

from datetime import timedelta

import pytest

from models import BlockedTime
from models.blocked_time import LONGEST_BLOCK
from models.refused import InvalidInput, NotFound
from tests.cast import NINE

AN_HOUR = timedelta(hours=1)
A_MILLISECOND = timedelta(milliseconds=1)


def blocked(ends_at=NINE + AN_HOUR, reason="Møde", starts_at=NINE):
    return BlockedTime.of("cli_holm", starts_at, ends_at, reason, "stf_holm")


def test_a_time_is_blocked_from_and_until():
    block = blocked()

    assert (block.clinician_id, block.blocked_by) == ("cli_holm", "stf_holm")
    assert (block.starts_at, block.ends_at, block.reason) == (NINE, NINE + AN_HOUR, "Møde")


def test_it_is_told_to_those_who_look_for_times_with_the_clinician():
    assert blocked().topics == ["availability:cli_holm"]


@pytest.mark.parametrize(
    ("length", "fits"),
    [
        (-A_MILLISECOND, False),
        (timedelta(0), False),
        (A_MILLISECOND, True),
        (timedelta(days=92), True),
        (timedelta(days=92) + A_MILLISECOND, False),
    ],
    ids=["backwards", "no time", "a moment", "a quarter of a year", "a moment longer"],
)
def test_a_time_is_blocked_for_a_quarter_of_a_year_at_most(length, fits):
    assert timedelta(days=92) == LONGEST_BLOCK
    if fits:
        assert blocked(NINE + length).ends_at == NINE + length
    else:
        with pytest.raises(InvalidInput) as refusal:
            blocked(NINE + length)
        assert (refusal.value.field, refusal.value.problem) == ("endsAt", "interval")


@pytest.mark.parametrize(
    ("reason", "kept"), [("  Syg \n i dag ", "Syg i dag"), ("x" * 200, "x" * 200)]
)
def test_a_reason_is_one_line_for_colleagues(reason, kept):
    assert blocked(reason=reason).reason == kept


@pytest.mark.parametrize("reason", ["x" * 201, "\x00", "  "], ids=["too long", "no text", "none"])
def test_a_reason_that_is_too_long_or_no_text_is_refused(reason):
    with pytest.raises(InvalidInput) as refusal:
        blocked(reason=reason)

    assert (refusal.value.field, refusal.value.problem) == ("reason", "text")


async def test_a_clinicians_calendar_is_their_own(dr_holm, holm, krag):
    assert await dr_holm.calendar_of(None) == holm.id
    assert await dr_holm.calendar_of(holm.id) == holm.id

    with pytest.raises(NotFound):
        await dr_holm.calendar_of(krag.id)


async def test_whoever_coordinates_says_whose_calendar(sara, holm, krag):
    assert await sara.calendar_of(holm.id) == holm.id
    assert await sara.calendar_of(krag.id) == krag.id

    with pytest.raises(InvalidInput) as refusal:
        await sara.calendar_of(None)
    assert refusal.value.field == "clinicianId"


@pytest.mark.parametrize("id", ["cli_0123456789abcdef01234567", "", "' OR 1=1 --"])
async def test_the_calendar_of_nobody_is_not_found(sara, dr_holm, id):
    for staff in (sara, dr_holm):
        with pytest.raises(NotFound):
            await staff.calendar_of(id)


async def test_a_blocked_time_is_found_by_its_clinician_and_whoever_coordinates(
    dr_holm, dr_krag, sara, holm
):
    block = BlockedTime.of(holm.id, NINE, NINE + AN_HOUR, "Møde", dr_holm.id)
    await block.save()

    for staff in (dr_holm, sara):
        assert (await staff.blocked_time(block.id)).id == block.id
    with pytest.raises(NotFound):
        await dr_krag.blocked_time(block.id)


async def test_a_blocked_time_that_is_not_there_is_not_found(dr_holm):
    with pytest.raises(NotFound):
        await dr_holm.blocked_time("blk_0123456789abcdef01234567")
