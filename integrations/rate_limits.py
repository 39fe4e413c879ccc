"""How often one may try, for each address and each person; with Redis, over all processes."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.aio.storage.redis.redispy import RedispyBridge
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from redis.exceptions import RedisError

ANSWER_WITHIN = 2.0
"""Seconds for Redis to count: nobody who signs in waits for a server that hangs."""


class TooOften(Exception):
    """Try again in so many seconds."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after


class Limit(Enum):
    """What is limited, and to what."""

    CONSENT = "30 per minute"
    SIGN_IN = "20 per minute"
    STAFF_SIGN_IN = "20 per minute"
    """Beginning to sign in as staff: a budget of its own, for it takes no consent to spend it."""
    PERSON = "20 per hour"
    """Signing in as the same person, from wherever."""
    UNKNOWN_SESSION = "60 per minute"
    """Tokens that open nothing: somebody is guessing."""
    BOOK = "60 per hour"
    """Bookings and moves by the same patient."""
    PHONE = "10 per day"
    """Changes of the same patient's number: each is a phone that we send text messages to."""
    HOLD = "30 per hour"
    """Times held by the same patient: nobody needs to think about so many."""
    MEDIA_SIGNAL = "600 per minute"
    """What one browser tells the other: a call begins with about ten."""
    HEARTBEAT = "120 per minute"
    """Of the same person: six for each of many tabs and devices."""
    CALENDAR_FEED = "120 per hour"
    """The same feed: a few devices, each of which looks every few minutes."""
    UNKNOWN_FEED = "60 per minute"
    """Addresses of feeds that open nothing."""
    UNKNOWN_LINK = "30 per minute"
    """Links of text messages that are nobody's, or another's."""

    @property
    def item(self) -> RateLimitItem:
        return parse(self.value)


@dataclass(frozen=True)
class RateLimits:
    storage: Storage

    async def take(self, limit: Limit, whose: str) -> None:
        """Count one more, or raise `TooOften`."""
        limiter = SlidingWindowCounterRateLimiter(self.storage)
        try:
            may = await limiter.hit(limit.item, limit.name, whose)
        except RedisError as fault:
            # As when the database is away: whoever asks is told to come again.
            raise ConnectionError("Redis does not count") from fault
        if not may:
            raise TooOften(limit.item.get_expiry())

    async def close(self) -> None:
        """Leave no connection behind."""
        bridge = getattr(self.storage, "bridge", None)
        if isinstance(bridge, RedispyBridge):
            connection: Any = bridge.get_connection()
            await connection.aclose()


def rate_limits(redis_url: str) -> RateLimits:
    if redis_url:
        # limits has a name of its own for a Redis on a socket.
        url = "async+" + redis_url.replace("unix://", "redis+unix://", 1)
        waits: dict[str, Any] = {
            "socket_timeout": ANSWER_WITHIN,
            "socket_connect_timeout": ANSWER_WITHIN,
        }
        return RateLimits(RedisStorage(url, implementation="redispy", **waits))
    return RateLimits(MemoryStorage())
