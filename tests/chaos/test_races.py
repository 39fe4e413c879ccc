"""Two want opposite things at the same moment, of two servers: never both, always a typed loser.

150 races of each kind; `ALERIS_RACES=1000` runs more. The counts are in bench/README.md.
"""

import asyncio
import os
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bench.asking import Asking
from bench.people import waiting
from models import Appointment, Consultation, FollowUp, Invitation
from models.consultation.states import State
from models.invitation import RINGS_FOR, InvitationState
from tests.processes import a_process

RACES = int(os.environ.get("ALERIS_RACES", "150"))
AT_ONCE = 6
APART = 0.01
"""Seconds: so far apart may the two begin, so that now one and now the other is first."""

pytestmark = pytest.mark.timeout(60 + RACES)

ACCEPT = """
  mutation ($id: ID!, $invitation: ID!) {
    act: acceptConsultation(input: { consultationId: $id, invitationId: $invitation }) {
      __typename
    }
  }
"""
WITHDRAW = (
    "mutation ($id: ID!) { act: withdrawCall(input: { consultationId: $id }) { __typename } }"
)
CALL_IN = "mutation ($id: ID!) { act: callIn(input: { consultationId: $id }) { __typename } }"
LEAVE = (
    "mutation ($id: ID!) { act: leaveWaitingRoom(input: { consultationId: $id }) { __typename } }"
)
DONE = "Consultation"


@pytest.fixture
async def servers(database_url, tmp_path):
    async with (
        a_process(database_url, tmp_path) as one,
        a_process(database_url, tmp_path) as other,
    ):
        yield one, other
        one.assert_nothing_failed()
        other.assert_nothing_failed()


async def test_accept_against_withdraw(db, servers):
    rooms = await ringing(await waiting(RACES))

    results = await raced(servers, rooms, ACCEPT, WITHDRAW)

    for (accepted, withdrawn), consultation, invitation in results:
        if accepted == DONE:
            assert withdrawn == "NotPossibleNow"
            ends = (State.IN_PROGRESS, InvitationState.ACCEPTED)
        else:
            assert (accepted, withdrawn) == ("InvitationWithdrawn", DONE)
            ends = (State.WAITING, InvitationState.WITHDRAWN)
        assert (consultation.state, invitation.state) == ends
    report("accept against withdraw", results)


async def test_accept_against_expiry(db, servers):
    """The clinician calls again at the moment that the first call rings out."""
    rooms = await ringing(await waiting(RACES))

    results = await raced(servers, rooms, ACCEPT, CALL_IN, at_expiry=True)

    for (accepted, called), consultation, invitation in results:
        if accepted == DONE:
            assert consultation.state is State.IN_PROGRESS
            assert invitation.state is InvitationState.ACCEPTED
            assert invitation.answered_at < invitation.expires_at
            # It rang still, or the patient had been faster.
            assert called in (DONE, "NotPossibleNow")
        else:
            assert accepted in ("InvitationExpired", "InvitationSuperseded")
            assert called == DONE
            assert consultation.state is not State.IN_PROGRESS
            assert invitation.state is not InvitationState.ACCEPTED
    report("accept against expiry", results)


async def test_leave_against_call_in(db, servers):
    """Both may be done one after the other: then the call had come first, and rings no more."""
    rooms = await waiting(RACES)
    late = datetime.now(UTC) - timedelta(minutes=15)
    await Appointment.all().update(starts_at=late)

    results = await raced(servers, rooms, LEAVE, CALL_IN)

    for (left, called), consultation, invitation in results:
        promises = await FollowUp.filter(consultation_id=consultation.id).count()
        if left == DONE:
            assert called in (DONE, "NotPossibleNow")
            assert (consultation.state, promises) == (State.LEFT, 1)
            assert invitation is None or invitation.state is not InvitationState.PENDING
        else:
            assert (left, called) == ("NotPossibleNow", DONE)
            assert (consultation.state, promises) == (State.CLINICIAN_READY, 0)
    report("leave against call-in", results)


async def ringing(rooms):
    now = datetime.now(UTC)
    own = [Consultation.get(id=room.consultation) for room in rooms]
    consultations = [await one.select_related("appointment") for one in own]
    invitations = []
    for consultation in consultations:
        consultation.call_in(now)
        assert consultation.invitation is not None
        invitations.append(consultation.invitation)
    await Invitation.bulk_create(invitations)
    columns = ["state", "invitation_id", "invitations_made", "first_ready_at"]
    await Consultation.bulk_update(consultations, columns)
    return rooms


async def raced(servers, rooms, first, second, *, at_expiry=False):
    """The answers of each race, and what became of its consultation and first invitation."""
    lanes = iter(rooms)
    answers = {}

    async def run():
        lines = [Asking("127.0.0.1", server.port) for server in servers]
        for room in lanes:
            invitation = await Invitation.filter(consultation_id=room.consultation).first()
            if at_expiry:
                await until_it_nearly_rings_out(invitation)
            elif invitation is not None:
                await rings_from_now_on(invitation)
            answers[room] = await race(random.sample(lines, 2), room, invitation, first, second)
        await asyncio.gather(*(line.close() for line in lines))

    await asyncio.gather(*(run() for _ in range(AT_ONCE)))
    return [
        (
            answers[room],
            await Consultation.get(id=room.consultation),
            await Invitation.filter(consultation_id=room.consultation).order_by("number").first(),
        )
        for room in rooms
    ]


async def race(lines, room, invitation, *documents):
    asked = {"id": room.consultation, "invitation": invitation and invitation.id}
    tokens = (room.patient_token, room.staff_token)
    return await asyncio.gather(
        *(acts(*one, asked) for one in zip(lines, documents, tokens, strict=True))
    )


async def acts(line, document, token, asked):
    await asyncio.sleep(random.uniform(0, APART))
    variables = asked if "$invitation" in document else {"id": asked["id"]}
    body = {"query": document, "variables": variables}
    answer = await line.post("/graphql", body, token)
    assert "errors" not in answer, answer
    return answer["data"]["act"]["__typename"]


async def rings_from_now_on(invitation):
    """All were made at the same time, and the last of them waits long for its race."""
    await Invitation.filter(id=invitation.id).update(expires_at=datetime.now(UTC) + RINGS_FOR)


async def until_it_nearly_rings_out(invitation):
    """So long before, as a request may take: now the answer comes in time, and now too late."""
    ahead = 0.3
    expires_at = datetime.now(UTC) + timedelta(seconds=ahead)
    await Invitation.filter(id=invitation.id).update(expires_at=expires_at)
    await asyncio.sleep(ahead - random.uniform(0, 0.15))


def report(name, results):
    """Shown with `pytest -rP`."""
    print(name, Counter(" / ".join(answers) for answers, *_ in results))
