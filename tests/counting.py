"""What something costs: the SQL statements that were sent meanwhile."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def counting() -> Iterator[list[str]]:
    statements: list[str] = []

    class Counter(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            statements.append(record.getMessage())

    logger, counter = logging.getLogger("tortoise.db_client"), Counter()
    logger.addHandler(counter)
    level = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        yield statements
    finally:
        logger.removeHandler(counter)
        logger.setLevel(level)
