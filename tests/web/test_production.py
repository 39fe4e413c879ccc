"""With the settings of production: no tool of development, and cookies that only travel safely."""

import httpx2
import pytest

from app import create_app
from settings import Settings
from tests.web.test_settings import PRODUCTION

FOR_DEVELOPMENT = [
    ("GET", "/dev"),
    ("POST", "/dev/clock"),
    ("POST", "/dev/bus"),
    ("POST", "/dev/clinician"),
    ("GET", "/dev/inbox"),
    ("GET", "/dev/idp/.well-known/openid-configuration"),
    ("GET", "/dev/idp/jwks"),
    ("GET", "/dev/static/dev.css"),
    ("GET", "/graphiql/tabs.json"),
    ("GET", "/graphiql/static/graphiql.js"),
]


@pytest.fixture
async def production(db, database_url, tmp_path, clock):
    settings = Settings(**PRODUCTION | {"database_url": database_url}, run_worker=False)
    app = create_app(settings, database_url, clock=clock)
    transport = httpx2.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url=settings.public_url) as client,
    ):
        yield client


@pytest.mark.parametrize(("method", "path"), FOR_DEVELOPMENT)
async def test_a_tool_of_development_is_there_in_development(http, clock, method, path):
    """So that the next test says something."""
    if path not in ("/dev", "/dev/clock"):  # These two need the clock that can be moved.
        assert (await http.request(method, path)).status_code in (200, 303, 400)


@pytest.mark.parametrize(("method", "path"), FOR_DEVELOPMENT)
async def test_and_is_absent_in_production(production, method, path):
    answer = await production.request(method, path)

    assert answer.status_code == 404


async def test_graphiql_is_not_served_in_production(http, production):
    html = {"Accept": "text/html"}
    assert "graphiql" in (await http.get("/graphql", headers=html)).text

    answer = await production.get("/graphql", headers=html)

    assert answer.status_code == 405
    assert "graphiql" not in answer.text


async def test_the_front_door_names_no_tool_of_development(http, production):
    assert "/graphql" in (await http.get("/")).text

    answer = await production.get("/")

    assert answer.status_code == 200
    assert "/graphql" not in answer.text
    assert "/dev" not in answer.text


async def test_production_is_https_for_ever(http, production):
    assert "Strict-Transport-Security" not in (await http.get("/")).headers

    answer = await production.get("/")

    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


async def test_cookies_are_bound_to_the_host_and_to_https(production):
    consent = (
        "mutation { giveConsent(input: { purposes: [APP_USE, RECORD_STORAGE] }) { __typename } }"
    )

    answer = await production.post("/graphql", json={"query": consent})

    [cookie] = answer.headers.get_list("Set-Cookie")
    assert cookie.startswith("__Host-aleris_browser=")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


async def test_the_cookie_of_development_opens_nothing_in_production(production, token_of, karen):
    token = await token_of(karen)
    ours = {"X-Aleris-Client": "web"}
    me = {"query": "{ me { name } }"}

    async def asks(cookie):
        headers = ours | {"Cookie": f"{cookie}={token}"}
        return (await production.post("/graphql", json=me, headers=headers)).json()

    assert await asks("__Host-aleris_patient") == {"data": {"me": {"name": "Karen Vig"}}}
    assert (await asks("aleris_patient"))["errors"][0]["extensions"] == {"code": "NOT_SIGNED_IN"}


async def test_a_form_may_go_on_to_the_identity_providers_and_nowhere_else(production):
    policy = (await production.get("/sign-in")).headers["Content-Security-Policy"]

    [form_action] = [rule for rule in policy.split("; ") if rule.startswith("form-action")]
    assert form_action == "form-action 'self' https://broker.example https://staff.example"
