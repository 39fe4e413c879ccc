"""Signing in with MitID: at the local provider, and at brokers that are not themselves."""

import asyncio
import hmac
import html
import json
import re
import traceback
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import httpx2
import pytest
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.routing import Mount
from stdnum.dk import cpr

from integrations.mitid import (
    CLAIM_NAMES,
    IDURA,
    SIGNICAT,
    Assurance,
    Broker,
    ClaimNames,
    Identity,
    Reason,
    SignIn,
    SignInFailed,
)
from web.dev.idp import Claims, local_provider
from web.dev.idp_pages import about
from web.dev.idp_requests import Shelf
from web.dev.idp_tokens import Misbehaviour, Signer, idura_claims
from web.dev.people import PEOPLE, Person

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUSE = "http://aleris.test"
ISSUER = f"{HOUSE}/dev/idp"
BACK = f"{HOUSE}/sign-in/callback"
# Idura's client ids look like this, and the secret has what must be encoded.
CLIENT_ID, SECRET = "urn:my:application:identifier:7", "s3cr3t+%:/ å"
WELL_KNOWN = "/.well-known/openid-configuration"

SUBSTANTIAL = "urn:grn:authn:dk:mitid:substantial"
NEMID = "urn:grn:authn:dk:nemid:poces"
STAFF = "urn:grn:authn:dk:mitid-erhverv:substantial"


@dataclass
class Clock:
    time: datetime = NINE

    def __call__(self) -> datetime:
        return self.time

    def goes(self, **later: float) -> None:
        self.time += timedelta(**later)


@dataclass
class World:
    """The local provider as the app mounts it, a browser, and our side of signing in."""

    provider: Starlette
    clock: Clock
    ours: Clock = field(default_factory=Clock)
    """Our clock; brokers have one of their own."""
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        app = Starlette(routes=[Mount("/dev/idp", self.provider)])
        self.http = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app), event_hooks={"request": [self._noted]}
        )

    async def _noted(self, request: httpx2.Request) -> None:
        self.requests.append(request.url.path.removeprefix("/dev/idp"))

    def broker(
        self,
        acr: str = SUBSTANTIAL,
        claims: ClaimNames = IDURA,
        required: Assurance = Assurance.SUBSTANTIAL,
        **other: str,
    ) -> Broker:
        about = {"issuer": ISSUER, "client_id": CLIENT_ID, "client_secret": SECRET, **other}
        return Broker(
            self.http, acr_values=acr, claims=claims, required=required, now=self.ours, **about
        )

    async def page(
        self,
        broker: Broker,
        sign_in: SignIn | None = None,
        redirect_uri: str = BACK,
        language: str = "da",
    ) -> httpx2.Response:
        url = await broker.authorize_url(sign_in or SignIn.fresh(), redirect_uri, language)
        return await self.http.get(url)

    async def choose(self, page: httpx2.Response, person: str) -> dict[str, str]:
        """Press a button on the provider's page; what the browser then brings to our callback."""
        [ticket] = re.findall(r'name="ticket" value="([^"]+)"', page.text)
        answer = await self.http.post(
            page.url.join("choose"), data={"ticket": ticket, "person": person}
        )
        return brought_back(answer)

    async def code(self, broker: Broker, sign_in: SignIn, person: str = "karen") -> str:
        return (await self.choose(await self.page(broker, sign_in), person))["code"]

    async def signs_in(self, person: str, broker: Broker | None = None, **about: Any) -> Identity:
        broker, sign_in = broker or self.broker(**about), SignIn.fresh()
        return await broker.identify(sign_in, BACK, await self.code(broker, sign_in, person))

    async def fails_to_sign_in(self, person: str = "karen", **about: Any) -> Reason:
        with pytest.raises(SignInFailed) as failed:
            await self.signs_in(person, **about)
        return failed.value.reason


def brought_back(answer: httpx2.Response) -> dict[str, str]:
    assert answer.status_code == 303
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


def signicat_claims(person: Person, acr: str, scope: str) -> dict[str, Any]:
    told = {
        "sub": f"signicat-{person.key}",
        "birthdate": person.born.isoformat(),
        "nin": person.cpr,
        "nin_type": "PERSON",
        "nin_issuing_country": "DK",
        "mitid_loa": person.level,
        "mitid_uuid": "74ffcd31-fbaf-4c33-bdac-169f25c1e416",
        "mitid_name_and_address_protection": str(person.protected).lower(),
    }
    return told if person.protected else told | {"name": person.name}


def idura_and(**other: Any) -> Claims:
    """What Idura tells of a person, with some of it changed."""
    return lambda person, acr, scope: idura_claims(person, acr, scope) | other


@asynccontextmanager
async def a_world(claims: Claims = idura_claims) -> AsyncIterator[World]:
    clock = Clock()
    provider = local_provider(
        {CLIENT_ID: SECRET},
        now=clock,
        issuer=ISSUER,
        redirect_prefix=f"{HOUSE}/sign-in/",
        claims=claims,
    )
    world = World(provider, clock)
    async with world.http:
        yield world


@pytest.fixture
async def world():
    async with a_world() as world:
        yield world


@pytest.fixture
async def signicat():
    async with a_world(signicat_claims) as world:
        yield world


DISCOVERY = about(ISSUER)
JWKS = Signer().published()


def a_broker(answers: dict[str, Any] | None = None, issuer: str = ISSUER, **more: Any) -> Broker:
    """One that answers with what is given: a response, an object, or a fault."""
    answers = more if answers is None else answers
    usual = {"discovery": DISCOVERY, "token": {"id_token": "?"}, "jwks": JWKS}
    paths = {WELL_KNOWN: "discovery", "/oauth2/token": "token", "/jwks": "jwks"}

    def handle(request: httpx2.Request) -> httpx2.Response:
        asked = paths[request.url.path.removeprefix("/dev/idp")]
        answer = answers.get(asked, usual[asked])
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx2.Response) else httpx2.Response(200, json=answer)

    return Broker(
        httpx2.AsyncClient(transport=httpx2.MockTransport(handle)),
        issuer=issuer,
        client_id=CLIENT_ID,
        client_secret=SECRET,
        acr_values=SUBSTANTIAL,
        required=Assurance.SUBSTANTIAL,
        claims=IDURA,
        now=Clock(),
    )


# Who it is


async def test_karen_signs_in_with_mitid(world):
    karen = await world.signs_in("karen")

    assert (karen.name, karen.cpr, karen.birth_date) == (
        "Karen Vig",
        "1203850118",
        date(1985, 3, 12),
    )
    assert karen.issuer == ISSUER
    assert karen.assurance is Assurance.SUBSTANTIAL
    assert karen.authenticated_at == NINE
    assert not karen.protected_address
    assert karen.roles == frozenset()
    assert karen.uuid is not None


async def test_signicats_claims_say_the_same_in_other_words(signicat):
    karen = await signicat.signs_in("karen", claims=SIGNICAT, scope="openid profile nin")

    assert (karen.name, karen.cpr, karen.subject) == ("Karen Vig", "1203850118", "signicat-karen")
    assert karen.assurance is Assurance.SUBSTANTIAL
    assert karen.uuid == "74ffcd31-fbaf-4c33-bdac-169f25c1e416"
    assert not karen.protected_address
    assert karen.authenticated_at == NINE


async def test_a_mapping_is_chosen_by_its_name():
    assert CLAIM_NAMES == {"IDURA": IDURA, "SIGNICAT": SIGNICAT}


async def test_a_person_without_cpr_number_signs_in_all_the_same(world):
    kim = await world.signs_in("kim")

    assert (kim.name, kim.cpr, kim.birth_date) == ("Kim Vest", None, date(1970, 6, 15))


async def test_without_the_ssn_scope_no_cpr_number_is_told(world):
    assert (await world.signs_in("karen", scope="openid")).cpr is None


async def test_a_protected_address_is_known(world):
    assert (await world.signs_in("pia")).protected_address


async def test_a_broker_may_leave_out_a_protected_name(signicat):
    pia = await signicat.signs_in("pia", claims=SIGNICAT)

    assert pia.protected_address
    assert pia.name == ""


async def test_the_same_person_has_another_subject_with_nemid(world):
    with_mitid = await world.signs_in("karen")
    with_nemid = await world.signs_in("karen", acr=NEMID)

    assert with_mitid.subject != with_nemid.subject
    assert with_mitid.cpr == with_nemid.cpr


async def test_the_same_person_has_the_same_subject_every_time(world):
    assert (await world.signs_in("ole")).subject == (await world.signs_in("ole")).subject


@pytest.mark.parametrize(
    ("person", "role"), [("holm", "CLINICIAN"), ("krag", "CLINICIAN"), ("bang", "COORDINATOR")]
)
async def test_staff_sign_in_with_their_role(world, person, role):
    someone = await world.signs_in(person, acr=STAFF, claims=IDURA.of_staff())

    assert someone.subject == person
    assert someone.roles == {role}
    assert someone.cpr is None


async def test_a_patients_broker_is_not_believed_about_roles(world):
    assert (await world.signs_in("holm", acr=STAFF, claims=IDURA)).roles == frozenset()


async def test_what_is_logged_of_a_person_names_nobody(world):
    karen = repr(await world.signs_in("karen"))

    assert "issuer" in karen
    for secret in ("Karen", "1203850118", "120385", "1985"):
        assert secret not in karen


def test_what_is_logged_of_an_attempt_gives_nothing_away():
    sign_in = SignIn.fresh()

    assert repr(sign_in) == "SignIn()"
    assert len({sign_in.state, sign_in.nonce, sign_in.code_verifier}) == 3


# How sure


@pytest.mark.parametrize("required", [Assurance.SUBSTANTIAL, Assurance.HIGH])
async def test_the_level_that_was_reached_counts_and_not_the_one_asked_for(world, required):
    high = "urn:grn:authn:dk:mitid:high"

    assert await world.fails_to_sign_in("lis", acr=high, required=required) == (
        Reason.ASSURANCE_TOO_LOW
    )


async def test_a_level_that_is_asked_for_no_more_is_enough(world):
    assert (await world.signs_in("lis", required=Assurance.LOW)).assurance is Assurance.LOW


@pytest.mark.parametrize(
    ("claim", "value", "level"),
    [
        ("loa", "SUBSTANTIAL", Assurance.SUBSTANTIAL),
        ("loA", "substantial", Assurance.SUBSTANTIAL),
        ("LOA", "High", Assurance.HIGH),
        ("loa", "https://data.gov.dk/concept/core/nsis/Substantial", Assurance.SUBSTANTIAL),
    ],
)
async def test_brokers_spell_the_level_as_they_like(claim, value, level):
    async with a_world(idura_and(**{"loa": None, claim: value})) as world:
        assert (await world.signs_in("karen")).assurance is level


async def test_of_two_levels_the_lower_one_counts():
    async with a_world(idura_and(loa="HIGH", loA="LOW")) as world:
        assert await world.fails_to_sign_in() == Reason.ASSURANCE_TOO_LOW


@pytest.mark.parametrize("level", [None, "", "VERY", 3])
async def test_a_level_we_cannot_read_is_none(level):
    async with a_world(idura_and(loa=level)) as world:
        assert await world.fails_to_sign_in() == Reason.NOT_VERIFIED


async def test_another_countrys_eid_is_not_mitid(world):
    """Or somebody could change `acr_values` in the address bar, and come with a foreign number."""
    world.provider.state.misbehaviour = Misbehaviour.FOREIGN_EID

    assert await world.fails_to_sign_in() == Reason.NOT_VERIFIED


async def test_a_swedish_number_is_not_taken_for_a_cpr_number():
    def swedish(person, acr, scope):
        return signicat_claims(person, acr, scope) | {"nin_issuing_country": "SE"}

    async with a_world(swedish) as world:
        assert await world.fails_to_sign_in(claims=SIGNICAT) == Reason.NOT_VERIFIED


# The token


@pytest.mark.parametrize(
    "misbehaviour",
    [
        Misbehaviour.WRONG_NONCE,
        Misbehaviour.WRONG_ISSUER,
        Misbehaviour.WRONG_AUDIENCE,
        Misbehaviour.SECOND_AUDIENCE,
        Misbehaviour.NO_LEVEL,
        Misbehaviour.NO_SUBJECT,
        Misbehaviour.UNKNOWN_KEY,
        Misbehaviour.FORGED,
    ],
    ids=lambda one: one.name,
)
async def test_a_token_that_cannot_be_trusted_signs_nobody_in(world, misbehaviour):
    assert (await world.signs_in("karen")).name == "Karen Vig"
    world.provider.state.misbehaviour = misbehaviour

    assert await world.fails_to_sign_in() == Reason.NOT_VERIFIED


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "PS256"])
async def test_a_broker_may_sign_with(world, algorithm):
    world.provider.state.signer.rotate(algorithm)

    assert (await world.signs_in("karen")).name == "Karen Vig"


async def test_no_other_algorithm_is_accepted(world):
    world.provider.state.signer.rotate("RS512")

    assert await world.fails_to_sign_in() == Reason.NOT_VERIFIED


@pytest.mark.parametrize("ahead", [timedelta(minutes=5, seconds=59), -timedelta(seconds=60)])
async def test_clocks_may_differ_by_a_minute(world, ahead):
    world.ours.time += ahead

    assert (await world.signs_in("karen")).name == "Karen Vig"


@pytest.mark.parametrize("ahead", [timedelta(minutes=6), -timedelta(seconds=61)])
async def test_a_token_that_is_too_old_or_not_yet_valid_signs_nobody_in(world, ahead):
    world.ours.time += ahead

    assert await world.fails_to_sign_in() == Reason.NOT_VERIFIED


@pytest.mark.parametrize(
    "moment",
    [
        {"authenticationinstant": "2026-03-02T08:30:00.000Z"},
        {"authenticationinstant": "2026-03-02T08:30:00"},
        {"authenticationinstant": None, "auth_time": int(NINE.timestamp()) - 1800},
    ],
)
async def test_a_broker_that_remembers_somebody_says_since_when(moment):
    async with a_world(idura_and(**moment)) as world:
        karen = await world.signs_in("karen")

    assert karen.authenticated_at == NINE - timedelta(minutes=30)


@pytest.mark.parametrize("moment", ["yesterday", 10**30, {}, [7]])
@pytest.mark.parametrize("claim", ["auth_time", "authenticationinstant"])
async def test_a_moment_that_makes_no_sense_is_not_believed(claim, moment):
    garbled = {"authenticationinstant": None, claim: moment or "?"}

    async with a_world(idura_and(**garbled)) as world:
        assert await world.fails_to_sign_in() == Reason.NOT_VERIFIED


async def test_claims_of_another_kind_than_expected_are_as_good_as_missing():
    odd = {
        "name": ["Karen"],
        "birthdate": "1985",
        "cprNumberIdentifier": 1203850118,
        "uuid": 7,
        "roles": "CLINICIAN",
    }

    async with a_world(idura_and(**odd)) as world:
        karen = await world.signs_in("karen", claims=IDURA.of_staff())

    assert (karen.name, karen.birth_date, karen.cpr, karen.uuid) == ("", None, None, None)
    assert karen.roles == {"CLINICIAN"}


@pytest.mark.parametrize("written", ["120385-0118", "120385 0118", "1203850118"])
async def test_a_cpr_number_is_ten_digits_however_it_is_written(written):
    async with a_world(idura_and(cprNumberIdentifier=written)) as world:
        assert (await world.signs_in("karen")).cpr == "1203850118"


# Keys


async def test_a_new_key_is_fetched_when_a_token_needs_it(world):
    broker = world.broker()
    await world.signs_in("karen", broker)
    world.provider.state.signer.rotate()

    assert (await world.signs_in("karen", broker)).name == "Karen Vig"
    assert world.requests.count("/jwks") == 2


async def test_keys_are_asked_for_anew_once_a_minute_at_most(world):
    broker = world.broker()
    world.provider.state.misbehaviour = Misbehaviour.UNKNOWN_KEY
    for _ in range(3):
        with pytest.raises(SignInFailed):
            await world.signs_in("karen", broker)
    assert world.requests.count("/jwks") == 2

    world.ours.goes(minutes=1)
    with pytest.raises(SignInFailed):
        await world.signs_in("karen", broker)

    assert world.requests.count("/jwks") == 3


async def test_those_who_come_together_share_the_new_keys(world):
    broker = world.broker()
    await world.signs_in("karen", broker)
    world.provider.state.signer.rotate()

    together = await asyncio.gather(*(world.signs_in("ole", broker) for _ in range(5)))

    assert {one.name for one in together} == {"Ole Lund"}
    assert world.requests.count("/jwks") == 2


async def test_what_the_broker_publishes_is_kept_for_ten_minutes(world):
    broker = world.broker()
    await world.signs_in("karen", broker)
    for clock in (world.clock, world.ours):
        clock.goes(minutes=9, seconds=59)
    await world.signs_in("karen", broker)
    assert world.requests.count(WELL_KNOWN) == world.requests.count("/jwks") == 1

    for clock in (world.clock, world.ours):
        clock.goes(seconds=1)
    await world.signs_in("karen", broker)

    assert world.requests.count(WELL_KNOWN) == world.requests.count("/jwks") == 2


# The code


async def test_a_code_works_once(world):
    broker, sign_in = world.broker(), SignIn.fresh()
    code = await world.code(broker, sign_in)
    await broker.identify(sign_in, BACK, code)

    with pytest.raises(SignInFailed) as failed:
        await broker.identify(sign_in, BACK, code)

    assert failed.value.reason is Reason.REFUSED_BY_BROKER
    assert str(failed.value) == "REFUSED_BY_BROKER: invalid_grant"


async def test_a_stolen_code_is_worth_nothing_without_the_verifier(world):
    broker, sign_in = world.broker(), SignIn.fresh()
    code = await world.code(broker, sign_in)
    thief = replace(sign_in, code_verifier=SignIn.fresh().code_verifier)

    with pytest.raises(SignInFailed) as failed:
        await broker.identify(thief, BACK, code)

    assert failed.value.reason is Reason.REFUSED_BY_BROKER


async def test_another_persons_code_does_not_fit_ones_own_attempt(world):
    """A code slipped into somebody's browser: the nonce and the verifier are of another attempt."""
    broker, karens, oles = world.broker(), SignIn.fresh(), SignIn.fresh()
    code = await world.code(broker, oles, "ole")

    with pytest.raises(SignInFailed):
        await broker.identify(karens, BACK, code)


@pytest.mark.parametrize("redirect_uri", [f"{BACK}/other", BACK.upper()])
async def test_a_code_is_good_only_for_where_it_was_sent(world, redirect_uri):
    broker, sign_in = world.broker(), SignIn.fresh()
    code = await world.code(broker, sign_in)

    with pytest.raises(SignInFailed) as failed:
        await broker.identify(sign_in, redirect_uri, code)

    assert failed.value.reason is Reason.REFUSED_BY_BROKER


@pytest.mark.parametrize(("age", "works"), [(59, True), (60, False)])
async def test_a_code_lives_for_a_minute(world, age, works):
    broker, sign_in = world.broker(), SignIn.fresh()
    code = await world.code(broker, sign_in)
    world.clock.goes(seconds=age)

    if works:
        assert (await broker.identify(sign_in, BACK, code)).name == "Karen Vig"
    else:
        with pytest.raises(SignInFailed):
            await broker.identify(sign_in, BACK, code)


async def test_a_wrong_client_secret_is_refused(world):
    assert await world.fails_to_sign_in(client_secret="guessed") == Reason.REFUSED_BY_BROKER


# On the way back


async def test_the_state_comes_back_with_the_code(world):
    broker, sign_in = world.broker(), SignIn.fresh()

    back = await world.choose(await world.page(broker, sign_in), "karen")

    assert back["state"] == sign_in.state
    assert back["iss"] == ISSUER


async def test_a_person_may_change_their_mind(world):
    sign_in = SignIn.fresh()

    back = await world.choose(await world.page(world.broker(), sign_in), "")

    assert (back["error"], back["state"]) == ("access_denied", sign_in.state)
    assert "code" not in back
    assert SignInFailed.told(back["error"]).reason is Reason.CANCELLED


@pytest.mark.parametrize(
    ("error", "reason", "text"),
    [
        ("access_denied", Reason.CANCELLED, "CANCELLED: access_denied"),
        ("mitid_core_client_error", Reason.REFUSED_BY_BROKER, "…: mitid_core_client_error"),
        ("temporarily_unavailable", Reason.BROKER_UNAVAILABLE, "…: temporarily_unavailable"),
        ("<b>1203850118</b>\n", Reason.REFUSED_BY_BROKER, "REFUSED_BY_BROKER"),
        ("", Reason.REFUSED_BY_BROKER, "REFUSED_BY_BROKER"),
    ],
)
def test_an_error_is_told_but_never_repeated_unless_it_is_a_code(error, reason, text):
    failed = SignInFailed.told(error)

    assert failed.reason is reason
    assert str(failed) == text.replace("…", reason)


async def test_signing_out_of_the_broker_leads_back_to_us(world):
    url = await world.broker().sign_out_url(f"{HOUSE}/?lang=da")

    answer = await world.http.get(url)

    assert answer.headers["location"] == f"{HOUSE}/?lang=da"


async def test_a_broker_without_a_place_to_sign_out_has_no_address_for_it():
    broker = a_broker(discovery={**DISCOVERY, "end_session_endpoint": None})

    assert await broker.sign_out_url(HOUSE) is None


@pytest.mark.parametrize(
    "discovery",
    [httpx2.ConnectError("down"), {**DISCOVERY, "end_session_endpoint": "http://[half"}],
)
async def test_signing_out_of_ours_does_not_wait_for_a_broker_that_is_down(discovery):
    assert await a_broker(discovery=discovery).sign_out_url(HOUSE) is None


# When the broker is not itself

FAULTS = [
    httpx2.ConnectError("refused"),
    httpx2.ReadTimeout("slow"),
    httpx2.ConnectTimeout("slow"),
    httpx2.RemoteProtocolError("not HTTP"),
    httpx2.Response(200, text="<h1>Vi er straks tilbage</h1>"),
    httpx2.Response(200, content=b"\xff\xfe{"),
    httpx2.Response(200, json=["a", "list"]),
    httpx2.Response(200, json=None),
    httpx2.Response(302, headers={"location": "https://maintenance.example"}),
    httpx2.Response(404, json={"error": "not_found"}),
    httpx2.Response(429, json={"error": "slow_down"}),
    httpx2.Response(500, json={"error": "server_error"}),
    httpx2.Response(503, text="upstream"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
@pytest.mark.parametrize("where", ["discovery", "token", "jwks"])
async def test_a_broker_that_does_not_answer_or_makes_no_sense_is_unavailable(where, fault):
    unsigned = {"id_token": "eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.e30.AAAA"}
    broker = a_broker(**{"token": unsigned, where: fault})

    with pytest.raises(SignInFailed) as failed:
        await broker.identify(SignIn.fresh(), BACK, "code")

    assert failed.value.reason is Reason.BROKER_UNAVAILABLE
    assert failed.value.__cause__ is None


@pytest.mark.parametrize(
    "discovery",
    [
        {},
        {**DISCOVERY, "issuer": "https://another.example"},
        {**DISCOVERY, "issuer": f"{ISSUER}/"},
        {**DISCOVERY, "token_endpoint": None},
        {**DISCOVERY, "token_endpoint": "/oauth2/token"},
        {**DISCOVERY, "token_endpoint": "http://broker.test:port/"},
        {**DISCOVERY, "token_endpoint": ["http://aleris.test/"]},
    ],
)
async def test_a_discovery_document_must_be_the_issuers_own_and_whole(discovery):
    with pytest.raises(SignInFailed) as failed:
        await a_broker(discovery=discovery).identify(SignIn.fresh(), BACK, "code")

    assert failed.value.reason is Reason.BROKER_UNAVAILABLE


async def test_an_https_broker_is_not_spoken_to_in_the_open():
    secure = ISSUER.replace("http://", "https://")
    broker = a_broker(
        issuer=secure, discovery={**about(secure), "token_endpoint": f"{ISSUER}/token"}
    )

    with pytest.raises(SignInFailed) as failed:
        await broker.identify(SignIn.fresh(), BACK, "code")

    assert str(failed.value) == "BROKER_UNAVAILABLE: token_endpoint"


@pytest.mark.parametrize(
    "keys", [{}, {"keys": None}, {"keys": []}, {"keys": ["?"]}, {"keys": [{"kty": "RSA", "n": 1}]}]
)
async def test_keys_that_are_none_make_the_broker_unavailable(keys):
    with pytest.raises(SignInFailed) as failed:
        await a_broker(jwks=keys).identify(SignIn.fresh(), BACK, "code")

    assert failed.value.reason is Reason.BROKER_UNAVAILABLE


async def test_a_broker_that_was_down_is_asked_again_at_once():
    answers = {"discovery": httpx2.ReadTimeout("slow")}
    broker = a_broker(answers)
    with pytest.raises(SignInFailed):
        await broker.authorize_url(SignIn.fresh(), BACK, "da")
    answers.clear()

    assert (await broker.authorize_url(SignIn.fresh(), BACK, "da")).startswith(ISSUER)


def unsigned(header: object, claims: object = None) -> str:
    parts = (json.dumps(part).encode() for part in (header, claims or {"sub": "karen"}))
    return ".".join(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def signed_with_the_public_key() -> str:
    """The old trick: the key that everybody knows, used as if it were a shared secret."""
    [key] = JWKS["keys"]
    signing = unsigned({"alg": "HS256", "kid": key["kid"]}).removesuffix(".")
    public = RSAKey.import_key(key).as_pem(private=False)
    signature = hmac.digest(public, signing.encode(), "sha256")
    return f"{signing}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"


@pytest.mark.parametrize(
    "token",
    [
        None,
        7,
        {},
        "",
        "a.b",
        "a.b.c",
        "....",
        "æ.ø.å",
        "\ud800.e30.AA",
        unsigned({"alg": "none"}),
        unsigned({"alg": "none", "kid": "sim-1"}),
        unsigned({"alg": "None", "kid": "sim-1"}),
        unsigned({"alg": ["RS256"], "kid": "sim-1"}),
        unsigned({"alg": "RS256", "kid": ["sim-1"]}),
        unsigned({"alg": "RS256", "kid": {"sim": 1}}),
        unsigned({"alg": "RS256", "kid": "sim-1", "crit": ["exp"]}),
        unsigned({"alg": "RS256", "kid": "sim-1", "b64": False, "crit": ["b64"]}),
        unsigned({"kid": "sim-1"}),
        unsigned(["alg"]),
        unsigned("alg"),
        unsigned({"alg": "RS256", "kid": "sim-1"}, [1]),
        signed_with_the_public_key(),
        "e30." * 100_000,
    ],
    ids=lambda token: str(token)[:40].encode("ascii", "replace").decode(),
)
async def test_a_token_that_is_none_signs_nobody_in(token):
    answer = httpx2.Response(200, text=json.dumps({"id_token": token}))

    with pytest.raises(SignInFailed) as failed:
        await a_broker(token=answer).identify(SignIn.fresh(), BACK, "code")

    assert failed.value.reason is Reason.NOT_VERIFIED


async def test_a_failure_never_repeats_what_the_broker_said(world):
    world.provider.state.misbehaviour = Misbehaviour.WRONG_NONCE

    with pytest.raises(SignInFailed) as failed:
        await world.signs_in("karen")

    assert str(failed.value) == "NOT_VERIFIED: nonce"
    assert "Karen" not in "".join(traceback.format_exception(failed.value))


# The local provider


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "https://evil.example/sign-in/callback",
        f"{HOUSE}.evil.example/sign-in/callback",
        f"{HOUSE}/sign-in",
        f"{HOUSE}/other/callback",
        "",
    ],
)
async def test_a_redirect_that_is_not_registered_is_refused_and_not_followed(world, redirect_uri):
    page = await world.page(world.broker(), redirect_uri=redirect_uri)

    assert page.status_code == 400
    assert "location" not in page.headers


async def test_a_client_that_is_not_registered_is_refused(world):
    assert (await world.page(world.broker(client_id="unknown"))).status_code == 400


def test_a_prefix_of_other_hosts_is_not_taken():
    with pytest.raises(ValueError, match="slash"):
        local_provider({}, issuer=ISSUER, redirect_prefix=HOUSE)


@pytest.mark.parametrize(
    ("parameter", "value", "error"),
    [
        ("response_type", "token", "unsupported_response_type"),
        ("scope", "ssn", "invalid_scope"),
        ("nonce", "", "invalid_request"),
        ("state", "", "invalid_request"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("acr_values", "urn:grn:authn:se:bankid", "invalid_request"),
    ],
)
async def test_the_provider_demands_what_a_careful_client_sends(world, parameter, value, error):
    url = httpx2.URL(await world.broker().authorize_url(SignIn.fresh(), BACK, "da"))

    answer = await world.http.get(url.copy_set_param(parameter, value))

    assert brought_back(answer)["error"] == error


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", ['lang="da"', "Log ind med MitID", "SIMULATOR – ikke MitID", "Annuller"]),
        ("en", ['lang="en"', "Log on with MitID", "SIMULATOR – not MitID", "Cancel"]),
        ("sv", ['lang="da"']),
    ],
)
async def test_the_page_speaks_the_language_that_was_asked_for(world, language, words):
    page = await world.page(world.broker(), language=language)

    assert [word for word in words if word not in page.text] == []


async def test_the_page_shows_what_the_mitid_app_would_show(world):
    assert "Log ind på Aleris Online" in (await world.page(world.broker())).text
    assert "Aleris Online" not in (await world.page(world.broker(claims=SIGNICAT))).text


@pytest.mark.parametrize("hint", ["message:%%%", "message:/w==", "uuid:7", "message:PGI+"])
async def test_no_message_can_break_the_page(world, hint):
    url = httpx2.URL(await world.broker().authorize_url(SignIn.fresh(), BACK, "da"))

    page = await world.http.get(url.copy_set_param("login_hint", hint))

    assert page.status_code == 200
    assert "<b>" not in page.text


async def test_the_page_has_no_script_and_no_style_of_its_own_and_is_not_kept(world):
    page = await world.page(world.broker())

    assert "<script" not in page.text
    assert "style" not in page.text.replace('rel="stylesheet"', "")
    assert page.headers["cache-control"] == "no-store"
    assert "set-cookie" not in page.headers


@pytest.mark.parametrize(
    ("acr", "label", "for_staff"),
    [(SUBSTANTIAL, "MitID", False), (NEMID, "NemID", False), (STAFF, "MitID Erhverv", True)],
)
async def test_patients_are_offered_to_patients_and_staff_to_staff(world, acr, label, for_staff):
    page = html.unescape((await world.page(world.broker(acr))).text)

    assert f"Log ind med {label}</h1>" in page
    offered = {person.name for person in PEOPLE.values() if f'value="{person.key}"' in page}
    assert offered == {one.name for one in PEOPLE.values() if bool(one.role) is for_staff}


async def test_nobody_can_be_chosen_who_was_not_offered(world):
    back = await world.choose(await world.page(world.broker()), "holm")

    assert back["error"] == "access_denied"


async def test_a_page_can_be_used_once(world):
    page = await world.page(world.broker())
    await world.choose(page, "karen")

    with pytest.raises(AssertionError):
        await world.choose(page, "ole")


async def test_the_providers_private_key_stays_with_it(world):
    keys = (await world.http.get(f"{ISSUER}/jwks")).json()["keys"]

    assert [sorted(key) for key in keys] == [["alg", "e", "kid", "kty", "n", "use"]]


async def test_signing_out_leads_to_no_other_site(world):
    url = httpx2.URL(await world.broker().sign_out_url("https://evil.example/"))

    answer = await world.http.get(url)

    assert (answer.status_code, answer.text) == (200, "Du er logget ud.")


async def test_the_token_endpoint_takes_the_secret_in_the_form_too(world):
    sign_in = SignIn.fresh()
    form = {
        "grant_type": "authorization_code",
        "code": await world.code(world.broker(), sign_in),
        "redirect_uri": BACK,
        "code_verifier": sign_in.code_verifier,
        "client_id": CLIENT_ID,
        "client_secret": SECRET,
    }

    answer = await world.http.post(f"{ISSUER}/oauth2/token", data=form)

    assert "id_token" in answer.json()
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("credentials", "error"),
    [
        ((quote(CLIENT_ID), quote(SECRET)), "unsupported_grant_type"),
        ((quote(CLIENT_ID), "guessed"), "invalid_client"),
        ((quote(CLIENT_ID), ""), "invalid_client"),
        (("unknown", ""), "invalid_client"),
    ],
)
async def test_the_token_endpoint_gives_nothing_for_a_password(world, credentials, error):
    form = {"grant_type": "password", "username": "karen"}

    answer = await world.http.post(f"{ISSUER}/oauth2/token", data=form, auth=credentials)

    assert answer.json() == {"error": error}


@pytest.mark.parametrize("given", ["Basic", "Basic %", "Basic /w==", "Bearer x"])
async def test_credentials_that_make_no_sense_are_none(world, given):
    answer = await world.http.post(f"{ISSUER}/oauth2/token", headers={"authorization": given})

    assert answer.status_code == 401


def test_a_shelf_never_fills_up():
    shelf = Shelf[int](timedelta(minutes=1), Clock(), room=2)

    first, second, third = (shelf.put(number) for number in range(3))

    assert [shelf.take(key) for key in (first, second, third, third)] == [None, 1, 2, None]


def test_nobody_has_the_cpr_numbers_of_the_test_people():
    for person in PEOPLE.values():
        if person.cpr:
            assert cpr.validate(person.cpr) == person.cpr
            assert cpr.get_birth_date(person.cpr) == person.born
            assert cpr.checksum(person.cpr) != 0
