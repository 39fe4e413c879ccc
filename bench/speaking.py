"""What a driver says to each of the servers, and how it knows what it hears."""

import json
from typing import Any, Protocol

ROOM = """
  subscription WaitingRoom($id: ID!) {
    waitingRoom(consultationId: $id) {
      version serverTime cause mayEnter mayLeave mayLeaveAt supportPhone
      consultation { id state }
      clinician { name title }
      screen { title body }
      cue { sound loop vibrate announcement politeness }
      invitation { id expiresAt }
    }
  }
"""
CALL_IN = "mutation ($id: ID!) { callIn(input: { consultationId: $id }) { __typename } }"


class Speaking(Protocol):
    path: str

    def hello(self, room: dict[str, str]) -> bytes: ...
    def is_ack(self, text: bytes) -> bool: ...
    def follow(self, room: dict[str, str]) -> bytes: ...
    def is_value(self, text: bytes) -> bool: ...
    def act(self, room: dict[str, str]) -> tuple[str, Any, str | None]:
        """Path, body and token of a request that changes what the room shows."""

    def is_done(self, answer: Any) -> bool: ...


class Ours:
    path = "/graphql"

    def hello(self, room: dict[str, str]) -> bytes:
        shown = {"authorization": f"Bearer {room['patient_token']}"}
        return json.dumps({"type": "connection_init", "payload": shown}).encode()

    def is_ack(self, text: bytes) -> bool:
        return b'"connection_ack"' in text

    def follow(self, room: dict[str, str]) -> bytes:
        payload = {"query": ROOM, "variables": {"id": room["consultation"]}}
        return json.dumps({"type": "subscribe", "id": "1", "payload": payload}).encode()

    def is_value(self, text: bytes) -> bool:
        """The first, and each change; what only says that time has passed is none."""
        return b'"next"' in text and b'"HEARTBEAT"' not in text

    def act(self, room: dict[str, str]) -> tuple[str, Any, str | None]:
        body = {"query": CALL_IN, "variables": {"id": room["consultation"]}}
        return "/graphql", body, room["staff_token"]

    def is_done(self, answer: Any) -> bool:
        return bool(answer == {"data": {"callIn": {"__typename": "Consultation"}}})


class Plain:
    path = "/plain"

    def hello(self, room: dict[str, str]) -> bytes:
        return json.dumps({"room": room["consultation"]}).encode()

    def is_ack(self, text: bytes) -> bool:
        return False

    def follow(self, room: dict[str, str]) -> bytes:
        return b""

    def is_value(self, text: bytes) -> bool:
        return b'"next"' in text

    def act(self, room: dict[str, str]) -> tuple[str, Any, str | None]:
        return "/say", {"room": room["consultation"]}, None

    def is_done(self, answer: Any) -> bool:
        return bool(answer == {"said": True})


def speaking(which: str) -> Speaking:
    return Ours() if which == "ours" else Plain()
