"""R22, R33–R34: the links in text messages, as a browser follows them; and reports of messages."""

from datetime import timedelta
from urllib.parse import unquote

import pytest

from models import BookingConfirmation, ContactDetails, DeepLink, Message, MessageKind, Session
from models.deep_link import hash_of
from models.delivery import Delivery
from models.message import MessageState
from settings import DEVELOPMENT_SECRET, Settings
from tests.cast import NINE
from tests.counting import counting
from tests.gateway import signed
from web.server import server

LINK = "/l/a-token-of-22-characte"
KIND = MessageKind.VIDEO_LINK
NOTHING = "Der er ikke noget her"


@pytest.fixture
async def link(karen, consultation):
    return await DeepLink.create(
        token_hash=hash_of(LINK.removeprefix("/l/")),
        patient=karen,
        appointment_id=consultation.appointment_id,
        schedule_version=1,
        expires_at=NINE + timedelta(days=30),
    )


@pytest.fixture
def page_of(http, token_of):
    """`await page_of(karen)` is what Karen sees."""

    async def page_of(who, path=LINK):
        cookie = {"Cookie": f"aleris_patient={await token_of(who)}"}
        answer = await http.get(path, headers=cookie)
        assert answer.status_code == 200
        return answer.text

    return page_of


@pytest.mark.parametrize("path", [LINK, "/l/unknown", "/l/", "/l/a/b?c=d", "/l/%2F%2Fevil.example"])
async def test_before_signing_in_every_link_does_the_same(http, link, path):
    with counting() as statements:
        answer = await http.get(path)

    assert answer.status_code == 303
    target = answer.headers["Location"]
    assert target.startswith("/sign-in?landing=/l/")
    landing = unquote(target.partition("landing=")[2])
    assert landing == unquote(path.partition("?")[0])
    assert "Holm" not in answer.text
    assert statements == []


async def test_the_link_leads_to_where_one_can_start_now(page_of, karen, link):
    page = await page_of(karen)

    assert "Du kan starte din videokonsultation nu." in page
    assert "Start nu" in page
    assert "Dr. Mette Holm" in page


async def test_before_it_opens_there_is_nothing_to_start(page_of, karen, link, clock):
    clock.goes(NINE - timedelta(hours=2))
    page = await page_of(karen)

    assert "fra mandag 2. marts kl. 09.45" in page
    assert "Start nu" not in page


async def test_the_confirmations_link_leads_to_the_letter(page_of, karen, link):
    letter = await BookingConfirmation.get(appointment_id=link.appointment_id)
    await DeepLink.all().update(confirmation_id=letter.id)

    page = await page_of(karen)

    assert letter.number in page
    assert all(section["body"] in page for section in letter.sections[:3])
    assert (await BookingConfirmation.get(id=letter.id)).read_at is None


async def test_every_wrong_link_looks_the_same_and_costs_the_same(page_of, karen, ole, link):
    costs, pages = set(), set()
    revoked = DeepLink.all().update(revoked_at=NINE)
    for who, path, before in [
        (ole, LINK, None),
        (karen, "/l/unknown", None),
        (karen, "/l/a/b/c", None),
        (karen, "/l/" + "x" * 5000, None),
        (karen, LINK, revoked),
    ]:
        if before is not None:
            await before
        await Session.all().delete()
        with counting() as statements:
            pages.add(await page_of(who, path))
        costs.add(len(statements))

    [page] = pages
    assert NOTHING in page
    assert len(costs) == 1


@pytest.mark.usefixtures("early_in_a_minute")
async def test_whoever_guesses_is_slowed_down(http, token_of, karen, link):
    cookie = {"Cookie": f"aleris_patient={await token_of(karen)}"}
    for n in range(30):
        await http.get(f"/l/{n}", headers=cookie)

    answer = await http.get("/l/30", headers=cookie)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert (await http.get(LINK, headers=cookie)).status_code == 200


async def test_the_token_is_in_no_log(http, token_of, karen, link, caplog, monkeypatch):
    caplog.set_level("DEBUG")
    await http.get(LINK)
    cookie = {"Cookie": f"aleris_patient={await token_of(karen)}"}
    await http.get(LINK, headers=cookie)

    async def breaks(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("web.deep_links.target", breaks)
    assert (await http.get(LINK, headers=cookie)).status_code == 500

    ours = [r.getMessage() for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))]
    assert any("Failed at /l/{token}" in line for line in ours)
    assert not any(LINK.removeprefix("/l/") in line for line in ours)


async def test_a_real_server_writes_no_line_for_each_request(served):
    assert server(served).config.access_log is False


@pytest.fixture
def settings(tmp_path):
    """With a gateway, whose reports count; without our client, which has a screen for links."""
    return Settings(
        data_folder=tmp_path, run_worker=False, sms_url="http://gateway.test", clients=False
    )


@pytest.fixture
async def sent(consultation):
    [message] = await Message.filter(appointment_id=consultation.appointment_id, kind=KIND)
    await Message.filter(id=message.id).update(state=MessageState.SENT, sent_at=NINE)
    return message


@pytest.fixture
def reports(http, sent):
    async def reports(status, secret=DEVELOPMENT_SECRET, changed=()):
        claims = {"id": 1, "msisdn": 4520123456, "userref": sent.id, "status": status}
        claims |= changed
        headers = {"X-Gwapi-Signature": signed(claims, secret)}
        return (await http.post("/callbacks/sms", json=claims, headers=headers)).status_code

    return reports


async def test_what_the_gateway_signs_is_taken_in_however_often(reports, sent, karen):
    for status in ("ENROUTE", "UNDELIVERABLE", "UNDELIVERABLE", "ENROUTE"):
        assert await reports(status) == 204

    assert (await Message.get(id=sent.id)).delivery is Delivery.UNDELIVERABLE
    assert (await ContactDetails.get(patient_id=karen.id)).phone_unreachable


@pytest.mark.parametrize(
    "other", [{"userref": "msg_unknown"}, {"userref": None}, {"status": "NEW"}], ids=str
)
async def test_what_it_signs_and_we_do_not_know_is_answered_all_the_same(reports, sent, other):
    assert await reports("DELIVERED", changed=other) == 204
    assert (await Message.get(id=sent.id)).delivery is None


async def test_what_it_has_not_signed_is_refused(http, reports, sent):
    assert await reports("DELIVERED", secret="another secret that is long enough 123") == 401
    assert (await http.post("/callbacks/sms", json={"userref": sent.id})).status_code == 401
    assert (await http.get("/callbacks/sms")).status_code == 405
    assert (await Message.get(id=sent.id)).delivery is None
