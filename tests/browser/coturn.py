"""A real coturn for the tests that need one, on loopback alone."""

import asyncio
import socket
import subprocess
from pathlib import Path
from shutil import which

SECRET = "a-secret-between-coturn-and-us-only"


class Coturn:
    """Takes credentials of the REST scheme, and relays on loopback. It can be started again."""

    def __init__(self, folder: Path, port: int, secret: str = SECRET) -> None:
        assert which("turnserver"), "The browser tests need coturn: apt-get install coturn"
        self.port = port
        self.url = f"turn:127.0.0.1:{self.port}?transport=udp"
        self._folder, self._secret = folder, secret
        self.start()

    def start(self) -> None:
        self._log = (self._folder / "coturn.log").open("ab")
        self._process = subprocess.Popen(
            [
                *("turnserver", "-n", "--no-cli", "--no-tls", "--no-dtls", "--no-rfc5780"),
                *("--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", "--allow-loopback-peers"),
                f"--listening-port={self.port}",
                *(
                    "--use-auth-secret",
                    f"--static-auth-secret={self._secret}",
                    "--realm=aleris.example",
                ),
                *("--fingerprint", "--no-multicast-peers", "--log-file=stdout", "--simple-log"),
                f"--pidfile={self._folder / 'coturn.pid'}",
            ],
            stdout=self._log,
            stderr=subprocess.STDOUT,
            cwd=self._folder,
        )

    async def ready(self) -> None:
        """It listens on TCP too, once it is up."""
        async with asyncio.timeout(60):
            while not self._listens():
                assert self._process.poll() is None, "coturn ended before it began"
                await asyncio.sleep(0.05)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._log.close()

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


async def allocates(port: int, name: str, credential: str) -> bool:
    """Whether coturn's own client gets a relay with these, and its messages come through."""
    client = await asyncio.create_subprocess_exec(
        *("turnutils_uclient", "-y", "-c", "-n", "5", "-m", "1", "-l", "100"),
        *("-p", str(port), "-u", name, "-w", credential, "127.0.0.1"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    async with asyncio.timeout(60):
        return await client.wait() == 0
