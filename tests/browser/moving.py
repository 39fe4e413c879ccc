"""Whether picture and sound really come: time goes on in the video, and bytes arrive."""

import asyncio
from typing import Any

from playwright.async_api import Page

SEEN = """async () => {
  const video = document.querySelector("video.remote");
  const bytes = { audio: 0, video: 0 };
  for (const pc of window.connections ?? []) {
    for (const it of (await pc.getStats()).values())
      if (it.type === "inbound-rtp") bytes[it.kind] += it.bytesReceived;
  }
  return { time: video?.currentTime ?? 0, ...bytes };
}"""

WATCH = """
  window.connections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...how) { super(...how); window.connections.push(this); }
  };
"""
"""Put into the page before its own scripts: the client has no door for tests."""

MORE = {"time": 1, "video": 5000, "audio": 500}


async def sees_and_hears(page: Page) -> None:
    """From now on, by so much more of each."""
    before: dict[str, Any] = {}
    async with asyncio.timeout(40):
        while True:
            now: dict[str, Any] = await page.evaluate(SEEN)
            if before and all(now[key] > before[key] + more for key, more in MORE.items()):
                return
            if not before or now["time"] < before["time"]:
                before = now  # the picture began anew
            await asyncio.sleep(0.3)
