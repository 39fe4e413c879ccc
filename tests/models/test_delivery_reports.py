"""What the gateway reports: late, twice or in any order, it comes to the same."""

from datetime import timedelta
from itertools import permutations

import pytest

from models import ContactDetails, Message, NewContact
from models.delivery import BOUNCED, NOT_FINAL, ON_ITS_WAY, Delivery, Report
from models.delivery_reports import LISTENED_FOR, are_failing, stop_listening, take_in
from models.message import MessageState, SkipReason
from tests.cast import NINE
from tests.models.fakes import FakeBus

PHONE = "+4520123456"
FINAL = [delivery for delivery in Delivery if delivery not in NOT_FINAL]
A_MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
async def message(consultation):
    """Karen's, sent."""
    [message] = await Message.filter(appointment_id=consultation.appointment_id).limit(1)
    sent = {"state": MessageState.SENT, "sent_at": NINE}
    await Message.filter(id=message.id).update(**sent)
    return message


async def reported(message, *deliveries, phone=PHONE):
    for delivery in deliveries:
        await take_in(Report(message.id, phone, delivery), NINE, FakeBus())
    return (await Message.get(id=message.id)).delivery


async def bounced(karen):
    return (await ContactDetails.get(patient_id=karen.id)).phone_unreachable


@pytest.mark.parametrize("order", list(permutations(["BUFFERED", "ENROUTE", "DELIVERED"])), ids=str)
async def test_in_whatever_order_they_come_the_final_one_counts(message, order):
    assert await reported(message, *map(Delivery, order)) is Delivery.DELIVERED


@pytest.mark.parametrize("final", FINAL)
async def test_a_final_one_stays_whatever_comes_after_it(message, final):
    assert await reported(message, final, *Delivery) is final


async def test_a_number_that_bounces_is_asked_about_until_it_is_changed(message, karen):
    for delivery in (*ON_ITS_WAY, Delivery.EXPIRED):
        await reported(message, delivery)
        assert not await bounced(karen)
    await Message.all().update(delivery=None)

    await reported(message, Delivery.UNDELIVERABLE)

    contact = await ContactDetails.get(patient_id=karen.id)
    assert (contact.sms_bounced_at, contact.version) == (NINE, 2)
    assert contact.review_is_due(in_course=False, now=NINE)
    contact.confirm(NINE)
    assert contact.review_is_due(in_course=True, now=NINE)
    contact.update(NewContact(phone=PHONE), NINE)
    assert contact.phone_unreachable
    contact.update(NewContact(phone="20 99 99 99"), NINE)
    assert not contact.review_is_due(in_course=True, now=NINE)


@pytest.mark.parametrize("delivery", BOUNCED)
async def test_the_same_bounce_again_changes_nothing_more(message, karen, delivery):
    await reported(message, delivery, delivery, delivery)

    assert (await ContactDetails.get(patient_id=karen.id)).version == 2


async def test_a_bounce_that_was_cut_off_in_the_middle_is_finished_by_the_next(message, karen):
    """We died after it was said of the number, and before it was said of the message."""
    await reported(message, Delivery.REJECTED)
    await Message.filter(id=message.id).update(delivery=None)

    await reported(message, Delivery.REJECTED)

    assert await bounced(karen)
    assert (await Message.get(id=message.id)).delivery is Delivery.REJECTED


async def test_a_bounce_that_is_repeated_late_does_not_spoil_a_number_that_answers(message, karen):
    await reported(message, Delivery.UNDELIVERABLE)
    contact = await ContactDetails.get(patient_id=karen.id)
    contact.text_arrived("+4520123456")
    await contact.save()

    await reported(message, Delivery.UNDELIVERABLE)

    assert not await bounced(karen)


async def test_a_bounce_of_the_number_before_says_nothing_about_the_one_now(message, karen):
    await reported(message, Delivery.UNDELIVERABLE, phone="+4520999999")

    assert not await bounced(karen)


async def test_a_message_that_arrives_shows_that_the_number_is_right_after_all(message, karen):
    await reported(message, Delivery.UNDELIVERABLE)
    await Message.all().update(delivery=None)

    await reported(message, Delivery.DELIVERED, phone="+4520999999")
    assert await bounced(karen)
    await Message.all().update(delivery=None)
    await reported(message, Delivery.DELIVERED)

    assert not await bounced(karen)


async def test_an_old_report_played_again_does_not_take_a_bounce_back(message, karen):
    await reported(message, Delivery.DELIVERED)
    await ContactDetails.filter(patient_id=karen.id).update(sms_bounced_at=NINE)

    await reported(message, Delivery.DELIVERED)

    assert await bounced(karen)


@pytest.mark.parametrize("reference", ["msg_" + "0" * 24, "nobody's", "\x00"])
async def test_of_a_message_that_is_not_ours_nothing_is_learnt(message, reference):
    await take_in(Report(reference, PHONE, Delivery.UNDELIVERABLE), NINE, FakeBus())

    assert not await ContactDetails.exclude(sms_bounced_at=None).exists()


async def test_what_is_never_reported_is_not_on_its_way_for_ever(message):
    await reported(message, Delivery.ENROUTE)
    last = message.not_after + LISTENED_FOR

    assert await stop_listening(last) == 0
    assert await stop_listening(last + A_MILLISECOND) == 1
    assert await stop_listening(last + A_MILLISECOND) == 0
    assert await reported(message) is Delivery.UNHEARD
    assert await reported(message, Delivery.DELIVERED) is Delivery.DELIVERED


async def test_messages_fail_when_one_is_two_minutes_late(consultation):
    due = NINE - timedelta(days=1)

    assert not await are_failing(due + timedelta(minutes=2) - A_MILLISECOND)
    assert await are_failing(due + timedelta(minutes=2))


async def test_and_for_a_while_when_the_gateway_has_refused_one(message):
    await Message.exclude(id=message.id).delete()
    given_up = {"skipped_because": SkipReason.NOT_TAKEN, "skipped_at": NINE}
    await Message.all().update(state=MessageState.SKIPPED, sent_at=None, **given_up)

    assert await are_failing(NINE)
    assert not await are_failing(NINE + timedelta(minutes=15))
