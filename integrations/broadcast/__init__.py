"""The live bus: who follows something is told, in every process, to look again.

    told → PostgreSQL's NOTIFY or Redis → a SupervisedBackend → broadcaster → the Hub → listeners

A message only names what changed, so losing, repeating or reordering messages does no harm, and
no health data passes through the bus. broadcaster 0.3.1 loses its line in silence and its first
subscribers to a race; both are healed here, once, below its public API (`backend.py`).
"""

from integrations.broadcast.backend import SupervisedBackend
from integrations.broadcast.health import Health
from integrations.broadcast.hub import Hub
from integrations.broadcast.listeners import Listener
from integrations.broadcast.looks import Looks
from integrations.broadcast.messages import Resync
from integrations.broadcast.pauses import Pauses
from integrations.broadcast.postgres import PostgresBackend
from integrations.broadcast.redis import RedisBackend

__all__ = [
    "Health",
    "Hub",
    "Listener",
    "Looks",
    "Pauses",
    "PostgresBackend",
    "RedisBackend",
    "Resync",
    "SupervisedBackend",
]
