"""R33: text messages, sent once, when they are due, and never about what has changed."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

import worker
from integrations.sms import NotSent, Text
from models import Consultation, Message, MessageKind
from models.deep_link import Links
from models.invitation import RINGS_FOR, Invitation, InvitationState
from models.message import LINK_SENT_BEFORE, MessageState, SkipReason
from models.outbox import AT_ONCE
from tests.cast import NINE, a_check, booked, put
from worker import let_invitations_expire, send_due_messages


@dataclass
class FakeSms:
    """A gateway with a memory, that can be told to fail."""

    sent: list[Text] = field(default_factory=list)
    works: bool = True

    async def send(self, text, now):
        if not self.works:
            raise NotSent
        self.sent.append(text)
        return text.reference


@pytest.fixture
def sms():
    return FakeSms()


@pytest.fixture
async def house(outside, sms, consultation):
    """With Karen's confirmation already sent the day before."""
    house = replace(outside, sms=sms)
    await send_due_messages(house, NINE - timedelta(days=1))
    sms.sent.clear()
    return house


TEN_TO = NINE - LINK_SENT_BEFORE


async def test_the_link_is_sent_ten_minutes_before_and_once(house, sms, consultation):
    await send_due_messages(house, TEN_TO - timedelta(milliseconds=1))
    assert sms.sent == []

    for _ in range(2):
        await send_due_messages(house, TEN_TO)

    [text] = sms.sent
    [link] = await Message.filter(kind=MessageKind.VIDEO_LINK)
    key = house.settings.secret_key.get_secret_value().encode()
    assert text.to == "+4520123456"
    assert text.text == (
        "Din videoaftale begynder kl. 10.00. Åbn her og gør klar: "
        + Links(key, "http://localhost:8000").url(link.id)
    )
    assert text.good_for == LINK_SENT_BEFORE


async def test_a_message_waits_for_the_gateway_to_come_back(house, sms, caplog):
    sms.works = False
    assert await send_due_messages(house, TEN_TO) == 1
    assert "was not taken" in caplog.text
    assert not any(known in caplog.text for known in ("+4520123456", "Karen", "/l/", "aftale"))
    sms.works = True
    await send_due_messages(house, TEN_TO + timedelta(minutes=1))

    assert len(sms.sent) == 1


async def test_after_the_start_it_is_not_sent_and_says_why(house, sms):
    await send_due_messages(house, NINE)

    assert sms.sent == []
    [link] = await Message.filter(kind=MessageKind.VIDEO_LINK)
    assert (link.state, link.skipped_because) == (MessageState.SKIPPED, SkipReason.TOO_LATE)


async def test_a_thousand_are_not_too_many_for_one_call(house, sms, karen, knee, holm):
    for day in range(1, 2 * AT_ONCE + 2):
        await booked(karen, knee, holm, NINE + timedelta(days=day), TEN_TO)

    assert await send_due_messages(house, TEN_TO) == 2 * AT_ONCE + 2


async def test_a_gateway_that_takes_nothing_is_asked_for_one_batch_only(
    house, sms, karen, knee, holm
):
    sms.works = False
    for day in range(1, 2 * AT_ONCE):
        await booked(karen, knee, holm, NINE + timedelta(days=day), TEN_TO)

    assert await send_due_messages(house, TEN_TO) == AT_ONCE


async def test_jobs_run_side_by_side_and_one_that_fails_runs_again(outside, monkeypatch, caplog):
    ran = Counter[str]()

    async def fails(outside, now):
        ran["fails"] += 1
        raise ZeroDivisionError("-".join(["12", "34"]))

    async def hangs(outside, now):
        ran["hangs"] += 1
        await asyncio.Event().wait()

    monkeypatch.setattr(worker, "JOBS", [(fails, timedelta()), (hangs, timedelta())])
    working = asyncio.create_task(worker.work(outside))
    while ran["fails"] < 3:
        await asyncio.sleep(0)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)

    assert ran["hangs"] == 1
    assert "fails failed" in caplog.text
    assert "12-34" not in caplog.text


def test_every_job_says_what_it_is_called():
    names = [job.__name__ for job, _ in worker.JOBS]

    assert len(set(names)) == len(names)
    assert dict(worker.JOBS)[send_due_messages] <= timedelta(seconds=15)


async def test_an_invitation_that_rang_out_is_written_down(house, consultation):
    ringing = await put(
        consultation, lambda it: it.enter(a_check(NINE), NINE), lambda it: it.call_in(NINE)
    )

    await let_invitations_expire(house, NINE + RINGS_FOR)

    kept = await Consultation.get(id=consultation.id)
    invitation = await Invitation.get(id=ringing.invitation_id)
    assert (kept.state, kept.version) == ("WAITING", ringing.version + 1)
    assert invitation.state is InvitationState.EXPIRED
