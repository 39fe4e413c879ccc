"""X32: whom a clinician may take over just now: those whom `takeOver` would give, and no others."""

from datetime import timedelta

import pytest

from models import Appointment, BlockedTime, Clinician, Consultation, Session
from models.clinic import ConsultationType
from models.consultation.states import State
from tests.cast import NINE, a_check, a_patient, a_service, booked, put
from tests.counting import counting

COLLEAGUES = """
  { colleaguesQueue {
    consultationId state waitedSeconds patient { name }
    appointment { id startsAt service { name } clinician { name } consultation { state }
      allowedActions { action } }
  } }
"""
TAKE_OVER = "mutation ($id: ID!) { takeOver(input: { consultationId: $id }) { __typename } }"


@pytest.fixture
async def krag(dr_krag, shoulder):
    """He offers the same service."""
    krag = await Clinician.get(id=dr_krag.clinician_id)
    await shoulder.clinicians.add(krag)
    return krag


async def whose_are(app):
    return [it["consultationId"] for it in await app.asks(COLLEAGUES)]


async def another(name, service, clinician, starts_at, waits_since=None):
    """Somebody else's consultation, in the waiting room if it says since when."""
    appointment = await booked(await a_patient(name), service, clinician, starts_at, NINE)
    it = await Consultation.get(appointment_id=appointment.id)
    if waits_since is not None:
        it = await put(it, lambda it: it.enter(a_check(waits_since), waits_since))
    return it


async def test_a_colleagues_patient_is_there_with_who_it_is_and_whose(
    app_of, dr_krag, krag, waiting, clock
):
    clock.goes(minutes=4)

    [entry] = await (await app_of(dr_krag)).asks(COLLEAGUES)

    assert entry == {
        "consultationId": waiting.id,
        "state": "WAITING",
        "waitedSeconds": 240,
        "patient": {"name": "Karen Vig"},
        "appointment": {
            "id": waiting.appointment_id,
            "startsAt": NINE.isoformat(),
            "service": {"name": "Forundersøgelse"},
            "clinician": {"name": "Dr. Mette Holm"},
            "consultation": None,
            "allowedActions": [],
        },
    }


async def test_who_waits_longest_is_first_and_who_has_not_come_last(
    app_of, dr_krag, krag, holm, shoulder, waiting
):
    hour = timedelta(hours=1)
    ahead = await another("Ole", shoulder, holm, NINE + 2 * hour)
    sooner = await another("Pia", shoulder, holm, NINE + hour)
    since = NINE - timedelta(minutes=10)
    longest = await another("Ida", shoulder, holm, NINE - timedelta(minutes=30), since)

    seen = await (await app_of(dr_krag)).asks(COLLEAGUES)

    assert [it["consultationId"] for it in seen] == [longest.id, waiting.id, sooner.id, ahead.id]
    assert [it["waitedSeconds"] for it in seen] == [600, 0, None, None]


OUT_OF_THE_WAY = {
    State.LEFT: lambda it: it.leave(NINE, even_if_not_late=True),
    State.CANCELLED: lambda it: it.cancel(NINE),
}


@pytest.mark.parametrize("state", State)
async def test_it_has_exactly_what_can_be_taken_over(app_of, dr_krag, krag, brought_to, state):
    it = await brought_to(State.WAITING if state in OUT_OF_THE_WAY else state)
    if state in OUT_OF_THE_WAY:
        await put(it, OUT_OF_THE_WAY[state])
    app = await app_of(dr_krag)

    there = await whose_are(app)

    taken = (await app.asks(TAKE_OVER, id=it.id))["__typename"] == "Consultation"
    assert there == ([it.id] if taken else [])
    assert await whose_are(app) == [], "it is one's own then"


async def test_what_rang_and_nobody_answered_is_there_again(app_of, dr_krag, krag, ringing, clock):
    app = await app_of(dr_krag)
    assert await whose_are(app) == []

    clock.goes(seconds=90)

    assert await whose_are(app) == [ringing.id]


async def in_the_way_is(what, krag, ole, shoulder, dr_krag):
    if what == "blocked":
        ends_at = NINE + timedelta(hours=1)
        return await BlockedTime.of(krag.id, NINE, ends_at, "Møde", dr_krag.id).save()
    after = timedelta(minutes=30 if what == "right after" else 15)
    own = await booked(ole, shoulder, krag, NINE + after, NINE)
    if what == "held":
        await Appointment.filter(id=own.id).update(state="HELD", held_until=NINE)


@pytest.mark.parametrize("what", ["booked", "held", "blocked", "right after"])
async def test_whoever_is_not_free_then_is_shown_nobody(
    app_of, dr_krag, krag, ole, shoulder, waiting, what
):
    app = await app_of(dr_krag)
    await in_the_way_is(what, krag, ole, shoulder, dr_krag)

    there = await whose_are(app)

    taken = (await app.asks(TAKE_OVER, id=waiting.id))["__typename"]
    assert (there, taken) == (
        ([waiting.id], "Consultation") if what == "right after" else ([], "OverlapsAnother")
    )


async def test_each_is_judged_by_its_own_time(app_of, dr_krag, krag, ole, holm, shoulder, waiting):
    half = timedelta(minutes=30)
    await booked(ole, shoulder, krag, NINE + half, NINE)
    blocked = await another("Pia", shoulder, holm, NINE + 2 * half)
    await BlockedTime.of(krag.id, NINE + 2 * half, NINE + 3 * half, "Møde", dr_krag.id).save()
    later = await another("Ida", shoulder, holm, NINE + 3 * half)

    there = await whose_are(await app_of(dr_krag))

    assert there == [waiting.id, later.id]
    assert blocked.id not in there


async def test_another_day_another_service_and_ones_own_are_not_there(
    app_of, dr_krag, krag, dr_holm, doctor, holm, shoulder, waiting
):
    await another("Ole", shoulder, holm, NINE + timedelta(days=1))
    await another("Pia", doctor, holm, NINE + timedelta(hours=1))

    assert await whose_are(await app_of(dr_krag)) == [waiting.id]
    assert await whose_are(await app_of(dr_holm)) == []


async def test_it_is_for_clinicians(app_of, sara, karen):
    assert await (await app_of(sara)).refused(COLLEAGUES) == "NOT_FOUND"
    assert await (await app_of(karen)).refused(COLLEAGUES) == "NOT_SIGNED_IN"


async def test_more_patients_cost_no_more_statements(app_of, dr_krag, krag, clinic, holm, waiting):
    app, costs = await app_of(dr_krag), []
    for more in (0, 3):
        for n in range(more):
            service = await a_service(
                clinic, holm, waiting.appointment.modality, ConsultationType.TALK
            )
            await service.clinicians.add(krag)
            await another(f"P{n}", service, holm, NINE + timedelta(hours=1 + n), None)
        with counting() as statements:
            there = await whose_are(app)
        costs.append((len(there), len(statements)))

    (few, cost), (many, still) = costs
    assert (few, many) == (1, 4)
    assert cost == still


async def test_that_a_page_reads_it_by_itself_keeps_nobody_signed_in(
    app_of, dr_krag, krag, waiting, clock
):
    app = await app_of(dr_krag)
    await Session.all().update(active_at=NINE)
    clock.goes(minutes=10)

    await app.asks(COLLEAGUES)

    assert (await Session.get()).active_at == NINE
