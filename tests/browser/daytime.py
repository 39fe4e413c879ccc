"""Every test is on a working day before noon: what is today's at night would soon be yesterday's,
and pictures for docs/screens/ would show a hospital that sees patients at one in the morning."""

from datetime import UTC, datetime, time, timedelta

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


AHEAD = _ahead(datetime.now(UTC))


def now() -> datetime:
    return datetime.now(UTC) + AHEAD
