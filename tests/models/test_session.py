"""R1, R5, R8: which provider may be used, where one comes to, and for how long one is signed in."""

import asyncio
from datetime import date, timedelta

import pytest

from models import Provider, Session, SignInAttempt
from models.consent import hashed, new_secret
from models.refused import ConsentTicketExpired, ProviderRetired
from models.session import SESSION_LIVES, Landing, landing, may_be_used
from models.sign_in import ATTEMPT_LIVES
from models.signed_in import end_session, session_of
from tests.cast import NINE

A_MILLISECOND = timedelta(milliseconds=1)
MIN_PROFIL = (Landing.PROFILE, "/profile")


def test_one_comes_to_min_profil():
    assert landing(None) == MIN_PROFIL


@pytest.mark.parametrize("path", ["/a/apt_1", "/", "/a/apt_1?from=sms#top", "/appointments/æ"])
def test_whoever_was_on_the_way_to_a_page_of_ours_comes_there(path):
    assert landing(path) == (Landing.DEEP_LINK, path)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "",
        "https://evil.example",
        "http:/evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/\n/evil.example",
        "/\r\nLocation: https://evil.example",
        "/\x00/evil.example",
        "/a\u2028b",
        "javascript:alert(1)",
        "evil.example/a/apt_1",
        "@evil.example",
        "profile",
    ],
)
def test_the_way_to_another_site_leads_to_min_profil(elsewhere):
    assert landing(elsewhere) == MIN_PROFIL


def test_mitid_may_be_used():
    may_be_used(Provider.MITID, nemid_simulated=False)
    may_be_used(Provider.MITID, nemid_simulated=True)


def test_nemid_is_closed_and_one_is_told_since_when_and_what_to_use():
    with pytest.raises(ProviderRetired) as refusal:
        may_be_used(Provider.NEMID, nemid_simulated=False)

    assert refusal.value.provider is Provider.NEMID
    assert refusal.value.closed_on == date(2023, 10, 31)
    assert refusal.value.use_instead is Provider.MITID


def test_where_a_simulator_stands_in_for_it_nemid_may_be_used():
    may_be_used(Provider.NEMID, nemid_simulated=True)


def test_after_twelve_hours_one_signs_in_again():
    session = Session.start("a token", NINE, patient_id="pat_karen")

    assert timedelta(hours=12) == SESSION_LIVES
    session.active_at = NINE + SESSION_LIVES - A_MILLISECOND
    assert session.is_live(NINE + SESSION_LIVES - A_MILLISECOND)
    assert not session.is_live(NINE + SESSION_LIVES)


def test_what_ended_is_over_at_once():
    session = Session.start("a token", NINE, patient_id="pat_karen")

    session.ended_at = NINE

    assert not session.is_live(NINE)


def test_neither_the_database_nor_the_bus_ever_sees_the_token():
    token = new_secret()
    session = Session.start(token, NINE, patient_id="pat_karen")

    assert session.token_hash == hashed(token)
    assert session.token_hash not in session.topic
    assert session.topic.startswith("session:")


async def test_a_live_session_says_who_is_signed_in(karen, dr_holm, holm):
    await Session.start("karens", NINE, patient_id=karen.id).save()
    await Session.start("holms", NINE, staff_id=dr_holm.id).save()

    hers, his = (
        await session_of("karens", NINE, doing=False),
        await session_of("holms", NINE, doing=False),
    )

    assert hers is not None
    assert his is not None
    assert (hers.patient, hers.staff) == (karen, None)
    assert (his.patient, his.staff) == (None, dr_holm)
    assert his.staff is not None
    assert his.staff.clinician == holm


async def test_nobody_is_signed_in_with_an_unknown_token_or_one_that_is_over(karen):
    await Session.start("karens", NINE, patient_id=karen.id).save()
    assert await session_of("karens", NINE, doing=False)

    assert await session_of("unknown", NINE, doing=False) is None
    assert await session_of(hashed("karens"), NINE, doing=False) is None
    assert await session_of("karens", NINE + SESSION_LIVES, doing=False) is None


async def test_signing_out_ends_the_session_once(karen):
    session = Session.start("karens", NINE, patient_id=karen.id)
    await session.save()

    assert await end_session(session, NINE)
    assert not await end_session(session, NINE + timedelta(hours=1))

    kept = await Session.get(pk=session.pk)
    assert kept.ended_at == NINE
    assert await session_of("karens", NINE, doing=False) is None


def an_attempt(**known):
    usual = {"state_hash": hashed("state"), "nonce": "n", "code_verifier": "v", "begun_at": NINE}
    return SignInAttempt(browser_hash=hashed("karens browser"), **(usual | known))


def test_the_way_back_is_open_for_thirty_minutes():
    assert timedelta(minutes=30) == ATTEMPT_LIVES

    an_attempt().check("karens browser", NINE + ATTEMPT_LIVES - A_MILLISECOND)

    with pytest.raises(ConsentTicketExpired):
        an_attempt().check("karens browser", NINE + ATTEMPT_LIVES)


@pytest.mark.parametrize("browser", ["another browser", "", hashed("karens browser")])
def test_one_comes_back_in_the_browser_in_which_one_left(browser):
    with pytest.raises(ConsentTicketExpired):
        an_attempt().check(browser, NINE)


def test_an_attempt_that_was_used_is_used():
    with pytest.raises(ConsentTicketExpired):
        an_attempt(used_at=NINE).check("karens browser", NINE)


async def test_the_providers_answer_counts_once(db):
    attempt = an_attempt()
    await attempt.save()

    won = await asyncio.gather(*(attempt.use_up(NINE) for _ in range(8)))

    assert won.count(True) == 1
