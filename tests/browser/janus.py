"""A real Janus for the tests that need one; its API listens on loopback alone."""

import asyncio
import os
import subprocess
from pathlib import Path
from shutil import which

import httpx2

SECRET = "a-secret-between-janus-and-us-only"

GENERAL = """
general: {{
  configs_folder = "{folder}"
  plugins_folder = "{library}/plugins"
  transports_folder = "{library}/transports"
  events_folder = "{library}/events"
  loggers_folder = "{library}/loggers"
  debug_level = 4
  api_secret = "{secret}"
  session_timeout = 60
}}
nat: {{ ice_enforce_list = "127.0.0.1" }}
plugins: {{ disable = "{other_plugins}" }}
transports: {{ disable = "{other_transports}" }}
"""

HTTP = """
general: {{ base_path = "/janus", http = true, port = {port}, ip = "127.0.0.1", https = false }}
admin: {{ admin_http = false }}
"""


class JanusServer:
    """It can be killed and started again."""

    def __init__(self, folder: Path, port: int) -> None:
        assert which("janus"), "The browser tests need Janus: apt-get install janus"
        self._folder = folder / "janus"
        self._folder.mkdir()
        self.url = f"http://127.0.0.1:{port}/janus"
        library = next(Path("/usr/lib").glob("*/janus"))
        text = GENERAL.format(
            folder=self._folder,
            library=library,
            secret=SECRET,
            other_plugins=_others(library / "plugins", "videocall"),
            other_transports=_others(library / "transports", "http"),
        )
        (self._folder / "janus.jcfg").write_text(text)
        (self._folder / "janus.transport.http.jcfg").write_text(HTTP.format(port=port))
        self.start()

    def start(self) -> None:
        self._log = (self._folder / "janus.log").open("ab")
        self._process = subprocess.Popen(
            ["janus", "--configs-folder", str(self._folder), "--disable-colors"],
            stdout=self._log,
            stderr=subprocess.STDOUT,
            cwd=self._folder,
            env=os.environ,
        )

    async def ready(self) -> None:
        async with httpx2.AsyncClient() as http, asyncio.timeout(60):
            while True:
                assert self._process.poll() is None, "Janus ended before it began"
                try:
                    (await http.get(f"{self.url}/info")).raise_for_status()
                    return
                except httpx2.HTTPError:
                    await asyncio.sleep(0.05)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._log.close()


def _others(folder: Path, wanted: str) -> str:
    return ",".join(path.name for path in folder.glob("*.so") if wanted not in path.name)
