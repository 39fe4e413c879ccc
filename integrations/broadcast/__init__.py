"""The live bus: one supervised connection for the whole process, fanned out in memory.

broadcaster carries the messages. Its own backends lose subscribers and die in silence, so ours
stand under it; see docs/decisions/0004.
"""

from integrations.broadcast.hub import Hub, Listener
from integrations.broadcast.postgres import PostgresBackend
from integrations.broadcast.redis import RedisBackend
from integrations.broadcast.supervised import SupervisedBackend

__all__ = ["Hub", "Listener", "PostgresBackend", "RedisBackend", "SupervisedBackend"]
