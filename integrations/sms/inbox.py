"""Keeps what would have been sent in a file, for the inbox page. For development only."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from integrations.sms import NotAReport, Report, Text


class InboxSms:
    def __init__(self, file: Path) -> None:
        self._file = file

    async def send(self, text: Text, now: datetime) -> str:
        kept = {**asdict(text), "good_for": text.good_for.total_seconds(), "at": now.isoformat()}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a") as inbox:
            inbox.write(json.dumps(kept, ensure_ascii=False) + "\n")
        return f"inbox-{text.reference}"

    def read(self, signature: str) -> Report | None:
        """The inbox page tells what became of a message by itself; nobody else may."""
        raise NotAReport

    def sent(self) -> list[dict[str, Any]]:
        """The newest first."""
        lines = self._file.read_text().splitlines() if self._file.exists() else []
        return [json.loads(line) for line in reversed(lines)]
