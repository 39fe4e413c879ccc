"""R33: text messages, sent once, when they are due, and never about what has changed."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from integrations.sms import NotSent, Text
from models import Appointment, Consultation, ContactDetails, Message, MessageKind, Settings
from models.invitation import RINGS_FOR, Invitation, InvitationState
from models.message import CLAIM_HOLDS, LINK_SENT_BEFORE, MessageState, SkipReason
from tests.cast import NINE, a_check, put
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
    assert text.to == "+4520123456"
    assert text.text == (
        "Din videoaftale begynder kl. 10.00. Åbn her og gør klar: "
        f"http://localhost:8000/a/{consultation.appointment_id}"
    )
    assert text.good_for == LINK_SENT_BEFORE


async def test_two_workers_send_it_once(house, sms):
    import asyncio

    await asyncio.gather(*(send_due_messages(house, TEN_TO) for _ in range(5)))

    assert len(sms.sent) == 1


async def test_a_message_waits_for_the_gateway_to_come_back(house, sms):
    sms.works = False
    await send_due_messages(house, TEN_TO)
    sms.works = True
    await send_due_messages(house, TEN_TO + timedelta(minutes=1))

    assert len(sms.sent) == 1


async def test_a_worker_that_died_while_sending_is_taken_over_from(house, sms):
    [link] = await Message.filter(kind=MessageKind.VIDEO_LINK)
    assert await link.claim(TEN_TO)

    await send_due_messages(house, TEN_TO + CLAIM_HOLDS - timedelta(milliseconds=1))
    assert sms.sent == []

    await send_due_messages(house, TEN_TO + CLAIM_HOLDS)
    assert len(sms.sent) == 1


async def test_after_the_start_it_is_not_sent_and_says_why(house, sms):
    await send_due_messages(house, NINE)

    assert sms.sent == []
    [link] = await Message.filter(kind=MessageKind.VIDEO_LINK)
    assert (link.state, link.skipped_because) == (MessageState.SKIPPED, SkipReason.TOO_LATE)


async def test_nothing_is_sent_about_an_appointment_that_was_moved(house, sms, consultation):
    await Appointment.filter(id=consultation.appointment_id).update(schedule_version=2)

    await send_due_messages(house, TEN_TO)

    assert sms.sent == []


async def test_the_number_is_the_one_on_file_when_it_is_sent(house, sms, karen):
    await ContactDetails.filter(patient_id=karen.id).update(phone="+4520999999")

    await send_due_messages(house, TEN_TO)

    assert [text.to for text in sms.sent] == ["+4520999999"]


async def test_a_patient_who_wants_no_such_message_gets_none(house, sms, karen):
    await Settings.filter(patient_id=karen.id).update(sms_video_link=False)

    await send_due_messages(house, TEN_TO)

    assert sms.sent == []


async def test_an_invitation_that_rang_out_is_written_down(house, consultation):
    ringing = await put(
        consultation, lambda it: it.enter(a_check(NINE), NINE), lambda it: it.call_in(NINE)
    )

    await let_invitations_expire(house, NINE + RINGS_FOR)

    kept = await Consultation.get(id=consultation.id)
    invitation = await Invitation.get(id=ringing.invitation_id)
    assert (kept.state, kept.version) == ("WAITING", ringing.version + 1)
    assert invitation.state is InvitationState.EXPIRED
