"""R14, R21–R22, R33: a message once more, where its link leads, and what staff see of it all."""

import asyncio
from datetime import timedelta

import pytest

from models import (
    Appointment,
    AuditEvent,
    BookingConfirmation,
    ContactDetails,
    DeepLink,
    FollowUp,
    Message,
    MessageKind,
    Settings,
)
from models.appointment import AppointmentState
from models.deep_link import Links
from models.message import MessageState, SkipReason
from models.outbox import send_some
from tests.cast import NINE, a_check, booked, put
from tests.counting import counting

AGAIN = """
  mutation ($id: ID!) {
    sendConfirmationAgain(input: { confirmationId: $id }) {
      __typename
      ... on BookingConfirmation { id }
      ... on MessageSentOftenEnough { times }
      ... on Error { code message }
    }
  }
"""

RESOLVE = """
  query ($token: String!) {
    resolveDeepLink(token: $token) {
      state message opensAt
      appointment { id startsAt }
      confirmation { id }
      followUp { dueAt }
    }
  }
"""

HELPED = """
  mutation ($id: ID!) {
    resolveFollowUp(input: { followUpId: $id, resolution: PHONE }) { __typename }
  }
"""

SKIPPED = """
  { skippedMessages { nodes {
    kind reason dueAt skippedAt phone phoneUnreachable patient { name } appointment { id }
  } } }
"""

LINKS = Links(b"a key", "https://online.test")
TEN_TO = NINE - timedelta(minutes=10)
YESTERDAY = NINE - timedelta(days=1)


@pytest.fixture
async def letter(consultation):
    return await BookingConfirmation.get(appointment_id=consultation.appointment_id)


async def sent():
    """Everything that is due has gone out."""
    await Message.filter(state=MessageState.DUE).update(state=MessageState.SENT, sent_at=NINE)


async def confirmations():
    return await Message.filter(kind=MessageKind.BOOKING_CONFIRMATION).order_by("repeat")


async def test_the_message_of_a_confirmation_can_be_sent_again(app_of, karen, letter, clock):
    await sent()
    clock.goes(YESTERDAY)

    answer = await (await app_of(karen)).asks(AGAIN, id=letter.id)

    assert answer == {"__typename": "BookingConfirmation", "id": letter.id}
    first, again = await confirmations()
    assert (again.repeat, again.state, again.due_at) == (1, MessageState.DUE, YESTERDAY)
    assert again.schedule_version == first.schedule_version
    assert await AuditEvent.filter(action="send_confirmation_again", actor=karen.id).count() == 1


async def test_while_one_is_on_its_way_no_other_is_owed(app_of, karen, letter, clock):
    clock.goes(YESTERDAY)

    answer = await (await app_of(karen)).asks(AGAIN, id=letter.id)

    assert answer == {
        "__typename": "MessageOnItsWay",
        "code": "MESSAGE_ON_ITS_WAY",
        "message": "Der er en besked på vej til dig. Vent lidt.",
    }
    assert len(await confirmations()) == 1


async def test_three_times_again_is_often_enough(app_of, karen, letter, clock):
    clock.goes(YESTERDAY)
    app = await app_of(karen)
    for _ in range(3):
        await sent()
        assert (await app.asks(AGAIN, id=letter.id))["__typename"] == "BookingConfirmation"
    await sent()

    answer = await app.asks(AGAIN, id=letter.id)

    assert (answer["__typename"], answer["times"]) == ("MessageSentOftenEnough", 3)
    assert [it.repeat for it in await confirmations()] == [0, 1, 2, 3]


async def test_two_clicks_at_once_owe_one(app_of, karen, letter, clock):
    await sent()
    clock.goes(YESTERDAY)
    apps = [await app_of(karen) for _ in range(5)]

    answers = await asyncio.gather(*(app.asks(AGAIN, id=letter.id) for app in apps))

    kinds = sorted(answer["__typename"] for answer in answers)
    assert kinds == ["BookingConfirmation"] + ["MessageOnItsWay"] * 4
    assert len(await confirmations()) == 2


@pytest.mark.parametrize("what", ["begun", "cancelled"])
async def test_of_what_does_not_take_place_nothing_is_sent(app_of, karen, letter, clock, what):
    await sent()
    clock.goes(NINE if what == "begun" else YESTERDAY)
    if what == "cancelled":
        await Appointment.all().update(state=AppointmentState.CANCELLED)

    answer = await (await app_of(karen)).asks(AGAIN, id=letter.id)

    assert answer["__typename"] == "NothingToConfirm"


async def test_another_patients_confirmation_is_not_found(app_of, ole, letter):
    assert await (await app_of(ole)).refused(AGAIN, id=letter.id) == "NOT_FOUND"


async def test_a_moved_appointment_begins_counting_anew(app_of, karen, letter, clock):
    clock.goes(YESTERDAY)
    await sent()
    await Message.all().update(repeat=3)
    await Appointment.all().update(schedule_version=2)

    answer = await (await app_of(karen)).asks(AGAIN, id=letter.id)

    assert answer["__typename"] == "BookingConfirmation"


async def texts_at(now):
    """What goes out at that moment, by kind."""
    tokens = {}

    async def send(text, now):
        message = await Message.get(id=text.reference)
        tokens[message.kind] = text.text.rpartition("/l/")[2]
        return "id"

    while await send_some(send, LINKS, now):
        pass
    return tokens


@pytest.fixture
async def token(consultation):
    """Of the link that Karen gets ten minutes before."""
    return (await texts_at(TEN_TO))[MessageKind.VIDEO_LINK]


async def test_the_link_leads_to_where_one_can_start_now(app_of, karen, token, clock, consultation):
    clock.goes(TEN_TO)

    answer = await (await app_of(karen)).asks(RESOLVE, token=token)

    assert answer == {
        "state": "OPEN",
        "message": "Du kan starte din videokonsultation nu.",
        "opensAt": "2026-03-02T08:45:00+00:00",
        "appointment": {
            "id": consultation.appointment_id,
            "startsAt": "2026-03-02T09:00:00+00:00",
        },
        "confirmation": None,
        "followUp": None,
    }


async def test_the_confirmations_link_leads_to_the_letter(app_of, karen, letter, clock):
    token = (await texts_at(YESTERDAY))[MessageKind.BOOKING_CONFIRMATION]
    clock.goes(YESTERDAY)

    answer = await (await app_of(karen)).asks(RESOLVE, token=token)

    assert answer["confirmation"] == {"id": letter.id}
    assert answer["state"] == "TOO_EARLY"
    expected = "Du kan starte din videokonsultation fra mandag 2. marts kl. 09.45."
    assert answer["message"] == expected


async def test_at_the_hospital_it_says_when(app_of, karen, knee, holm, clock):
    await booked(karen, knee, holm, NINE, YESTERDAY)
    token = (await texts_at(YESTERDAY))[MessageKind.BOOKING_CONFIRMATION]

    answer = await (await app_of(karen, "en")).asks(RESOLVE, token=token)

    assert (answer["state"], answer["opensAt"]) == ("APPOINTMENT", None)
    assert answer["message"] == "Your appointment is on Monday 2 March at 10.00."


@pytest.mark.parametrize(
    ("changed", "state", "message"),
    [
        (
            {"schedule_version": 2, "starts_at": NINE + timedelta(hours=5)},
            "MOVED",
            "Aftalen er flyttet til mandag 2. marts kl. 15.00.",
        ),
        (
            {"state": AppointmentState.CANCELLED},
            "CANCELLED",
            "Aftalen mandag 2. marts kl. 10.00 er aflyst. Ring til os, hvis du har spørgsmål.",
        ),
        (
            {"state": AppointmentState.FULFILLED},
            "ENDED",
            "Aftalen mandag 2. marts kl. 10.00 er afsluttet.",
        ),
    ],
)
async def test_what_changed_meanwhile_is_said(app_of, karen, token, clock, changed, state, message):
    clock.goes(TEN_TO)
    later = {"ends_at": NINE + timedelta(hours=6)}
    await Appointment.all().update(**changed, **(later if "starts_at" in changed else {}))

    answer = await (await app_of(karen)).asks(RESOLVE, token=token)

    assert (answer["state"], answer["message"]) == (state, message)


async def test_when_it_is_over_it_says_what_we_have_promised(
    app_of, karen, token, clock, consultation
):
    check = a_check(NINE)
    check.consultation_id = consultation.id
    late = NINE + timedelta(minutes=11)
    await put(consultation, lambda it: it.enter(check, NINE), lambda it: it.leave(late))
    app = await app_of(karen)

    clock.goes(late)
    assert (await app.asks(RESOLVE, token=token))["state"] == "OPEN"
    clock.goes(NINE + timedelta(hours=1))
    answer = await app.asks(RESOLVE, token=token)

    assert (answer["state"], answer["followUp"]) == (
        "ENDED",
        {"dueAt": "2026-03-04T15:00:00+00:00"},
    )
    assert answer["message"] == (
        "Aftalen er afsluttet. Vi kontakter dig senest onsdag 4. marts og hjælper dig videre."
    )


async def test_when_we_have_helped_it_says_so_and_promises_nothing_more(
    app_of, karen, sara, token, clock, consultation
):
    late = NINE + timedelta(minutes=11)
    await put(consultation, lambda it: it.enter(a_check(NINE), NINE), lambda it: it.leave(late))
    promise = await FollowUp.get()
    clock.goes(NINE + timedelta(hours=1))
    await (await app_of(sara)).asks(HELPED, id=promise.id)

    answer = await (await app_of(karen)).asks(RESOLVE, token=token)

    assert answer["message"] == "Aftalen er afsluttet. Vi har talt med dig og hjulpet dig videre."


async def test_every_wrong_link_looks_the_same_and_costs_the_same(app_of, karen, ole, token, clock):
    karens, oles = await app_of(karen), await app_of(ole)
    costs = []

    async def looks(app, token):
        with counting() as statements:
            assert await app.asks(RESOLVE, token=token) is None
        costs.append(len(statements))

    await looks(oles, token)
    await looks(karens, LINKS.token("msg_unknown"))
    await looks(karens, "malformed \U0001f600")
    await DeepLink.all().update(revoked_at=NINE)
    await looks(karens, token)
    await DeepLink.all().update(revoked_at=None)
    clock.goes(NINE + timedelta(days=31))
    await looks(await app_of(karen), token)

    assert set(costs) == {costs[0]}
    assert costs[0] <= 2


async def test_looking_uses_nothing_up(app_of, karen, token, clock):
    clock.goes(TEN_TO)
    app = await app_of(karen)

    answers = [await app.asks(RESOLVE, token=token) for _ in range(40)]

    assert all(answer == answers[0] for answer in answers)
    assert not await BookingConfirmation.exclude(read_at=None).exists()


@pytest.mark.usefixtures("early_in_a_minute")
async def test_whoever_guesses_is_slowed_down(app_of, karen, token, clock):
    clock.goes(TEN_TO)
    app = await app_of(karen)
    for n in range(30):
        assert await app.asks(RESOLVE, token=f"guess-{n}") is None

    assert await app.refused(RESOLVE, token="guess-30") == "TOO_MANY_REQUESTS"
    assert (await app.asks(RESOLVE, token=token))["state"] == "OPEN"


async def test_staff_see_what_was_not_sent_and_why(app_of, sara, karen, consultation, clock):
    await texts_at(YESTERDAY)
    await texts_at(NINE)

    [skipped] = (await (await app_of(sara)).asks(SKIPPED))["nodes"]

    assert skipped == {
        "kind": "VIDEO_LINK",
        "reason": "TOO_LATE",
        "dueAt": "2026-03-02T08:50:00+00:00",
        "skippedAt": "2026-03-02T09:00:00+00:00",
        "phone": "+4520123456",
        "phoneUnreachable": False,
        "patient": {"name": "Karen Vig"},
        "appointment": {"id": consultation.appointment_id},
    }


async def test_a_clinician_sees_that_of_their_own_patients_and_a_coordinator_of_all(
    app_of, dr_holm, dr_krag, sara, consultation
):
    await texts_at(NINE)

    async def how_many(who):
        return len((await (await app_of(who)).asks(SKIPPED))["nodes"])

    assert [await how_many(who) for who in (dr_holm, dr_krag, sara)] == [2, 0, 2]


async def test_the_numbers_of_a_page_are_read_with_it(
    app_of, sara, ole, shoulder, holm, consultation
):
    app = await app_of(sara)
    costs = []
    for more in (0, 1):
        for n in range(3 * more):
            later = NINE + timedelta(hours=1 + n)
            await booked(ole, shoulder, holm, later, YESTERDAY)
        await texts_at(NINE + timedelta(days=1))
        with counting() as statements:
            nodes = (await app.asks(SKIPPED))["nodes"]
        costs.append((len(nodes), len(statements)))

    (few, cost), (many, still) = costs
    assert few < many
    assert cost == still


@pytest.mark.parametrize("what", ["moved", "turned off"])
async def test_but_not_what_was_rightly_not_sent(app_of, sara, karen, consultation, what):
    if what == "moved":
        await Appointment.all().update(schedule_version=2)
    else:
        await Settings.all().update(sms_confirmation=False, sms_video_link=False)

    await texts_at(NINE - timedelta(minutes=1))

    assert (await (await app_of(sara)).asks(SKIPPED))["nodes"] == []
    assert await Message.exclude(skipped_because=None).count() == 2
    reasons = await Message.all().values_list("skipped_because", flat=True)
    assert set(reasons) <= {SkipReason.APPOINTMENT_CHANGED, SkipReason.NOT_WANTED}


REMINDERS = """
  mutation ($wanted: Boolean!) { updateSettings(input: { smsReminder: $wanted }) {
    ... on Settings { smsReminder smsVideoLink }
  } }
"""


async def test_whoever_wants_no_reminders_gets_none(app_of, karen, knee, holm):
    await booked(karen, knee, holm, NINE, NINE - timedelta(days=3))
    answer = await (await app_of(karen)).asks(REMINDERS, wanted=False)
    assert answer == {"smsReminder": False, "smsVideoLink": True}

    assert set(await texts_at(YESTERDAY)) == {MessageKind.BOOKING_CONFIRMATION}


UNREACHABLE = "{ me { contactDetails { phone phoneUnreachable } contactReview { due } } }"
CHANGE = """
  mutation ($phone: String!) { updateContactDetails(input: { phone: $phone }) {
    ... on ContactDetails { phoneUnreachable }
  } }
"""
DESK = "{ followUps { nodes { phone phoneUnreachable } } }"


async def test_a_number_that_bounces_is_asked_about_and_seen_by_staff(
    app_of, karen, sara, consultation, clock
):
    await ContactDetails.filter(patient_id=karen.id).update(sms_bounced_at=NINE)
    app = await app_of(karen)
    late = NINE + timedelta(minutes=11)
    await put(consultation, lambda it: it.enter(a_check(), NINE), lambda it: it.leave(late))

    me = await app.asks(UNREACHABLE)
    assert me["contactDetails"]["phoneUnreachable"] is True
    assert me["contactReview"]["due"] is True
    staff = await app_of(sara)
    with counting() as statements:
        await staff.asks("{ followUps { nodes { dueAt } } }")
    with counting() as with_numbers:
        [case] = (await staff.asks(DESK))["nodes"]
    assert len(with_numbers) == len(statements)
    assert case == {"phone": "+4520123456", "phoneUnreachable": True}

    assert await app.asks(CHANGE, phone="20 99 99 99") == {"phoneUnreachable": False}
    assert (await app.asks(UNREACHABLE))["contactReview"]["due"] is False
