"""The bus of large installations: Redis, by SUBSCRIBE and PUBLISH."""

from collections.abc import Collection
from contextlib import suppress

from broadcaster import Event
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from integrations.broadcast.backend import SupervisedBackend

NAME = "aleris-live"
"""What the lines are called in CLIENT LIST."""


class RedisBackend(SupervisedBackend):
    """One line for listening, others for telling. One server: neither a cluster nor Sentinel.

    broadcaster's own hears nothing with redis-py 8: it says that it is ready before it has
    subscribed, and its listener ends when it finds nothing subscribed.
    """

    def __init__(self, url: str, **patience: float) -> None:
        super().__init__(**patience)
        self._url = url
        self._client = self._new_client()

    async def connect(self) -> None:
        # A new one, as a client keeps its connections, and they belong to one event loop.
        self._client = self._new_client()
        await super().connect()

    async def disconnect(self) -> None:
        await super().disconnect()
        with suppress(RedisError, OSError):
            await self._client.aclose()

    async def publish(self, channel: str, message: str) -> None:
        await self._client.publish(channel, message)

    async def _session(self, channels: Collection[str]) -> None:
        unconfirmed = set(channels)
        async with self._client.pubsub() as line:
            await line.subscribe(*channels)
            is_asked = False
            while True:
                patience = self.answer_within if is_asked else self.probe_after
                heard = await line.get_message(timeout=patience)
                if heard is None and is_asked:
                    raise TimeoutError("Redis does not answer")
                is_asked = heard is None
                if heard is None:
                    await line.ping()
                elif heard["type"] == "subscribe":
                    # Redis's own word, not that of redis-py, which only knows that it has asked.
                    unconfirmed.discard(heard["channel"].decode())
                    if not unconfirmed:
                        self._confirmed(channels)
                elif heard["type"] == "message":
                    message = heard["data"].decode(errors="replace")
                    self._received(Event(heard["channel"].decode(), message))

    def _new_client(self) -> Redis:
        return Redis.from_url(
            self._url,
            client_name=NAME,
            socket_timeout=self.answer_within,
            socket_connect_timeout=self.answer_within,
            # Who supervises the line has to know when it was lost; redis-py would hide it.
            retry=Retry(NoBackoff(), 0),
            # The older protocol: with the newer, redis-py has the server push maintenance
            # messages between ours.
            protocol=2,
        )
