"""GatewayAPI over a real socket: what is sent, what its answers mean, and whose word counts."""

import asyncio
from datetime import timedelta

import httpx2
import pytest

import integrations.sms.gatewayapi
from integrations.sms import NotAReport, NotSent, Report, Text
from integrations.sms.gatewayapi import GatewayApi
from integrations.sms.inbox import InboxSms
from models.delivery import Delivery
from settings import DEVELOPMENT_SECRET
from tests.cast import NINE
from tests.gateway import TOKEN, a_gateway, signed

TEXT = Text("msg_1", "+4520123456", "Din aftale begynder kl. 10.00: æøå", timedelta(minutes=10))
REPORT = {"id": 1, "msisdn": 4520123456, "status": "DELIVERED", "userref": "msg_1"}


@pytest.fixture
async def gateway():
    async with a_gateway() as gateway:
        yield gateway


@pytest.fixture
async def sms(gateway):
    async with httpx2.AsyncClient() as http:
        yield client_of(http, gateway.url)


def client_of(http, url):
    origin = "https://online.test"
    return GatewayApi(http, f"{url}/", TOKEN, "Aleris", origin, DEVELOPMENT_SECRET)


async def test_a_message_is_handed_over_with_our_reference_and_its_last_moment(gateway, sms):
    assert await sms.send(TEXT, NINE) == "1000000002"

    assert gateway.taken == [
        {
            "sender": "Aleris",
            "class": "secret",
            "callback_url": "https://online.test/callbacks/sms",
            "message": TEXT.text,
            "recipients": [{"msisdn": 4520123456}],
            "userref": "msg_1",
            "validity_period": 600,
        }
    ]


async def test_the_gateway_takes_no_shorter_validity_than_a_minute(gateway, sms):
    await sms.send(Text("msg_1", TEXT.to, TEXT.text, timedelta(seconds=3)), NINE)

    assert gateway.taken[0]["validity_period"] == 60


@pytest.mark.parametrize(
    ("mood", "why", "retry_after", "for_good"),
    [
        ("500", "HTTP 500", 0, False),
        ("429", "HTTP 429", 2, False),
        ("422", "HTTP 422", 0, True),
        ("garbage", "an answer that is none of the gateway's", 0, False),
        ("no ids", "an answer that is none of the gateway's", 0, False),
        ("holds before", "TimeoutError", 0, False),
    ],
)
async def test_what_is_not_taken_says_whether_and_when_to_try_again(
    gateway, sms, monkeypatch, mood, why, retry_after, for_good
):
    gateway.moods.append(mood)
    short = timedelta(seconds=0.2 if mood == "holds before" else 10)
    monkeypatch.setattr(integrations.sms.gatewayapi, "PATIENCE", short)

    with pytest.raises(NotSent) as refusal:
        await sms.send(TEXT, NINE)

    assert str(refusal.value) in (why, "ReadTimeout" if mood == "holds before" else why)
    assert refusal.value.retry_after == timedelta(seconds=retry_after)
    assert refusal.value.for_good is for_good
    assert gateway.taken == []


async def test_a_gateway_that_is_not_there_may_come_back():
    async with httpx2.AsyncClient() as http:
        with pytest.raises(NotSent, match="ConnectError"):
            await client_of(http, "http://127.0.0.1:9").send(TEXT, NINE)


async def test_many_at_once(gateway, sms):
    texts = [Text(f"msg_{n}", TEXT.to, TEXT.text, TEXT.good_for) for n in range(50)]

    ids = await asyncio.gather(*(sms.send(text, NINE) for text in texts))

    assert len(set(ids)) == 50


async def test_a_signed_report_is_read_from_its_signature(sms):
    assert sms.read(signed(REPORT)) == Report("msg_1", "+4520123456", Delivery.DELIVERED)


@pytest.mark.parametrize(
    "other", [{"userref": None}, {"status": "SOMETHING_NEW"}, {"status": ["DELIVERED"]}], ids=str
)
async def test_what_the_gateway_signs_and_is_no_report_of_ours_is_nothing(sms, other):
    assert sms.read(signed(REPORT | other)) is None


UNSIGNED = "eyJhbGciOiJub25lIn0.eyJ1c2VycmVmIjoibXNnXzEiLCJzdGF0dXMiOiJERUxJVkVSRUQifQ."


@pytest.mark.parametrize(
    "signature",
    ["", "x", "a.b.c", "æ.ø.å", UNSIGNED, signed(REPORT, "another secret that is long enough 123")],
    ids=["none", "short", "three parts", "Danish", "unsigned", "another's"],
)
async def test_what_the_gateway_has_not_signed_is_nobodys_report(sms, signature):
    with pytest.raises(NotAReport):
        sms.read(signature)


async def test_a_report_that_was_changed_is_nobodys(sms):
    head, _, tail = signed(REPORT).split(".")
    other = signed(REPORT | {"status": "UNDELIVERABLE"}).split(".")[1]

    with pytest.raises(NotAReport):
        sms.read(f"{head}.{other}.{tail}")


async def test_the_inbox_of_development_keeps_what_would_have_been_sent(tmp_path):
    inbox = InboxSms(tmp_path / "data" / "inbox.jsonl")
    assert inbox.sent() == []

    ids = [await inbox.send(TEXT, NINE) for _ in range(2)]

    assert ids == ["inbox-msg_1"] * 2
    assert inbox.sent()[0]["text"] == TEXT.text
    with pytest.raises(NotAReport):
        inbox.read(signed(REPORT))
