"""A text message as it leaves the house: what a gateway is given, how it says no, and how long we
then wait before we ask again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Text:
    """One text message. The reference is ours: it comes back in reports, and a repeat has the
    same one."""

    reference: str
    to: str
    """E.164, such as +4520123456."""
    text: str
    good_for: timedelta
    """After this long it should no longer be delivered."""


class NotSent(Exception):
    """The gateway did not take the message. `for_good`: nor will it take it tomorrow."""

    def __init__(
        self, why: str = "", *, retry_after: timedelta = timedelta(), for_good: bool = False
    ) -> None:
        super().__init__(why)
        self.retry_after = retry_after
        self.for_good = for_good


Send = Callable[[Text, datetime], Awaitable[str]]
"""Hands it over and answers with the gateway's own id for it, or raises `NotSent`."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
"""Between two tries. It doubles, with jitter, and is at most half of the time that is left."""


def pause(attempts: int, left: timedelta, retry_after: timedelta, jitter: float) -> timedelta:
    """How long to wait after so many attempts, with so much time left."""
    doubled = FIRST_PAUSE * 2 ** min(attempts - 1, 10)
    own = min(doubled, LONGEST_PAUSE, max(left / 2, FIRST_PAUSE)) * jitter
    wait: timedelta = max(own, min(retry_after, left / 2))
    return wait
