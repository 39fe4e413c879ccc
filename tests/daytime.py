"""A working day before noon, whenever tests run: what is today's at night would soon be
yesterday's, and pictures for docs/screens/ would show a hospital that sees patients at one in the
morning. Every test begins at the same time, however many came before it."""

from datetime import UTC, datetime, time, timedelta

from integrations.clock import MovableClock
from models.times import COPENHAGEN
from models.working_days import is_working_day

BEGINS = time(10, 53)


def _ahead(real: datetime) -> timedelta:
    """Only forward: nothing may have run out already for a server that keeps the real time."""
    day = real.astimezone(COPENHAGEN).date()
    while True:
        begins = datetime.combine(day, BEGINS, COPENHAGEN).astimezone(UTC)
        if begins >= real and is_working_day(day):
            return begins - real
        day += timedelta(days=1)


_AHEAD = [_ahead(datetime.now(UTC))]


def begins() -> MovableClock:
    """A test: the clock of its server. `now` goes with it until the next one begins."""
    _AHEAD[0] = _ahead(datetime.now(UTC))
    return MovableClock(_AHEAD[0])


def now() -> datetime:
    return datetime.now(UTC) + _AHEAD[0]
