"""Being there: what a heartbeat costs, to whom it is news, and what it does not do."""

from datetime import timedelta

import pytest

from integrations.rate_limits import Limit
from models import PresenceLease, Session
from models.change import tell
from models.presence import LEASE
from tests.cast import NINE
from tests.counting import counting
from tests.hearing import AT_ONCE, SOON, all_is_heard

BEAT = """
  mutation ($id: ID!, $tab: String! = "tab", $ack: Int! = 0, $staff: Boolean! = false) {
    heartbeat(
      input: { consultationId: $id, connectionId: $tab, ackVersion: $ack, asClinician: $staff }
    ) { serverTime version }
  }
"""


async def test_a_first_heartbeat_is_a_lease_and_news(app_of, karen, consultation, outside):
    app = await app_of(karen)

    with outside.hub.listen(f"consultation:{consultation.id}") as listener:
        answer = await app.asks(BEAT, id=consultation.id, ack=1)
        assert await listener.changed(SOON)

    assert answer == {"serverTime": "2026-03-02T09:00:00+00:00", "version": consultation.version}
    lease = await PresenceLease.get()
    assert (lease.whose, lease.connection_id, lease.seen_at) == (karen.id, "tab", NINE)
    assert lease.ack_version == 1


async def test_a_renewal_is_one_statement_and_no_news(app_of, karen, consultation, outside, clock):
    app = await app_of(karen)
    await app.asks(BEAT, id=consultation.id)
    clock.goes(seconds=10)
    await all_is_heard(outside.hub)

    with outside.hub.listen(f"consultation:{consultation.id}") as listener:
        with counting() as statements:
            await app.asks(BEAT, id=consultation.id)
        await all_is_heard(outside.hub)
        assert not await listener.changed(AT_ONCE)

    asked_who = [said for said in statements if '"session"' in said]
    assert len(statements) - len(asked_who) == 1
    assert (await PresenceLease.get()).seen_at == NINE + timedelta(seconds=10)


async def test_a_client_that_comes_back_is_news_also_for_the_clinician(
    app_of, karen, consultation, outside, clock, holm
):
    app = await app_of(karen)
    await app.asks(BEAT, id=consultation.id)
    clock.goes(NINE + LEASE)
    await all_is_heard(outside.hub)

    with outside.hub.listen(f"queue:{holm.id}") as listener:
        await app.asks(BEAT, id=consultation.id)
        assert await listener.changed(SOON)


async def test_an_older_heartbeat_that_comes_late_takes_nothing_back(
    app_of, karen, consultation, clock
):
    app = await app_of(karen)
    clock.goes(seconds=10)
    await app.asks(BEAT, id=consultation.id, ack=5)
    clock.goes(NINE)

    await app.asks(BEAT, id=consultation.id, ack=3)

    lease = await PresenceLease.get()
    assert (lease.seen_at, lease.ack_version) == (NINE + timedelta(seconds=10), 5)


async def test_each_tab_has_a_lease_of_its_own(app_of, karen, dr_holm, consultation):
    mine, staff = await app_of(karen), await app_of(dr_holm)
    await mine.asks(BEAT, id=consultation.id, tab="phone")
    await mine.asks(BEAT, id=consultation.id, tab="tablet")
    await staff.asks(BEAT, id=consultation.id, tab="phone")

    leases = await PresenceLease.all().order_by("id").values_list("whose", "connection_id")

    assert leases == [(karen.id, "phone"), (karen.id, "tablet"), (dr_holm.clinician_id, "phone")]


@pytest.mark.parametrize("id", ["con_unknown", "con_" + "0" * 24, None])
async def test_nobody_is_there_where_they_have_no_business(
    app_of, karen, ole, dr_krag, sara, consultation, id
):
    assert await (await app_of(karen)).asks(BEAT, id=consultation.id)
    await PresenceLease.all().delete()

    for outsider in (ole, dr_krag, sara):
        app = await app_of(outsider)
        assert await app.refused(BEAT, id=id or consultation.id) == "NOT_FOUND"

    assert await PresenceLease.all().count() == 0


async def test_a_patient_is_no_clinician(app_of, karen, consultation):
    app = await app_of(karen)

    assert await app.refused(BEAT, id=consultation.id, staff=True) == "NOT_SIGNED_IN"


@pytest.mark.parametrize("tab", ["", "x" * 65, "a b", "æ"])
async def test_a_connection_has_a_short_opaque_name(app_of, karen, consultation, tab):
    app = await app_of(karen)

    assert await app.refused(BEAT, id=consultation.id, tab=tab) == "INVALID_INPUT"


async def test_a_page_left_open_keeps_nobody_signed_in(app_of, dr_holm, consultation, clock):
    app = await app_of(dr_holm)
    await Session.all().update(active_at=NINE)
    clock.goes(minutes=10)
    await app.asks(BEAT, id=consultation.id)
    assert (await Session.get()).active_at == NINE

    await app.asks("{ staff { id } }")

    assert (await Session.get()).active_at == NINE + timedelta(minutes=10)


@pytest.mark.parametrize(
    "document",
    [
        BEAT.replace(
            "serverTime version }",
            "serverTime version } endSession(input: {sessionId: $id}) { id }",
        ),
        BEAT.replace("mutation", "mutation {"),
        "mutation ($id: ID!) { ...A } fragment A on Mutation { heartbeat(input: "
        '{ consultationId: $id, connectionId: "tab" }) { version } }',
    ],
    ids=["with something else", "unreadable", "in a fragment"],
)
async def test_what_is_more_than_a_heartbeat_is_somebodys_doing(
    app_of, dr_holm, consultation, clock, document
):
    from schema import schema

    app = await app_of(dr_holm)
    await Session.all().update(active_at=NINE)
    clock.goes(minutes=10)

    await schema.execute(document, {"id": consultation.id}, context_value=app.context)

    assert (await Session.get()).active_at == NINE + timedelta(minutes=10)


async def test_what_is_told_besides_changes_is_heard(outside):
    with outside.hub.listen("consultation:con_1") as listener:
        await tell(["consultation:con_1"], outside.hub)

        assert await listener.changed(SOON)


@pytest.mark.usefixtures("early_in_a_minute")
async def test_whoever_beats_without_end_is_slowed_down(app_of, karen, ole, consultation):
    app = await app_of(karen)
    for _ in range(Limit.HEARTBEAT.item.amount):
        await app.asks(BEAT, id=consultation.id)

    assert await app.refused(BEAT, id=consultation.id) == "TOO_MANY_REQUESTS"


async def test_of_one_persons_clients_the_ten_heard_of_last_are_kept(
    app_of, karen, consultation, clock
):
    app = await app_of(karen)

    for n in range(15):
        clock.goes(NINE + timedelta(seconds=n))
        await app.asks(BEAT, id=consultation.id, tab=f"tab{n}")

    kept = {lease.connection_id for lease in await PresenceLease.all()}
    assert kept == {f"tab{n}" for n in range(5, 15)}
