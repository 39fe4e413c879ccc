"""Who somebody is: what signing in remembers on the way, and what it finds out.

Nothing here knows of HTTP or of any broker; `integrations/mitid.py` is the one that asks.
"""

import re
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Protocol, Self


class Assurance(IntEnum):
    """How sure the identity is: lav, betydelig, høj in the MitID act, § 2."""

    LOW = 1
    SUBSTANTIAL = 2
    HIGH = 3


@dataclass(frozen=True)
class SignIn:
    """What one attempt remembers between the redirect and the callback."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)

    @classmethod
    def fresh(cls) -> Self:
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


@dataclass(frozen=True)
class Identity:
    """A person, as the broker vouches for them. Its repr may be logged: it names nobody."""

    issuer: str
    subject: str
    """Theirs at this broker only: the same person has another one with NemID than with MitID."""
    uuid: str | None
    cpr: str | None = field(repr=False)
    """Ten digits, no dash. Not everybody with MitID has a CPR number."""
    name: str = field(repr=False)
    """May be empty: a broker can leave out a protected name."""
    birth_date: date | None = field(repr=False)
    assurance: Assurance
    protected_address: bool
    authenticated_at: datetime
    roles: frozenset[str]
    """Empty for patients: only a staff broker is believed about roles."""


class Reason(StrEnum):
    CANCELLED = "CANCELLED"
    """The person changed their mind at the broker."""
    REFUSED_BY_BROKER = "REFUSED_BY_BROKER"
    """The broker said no: the code was used before, or we are not set up as it expects."""
    NOT_VERIFIED = "NOT_VERIFIED"
    """What the broker said cannot be trusted, or lacks what we must know."""
    ASSURANCE_TOO_LOW = "ASSURANCE_TOO_LOW"
    """It is them, but they signed in with less certainty than we require."""
    BROKER_UNAVAILABLE = "BROKER_UNAVAILABLE"
    """Down, slow, or not making sense. Trying again later may help."""


OAUTH_ERROR = re.compile(r"[a-z][a-z_]{0,39}", re.ASCII)

REASONS = {
    "access_denied": Reason.CANCELLED,
    "server_error": Reason.BROKER_UNAVAILABLE,
    "temporarily_unavailable": Reason.BROKER_UNAVAILABLE,
}
"""What a broker's `error` means here; any other is REFUSED_BY_BROKER."""


class SignInFailed(Exception):
    """Nobody was signed in. May be logged: it never repeats what the broker said of a person."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason

    @classmethod
    def told(cls, error: str) -> Self:
        """From the `error` of a callback or an answer. A callback's comes through the browser."""
        reason = REASONS.get(error, Reason.REFUSED_BY_BROKER)
        return cls(reason, error if OAUTH_ERROR.fullmatch(error) else "")


class IdentityProvider(Protocol):
    async def authorize_url(self, sign_in: SignIn, redirect_uri: str, language: str) -> str:
        """Where to send the browser, the whole page of it: MitID does not run in a frame."""

    async def identify(self, sign_in: SignIn, redirect_uri: str, code: str) -> Identity:
        """Who came back with that code, or SignInFailed. A code can be tried once."""

    async def sign_out_url(self, back_to: str) -> str | None:
        """Where to be signed out of the broker too; None when there is no such place just now."""
