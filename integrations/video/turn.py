"""Addresses at which two browsers find each other, and coturn's time-limited credentials."""

import base64
import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from integrations.video import IceServer, PeerAccess

GOOD_FOR = timedelta(minutes=10)
"""For beginning to relay: coturn lets a call that runs go on. Before a restart, ask again."""


@dataclass(frozen=True)
class Ice:
    """STUN and TURN servers. The secret is shared with coturn, and never leaves the two."""

    stun_urls: Collection[str] = ()
    turn_urls: Collection[str] = ()
    turn_secret: str = ""
    policy: str = "all"

    def access(self, user: str, now: datetime) -> PeerAccess:
        expires_at = now + GOOD_FOR
        servers = [IceServer(list(self.stun_urls))] if self.stun_urls else []
        if self.turn_urls:
            name, credential = turn_credential(self.turn_secret, user, expires_at)
            servers.append(IceServer(list(self.turn_urls), name, credential))
        return PeerAccess(servers, self.policy, expires_at)


def turn_credential(secret: str, user: str, expires_at: datetime) -> tuple[str, str]:
    """The "TURN REST API": a name that says until when, and its HMAC-SHA1."""
    name = f"{int(expires_at.timestamp())}:{user}"
    digest = hmac.new(secret.encode(), name.encode(), hashlib.sha1).digest()
    return name, base64.b64encode(digest).decode()
