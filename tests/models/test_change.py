"""The one way to change something: of two at once one retries, and all of it happens or nothing."""

import asyncio
from datetime import timedelta

import pytest
from tortoise.exceptions import IntegrityError

from models import AuditEvent, ContactChange, ContactDetails, Invitation, NewContact, Settings
from models.change import ATTEMPTS, change, write
from models.consultation.states import State
from models.follow_up import FollowUpState, Resolution
from models.invitation import InvitationState
from models.refused import ChangedMeanwhile, FollowUpInProgress, InvalidInput
from models.transaction import all_finished
from tests.cast import NINE, a_check, put
from tests.models.fakes import FakeBus, by_karen


@pytest.fixture
def bus():
    return FakeBus()


def silence(own, now):
    own.choose({"sound": False})


def stillness(own, now):
    own.choose({"vibration": False})


async def kept(patient):
    return await Settings.get(patient_id=patient.id)


async def test_a_change_is_written_audited_and_told(karen, bus):
    changed = await change(karen.own_settings, silence, by_karen(bus, "update_settings"))

    own = await kept(karen)
    assert (own.sound, own.version) == (False, 2) == (changed.sound, changed.version)
    [event] = await AuditEvent.all()
    assert (event.actor, event.action) == ("pat_karen", "update_settings")
    assert (event.subject, event.at) == (karen.id, NINE)
    assert bus.within == bus.after == [[f"patient:{karen.id}"]]


async def test_an_act_that_changes_nothing_writes_nothing(karen, bus):
    await change(karen.own_settings, lambda own, now: own.choose({"sound": True}), by_karen(bus))

    assert (await kept(karen)).version == 1
    assert await AuditEvent.all().count() == 0
    assert bus.within == bus.after == []


async def test_a_refusal_changes_nothing(karen, bus):
    def mistaken(contact, now):
        contact.update(NewContact(phone="20999999", email="no address"), now)

    with pytest.raises(InvalidInput):
        await change(karen.contact_details, mistaken, by_karen(bus))

    contact = await ContactDetails.get(patient_id=karen.id)
    assert (contact.phone, contact.version) == ("+4520123456", 1)
    assert await AuditEvent.all().count() == await ContactChange.all().count() == 0
    assert bus.within == bus.after == []


async def test_of_two_changes_at_once_one_retries_and_both_count(karen, bus):
    both_have_looked = asyncio.Barrier(2)
    looks = []

    async def reach():
        own = await karen.own_settings()
        looks.append(own.version)
        if len(looks) <= 2:
            await both_have_looked.wait()
        return own

    await asyncio.gather(*(change(reach, act, by_karen(bus)) for act in (silence, stillness)))

    own = await kept(karen)
    assert looks == [1, 1, 2]
    assert (own.sound, own.vibration, own.version) == (False, False, 3)
    assert await AuditEvent.all().count() == len(bus.after) == 2


async def test_whoever_is_too_late_every_time_is_told_so_and_nothing_is_written(karen, bus):
    looks = []

    async def reach():
        own = await karen.own_settings()
        looks.append(own)
        await Settings.filter(id=own.id).update(version=own.version + 1)
        return own

    with pytest.raises(ChangedMeanwhile):
        await change(reach, silence, by_karen(bus))

    assert len(looks) == ATTEMPTS
    assert (await kept(karen)).sound
    assert await AuditEvent.all().count() == len(bus.after) == 0


async def test_what_is_brought_is_written_with_the_change(karen, bus):
    def move(contact, now):
        contact.update(NewContact(city="Roskilde"), now)

    await change(karen.contact_details, move, by_karen(bus))

    [before] = await ContactChange.filter(patient_id=karen.id)
    assert (before.city, before.until) == (None, NINE)
    assert (await ContactDetails.get(patient_id=karen.id)).city == "Roskilde"


@pytest.fixture
async def waiting(consultation):
    return await put(consultation, lambda it: it.enter(a_check(NINE), NINE))


async def test_when_what_is_brought_cannot_be_written_nothing_is(karen, waiting, bus):
    """Another invitation rings already, though nobody knows of it."""
    unknown = Invitation(
        consultation_id=waiting.id, number=9, created_at=NINE, expires_at=NINE, id="inv_unknown"
    )
    await unknown.save()

    with pytest.raises(IntegrityError, match="one_rings"):
        await change(
            lambda: karen.consultation(waiting.id), lambda it, now: it.call_in(now), by_karen(bus)
        )

    it = await karen.consultation(waiting.id)
    assert (it.state, it.version) == (State.WAITING, waiting.version)
    assert await Invitation.all().count() == 1
    assert await AuditEvent.all().count() == len(bus.within) == len(bus.after) == 0


async def test_when_it_cannot_be_told_within_the_transaction_nothing_happened(karen, bus):
    bus.fault = RuntimeError("the bus is broken")

    with pytest.raises(RuntimeError):
        await change(karen.own_settings, silence, by_karen(bus))

    assert (await kept(karen)).sound
    assert await AuditEvent.all().count() == len(bus.after) == 0


async def test_a_row_decided_by_somebody_else_meanwhile_brings_nothing(karen, bus):
    async def decide():
        return False

    brought = ContactChange(patient_id=karen.id, until=NINE)

    assert not await write(decide, [brought], ["patient:1"], karen.id, by_karen(bus))

    assert await ContactChange.all().count() == await AuditEvent.all().count() == 0
    assert bus.within == bus.after == []


async def test_a_promise_begun_meanwhile_is_not_taken_back(karen, sara, waiting, bus):
    """X17: Karen comes back while Sara notes that she has called her."""
    await put(waiting, lambda it: it.leave(NINE + timedelta(minutes=11)))
    looks = []

    async def reach():
        it = await karen.consultation(waiting.id)
        looks.append(it.follow_up.state)
        if len(looks) == 1:
            await change(lambda: sara.follow_up(it.follow_up.id), called, by_karen(bus))
        return it

    def called(promise, now):
        promise.resolve(Resolution.PHONE, sara.id, now)

    with pytest.raises(FollowUpInProgress):
        await change(reach, lambda it, now: it.come_back(now), by_karen(bus))

    it = await karen.consultation(waiting.id)
    assert looks == [FollowUpState.OPEN, FollowUpState.RESOLVED]
    assert (it.state, it.follow_up.state) == (State.LEFT, FollowUpState.RESOLVED)


async def test_a_promise_taken_back_is_written_with_its_own_step(karen, waiting, bus):
    left = await put(waiting, lambda it: it.leave(NINE + timedelta(minutes=11)))
    assert left.follow_up is not None

    await change(
        lambda: karen.consultation(waiting.id), lambda it, now: it.come_back(now), by_karen(bus)
    )

    promise = await karen.follow_up(left.follow_up.id)
    assert (promise.state, promise.version) == (FollowUpState.WITHDRAWN, 2)


async def test_what_happens_by_itself_is_written_by_whoever_looks(karen, waiting, bus):
    long_ago = NINE - timedelta(minutes=5)
    ringing = await put(waiting, lambda it: it.call_in(long_ago))

    await change(lambda: karen.consultation(waiting.id), lambda it, now: None, by_karen(bus))

    it = await karen.consultation(waiting.id)
    assert (it.state, it.version) == (State.WAITING, ringing.version + 1)
    assert it.invitation.state is InvitationState.EXPIRED


async def test_an_invitation_that_rang_out_unseen_does_not_stop_the_next(karen, waiting, bus):
    long_ago = NINE - timedelta(minutes=5)
    ringing = await put(waiting, lambda it: it.call_in(long_ago))

    await change(
        lambda: karen.consultation(waiting.id), lambda it, now: it.call_in(now), by_karen(bus)
    )

    it = await karen.consultation(waiting.id)
    assert (it.state, it.version) == (State.CLINICIAN_READY, ringing.version + 2)
    assert it.invitation.number == 2


async def test_whoever_asked_may_go_away_and_it_is_finished_all_the_same(karen, bus):
    bus.may_go_on = asyncio.Event()
    asking = asyncio.create_task(change(karen.own_settings, silence, by_karen(bus)))
    await bus.reached.wait()

    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert (await kept(karen)).sound, "not committed yet, for this test to mean anything"
    bus.may_go_on.set()
    await all_finished()

    assert not (await kept(karen)).sound
    assert await AuditEvent.all().count() == 1
    assert bus.within == [[f"patient:{karen.id}"]]
