"""Settings that cannot be right are refused at start, all at once."""

from typing import Any

import pytest
from pydantic import ValidationError

from settings import DEVELOPMENT_SECRET, Settings
from tests.serving import a_free_port
from web.server import listening_socket

SECRET = "a-secret-of-production-that-is-long-enough"
PRODUCTION: dict[str, Any] = {
    "mode": "production",
    "public_url": "https://online.aleris.example",
    "app_redirect": "https://online.aleris.example/app",
    "database_url": "postgresql://aleris@db.example/aleris",
    "secret_key": SECRET,
    "oidc_issuer": "https://broker.example",
    "oidc_client_secret": SECRET,
    "staff_oidc_issuer": "https://staff.example",
    "staff_oidc_client_secret": SECRET,
    "sms_url": "https://sms.example",
    "sms_token": SECRET,
    "sms_callback_secret": SECRET,
    "turn_urls": "turns:turn.example:443?transport=tcp",
    "turn_secret": SECRET,
}


@pytest.fixture(autouse=True)
def nothing_else_is_set(monkeypatch, tmp_path):
    """Neither the environment nor a file of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)


def test_development_needs_no_settings():
    settings = Settings()

    assert settings.is_development
    assert (settings.origin, settings.is_https) == ("http://localhost:8000", False)


def test_development_is_not_for_an_address_on_the_internet():
    """Behind a proxy on the same machine it would let anybody in as anybody."""
    with pytest.raises(ValidationError, match="to be reached by that public_url"):
        Settings(public_url="https://online.aleris.dk")


def test_production_with_all_it_needs():
    settings = Settings(**PRODUCTION)

    assert not settings.is_development
    assert settings.is_https


@pytest.mark.parametrize(
    ("engine", "needed"),
    [
        ({"video_engine": "JANUS"}, {"janus_url", "janus_secret"}),
        ({"video_engine": "LIVEKIT"}, {"livekit_url", "livekit_key", "livekit_secret"}),
        ({"turn_urls": "", "turn_secret": ""}, {"turn_urls", "turn_secret"}),
    ],
)
def test_each_way_to_have_picture_and_sound_needs_its_own(engine, needed):
    without_turn = {n: it for n, it in PRODUCTION.items() if not n.startswith("turn")}

    with pytest.raises(ValidationError) as refusal:
        Settings(**without_turn | engine)

    [error] = refusal.value.errors()
    faults = set(error["msg"].removeprefix("Value error, ").split("; "))
    assert faults == {f"{name} must be set" for name in needed}
    assert Settings(**without_turn | engine | dict.fromkeys(needed, SECRET)).mode == "production"


def test_production_says_all_that_is_missing_at_once():
    with pytest.raises(ValidationError) as refusal:
        Settings(mode="production", nemid_simulated=True)

    [error] = refusal.value.errors()
    assert error["msg"].removeprefix("Value error, ").split("; ") == [
        "database_url must be set",
        "oidc_issuer must be set",
        "staff_oidc_issuer must be set",
        "sms_url must be set",
        "sms_token must be set",
        "turn_urls must be set",
        "turn_secret must be set",
        "secret_key must not be the one for development",
        "oidc_client_secret must not be the one for development",
        "staff_oidc_client_secret must not be the one for development",
        "sms_callback_secret must not be the one for development",
        "public_url must be https",
        "app_redirect must be https",
        "nemid_simulated is for development",
    ]


@pytest.mark.parametrize(
    ("name", "wrong", "fault"),
    [
        ("database_url", "", "database_url must be set"),
        ("oidc_issuer", "", "oidc_issuer must be set"),
        ("staff_oidc_issuer", "", "staff_oidc_issuer must be set"),
        ("sms_url", "", "sms_url must be set"),
        ("sms_token", "", "sms_token must be set"),
        ("secret_key", DEVELOPMENT_SECRET, "secret_key must not be the one for development"),
        ("secret_key", "short", "secret_key must have at least 32 characters"),
        (
            "sms_callback_secret",
            DEVELOPMENT_SECRET,
            "sms_callback_secret must not be the one for development",
        ),
        ("sms_callback_secret", "short", "sms_callback_secret must have at least 32 characters"),
        ("public_url", f"https://{'h' * 50}", "public_url must have at most 50 characters"),
        ("public_url", "http://online.aleris.example", "public_url must be https"),
        ("app_redirect", "alerisonline://signed-in", "app_redirect must be https"),
        ("nemid_simulated", True, "nemid_simulated is for development"),
    ],
)
def test_production_refuses_each_fault_by_itself(name, wrong, fault):
    with pytest.raises(ValidationError) as refusal:
        Settings(**PRODUCTION | {name: wrong})

    assert [error["msg"] for error in refusal.value.errors()] == [f"Value error, {fault}"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"public_url": "http://localhost:8000/app"},
        {"public_url": "localhost:8000"},
        {"secret_key": "short"},
        {"mode": "testing"},
        {"port": 0},
        {"port": 65536},
        {"database_pool": 1},
        {"sms_sender": "Aleris Hospitaler"},
        {"unknown": "setting"},
        {"host": "0.0.0.0"},
    ],
    ids=str,
)
def test_nonsense_is_refused_in_development_too(wrong):
    with pytest.raises(ValidationError):
        Settings(**wrong)


def test_the_environment_is_read_under_our_prefix(monkeypatch):
    monkeypatch.setenv("ALERIS_PUBLIC_URL", "http://127.0.0.1:9000")
    monkeypatch.setenv("PUBLIC_URL", "http://elsewhere.example")

    assert Settings().origin == "http://127.0.0.1:9000"


def test_secrets_do_not_print_themselves():
    printed = repr(Settings(**PRODUCTION)) + str(Settings(**PRODUCTION))

    assert SECRET not in printed


def test_a_port_that_is_taken_is_said_in_one_line():
    with a_free_port() as other:
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(SystemExit) as end:
            listening_socket(Settings(port=port))

    assert end.value.code == (
        f"Cannot listen on 127.0.0.1:{port}: Address already in use. "
        "ALERIS_PORT chooses another port."
    )
