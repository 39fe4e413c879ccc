"""Playing the clinician, and a bus that misbehaves: for trying the patient's side alone."""

from collections import Counter

import pytest

from app import create_app
from integrations.broadcast import Hub
from models import AuditEvent, Consultation
from models.consultation.states import State
from settings import Settings
from tests.cast import NINE, a_check, put
from tests.web.test_settings import PRODUCTION
from web.dev.unruly import SAID, UnrulyHub


async def stands(consultation):
    return (await Consultation.get(id=consultation.id)).state


async def play(http, act):
    return await http.post("/dev/clinician", data={"act": act})


async def test_whoever_is_next_is_called_in_called_off_and_seen(http, dr_holm, consultation):
    waiting = await put(consultation, lambda it: it.enter(a_check(NINE), NINE))

    assert (await play(http, "call_in")).status_code == 303
    assert await stands(waiting) is State.CLINICIAN_READY
    await play(http, "withdraw")
    assert await stands(waiting) is State.WAITING
    await play(http, "call_in")
    await put(waiting, lambda it: it.accept(it.invitation_id, NINE))
    await play(http, "end")

    assert await stands(waiting) is State.ENDED
    event = await AuditEvent.all().order_by("-id").first()
    assert event is not None
    assert (event.actor, event.action) == (dr_holm.id, "play_end")


@pytest.mark.parametrize(("act", "status"), [("call_in", 409), ("dance", 400)])
async def test_what_cannot_be_played_is_said(http, dr_holm, consultation, act, status):
    assert (await play(http, act)).status_code == status


async def test_the_bus_can_be_made_to_misbehave_and_to_behave_again(http, app):
    hub = app.state.outside.hub
    assert isinstance(hub, UnrulyHub)

    for is_unruly in (True, False):
        assert (await http.post("/dev/bus")).status_code == 303
        assert hub.is_unruly is is_unruly


async def test_unruly_it_loses_doubles_and_reorders(outside):
    hub = outside.hub
    hub.is_unruly = True
    said = [hub._fate_of([f"consultation:con_{n}"]) for n in range(200)]

    times = Counter(len(messages) for messages in said)
    in_order = [topic for messages in said for [topic] in messages]
    assert set(times) >= {0, 1, 2}
    assert in_order != sorted(in_order, key=lambda topic: int(topic.rpartition("_")[2]))
    assert set(SAID) == {"lost", "once", "twice", "later"}


async def test_in_production_it_is_an_ordinary_hub(db, database_url):
    settings = Settings(**PRODUCTION | {"database_url": database_url}, run_worker=False)

    app = create_app(settings, database_url)

    assert type(app.state.outside.hub) is Hub
