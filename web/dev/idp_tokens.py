"""The local provider's ID tokens: keys, claims as Idura gives them, and lies on request."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from itertools import count
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, KeyParameters, KeySet, RSAKey

from web.dev.people import Person

TOKEN_LIVES = timedelta(minutes=5)


@dataclass(frozen=True)
class Scheme:
    """An eID that can be asked for with `acr_values`."""

    label: str
    id: str
    for_staff: bool = False


MITID = Scheme("MitID", "dkmitid")

SCHEMES: Mapping[str, Scheme] = {
    "urn:grn:authn:dk:mitid:low": MITID,
    "urn:grn:authn:dk:mitid:substantial": MITID,
    "urn:grn:authn:dk:mitid:high": MITID,
    "urn:grn:authn:dk:nemid:poces": Scheme("NemID", "dknemid"),
    "urn:grn:authn:dk:mitid-erhverv:substantial": Scheme("MitID Erhverv", "dkmitid", True),
}


class Misbehaviour(Enum):
    """What a relying party must not put up with. Set on `app.state.misbehaviour` by tests."""

    WRONG_NONCE = auto()
    WRONG_ISSUER = auto()
    WRONG_AUDIENCE = auto()
    SECOND_AUDIENCE = auto()
    FOREIGN_EID = auto()
    NO_LEVEL = auto()
    NO_SUBJECT = auto()
    UNKNOWN_KEY = auto()
    FORGED = auto()


LIES: Mapping[Misbehaviour | None, dict[str, Any]] = {
    Misbehaviour.WRONG_NONCE: {"nonce": "another attempt's"},
    Misbehaviour.WRONG_ISSUER: {"iss": "https://another.example"},
    Misbehaviour.WRONG_AUDIENCE: {"aud": "another-app"},
    Misbehaviour.SECOND_AUDIENCE: {"aud": ["aleris-online", "another-app"]},
    Misbehaviour.FOREIGN_EID: {"identityscheme": "sebankid"},
    Misbehaviour.NO_LEVEL: {"loa": None},
    Misbehaviour.NO_SUBJECT: {"sub": None},
}
"""What is put in the place of a true claim; None leaves it out."""


class Signer:
    """One key at a time. The one before is withdrawn at once, which is the hard case."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.rotate()

    def rotate(self, algorithm: str = "RS256") -> None:
        self._algorithm = algorithm
        self._kid = f"sim-{next(self._numbers)}"
        self._key = new_key(algorithm, self._kid)

    def published(self) -> Mapping[str, Any]:
        return KeySet([self._key]).as_dict()

    def sign(self, claims: dict[str, Any], misbehaviour: Misbehaviour | None) -> str:
        key, kid = self._key, self._kid
        if misbehaviour is Misbehaviour.UNKNOWN_KEY:
            kid = "sim-0"
        if misbehaviour in (Misbehaviour.UNKNOWN_KEY, Misbehaviour.FORGED):
            key = new_key(self._algorithm, kid)
        told = claims | LIES.get(misbehaviour, {})
        told = {name: value for name, value in told.items() if value is not None}
        header = {"alg": self._algorithm, "kid": kid}
        return jwt.encode(header, told, key, algorithms=[self._algorithm])


def new_key(algorithm: str, kid: str) -> RSAKey | ECKey:
    about: KeyParameters = {"kid": kid, "use": "sig", "alg": algorithm}
    if algorithm.startswith("ES"):
        return ECKey.generate_key("P-256", about)
    return RSAKey.generate_key(2048, about)


def technical(issuer: str, client_id: str, nonce: str, now: datetime) -> dict[str, Any]:
    return {
        "iss": issuer,
        "aud": client_id,
        "nonce": nonce,
        "iat": int(now.timestamp()),
        "nbf": int(now.timestamp()),
        "exp": int((now + TOKEN_LIVES).timestamp()),
        "sessionindex": str(uuid.uuid4()),
        "authenticationinstant": now.isoformat(timespec="milliseconds"),
    }


def idura_claims(person: Person, acr: str, scope: str) -> dict[str, Any]:
    """What Idura tells of a person. None is left out of the token."""
    scheme = SCHEMES[acr]
    pseudonym = uuid.uuid5(uuid.NAMESPACE_URL, f"{scheme.id}:{person.key}")
    return {
        "identityscheme": scheme.id,
        "authenticationtype": acr,
        "sub": person.key if scheme.for_staff else f"{{{pseudonym}}}",
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, person.key)) if scheme is MITID else None,
        "name": person.name,
        "birthdate": person.born.isoformat(),
        "country": "DK",
        "cprNumberIdentifier": person.cpr if "ssn" in scope.split() else None,
        "nameAndAddressProtection": person.protected or None,
        "loa": person.level,
        "roles": [person.role] if person.role else None,
    }
