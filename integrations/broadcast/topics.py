"""What a message on the bus says: topics, each a kind and an id, and nothing else."""

import json
import re
from collections.abc import Collection, Iterator

TOPIC = re.compile(r"[a-z_]+:[A-Za-z0-9_-]+")
"""A kind and an id, and nothing about anybody's health."""

TOPICS_IN_A_MESSAGE = 50
"""PostgreSQL takes less than 8,000 bytes at once."""


def checked(topics: Collection[str]) -> Collection[str]:
    for topic in topics:
        if not TOPIC.fullmatch(topic):
            raise ValueError("A topic is a kind and an id")
    return topics


def messages(topics: Collection[str]) -> Iterator[str]:
    every = list(checked(topics))
    for start in range(0, len(every), TOPICS_IN_A_MESSAGE):
        yield json.dumps(every[start : start + TOPICS_IN_A_MESSAGE])
