"""Being signed in, over the real network: how long it lasts, and all the ways in which it ends."""

from datetime import timedelta

import pytest

from models import Session
from models.consent import hashed
from tests.cast import NINE
from tests.signing_in import (
    ME,
    STAFF,
    code,
    follows,
    opened,
    signs_in,
    staff_signs_in,
)
from web.journey import documents

DOCUMENTS = {document.title.split(" ", 1)[1]: document.text for document in documents()}

SESSION = "{ session { id channel startedAt activeAt warnAt idleAt expiresAt isCurrent } }"
MINE = "{ me { sessions { id channel isCurrent } } }"
END = "mutation ($id: ID!) { endSession(input: { sessionId: $id }) { id isCurrent } }"
SIGN_OUT = "mutation { signOut { brokerUrl } }"
CARD = "subscription { clinicianReady { cause } }"
ROOM = "subscription ($id: ID!) { waitingRoom(consultationId: $id) { consultation { state } } }"
QUEUE = "subscription { clinicianQueue { waiting } }"

A_MOMENT = timedelta(milliseconds=1)
QUARTER, HALF_A_DAY = timedelta(minutes=15), timedelta(hours=12)


@pytest.fixture
async def hospital(db, database_url, tmp_path, clock):
    async with opened(database_url, tmp_path, clock, seeded=True) as hospital:
        yield hospital


@pytest.fixture
async def phone(hospital):
    """Karen's."""
    async with hospital.browser("192.0.2.1") as browser:
        await signs_in(browser, "karen")
        yield browser


@pytest.fixture
async def tablet(hospital):
    """Karen's too."""
    async with hospital.browser("192.0.2.2") as browser:
        await signs_in(browser, "karen")
        yield browser


@pytest.fixture
async def holm(hospital):
    async with hospital.browser("192.0.2.3") as browser:
        await staff_signs_in(browser, "holm")
        yield browser


@pytest.fixture
async def ole(hospital):
    async with hospital.browser("192.0.2.4") as browser:
        await signs_in(browser, "ole")
        yield browser


async def test_who_deletes_the_cookie_is_nobody(phone):
    assert await phone.asks(ME) == {"me": {"name": "Karen Vig"}}

    phone.http.cookies.clear()

    assert await code(phone, ME) == "NOT_SIGNED_IN"
    assert await phone.asks(SESSION) == {"session": None}


async def test_after_a_quarter_of_an_hour_in_which_nothing_was_done_one_is_signed_out(
    phone, tablet, holm, clock
):
    """To the millisecond, for patients and for staff."""
    clock.goes(NINE + QUARTER - A_MOMENT)
    await phone.asks(ME)
    await holm.asks(STAFF)

    clock.goes(NINE + 2 * QUARTER - 2 * A_MOMENT)
    assert await code(tablet, ME) == "NOT_SIGNED_IN"
    assert await phone.asks(ME) == {"me": {"name": "Karen Vig"}}
    clock.goes(NINE + 2 * QUARTER - A_MOMENT)
    assert await code(holm, STAFF) == "NOT_SIGNED_IN"
    assert (await holm.http.get("/", follow_redirects=False)).status_code == 200


async def test_a_page_is_something_done_too(phone, clock):
    clock.goes(NINE + QUARTER - A_MOMENT)
    await phone.http.get("/profile")
    clock.goes(NINE + QUARTER)

    assert await phone.asks(ME) == {"me": {"name": "Karen Vig"}}


async def test_after_twelve_hours_one_signs_in_again_however_busy(phone, clock):
    while clock() < NINE + HALF_A_DAY - timedelta(minutes=10):
        clock.goes(minutes=10)
        await phone.asks(ME)

    clock.goes(NINE + HALF_A_DAY - A_MOMENT)
    session = (await phone.asks(SESSION))["session"]
    clock.goes(NINE + HALF_A_DAY)

    assert session["idleAt"] == session["expiresAt"] == "2026-03-02T21:00:00+00:00"
    assert await code(phone, ME) == "NOT_SIGNED_IN"


async def test_the_screen_knows_when_to_ask_whether_one_is_still_there(phone, clock):
    clock.goes(minutes=7)

    session = (await phone.asks(SESSION))["session"]

    assert session | {"id": ""} == {
        "id": "",
        "channel": "WEB",
        "startedAt": "2026-03-02T09:00:00+00:00",
        "activeAt": "2026-03-02T09:07:00+00:00",
        "warnAt": "2026-03-02T09:20:00+00:00",
        "idleAt": "2026-03-02T09:22:00+00:00",
        "expiresAt": "2026-03-02T21:00:00+00:00",
        "isCurrent": True,
    }


async def test_a_patient_sees_where_they_are_signed_in(phone, tablet, ole):
    sessions = (await tablet.asks(MINE))["me"]["sessions"]

    assert [session["isCurrent"] for session in sessions].count(True) == 1
    assert {session["id"] for session in sessions} == {await id_of(phone), await id_of(tablet)}
    assert [s["id"] for s in (await ole.asks(MINE))["me"]["sessions"]] == [await id_of(ole)]


async def test_a_lost_phone_is_signed_out_from_the_tablet(phone, tablet):
    lost = await id_of(phone)
    async with follows(phone, CARD) as card:
        await card.next()

        left = (await tablet.asks(END, id=lost))["endSession"]

        assert await card.ending() == "NOT_SIGNED_IN"
    assert left == [{"id": await id_of(tablet), "isCurrent": True}]
    assert await code(phone, ME) == "NOT_SIGNED_IN"
    assert (await phone.http.get("/profile")).url.path == "/sign-in"


async def test_nobody_ends_the_session_of_another(phone, ole, holm):
    karens, holms = await id_of(phone), await id_of(holm)
    for browser in (ole, holm):
        assert await code(browser, END, id=karens) == "NOT_FOUND"
    assert await code(phone, END, id=holms) == "NOT_FOUND"
    assert await code(phone, END, id="ses_unknown") == "NOT_FOUND"

    phone.http.cookies, mine = ole.http.cookies, phone.http.cookies
    assert await code(phone, END, id=karens) == "NOT_FOUND"
    phone.http.cookies = mine

    assert await phone.asks(ME) == {"me": {"name": "Karen Vig"}}
    assert await Session.filter(ended_at=None).count() == 3


async def test_following_a_stream_is_not_doing_anything(hospital, phone, clock):
    async with follows(phone, CARD) as card:
        await card.next()
        clock.goes(minutes=10)
        hospital.outside.hub.everyone_looks_again()
        assert isinstance(await card.next(), dict)

        clock.goes(NINE + QUARTER)
        hospital.outside.hub.everyone_looks_again()

        assert await card.ending() == "NOT_SIGNED_IN"
    assert (await Session.get(id=await id_of(phone))).active_at == NINE


async def test_a_patient_in_the_waiting_room_is_never_signed_out(hospital, phone, holm, clock):
    consultation = await soon(phone)
    await phone.asks(DOCUMENTS["Check equipment"], id=consultation)
    await phone.asks(DOCUMENTS["Enter waiting room"], id=consultation)

    clock.goes(hours=1)

    assert await phone.asks(ME) == {"me": {"name": "Karen Vig"}}
    await staff_signs_in(holm, "holm")
    called = (await holm.asks(DOCUMENTS["Call in"], id=consultation))["callIn"]
    accept = {"id": consultation, "invitation": called["invitation"]["id"]}
    await phone.asks(DOCUMENTS["Accept consultation"], **accept)
    async with follows(phone, ROOM, id=consultation) as room:
        assert isinstance(await room.next(), dict)
        clock.goes(minutes=14)
        await holm.asks(STAFF)
        clock.goes(minutes=14)
        hospital.outside.hub.everyone_looks_again()
        assert isinstance(await room.next(), dict)

        over = clock()
        await holm.asks(DOCUMENTS["End consultation"], id=consultation)

        assert await room.ending(within=20) == "COMPLETE"
    clock.goes(over + QUARTER)
    assert await code(phone, ME) == "NOT_SIGNED_IN"


@pytest.mark.parametrize("stream", ["card", "room"])
async def test_signing_out_ends_what_is_followed_at_once(phone, stream):
    asked = {"id": await soon(phone)} if stream == "room" else {}
    async with follows(phone, ROOM if stream == "room" else CARD, **asked) as followed:
        assert isinstance(await followed.next(), dict)
        shown = dict(phone.http.cookies)

        signed_out = (await phone.asks(SIGN_OUT))["signOut"]

        assert await followed.ending() == "NOT_SIGNED_IN"
    assert not phone.http.cookies.keys() & {"aleris_patient"}
    phone.http.cookies.update(shown)
    assert await code(phone, ME) == "NOT_SIGNED_IN"
    at_the_broker = await phone.http.get(signed_out["brokerUrl"])
    assert str(at_the_broker.url) == phone.url + "/"


async def test_who_is_not_signed_in_has_nothing_to_sign_out_of(hospital):
    async with hospital.browser() as browser:
        assert await browser.asks(SIGN_OUT) == {"signOut": {"brokerUrl": None}}


async def test_staff_sign_out_and_the_queue_stops(holm):
    [own] = (await holm.asks("{ staff { sessions { id isCurrent } } }"))["staff"]["sessions"]
    async with follows(holm, QUEUE) as queue:
        assert await queue.next() == {"clinicianQueue": {"waiting": 0}}

        page = await holm.http.post("/sign-out")

        assert await queue.ending() == "NOT_SIGNED_IN"
    assert own["isCurrent"] is True
    assert str(page.url) == holm.url + "/"
    assert await code(holm, STAFF) == "NOT_SIGNED_IN"


async def test_staff_end_a_session_of_their_own_elsewhere(hospital, holm):
    async with hospital.browser("192.0.2.9") as elsewhere:
        await staff_signs_in(elsewhere, "holm")

        left = (await elsewhere.asks(END, id=await id_of(holm)))["endSession"]

        assert [session["isCurrent"] for session in left] == [True]
        assert await code(holm, STAFF) == "NOT_SIGNED_IN"
        assert (await elsewhere.asks(STAFF))["staff"]["name"] == "Dr. Mette Holm"


async def soon(browser):
    """Her consultation, which begins in a few minutes."""
    mine = (await browser.asks(DOCUMENTS["My appointments"]))["myAppointments"]["nodes"]
    return mine[0]["consultation"]["id"]


async def id_of(browser):
    """Looked up here, without doing anything in it."""
    [token] = (value for name, value in browser.http.cookies.items() if name != "aleris_browser")
    return (await Session.get(token_hash=hashed(token))).id
