"""How long to wait before trying again."""

import random
import time

SHORTEST = 0.05
"""Seconds. A broker that only restarts is found again at once."""

LONGEST = 2.0
"""Seconds. So soon after the broker is back, everyone has found it."""

STEADY = 10.0
"""Seconds without a failure, after which the pauses are short again. Until then, a line that is
given and taken again and again does not have everyone look again many times a second."""


class Pauses:
    """Longer and longer, and never the same in two processes, so that they do not come at once."""

    def __init__(self) -> None:
        self._next = SHORTEST
        self._failed_at = -STEADY

    def next(self) -> float:
        now = time.monotonic()
        if now - self._failed_at > STEADY:
            self._next = SHORTEST
        self._failed_at = now
        pause, self._next = self._next, min(self._next * 2, LONGEST)
        return pause * random.uniform(0.5, 1)
