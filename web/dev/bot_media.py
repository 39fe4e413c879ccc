"""The clinician bot's side of a call: a moving picture and a tone, sent with aiortc."""

import asyncio
import json
import time
from array import array
from collections.abc import Awaitable, Callable
from fractions import Fraction
from math import pi, sin
from typing import Any

from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCSessionDescription,
    VideoStreamTrack,
)
from aiortc.contrib.media import MediaBlackhole
from aiortc.sdp import candidate_from_sdp
from av import AudioFrame, VideoFrame

WIDTH, HEIGHT, SQUARE = 480, 360, 80
RATE, SAMPLES, PITCH, LOUDNESS = 48_000, 960, 440, 3000

Send = Callable[[int, str, str], Awaitable[None]]
Connected = Callable[[], Awaitable[None]]


class Picture(VideoStreamTrack):
    """A light square that wanders over a dark ground."""

    _shown = 0

    async def recv(self) -> VideoFrame:
        pts, time_base = await self.next_timestamp()
        self._shown += 1
        frame = VideoFrame(WIDTH, HEIGHT, "yuv420p")
        luma, *chroma = frame.planes
        left = self._shown * 4 % (WIDTH - SQUARE)
        row = bytearray(b"\x30" * luma.line_size)
        bright = row[:left] + b"\xe0" * SQUARE + row[left + SQUARE :]
        top = (HEIGHT - SQUARE) // 2
        luma.update(bytes(row * top + bright * SQUARE + row * (HEIGHT - top - SQUARE)))
        for plane in chroma:
            plane.update(b"\x80" * plane.buffer_size)
        frame.pts, frame.time_base = pts, time_base
        return frame


class Tone(MediaStreamTrack):
    """The concert pitch, as long as anybody listens."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._begun, self._sent = time.monotonic(), 0

    async def recv(self) -> AudioFrame:
        await asyncio.sleep(max(0, self._begun + self._sent / RATE - time.monotonic()))
        angles = (2 * pi * PITCH * (self._sent + n) / RATE for n in range(SAMPLES))
        frame = AudioFrame("s16", "mono", SAMPLES)
        frame.planes[0].update(array("h", (int(LOUDNESS * sin(a)) for a in angles)).tobytes())
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._sent, Fraction(1, RATE)
        self._sent += SAMPLES
        return frame


class Call:
    """The initiator's part of media.js, as short as it can be: begin anew whenever told to."""

    def __init__(self, media: dict[str, Any], send: Send, connected: Connected) -> None:
        self._servers = [
            RTCIceServer(**{name: value for name, value in server.items() if value})
            for server in media["iceServers"]
        ]
        self._send, self._connected = send, connected
        self._pc: RTCPeerConnection | None = None

    async def hear(self, signal: dict[str, Any]) -> None:
        kind, payload = signal["kind"], signal["payload"]
        if kind in ("START", "RESTART"):
            await self._start(signal["round"])
        elif kind == "BYE":
            await self.close()
        elif self._pc is not None and kind == "ANSWER":
            await self._pc.setRemoteDescription(RTCSessionDescription(payload, "answer"))
        elif self._pc is not None and kind == "CANDIDATE":
            await self._add(json.loads(payload))

    async def close(self) -> None:
        if self._pc is not None:
            await self._pc.close()
            self._pc = None

    async def _start(self, round: int) -> None:
        await self.close()
        self._pc = pc = RTCPeerConnection(RTCConfiguration(self._servers))
        heard = MediaBlackhole()
        pc.on("track", heard.addTrack)
        pc.on("connectionstatechange", lambda: self._watch(pc))
        pc.addTrack(Tone())
        pc.addTrack(Picture())
        # aiortc finds all its candidates first, and has them in the offer.
        await pc.setLocalDescription(await pc.createOffer())
        await heard.start()
        await self._send(round, "OFFER", pc.localDescription.sdp)

    async def _watch(self, pc: RTCPeerConnection) -> None:
        if pc.connectionState == "connected":
            await self._connected()

    async def _add(self, found: dict[str, Any]) -> None:
        assert self._pc is not None
        candidate = candidate_from_sdp(found["candidate"].partition(":")[2])
        candidate.sdpMid, candidate.sdpMLineIndex = found["sdpMid"], found["sdpMLineIndex"]
        await self._pc.addIceCandidate(candidate)
