"""R1–R8: from consent to Min profil, as browsers do it, for everybody who can come."""

import asyncio
from contextlib import AsyncExitStack

import httpx2
import pytest

from models import AuditEvent, Consent, IdentityLink, Patient, Provider, Session, StaffMember
from models.consent import hashed
from models.cpr import Vault
from tests.cast import NINE
from tests.signing_in import (
    ME,
    STAFF,
    by_graphql,
    code,
    comes_back,
    cookies_set,
    goes_to_mitid,
    opened,
    signs_in,
    staff_signs_in,
    told,
    way_back,
)
from web.dev.people import PEOPLE

PROFILE = "{ me { name bornOn maskedCpr language guardianIsInformed } }"


@pytest.fixture
async def hospital(db, database_url, tmp_path, clock):
    async with opened(database_url, tmp_path, clock) as hospital:
        yield hospital


@pytest.fixture
async def browser(hospital):
    async with hospital.browser() as browser:
        yield browser


@pytest.fixture
async def another(hospital):
    async with hospital.browser("192.0.2.2") as browser:
        yield browser


@pytest.fixture
async def workplace(db, database_url, tmp_path, clock):
    """With its staff, and with Karen and Ole."""
    async with (
        opened(database_url, tmp_path, clock, seeded=True) as hospital,
        hospital.browser() as browser,
    ):
        yield browser


async def test_karen_comes_through_the_pages_to_her_profile(browser):
    landed = await signs_in(browser, "karen")

    assert (landed.status_code, landed.headers["location"]) == (303, "/profile")
    assert (await browser.http.get("/profile")).url.path == "/app/profil"
    assert await browser.asks(PROFILE) == {
        "me": {
            "name": "Karen Vig",
            "bornOn": "1985-03-12",
            "maskedCpr": "120385-••••",
            "language": "da",
            "guardianIsInformed": False,
        }
    }
    patient = await Patient.get()
    key = Vault(b"only-for-development-only-for-development")
    assert key.open(patient.cpr_sealed or "") == PEOPLE["karen"].cpr


async def test_karen_comes_through_the_mutations_to_her_profile(browser):
    page = await by_graphql(browser)

    landed = await comes_back(browser, await way_back(browser, page, "karen"))

    assert (landed.status_code, landed.headers["location"]) == (303, "/profile")
    assert await browser.asks(ME) == {"me": {"name": "Karen Vig"}}


async def test_of_a_sixteen_year_old_the_guardian_is_informed(browser):
    await signs_in(browser, "ida")

    me = (await browser.asks(PROFILE))["me"]

    assert (me["name"], me["guardianIsInformed"]) == ("Ida Holm Bæk", True)
    assert me["bornOn"] == "2010-05-20"


async def test_who_has_no_cpr_number_comes_in_and_is_known_the_next_time(browser, another):
    await signs_in(browser, "kim")
    await signs_in(another, "kim")

    me = (await another.asks(PROFILE))["me"]

    assert (me["name"], me["bornOn"], me["maskedCpr"]) == ("Kim Vest", "1970-06-15", None)
    patient = await Patient.get()
    assert (patient.cpr_sealed, patient.cpr_lookup) == (None, None)


async def test_a_protected_address_is_noted(browser, another):
    await signs_in(browser, "pia")
    await signs_in(another, "karen")

    assert (await Patient.get(name="Pia Sten")).protected_address is True
    assert (await Patient.get(name="Karen Vig")).protected_address is False


@pytest.mark.parametrize("language", ["da", "en"])
async def test_the_consents_are_to_the_texts_that_were_shown(browser, clock, language):
    page = await goes_to_mitid(browser, language=language)
    callback = await way_back(browser, page, "karen")
    clock.goes(seconds=20)

    await comes_back(browser, callback)

    consents = await Consent.all().order_by("purpose")
    assert [(c.text_id, c.channel.value, c.given_at, c.withdrawn_at) for c in consents] == [
        (f"APP_USE-1-{language}", "WEB", NINE, None),
        (f"RECORD_STORAGE-1-{language}", "WEB", NINE, None),
    ]
    assert (await browser.asks(PROFILE))["me"]["language"] == language
    assert await AuditEvent.filter(action="sign_in").count() == 1


@pytest.mark.parametrize("path", ["/a/apt_1", "/?language=en", "/a/x#part", "/profile"])
@pytest.mark.parametrize("way", [goes_to_mitid, by_graphql])
async def test_the_page_that_one_was_on_the_way_to_wins(browser, path, way):
    """A11."""
    page = await way(browser, path)

    landed = await comes_back(browser, await way_back(browser, page, "karen"))

    assert landed.headers["location"] == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "//evil.example",
        "///evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "/\r\nSet-Cookie: aleris_patient=planted",
        " //evil.example",
        "evil.example",
    ],
)
@pytest.mark.parametrize("way", [goes_to_mitid, by_graphql])
async def test_another_site_is_no_page_of_ours(browser, path, way):
    page = await way(browser, path)

    landed = await comes_back(browser, await way_back(browser, page, "karen"))

    assert (landed.status_code, landed.headers["location"]) == (303, "/profile")
    assert landed.cookies["aleris_patient"] != "planted"


async def test_every_sign_in_has_a_new_token_and_none_can_be_planted(browser):
    planted = "planted" * 6
    browser.http.cookies.set("aleris_patient", planted, domain="127.0.0.1")
    first = (await signs_in(browser, "karen")).cookies["aleris_patient"]

    second = (await signs_in(browser, "karen")).cookies["aleris_patient"]

    assert len({planted, first, second}) == 3
    kept = {session.token_hash for session in await Session.all()}
    assert kept == {hashed(first), hashed(second)}


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(browser):
    landed = await signs_in(browser, "karen")

    [header] = [c for c in landed.headers.get_list("set-cookie") if "aleris_patient" in c]
    assert {"httponly", "samesite=lax", "path=/"} <= set(header.lower().split("; "))


async def test_with_nemid_simulated_it_is_the_same_patient(db, database_url, tmp_path, clock):
    """R1: under another subject, for it is another provider."""
    async with opened(database_url, tmp_path, clock, nemid_simulated=True) as hospital:
        for provider in Provider:
            async with hospital.browser() as browser:
                await signs_in(browser, "karen", provider=provider.value)
                assert await browser.asks(ME) == {"me": {"name": "Karen Vig"}}

    patient = await Patient.get()
    subjects = await IdentityLink.filter(patient_id=patient.id).values_list("subject", flat=True)
    assert len(set(subjects)) == 2


async def test_who_is_known_already_stays_the_same_patient(workplace):
    known = await Patient.get(name="Karen Vig")

    await signs_in(workplace, "karen")

    assert (await Session.get()).patient_id == known.id
    assert await Patient.all().count() == 2


async def test_twenty_first_sign_ins_at_once_make_one_patient(hospital):
    async with AsyncExitStack() as open_ones:
        places = [hospital.browser(f"192.0.2.{n}") for n in range(20)]
        browsers = [await open_ones.enter_async_context(browser) for browser in places]
        pages = [await goes_to_mitid(browser) for browser in browsers]
        ways = [await way_back(*one, "karen") for one in zip(browsers, pages, strict=True)]
        assert not await Patient.exists()

        landed = await asyncio.gather(*map(comes_back, browsers, ways))

    assert [answer.status_code for answer in landed] == [303] * 20
    assert len({answer.cookies["aleris_patient"] for answer in landed}) == 20
    patient = await Patient.get()
    assert await Session.filter(patient_id=patient.id).count() == 20
    assert await Consent.filter(patient_id=patient.id).count() == 2
    assert await IdentityLink.all().count() == 1


async def test_one_way_back_taken_ten_times_at_once_leads_in_once(browser):
    callback = await way_back(browser, await goes_to_mitid(browser), "karen")

    async with httpx2.AsyncClient(cookies=dict(browser.http.cookies)) as http:
        landed = await asyncio.gather(*[http.get(callback) for _ in range(10)])

    assert sorted(answer.status_code for answer in landed) == [303] + [400] * 9
    assert await Session.all().count() == 1


@pytest.mark.parametrize(("person", "role"), [("holm", "CLINICIAN"), ("bang", "COORDINATOR")])
async def test_staff_sign_in_in_their_role_and_are_no_patients(workplace, person, role):
    landed = await staff_signs_in(workplace, person)

    assert cookies_set(landed) == {"aleris_staff"}
    assert (await workplace.asks(STAFF))["staff"]["role"] == role
    assert await code(workplace, ME) == "NOT_SIGNED_IN"


async def test_a_patient_is_no_staff(workplace):
    landed = await signs_in(workplace, "karen")

    assert cookies_set(landed) == {"aleris_patient"}
    assert await code(workplace, STAFF) == "NOT_SIGNED_IN"
    assert await code(workplace, "{ followUps { nodes { __typename } } }") == "NOT_SIGNED_IN"


@pytest.mark.parametrize("person", ["karen", "holm", "nobody"])
async def test_neither_provider_offers_the_people_of_the_other(workplace, person):
    way = staff_signs_in if person == "karen" else signs_in

    assert (await way(workplace, person)).status_code == 400
    assert not await Session.exists()


@pytest.mark.parametrize("fault", ["unknown", "another role"])
async def test_who_does_not_work_here_is_not_let_in(workplace, fault):
    known = StaffMember.filter(subject="bang")
    await (known.delete() if fault == "unknown" else known.update(role="CLINICIAN"))

    page = await staff_signs_in(workplace, "bang")

    assert page.status_code == 400
    assert set(told(page)) == {"da", "en"}
    assert not cookies_set(page)
    assert not await Session.exists()
