"""All that the clinician's board needs in one value: who is there, what was sent, who is next."""

from contextlib import aclosing
from datetime import timedelta

from models import Consultation, ContactDetails, Patient
from models.presence import LEASE
from tests.cast import NINE, a_check, booked, put
from worker import send_due_messages

BOARD = """
  subscription {
    clinicianQueue {
      cause waiting
      arrived { sound loop vibrate announcement politeness }
      next { consultation { id } }
      entries {
        consultation { id }
        presence { state since }
        messages { kind state sentAt skippedBecause }
      }
    }
  }
"""
BEAT = """
  mutation ($id: ID!, $tab: String!) {
    heartbeat(input: { consultationId: $id, connectionId: $tab }) { version }
  }
"""
ENTER = "mutation ($id: ID!) { enterWaitingRoom(input: { consultationId: $id }) { __typename } }"


async def seen(stream):
    return (await anext(stream)).data["clinicianQueue"]


async def checked(consultation):
    check = a_check(NINE)
    check.consultation_id = consultation.id
    await check.save()


async def another(patient, service, clinician):
    appointment = await booked(patient, service, clinician, NINE + timedelta(minutes=30), NINE)
    return await Consultation.get(appointment_id=appointment.id)


async def test_it_rings_once_for_whoever_arrives(app_of, karen, dr_holm, consultation, outside):
    await checked(consultation)
    mine, staff = await app_of(karen), await app_of(dr_holm)

    async with aclosing(await staff.follows(BOARD)) as board:
        before = await seen(board)
        await mine.asks(ENTER, id=consultation.id)
        came = await seen(board)
        outside.hub.everyone_looks_again()
        after = await seen(board)

    assert (before["arrived"], after["arrived"]) == (None, None)
    assert came["arrived"] == {
        "sound": True,
        "loop": False,
        "vibrate": False,
        "announcement": "Karen Vig er i venteværelset.",
        "politeness": "POLITE",
    }


async def test_who_was_there_before_is_no_arrival(app_of, dr_holm, waiting):
    async with aclosing(await (await app_of(dr_holm)).follows(BOARD)) as board:
        first = await seen(board)

    assert (first["waiting"], first["arrived"]) == (1, None)


async def test_who_comes_back_arrives_again(app_of, dr_holm, waiting, outside, clock):
    await put(waiting, lambda it: it.leave(NINE, even_if_not_late=True))
    clock.goes(minutes=1)

    async with aclosing(await (await app_of(dr_holm)).follows(BOARD)) as board:
        assert (await seen(board))["waiting"] == 0
        await put(waiting, lambda it: it.come_back(clock()))
        outside.hub.everyone_looks_again()
        assert (await seen(board))["arrived"]["sound"] is True


async def test_several_at_once_are_announced_together_and_nobody_without_a_name_by_name(
    app_of, karen, ole, dr_holm, shoulder, holm, consultation, outside
):
    oles = await another(ole, shoulder, holm)
    await Patient.filter(id=ole.id).update(name="")

    async with aclosing(await (await app_of(dr_holm, "en")).follows(BOARD)) as board:
        await seen(board)
        for one in (consultation, oles):
            await put(
                one,
                lambda it: it.enter(
                    a_check(NINE + timedelta(minutes=20)), NINE + timedelta(minutes=20)
                ),
            )
        outside.hub.everyone_looks_again()
        both = await seen(board)
        await put(oles, lambda it: it.leave(NINE, even_if_not_late=True))
        outside.hub.everyone_looks_again()
        assert (await seen(board))["arrived"] is None
        await put(oles, lambda it: it.come_back(NINE + timedelta(minutes=21)))
        outside.hub.everyone_looks_again()
        unnamed = await seen(board)

    assert both["arrived"]["announcement"] == "2 patients have come to the waiting room."
    assert unnamed["arrived"]["announcement"] == "A patient has come to the waiting room."


async def test_next_is_of_those_who_wait_the_one_booked_first(
    app_of, ole, dr_holm, shoulder, holm, consultation
):
    oles = await another(ole, shoulder, holm)
    twenty_past = NINE + timedelta(minutes=20)
    staff = await app_of(dr_holm)

    async def next_one():
        async with aclosing(await staff.follows(BOARD)) as board:
            found = (await seen(board))["next"]
            return found and found["consultation"]["id"]

    assert await next_one() is None
    await put(oles, lambda it: it.enter(a_check(twenty_past), twenty_past))
    assert await next_one() == oles.id
    await put(consultation, lambda it: it.enter(a_check(twenty_past), twenty_past))
    assert await next_one() == consultation.id


async def test_one_of_two_devices_is_enough_to_be_there(app_of, karen, dr_holm, waiting, clock):
    mine, staff = await app_of(karen), await app_of(dr_holm)

    async def there():
        async with aclosing(await staff.follows(BOARD)) as board:
            return (await seen(board))["entries"][0]["presence"]

    assert await there() is None
    await mine.asks(BEAT, id=waiting.id, tab="phone")
    clock.goes(seconds=20)
    await mine.asks(BEAT, id=waiting.id, tab="tablet")
    clock.goes(NINE + LEASE)
    assert await there() == {"state": "CONNECTED", "since": None}
    clock.goes(NINE + timedelta(seconds=20) + LEASE)
    assert await there() == {"state": "RECONNECTING", "since": "2026-03-02T09:00:20+00:00"}


async def test_the_board_sees_somebody_come_and_fade(app_of, karen, dr_holm, waiting, clock):
    mine, staff = await app_of(karen), await app_of(dr_holm)

    async with aclosing(await staff.follows(BOARD)) as board:
        await seen(board)
        await mine.asks(BEAT, id=waiting.id, tab="phone")
        came = await seen(board)
        clock.goes(NINE + LEASE - timedelta(milliseconds=1))
    async with aclosing(await staff.follows(BOARD)) as board:
        await seen(board)
        clock.goes(NINE + LEASE)
        fades = await seen(board)

    assert came["entries"][0]["presence"]["state"] == "CONNECTED"
    assert fades["entries"][0]["presence"]["state"] == "RECONNECTING"


async def test_it_says_what_became_of_the_messages(
    app_of, karen, ole, dr_holm, shoulder, holm, consultation, outside
):
    oles = await another(ole, shoulder, holm)
    await ContactDetails.filter(patient_id=ole.id).update(phone=None)
    await send_due_messages(outside, NINE - timedelta(minutes=10))
    await send_due_messages(outside, NINE + timedelta(minutes=20))

    async with aclosing(await (await app_of(dr_holm)).follows(BOARD)) as board:
        first = await seen(board)
    told = {it["consultation"]["id"]: it["messages"][-1] for it in first["entries"]}

    assert told[consultation.id] == {
        "kind": "VIDEO_LINK",
        "state": "SENT",
        "sentAt": "2026-03-02T08:50:00+00:00",
        "skippedBecause": None,
    }
    assert (told[oles.id]["state"], told[oles.id]["skippedBecause"]) == ("SKIPPED", "NO_PHONE")
