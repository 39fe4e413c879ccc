"""R14, R21, R33: which of the due messages is sent, by whom, and what then becomes of it."""

import asyncio
from datetime import timedelta

import pytest

from models import (
    Appointment,
    BookingConfirmation,
    ContactDetails,
    DeepLink,
    Message,
    MessageKind,
    Settings,
)
from models.appointment import AppointmentState
from models.deep_link import Links, hash_of
from models.message import MessageState, SkipReason
from models.outbox import AT_ONCE, CLAIM_HOLDS, Fate, send_some
from models.outgoing import FIRST_PAUSE, LONGEST_PAUSE, NotSent, pause
from tests.cast import NINE, booked

A_MILLISECOND = timedelta(milliseconds=1)
TEN_TO = NINE - timedelta(minutes=10)
YESTERDAY = NINE - timedelta(days=1)
LINKS = Links(b"a key", "https://online.test")
CONFIRMATION, REMINDER, LINK = (
    MessageKind.BOOKING_CONFIRMATION,
    MessageKind.REMINDER,
    MessageKind.VIDEO_LINK,
)


class Gateway:
    """With a memory, that can be told to refuse or to break."""

    def __init__(self):
        self.taken = []
        self.refusal = None

    async def send(self, text, now):
        if self.refusal is not None:
            raise self.refusal
        self.taken.append(text)
        return f"id of {text.reference}"


@pytest.fixture
def gateway():
    return Gateway()


@pytest.fixture
async def link(consultation):
    """Karen's, due ten minutes before nine; her confirmation has been sent."""
    about = Message.filter(appointment_id=consultation.appointment_id)
    sent = {"state": MessageState.SENT, "sent_at": YESTERDAY}
    await about.filter(kind=CONFIRMATION).update(**sent)
    return await about.get(kind=LINK)


async def again(message):
    return await Message.get(id=message.id)


async def test_it_is_sent_from_the_moment_it_is_due_and_once(link, gateway):
    assert await send_some(gateway.send, LINKS, TEN_TO - A_MILLISECOND) == {}
    assert gateway.taken == []

    assert await send_some(gateway.send, LINKS, TEN_TO) == {Fate.SENT: 1}
    assert await send_some(gateway.send, LINKS, TEN_TO + timedelta(minutes=9)) == {}

    [text] = gateway.taken
    assert (text.reference, text.to) == (link.id, "+4520123456")
    assert text.text.endswith(LINKS.url(link.id))
    assert text.good_for == timedelta(minutes=10)
    kept = await again(link)
    assert (kept.state, kept.sent_at, kept.attempts) == (MessageState.SENT, TEN_TO, 1)
    assert kept.provider_id == f"id of {link.id}"


async def test_of_several_workers_one_sends_it(link, gateway):
    fates = await asyncio.gather(*(send_some(gateway.send, LINKS, TEN_TO) for _ in range(8)))

    assert sum(fate.total() for fate in fates) == len(gateway.taken) == 1


async def test_what_would_soonest_be_too_late_goes_first(karen, knee, shoulder, holm, gateway):
    days = range(1, AT_ONCE + 3)
    for day in days:
        await booked(karen, knee, holm, NINE + timedelta(days=day), TEN_TO)
    last = await booked(karen, shoulder, holm, NINE, TEN_TO)

    await send_some(gateway.send, LINKS, TEN_TO)

    assert len(gateway.taken) == AT_ONCE
    urgent = set(await Message.filter(appointment_id=last.id).values_list("id", flat=True))
    assert {text.reference for text in gateway.taken[:2]} == urgent


async def test_a_worker_that_died_is_taken_over_from_after_a_minute(link, gateway):
    with pytest.raises(ZeroDivisionError):
        await send_some(dies, LINKS, TEN_TO)

    assert timedelta(seconds=60) == CLAIM_HOLDS
    assert await send_some(gateway.send, LINKS, TEN_TO + CLAIM_HOLDS - A_MILLISECOND) == {}
    assert await send_some(gateway.send, LINKS, TEN_TO + CLAIM_HOLDS) == {Fate.SENT: 1}
    assert [text.reference for text in gateway.taken] == [link.id]
    assert await DeepLink.filter(appointment_id=link.appointment_id).count() == 1


async def dies(text, now):
    raise ZeroDivisionError


async def test_whoever_was_taken_over_from_changes_nothing_any_more(link, gateway):
    async def slow(text, now):
        await send_some(gateway.send, LINKS, TEN_TO + CLAIM_HOLDS)
        raise NotSent("after all this time")

    await send_some(slow, LINKS, TEN_TO)

    assert (await again(link)).state is MessageState.SENT


async def test_what_was_not_taken_is_tried_again_a_little_later(link, gateway):
    gateway.refusal = NotSent("HTTP 500")

    assert await send_some(gateway.send, LINKS, TEN_TO) == {Fate.NOT_TAKEN: 1}

    kept = await again(link)
    assert (kept.state, kept.attempts, kept.due_at) == (MessageState.DUE, 1, TEN_TO)
    assert FIRST_PAUSE / 2 <= kept.try_at - TEN_TO <= FIRST_PAUSE
    gateway.refusal = None
    assert await send_some(gateway.send, LINKS, kept.try_at - A_MILLISECOND) == {}
    assert await send_some(gateway.send, LINKS, kept.try_at) == {Fate.SENT: 1}


async def test_when_the_gateway_says_when_it_is_not_asked_before(link, gateway):
    gateway.refusal = NotSent("HTTP 429", retry_after=timedelta(minutes=2))

    await send_some(gateway.send, LINKS, TEN_TO)

    assert (await again(link)).try_at == TEN_TO + timedelta(minutes=2)


async def test_what_the_gateway_will_never_take_is_given_up(link, gateway):
    gateway.refusal = NotSent("HTTP 422", for_good=True)

    await send_some(gateway.send, LINKS, TEN_TO)

    kept = await again(link)
    assert (kept.state, kept.skipped_because) == (MessageState.SKIPPED, SkipReason.NOT_TAKEN)
    assert kept.skipped_at == TEN_TO


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("attempts", "left", "retry_after", "expected"),
    [
        (1, HOUR, timedelta(), FIRST_PAUSE),
        (2, HOUR, timedelta(), FIRST_PAUSE * 2),
        (4, HOUR, timedelta(), FIRST_PAUSE * 8),
        (9, HOUR, timedelta(), LONGEST_PAUSE),
        (3000, HOUR, timedelta(), LONGEST_PAUSE),
        (9, timedelta(minutes=4), timedelta(), timedelta(minutes=2)),
        (9, timedelta(seconds=4), timedelta(), FIRST_PAUSE),
        (1, HOUR, timedelta(minutes=3), timedelta(minutes=3)),
        (1, timedelta(minutes=10), HOUR, timedelta(minutes=5)),
    ],
)
def test_pauses_double_and_leave_time_for_another_try(attempts, left, retry_after, expected):
    assert pause(attempts, left, retry_after, 1) == expected
    if not retry_after:
        assert pause(attempts, left, retry_after, 0.5) == expected / 2


async def test_the_number_is_the_one_on_file_when_it_is_sent(link, gateway, karen):
    await ContactDetails.filter(patient_id=karen.id).update(phone="+4520999999")

    await send_some(gateway.send, LINKS, TEN_TO)

    assert [text.to for text in gateway.taken] == ["+4520999999"]


async def too_late(link, karen):
    return NINE


async def no_phone(link, karen):
    await ContactDetails.filter(patient_id=karen.id).update(phone=None)
    return TEN_TO


async def not_wanted(link, karen):
    await Settings.filter(patient_id=karen.id).update(sms_video_link=False)
    return TEN_TO


async def appointment_changed(link, karen):
    own = Appointment.filter(id=link.appointment_id)
    await own.update(state=AppointmentState.CANCELLED)
    return TEN_TO


@pytest.mark.parametrize("meanwhile", [too_late, no_phone, not_wanted, appointment_changed])
async def test_what_is_no_longer_right_is_skipped_and_says_why(link, gateway, karen, meanwhile):
    now = await meanwhile(link, karen)

    assert await send_some(gateway.send, LINKS, now) == {Fate.SKIPPED: 1}

    kept = await again(link)
    assert (kept.state, kept.skipped_at) == (MessageState.SKIPPED, now)
    assert kept.skipped_because is SkipReason[meanwhile.__name__.upper()]
    assert gateway.taken == []
    assert await DeepLink.all().count() == 0


async def test_moved_a_second_before_it_was_to_be_sent(link, gateway):
    """The old message is not sent; the new one is, at the new time."""
    appointment = await Appointment.get(id=link.appointment_id)
    appointment.schedule_version += 1
    appointment.starts_at += timedelta(hours=2)
    appointment.ends_at += timedelta(hours=2)
    await appointment.save()
    moved_at = TEN_TO - timedelta(seconds=1)
    for message in Message.owed_for(appointment, moved_at):
        await message.save()

    await send_some(gateway.send, LINKS, TEN_TO)

    [confirmation] = gateway.taken
    assert confirmation.reference != link.id
    assert (await again(link)).skipped_because is SkipReason.APPOINTMENT_CHANGED
    later = TEN_TO + timedelta(hours=2)
    assert await send_some(gateway.send, LINKS, later - A_MILLISECOND) == {}
    assert await send_some(gateway.send, LINKS, later) == {Fate.SENT: 1}
    assert "kl. 12.00" in gateway.taken[1].text


async def test_what_could_not_be_sent_in_the_evening_waits_for_the_morning(
    karen, knee, holm, gateway
):
    evening = NINE.replace(hour=20, minute=59)  # A minute before ten in Denmark.
    await booked(karen, knee, holm, NINE + timedelta(days=2), evening)
    [confirmation] = await Message.filter(kind=CONFIRMATION)

    night = evening + timedelta(minutes=1)
    assert await send_some(gateway.send, LINKS, night) == {Fate.WAITS: 1}

    kept = await again(confirmation)
    morning = NINE.replace(hour=6) + timedelta(days=1)
    assert (kept.state, kept.due_at, kept.try_at) == (MessageState.DUE, morning, morning)
    assert await send_some(gateway.send, LINKS, morning) == {Fate.SENT: 1}


async def test_each_message_has_a_link_of_its_own_to_what_it_tells_of(
    karen, shoulder, holm, gateway
):
    appointment = await booked(karen, shoulder, holm, NINE, NINE - timedelta(days=3))
    await send_some(gateway.send, LINKS, NINE - timedelta(days=3))
    await send_some(gateway.send, LINKS, YESTERDAY)
    await send_some(gateway.send, LINKS, TEN_TO)

    letter = await BookingConfirmation.get(appointment_id=appointment.id)
    links = [await DeepLink.get(token_hash=hash_of(token_of(it))) for it in gateway.taken]
    assert [link.confirmation_id for link in links] == [letter.id, None, None]
    assert {link.patient_id for link in links} == {karen.id}
    assert {link.expires_at for link in links} == {appointment.ends_at + timedelta(days=30)}
    stored = [await DeepLink.all().values(), await Message.all().values()]
    assert not any(token_of(text) in str(stored) for text in gateway.taken)


def token_of(text):
    return text.text.rpartition("/l/")[2]


async def test_one_patient_of_whom_something_is_missing_holds_nobody_up(
    link, gateway, ole, knee, holm
):
    await booked(ole, knee, holm, NINE + timedelta(hours=3), TEN_TO)
    await ContactDetails.filter(patient_id=ole.id).delete()
    await Settings.filter(patient_id=ole.id).delete()

    fates = await send_some(gateway.send, LINKS, TEN_TO)

    assert fates == {Fate.SENT: 1, Fate.SKIPPED: 1}
    assert [text.reference for text in gateway.taken] == [link.id]
