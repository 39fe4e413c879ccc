"""The one clock. In development it can be moved, so that the whole journey takes a minute."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def __call__(self) -> datetime:
        """Now, in UTC."""


def real_clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class MovableClock:
    """The real time, moved by so much. For development, never for patients."""

    moved_by: timedelta = timedelta()

    def __call__(self) -> datetime:
        return real_clock() + self.moved_by

    def move(self, by: timedelta) -> None:
        self.moved_by += by
