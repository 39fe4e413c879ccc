"""The two clients as files and addresses: who comes in, what is sent, and how large it is."""

import re

import httpx2
import pytest

from app import create_app
from settings import Settings

GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def signed_in(token_of):
    async def signed_in(who, kind="patient"):
        return {"Cookie": f"aleris_{kind}={await token_of(who)}"}

    return signed_in


@pytest.mark.parametrize("path", ["/app/bestil/srv_1", "/app/profil", "/app/aftale/apt_1/video"])
async def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_comes_back(http, path):
    answer = await http.get(path)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/sign-in?landing={path}")
    answer = await http.get("/staff/dag")
    assert answer.headers["Location"] == "/sign-in/staff?landing=/staff/dag"


async def test_whoever_only_opens_the_app_comes_to_min_profil_after_signing_in(http):
    answer = await http.get("/app")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")


async def test_every_address_of_a_client_is_the_same_page_without_a_word_of_anybody(
    http, karen, signed_in
):
    cookie = await signed_in(karen)
    pages = {(await http.get(p, headers=cookie)).text for p in ("/app", "/app/l/x", "/app/a/b/c")}

    [page] = pages
    assert "Karen" not in page
    assert '<html lang="da">' in page
    assert "<script>" not in page
    assert "style=" not in page


async def test_the_page_speaks_the_patients_language(http, karen, signed_in):
    karen.language = "en"
    await karen.save()

    page = await http.get("/app", headers=await signed_in(karen))

    assert '<html lang="en">' in page.text


async def test_a_patient_is_not_let_in_to_the_clinics_client(http, karen, signed_in):
    answer = await http.get("/staff", headers=await signed_in(karen))

    assert answer.headers["Location"].startswith("/sign-in/staff")


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/profile", "/app/profil"),
        ("/a/apt_1", "/app/aftale/apt_1"),
        ("/l/token", "/app/l/token"),
        ("/l/%2F%2Fevil.example", "/app/l/%2F%2Fevil.example"),
    ],
)
async def test_links_from_outside_lead_into_the_client(http, karen, signed_in, path, to):
    answer = await http.get(path, headers=await signed_in(karen))

    assert (answer.status_code, answer.headers["Location"]) == (303, to)


async def test_without_the_clients_there_are_the_few_plain_pages(
    db, database_url, tmp_path, clock, karen, signed_in
):
    settings = Settings(data_folder=tmp_path, run_worker=False, clients=False)
    app = create_app(settings, database_url, clock=clock)
    transport = httpx2.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url=settings.public_url) as http,
    ):
        assert (await http.get("/app")).status_code == 404
        profile = await http.get("/profile", headers=await signed_in(karen))
        style = await http.get("/client/style.css")

    assert "Karen Vig" in profile.text
    assert style.status_code == 200


async def test_files_are_sent_compressed_and_are_looked_at_again_each_time(http):
    plain = await http.get("/client/style.css", headers={"Accept-Encoding": "identity"})
    packed = await http.get("/client/style.css", headers=GZIP)

    assert "Content-Encoding" not in plain.headers
    assert (packed.headers["Content-Encoding"], packed.headers["Vary"]) == (
        "gzip",
        "Accept-Encoding",
    )
    assert packed.headers["Cache-Control"] == "no-cache"
    again = await http.get("/client/style.css", headers={"If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304


async def test_nothing_else_is_compressed(http):
    asked = {"query": "{ consentTexts { body } }"}
    answer = await http.post("/graphql", json=asked, headers=GZIP)

    assert "Content-Encoding" not in answer.headers


async def test_the_page_names_all_that_it_needs_and_no_more(http, karen, dr_holm, signed_in):
    for who, kind, path in [(karen, "patient", "/app"), (dr_holm, "staff", "/staff")]:
        page = (await http.get(path, headers=await signed_in(who, kind))).text
        named = re.findall(r'href="(/client/[^"]+\.js)"', page)

        assert f"/client/{kind}/app.js" in named
        assert await needed(http, f"/client/{kind}/app.js") == set(named)


async def needed(http, first):
    """What a browser would find, link by link."""
    found, looked_at = {first}, [first]
    while looked_at:
        path = looked_at.pop()
        for link in re.findall(r'^import .*"(\.[^"]+)";', (await http.get(path)).text, re.M):
            at = str(httpx2.URL(f"http://x{path}").join(link).path)
            if at not in found:
                found.add(at)
                looked_at.append(at)
    return found
