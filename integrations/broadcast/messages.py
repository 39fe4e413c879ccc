"""What is said on the bus: a JSON list of topics such as `consultation:con_ab12`, nothing else."""

import json
import re
from collections.abc import Collection, Iterator

from broadcaster import Event

CHANNEL = "live"
"""The only one. Each process listens to it once, and hands out the topics in memory."""

TOPIC = re.compile(r"[a-z_]{1,40}:[A-Za-z0-9_-]{1,80}")
"""What it is, and which one. There is no room in it for anything about anybody's health."""

MOST_IN_ONE = 50
"""Topics in one message. NOTIFY takes fewer than 8000 bytes: 50 of the longest are 6300."""


class Resync(Event):
    """Anything may have been missed: look again at everything. Nobody can send one from outside."""

    def __init__(self, channel: str) -> None:
        super().__init__(channel, "")


def checked(topics: Collection[str]) -> Collection[str]:
    """The topics themselves. Anything else is a programming error, and raises `ValueError`."""
    for topic in topics:
        if not TOPIC.fullmatch(topic):
            raise ValueError("A topic is a kind and an id")
    return topics


def written(topics: Collection[str]) -> Iterator[str]:
    """The messages that name these topics, each of them once."""
    once = list(dict.fromkeys(topics))
    for first in range(0, len(once), MOST_IN_ONE):
        yield json.dumps(once[first : first + MOST_IN_ONE])


def read(message: str) -> Collection[str]:
    """The topics in a message. Whoever reaches the broker can say anything: else `ValueError`."""
    try:
        topics = json.loads(message)
    except RecursionError as error:
        # A few thousand brackets exhaust the JSON parser's stack.
        raise ValueError("Not a list of topics") from error
    if not isinstance(topics, list) or not all(isinstance(topic, str) for topic in topics):
        raise ValueError("Not a list of topics")
    return checked(topics)
