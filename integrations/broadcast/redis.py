"""Redis publish and subscribe: the bus of large installations."""

from contextlib import suppress
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from integrations.broadcast.postgres import CHANNEL
from integrations.broadcast.supervised import SupervisedBackend

PROBE_AFTER = 2.0
TIMEOUT = 3.0


class RedisBackend(SupervisedBackend):
    def __init__(self, url: str) -> None:
        super().__init__()
        # Publishing is tried once more at once: the pooled connection may be from before a restart.
        self._publisher = self._client(url, retries=1)
        self._subscriber = self._client(url, retries=0)

    async def publish(self, channel: str, message: str) -> None:
        await self._publisher.publish(channel, message)

    async def disconnect(self) -> None:
        await super().disconnect()
        for client in (self._publisher, self._subscriber):
            await client.aclose()

    async def listen(self) -> None:
        subscription = self._subscriber.pubsub()
        try:
            await subscription.subscribe(CHANNEL)
            await self._hear(subscription)
        finally:
            with suppress(Exception):
                await subscription.aclose()  # type: ignore[no-untyped-call]

    async def _hear(self, subscription: PubSub) -> None:
        """Only a confirmed subscription counts as connected; silence is answered with a ping."""
        asked = False
        while True:
            message: dict[str, Any] | None = await subscription.get_message(timeout=PROBE_AFTER)
            if message is None and asked:
                raise TimeoutError("no answer to our ping")
            if message is None:
                await subscription.ping()
            asked = message is None
            if message is not None and message["type"] == "subscribe":
                self._is_connected()
            elif message is not None and message["type"] == "message":
                self._heard(message["data"])

    @staticmethod
    def _client(url: str, retries: int) -> "Redis":
        return Redis.from_url(
            url,
            retry=Retry(NoBackoff(), retries),
            socket_timeout=TIMEOUT,
            socket_connect_timeout=TIMEOUT,
            decode_responses=True,
        )
