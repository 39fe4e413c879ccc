"""GraphQL over HTTP: how answers look, whose requests count, and what every answer carries."""

from datetime import timedelta

import pytest

from models import Session
from tests.web.conftest import stored

ME = {"query": "{ me { name } }"}
SIGN_OUT = {"query": "mutation { signOut { done } }"}
GRAPHQL_JSON = "application/graphql-response+json"


async def test_a_cookie_or_a_token_says_who_asks(http, token_of, karen):
    token = await token_of(karen)
    karens = {"data": {"me": {"name": "Karen Vig"}}}

    by_token = await http.post("/graphql", json=ME, headers={"Authorization": f"Bearer {token}"})
    cookie = {"Cookie": f"aleris_patient={token}", "X-Aleris-Client": "web"}
    by_cookie = await http.post("/graphql", json=ME, headers=cookie)

    assert by_token.json() == by_cookie.json() == karens


async def test_an_unknown_token_is_nobodys(http):
    answer = await http.post("/graphql", json=ME, headers={"Authorization": "Bearer guessed"})

    [error] = answer.json()["errors"]
    assert error["extensions"] == {"code": "NOT_SIGNED_IN"}


async def test_a_token_counts_instead_of_the_cookies(http, token_of, karen, dr_holm):
    both = {
        "Authorization": f"Bearer {await token_of(dr_holm)}",
        "Cookie": f"aleris_patient={await token_of(karen)}",
    }

    answer = await http.post("/graphql", json={"query": "{ staff { name } }"}, headers=both)
    as_karen = await http.post("/graphql", json=ME, headers=both)

    assert answer.json() == {"data": {"staff": {"name": "Dr. Mette Holm"}}}
    assert as_karen.json()["errors"][0]["extensions"] == {"code": "NOT_SIGNED_IN"}


async def test_one_browser_can_be_both_a_patient_and_staff(http, token_of, karen, dr_holm):
    cookies = f"aleris_patient={await token_of(karen)}; aleris_staff={await token_of(dr_holm)}"
    headers = {"Cookie": cookies, "X-Aleris-Client": "web"}

    answer = await http.post(
        "/graphql", json={"query": "{ me { name } staff { name } }"}, headers=headers
    )

    names = {"me": {"name": "Karen Vig"}, "staff": {"name": "Dr. Mette Holm"}}
    assert answer.json() == {"data": names}


@pytest.mark.parametrize("cookie", ["aleris_patient", "aleris_staff"])
@pytest.mark.parametrize("site", [None, "cross-site", "same-site"])
async def test_another_site_cannot_use_the_cookie(http, token_of, karen, dr_holm, cookie, site):
    """CSRF: without our header, and without the browser's word that it is our page: 403."""
    token = await token_of(karen if cookie == "aleris_patient" else dr_holm)
    headers = {"Cookie": f"{cookie}={token}"} | ({"Sec-Fetch-Site": site} if site else {})
    before = await stored()

    forged = await http.post("/graphql", json=SIGN_OUT, headers=headers)

    assert forged.status_code == 403
    assert forged.json()["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
    assert await Session.filter(ended_at=None).count() == 1
    assert await stored() == before
    ours = await http.post("/graphql", json=SIGN_OUT, headers=headers | {"X-Aleris-Client": "web"})
    assert ours.json() == {"data": {"signOut": {"done": True}}}
    assert await Session.filter(ended_at=None).count() == 0


async def test_our_own_pages_may_use_the_cookie(http, token_of, karen):
    headers = {"Cookie": f"aleris_patient={await token_of(karen)}", "Sec-Fetch-Site": "same-origin"}

    answer = await http.post("/graphql", json=ME, headers=headers)

    assert answer.json() == {"data": {"me": {"name": "Karen Vig"}}}


async def test_signing_out_takes_the_cookies_away(http, token_of, karen):
    headers = {"Cookie": f"aleris_patient={await token_of(karen)}", "X-Aleris-Client": "web"}

    answer = await http.post("/graphql", json=SIGN_OUT, headers=headers)

    set_cookies = answer.headers.get_list("Set-Cookie")
    assert [c.split(";")[0] for c in set_cookies] == ['aleris_patient=""', 'aleris_staff=""']
    again = await http.post("/graphql", json=ME, headers=headers)
    assert again.json()["errors"][0]["extensions"] == {"code": "NOT_SIGNED_IN"}


async def test_consent_gives_the_browser_a_secret_that_no_script_can_read(http):
    consent = (
        "mutation { giveConsent(input: { purposes: [APP_USE, RECORD_STORAGE] }) { __typename } }"
    )

    answer = await http.post("/graphql", json={"query": consent})

    assert answer.json() == {"data": {"giveConsent": {"__typename": "ConsentTicket"}}}
    [cookie] = answer.headers.get_list("Set-Cookie")
    assert cookie.startswith("aleris_browser=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))


@pytest.mark.parametrize(
    ("document", "status"),
    [
        ("{ appInfo { name } }", 200),
        ("{ me { name } }", 200),
        ("{ appInfo { nme } }", 400),
        ("{ appInfo", 400),
    ],
)
async def test_who_asks_for_the_new_media_type_gets_it_with_its_statuses(http, document, status):
    """GraphQL over HTTP: what was begun is 200, also with errors; what was not is 400."""
    wanted = {"Accept": f"{GRAPHQL_JSON}, application/json;q=0.9"}

    answer = await http.post("/graphql", json={"query": document}, headers=wanted)

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, GRAPHQL_JSON)
    assert ("data" in answer.json()) == (status == 200)


@pytest.mark.parametrize("document", ["{ appInfo { name } }", "{ appInfo { nme } }"])
async def test_all_others_get_json_and_200(http, document):
    answer = await http.post("/graphql", json={"query": document})

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/health"),
        ("GET", "/schema.graphql"),
        ("GET", "/sign-in"),
        ("POST", "/graphql"),
        ("PUT", "/graphql"),
        ("GET", "/nowhere"),
    ],
)
async def test_every_answer_carries_the_security_headers(http, method, path):
    headers = (await http.request(method, path)).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in headers
    rules = headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(rules)


async def test_health_says_that_all_is_well_and_nothing_about_anybody(http, app):
    hub = app.state.outside.hub
    with hub.listen("patient:anybody") as listener:
        while not hub.connected:
            await listener.changed(timedelta(seconds=20))

    answer = await http.get("/health")

    all_well = {"status": "ok", "database": "ok", "bus": "connected", "sms": "ok"}
    assert (answer.status_code, answer.json()) == (200, all_well)


async def test_health_says_when_messages_do_not_go_out(http, app, clock, consultation):
    """Which is trouble, and no reason to send browsers elsewhere."""
    clock.goes(consultation.appointment.booked_at + timedelta(minutes=2))
    hub = app.state.outside.hub
    with hub.listen("patient:anybody") as listener:
        while not hub.connected:
            await listener.changed(timedelta(seconds=20))

    answer = await http.get("/health")

    trouble = {"status": "degraded", "database": "ok", "bus": "connected", "sms": "failing"}
    assert (answer.status_code, answer.json()) == (200, trouble)


async def test_the_contract_can_be_read_by_anybody(http):
    answer = await http.get("/schema.graphql")

    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "type Mutation {" in answer.text
