"""The environment, read once and checked together. Nonsense is refused at start, all at once."""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DEVELOPMENT_SECRET = "only-for-development-only-for-development"
PROJECT = Path(__file__).parent
LONGEST_ORIGIN = 50
"""A text message is one segment, and has no room for a longer link."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def separated(urls: object) -> object:
    """With commas or blanks between them, as an environment variable has them."""
    return tuple(urls.replace(",", " ").split()) if isinstance(urls, str) else urls


Urls = Annotated[tuple[str, ...], NoDecode, BeforeValidator(separated)]


class Settings(BaseSettings):
    """Every setting is an environment variable of the same name, in capitals, after `ALERIS_`."""

    model_config = SettingsConfigDict(
        env_prefix="ALERIS_", env_file=".env", extra="forbid", hide_input_in_errors=True
    )

    mode: Literal["development", "production"] = "development"
    public_url: str = "http://localhost:8000"
    """Where browsers and phones find us; links and redirects are made from it."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    database_url: str = ""
    """PostgreSQL 15 or newer; empty: the embedded one, for development."""
    database_pool: Annotated[int, Field(ge=2, le=100)] = 10
    redis_url: str = ""
    """The bus of large installations; empty: the database is the bus."""
    peer_timeout: Annotated[int, Field(ge=2, le=300)] = 30
    """Seconds, after which a client that neither reads nor answers is let go."""
    data_folder: Path = PROJECT / ".data"
    """Where the embedded database and the text message inbox are, in development."""
    secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    """Seals CPR numbers, so it must never be lost. At least 32 characters."""

    oidc_issuer: str = ""
    """The MitID broker; empty: the local provider with test people, for development."""
    oidc_client_id: str = "aleris-online"
    oidc_client_secret: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    oidc_claims: Literal["IDURA", "SIGNICAT"] = "IDURA"
    oidc_scope: str = "openid ssn"
    """What to ask the broker for; Signicat's is `openid profile nin mitid-extra`."""
    oidc_acr_values: str = "urn:grn:authn:dk:mitid:substantial"
    """How to ask for MitID. What is checked is the level that comes back."""
    staff_oidc_issuer: str = ""
    staff_oidc_client_id: str = "aleris-staff"
    staff_oidc_client_secret: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    staff_oidc_acr_values: str = "urn:grn:authn:dk:mitid-erhverv:substantial"
    """How to ask for MitID Erhverv; Idura's is `urn:grn:authn:dk:mitid:business`."""
    nemid_simulated: bool = False
    """R1: lets the local provider stand in for NemID, so that the guide's row can be shown."""

    sms_url: str = ""
    """The SMS gateway; empty: an inbox page shows what was sent, in development."""
    sms_token: SecretStr = SecretStr("")
    sms_callback_secret: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    """What the gateway signs its delivery reports with."""
    sms_sender: Annotated[str, Field(max_length=11)] = "Aleris"

    video_engine: Literal["PEER", "JANUS", "LIVEKIT"] = "PEER"
    """What is between the two: nothing, our Janus, or a room at LiveKit."""
    stun_urls: Urls = ()
    turn_urls: Urls = ()
    """Such as `turn:turn.example:3478,turns:turn.example:443?transport=tcp`."""
    turn_secret: SecretStr = SecretStr("")
    """coturn's `static-auth-secret`."""
    ice_transport_policy: Literal["", "all", "relay"] = ""
    """Empty: `relay` where a TURN server hides the two's addresses from each other, else `all`."""
    janus_url: str = ""
    """Its HTTP API, such as `http://10.0.0.5:8088/janus`, which nobody but us may reach."""
    janus_secret: SecretStr = SecretStr("")
    livekit_url: str = ""
    livekit_key: str = ""
    livekit_secret: SecretStr = SecretStr("")

    app_redirect: str = "alerisonline://signed-in"
    """Where an app is called back, with a code, when its person has signed in. In production a link
    of our domain: any app can claim a scheme."""

    clients: bool = True
    """Whether to serve our own two clients, at `/app` and `/staff`; see `docs/frontends.md`."""
    support_phone: str = "+4536372700"
    support_email: str = "online@aleris.example"
    run_worker: bool = True
    """Whether the server also does what is due because time has passed."""

    @cached_property
    def is_development(self) -> bool:
        return self.mode == "development"

    @property
    def is_https(self) -> bool:
        return urlsplit(self.public_url).scheme == "https"

    @property
    def origin(self) -> str:
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @model_validator(mode="after")
    def _checked_together(self) -> Self:
        faults = list(self._faults())
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _faults(self) -> list[str]:
        faults = []
        if self.origin != self.public_url.rstrip("/"):
            faults.append("public_url must be a scheme and a host, without a path")
        if len(self.origin) > LONGEST_ORIGIN:
            faults.append(f"public_url must have at most {LONGEST_ORIGIN} characters")
        for name in ("secret_key", "sms_callback_secret"):
            if len(getattr(self, name).get_secret_value()) < 32:
                faults.append(f"{name} must have at least 32 characters")
        if self.is_development and self.host not in LOOPBACK:
            faults.append("mode must be production to be reached from other machines")
        if self.is_development and urlsplit(self.public_url).hostname not in LOOPBACK:
            # Behind a proxy the host says nothing, and /dev/idp lets anybody in as anybody.
            faults.append("mode must be production to be reached by that public_url")
        return faults if self.is_development else faults + self._unfit_for_production()

    def _needed_for_video(self) -> dict[str, object]:
        """Without it two who are behind their routers do not find each other."""
        engines: dict[str, tuple[str, ...]] = {
            "PEER": ("turn_urls", "turn_secret"),
            "JANUS": ("janus_url", "janus_secret"),
            "LIVEKIT": ("livekit_url", "livekit_key", "livekit_secret"),
        }
        needed = {name: getattr(self, name) for name in engines[self.video_engine]}
        return {n: it.get_secret_value() if n[-6:] == "secret" else it for n, it in needed.items()}

    def _unfit_for_production(self) -> list[str]:
        """Development parts and default secrets are not for patients."""
        secrets = {
            "secret_key": self.secret_key,
            "oidc_client_secret": self.oidc_client_secret,
            "staff_oidc_client_secret": self.staff_oidc_client_secret,
            "sms_callback_secret": self.sms_callback_secret,
        }
        required: dict[str, object] = {
            "database_url": self.database_url,
            "oidc_issuer": self.oidc_issuer,
            "staff_oidc_issuer": self.staff_oidc_issuer,
            "sms_url": self.sms_url,
            "sms_token": self.sms_token.get_secret_value(),
        } | self._needed_for_video()
        faults = [f"{name} must be set" for name, value in required.items() if not value]
        faults += [
            f"{name} must not be the one for development"
            for name, value in secrets.items()
            if value.get_secret_value() == DEVELOPMENT_SECRET
        ]
        links = {"public_url": self.public_url, "app_redirect": self.app_redirect}
        faults += [f"{n} must be https" for n, it in links.items() if it[:8] != "https://"]
        return faults + ["nemid_simulated is for development"] * self.nemid_simulated
