"""What each MitID broker calls the things we need to know."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Self

from integrations.identity import Assurance, Identity, Reason, SignInFailed

CPR = re.compile(r"([0-9]{6})[- ]?([0-9]{4})")


@dataclass(frozen=True)
class ClaimNames:
    cpr: str
    uuid: str
    level: str
    """The level reached, which can be lower than the level asked for."""
    protected: str
    """Protected name and address."""
    expected: Mapping[str, frozenset[str | None]]
    """What must be so. We ask for MitID in the browser's address bar, where it can be changed to
    another country's eID that the broker also serves, and its ten digits are not a CPR number."""
    shows_message: bool = False
    """Whether `login_hint` can carry a text to the MitID app."""
    roles: str | None = None
    """Only for staff: a patient's broker is not asked who works here."""

    def of_staff(self) -> Self:
        return replace(self, roles="roles")


IDURA = ClaimNames(
    cpr="cprNumberIdentifier",
    uuid="uuid",
    level="loa",
    protected="nameAndAddressProtection",
    expected={"identityscheme": frozenset({"dkmitid", "dknemid"})},
    shows_message=True,
)
"""Idura Verify, Criipto before: https://docs.idura.app/verify/e-ids/danish-mitid"""

SIGNICAT = ClaimNames(
    cpr="nin",
    uuid="mitid_uuid",
    level="mitid_loa",
    protected="mitid_name_and_address_protection",
    expected={"nin_issuing_country": frozenset({"DK", None})},
)
"""Signicat, with scopes `openid profile nin mitid-extra`, and the client set to put all user data
in the ID token: https://developer.signicat.com/identity-methods/mitid/attributes-reference/"""

CLAIM_NAMES: Mapping[str, ClaimNames] = {"IDURA": IDURA, "SIGNICAT": SIGNICAT}


def identity(claims: dict[str, Any], names: ClaimNames) -> Identity:
    """The person that verified claims speak of."""
    for claim, allowed in names.expected.items():
        if claims.get(claim) not in allowed:
            raise SignInFailed(Reason.NOT_VERIFIED, claim)
    return Identity(
        issuer=claims["iss"],
        subject=claims["sub"],
        uuid=text(claims.get(names.uuid)) or None,
        cpr=cpr(claims.get(names.cpr)),
        name=text(claims.get("name")),
        birth_date=birth_date(claims.get("birthdate")),
        assurance=assurance(claims, names.level),
        protected_address=str(claims.get(names.protected)).lower() == "true",
        authenticated_at=authenticated_at(claims),
        roles=roles(claims.get(names.roles)) if names.roles else frozenset(),
    )


def text(claim: object) -> str:
    return claim if isinstance(claim, str) else ""


def cpr(claim: object) -> str | None:
    found = CPR.fullmatch(text(claim))
    return "".join(found.groups()) if found else None


def birth_date(claim: object) -> date | None:
    try:
        return date.fromisoformat(str(claim))
    except ValueError:
        return None


def assurance(claims: dict[str, Any], name: str) -> Assurance:
    """The lowest level stated. Brokers write `loa` and `loA`, SUBSTANTIAL and substantial."""
    stated = [str(value) for claim, value in claims.items() if claim.lower() == name.lower()]
    try:
        # NemLog-in writes a whole address, such as https://data.gov.dk/…/nsis/Substantial.
        return min(Assurance[re.split("[/:]", level)[-1].upper()] for level in stated)
    except (KeyError, ValueError):
        raise SignInFailed(Reason.NOT_VERIFIED, name) from None


def authenticated_at(claims: dict[str, Any]) -> datetime:
    """Earlier than the token when the broker remembered the person from before."""
    try:
        if instant := claims.get("authenticationinstant"):
            return in_utc(datetime.fromisoformat(instant))
        return datetime.fromtimestamp(claims.get("auth_time") or claims["iat"], UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        raise SignInFailed(Reason.NOT_VERIFIED, "auth_time") from None


def in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def roles(claim: object) -> frozenset[str]:
    """A broker with one role to tell of may leave out the brackets."""
    stated = claim if isinstance(claim, list) else [claim]
    return frozenset(role for role in stated if isinstance(role, str))
