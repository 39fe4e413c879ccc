"""Text messages to patients' phones. Another gateway is one more class with this shape."""

from datetime import datetime
from typing import Protocol

from models.delivery import Report
from models.outgoing import NotSent, Text

__all__ = ["NotAReport", "NotSent", "Report", "Sms", "Text"]


class NotAReport(Exception):
    """It was not signed by the gateway."""


class Sms(Protocol):
    async def send(self, text: Text, now: datetime) -> str:
        """Hand the message over and give the gateway's id for it, or raise `NotSent`.

        Trying again is the caller's business, with the same reference.
        """

    def read(self, signature: str) -> Report | None:
        """What a callback reports; None when it is about something else.

        Raises `NotAReport` when the gateway has not signed it.
        """
