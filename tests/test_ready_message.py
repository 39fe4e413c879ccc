"""R41: when no client has shown the invitation for fifteen seconds, a text message says "now"."""

from datetime import timedelta

import pytest

from models import Invitation, Message, MessageKind
from tests.cast import NINE, a_check, put
from web.dev.inbox import inbox
from worker import send_due_messages

DUE = NINE + timedelta(seconds=15)


@pytest.fixture
async def ringing(consultation):
    return await put(
        consultation, lambda it: it.enter(a_check(NINE), NINE), lambda it: it.call_in(NINE)
    )


async def ready():
    return await Message.filter(kind=MessageKind.READY).order_by("repeat")


def told(outside):
    return [it for it in inbox(outside.settings).sent() if "klar til" in str(it)]


async def test_it_is_owed_with_the_invitation_and_sent_after_fifteen_seconds(outside, ringing):
    [message] = await ready()
    assert (message.due_at, message.not_after) == (DUE, NINE + timedelta(seconds=90))
    await send_due_messages(outside, DUE - timedelta(milliseconds=1))
    assert told(outside) == []

    await send_due_messages(outside, DUE)
    await send_due_messages(outside, DUE + timedelta(seconds=5))

    assert len(told(outside)) == 1
    assert (await ready())[0].state == "SENT"


ENDS = {
    "seen": lambda it: it.acknowledge(it.invitation_id, NINE),
    "accepted": lambda it: it.accept(it.invitation_id, NINE),
    "a moment": lambda it: it.ask_for_a_moment(it.invitation_id, NINE),
    "withdrawn": lambda it: it.withdraw_call(NINE),
    "left": lambda it: it.leave(NINE, even_if_not_late=True),
}


@pytest.mark.parametrize("how", ENDS)
async def test_it_is_not_sent_once_it_is_of_no_use(outside, ringing, how):
    await put(ringing, ENDS[how])

    await send_due_messages(outside, DUE)

    assert told(outside) == []
    [message] = await ready()
    assert (message.state, message.skipped_because) == ("SKIPPED", "NOT_NEEDED")


async def test_it_is_not_sent_when_it_no_longer_rings(outside, ringing):
    await send_due_messages(outside, NINE + timedelta(seconds=90))

    assert told(outside) == []
    assert (await ready())[0].skipped_because == "TOO_LATE"


async def test_each_invitation_has_its_own(outside, ringing):
    """One that was taken back and made anew within the fifteen seconds is told of once."""
    await put(ringing, lambda it: it.withdraw_call(NINE), lambda it: it.call_in(NINE))

    await send_due_messages(outside, DUE)

    assert [(it.repeat, it.skipped_because) for it in await ready()] == [
        (1, "NOT_NEEDED"),
        (2, None),
    ]
    assert len(told(outside)) == 1
    assert await Invitation.all().count() == 2
