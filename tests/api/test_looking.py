"""Whom staff have looked at is written down before they see anything of it: who, whose and when."""

from contextlib import aclosing

import pytest
from graphql import get_named_type
from tortoise import Tortoise

from models import AppointmentRequest, AuditEvent, Consultation, FollowUp, Message
from models.consultation.states import State
from models.follow_up import FollowUpReason
from models.message_states import MessageState, SkipReason
from tests.api.test_what_staff_see import below
from tests.api.test_who_may import ROOTS, STAFFS
from tests.cast import NINE, booked

SHOWN = {"PatientSummary", "StaffAppointment"}
"""Who comes to staff's eyes does so through these."""

QUERIES = {
    "followUps": "{ followUps { nodes { patient { name } } } }",
    "closedConsultations": "{ closedConsultations { nodes { patient { name } } } }",
    "skippedMessages": "{ skippedMessages { nodes { patient { name } } } }",
    "appointmentRequests": "{ appointmentRequests { nodes { patient { name } } } }",
    "clinicianDay": '{ clinicianDay(day: "2026-03-02") { entries { patient { name } } } }',
    "colleaguesQueue": "{ colleaguesQueue { patient { name } } }",
}
STREAMS = {
    "clinicianQueue": "subscription { clinicianQueue { entries { patient { name } } } }",
    "followUpWorklist": "subscription { followUpWorklist { cases { patient { name } } } }",
    "appointmentRequestsChanged": (
        "subscription { appointmentRequestsChanged { cases { patient { name } } } }"
    ),
}
COORDINATORS = {"appointmentRequests", "appointmentRequestsChanged"}


@pytest.fixture
async def waits(consultation, karen, knee, dr_krag, shoulder):
    """Karen is in each of the lists; a colleague offers what she comes for."""
    await shoulder.clinicians.add(await dr_krag.clinician)
    await AppointmentRequest.made(karen.id, knee.id, None, NINE).save()
    await FollowUp.promised(consultation.id, FollowUpReason.TECHNICAL, NINE).save()
    [message, *_] = await Message.filter(appointment_id=consultation.appointment_id)
    message.state, message.skipped_at = MessageState.SKIPPED, NINE
    message.skipped_because = SkipReason.NO_PHONE
    await message.save()
    return consultation


@pytest.fixture
async def closed(waits, karen, shoulder, holm):
    """An earlier one of hers, which the system closed."""
    earlier = await booked(karen, shoulder, holm, NINE.replace(hour=7), NINE.replace(hour=6))
    found = await Consultation.get(appointment_id=earlier.id)
    found.state, found.closed_at = State.ENDED, NINE
    await found.save()


async def renamed(table, name):
    await Tortoise.get_connection("default").execute_query(f"ALTER TABLE {table} RENAME TO {name}")


async def looks():
    rows = await AuditEvent.all().order_by("id")
    return [(row.actor, row.action, row.subject, row.at) for row in rows]


def names_of(type_, met):
    """All types that it leads to, itself among them."""
    if type_.name not in met:
        met.add(type_.name)
        for _, next_one in below(type_):
            names_of(next_one, met)
    return met


@pytest.mark.parametrize(("kind", "known"), [("query", QUERIES), ("subscription", STREAMS)])
def test_whatever_shows_a_patient_to_staff_is_among_these(kind, known):
    fields = ROOTS[kind].fields
    shows = {n for n in STAFFS[kind] if SHOWN & names_of(get_named_type(fields[n].type), set())}

    assert shows == set(known)


@pytest.mark.parametrize("name", QUERIES)
async def test_a_list_that_shows_a_patient_is_written_down(
    app_of, karen, sara, dr_holm, dr_krag, closed, name
):
    who = sara if name in COORDINATORS else dr_krag if name == "colleaguesQueue" else dr_holm

    answer = await (await app_of(who)).asks(QUERIES[name])

    assert "Karen Vig" in str(answer)
    assert await looks() == [(who.id, ROOTS_IN_PYTHON[name], karen.id, NINE)]


@pytest.mark.parametrize("name", STREAMS)
async def test_a_patient_is_written_down_once_for_a_stream_however_long_it_is_open(
    app_of, outside, karen, sara, dr_holm, waits, name
):
    who = sara if name in COORDINATORS else dr_holm
    async with aclosing(await (await app_of(who)).follows(STREAMS[name])) as stream:
        for _ in range(3):
            value = await anext(stream)
            assert "Karen Vig" in str(value.data)
            outside.hub.everyone_looks_again()
    assert await looks() == [(who.id, ROOTS_IN_PYTHON[name], karen.id, NINE)]


async def test_who_comes_into_a_stream_later_is_written_down_then(
    app_of, outside, karen, ole, dr_holm, shoulder, holm, waits, clock
):
    async with aclosing(await (await app_of(dr_holm)).follows(STREAMS["clinicianQueue"])) as board:
        await anext(board)
        clock.goes(minutes=1)
        await booked(ole, shoulder, holm, NINE.replace(hour=12), NINE)
        outside.hub.everyone_looks_again()
        assert "Ole Lund" in str((await anext(board)).data)

    assert [(subject, at) for _, _, subject, at in await looks()] == [
        (karen.id, NINE),
        (ole.id, clock()),
    ]


async def test_what_cannot_be_written_down_is_not_shown(app_of, dr_holm, waits):
    app = await app_of(dr_holm)
    await renamed("audit_event", "audit_event_away")
    try:
        assert await app.refused(QUERIES["clinicianDay"]) == "INTERNAL"
    finally:
        await renamed("audit_event_away", "audit_event")


async def test_an_empty_list_is_nobodys_data(app_of, dr_holm):
    assert await (await app_of(dr_holm)).asks(QUERIES["followUps"]) == {"nodes": []}

    assert await looks() == []


async def test_whose_time_stands_in_the_way_of_a_block_is_written_down(
    app_of, karen, dr_holm, consultation
):
    answer = await (await app_of(dr_holm)).asks(BLOCK)

    assert answer == {
        "__typename": "TimeIsBooked",
        "entries": [{"patient": {"name": "Karen Vig"}}],
    }
    assert await looks() == [(dr_holm.id, "block_time", karen.id, NINE)]


BLOCK = """
  mutation { blockTime(input: {
    startsAt: "2026-03-02T08:00:00Z", endsAt: "2026-03-02T16:00:00Z", reason: "Møde"
  }) { __typename ... on TimeIsBooked { entries { patient { name } } } } }
"""
ROOTS_IN_PYTHON = {
    name: "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
    for name in (*QUERIES, *STREAMS)
}
