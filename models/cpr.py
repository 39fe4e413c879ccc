"""CPR numbers: recognised, and kept so that nobody reads them by accident.

Stored twice: sealed (AES-GCM) for the few who must read it, and as a keyed hash to find a
person by. A plain hash of ten digits would be guessed in seconds. Never in logs, URLs, messages
or errors.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import date

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from stdnum.dk import cpr as rules
from stdnum.exceptions import ValidationError

NONCE = 12


def is_cpr(text: str) -> bool:
    """Ten digits with a possible date. Modulus 11 has been no test since 2007."""
    try:
        rules.validate(text)
    except ValidationError:
        return False
    return True


def birth_date(cpr: str) -> date:
    born: date = rules.get_birth_date(cpr)
    return born


class Vault:
    """Seals CPR numbers with a key that the database does not have."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(hmac.digest(key, b"cpr seal", hashlib.sha256))
        self._finder = hmac.digest(key, b"cpr lookup", hashlib.sha256)

    def __repr__(self) -> str:
        return "Vault(…)"

    def seal(self, cpr: str) -> str:
        nonce = secrets.token_bytes(NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, rules.compact(cpr).encode(), b"cpr")
        return base64.b64encode(sealed).decode()

    def open(self, sealed: str) -> str:
        raw = base64.b64decode(sealed)
        return self._cipher.decrypt(raw[:NONCE], raw[NONCE:], b"cpr").decode()

    def lookup(self, cpr: str) -> str:
        """The same for the same person, and nothing without the key."""
        return hmac.new(self._finder, rules.compact(cpr).encode(), hashlib.sha256).hexdigest()
