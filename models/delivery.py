"""What the gateway reports of a message that it took: on its way, and then, once, how it ended.

Reports may come late, twice, and in any order. A final one stays whatever comes after it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Delivery(StrEnum):
    """GatewayAPI's own words, and the last one for when it never told."""

    UNKNOWN = "UNKNOWN"
    SCHEDULED = "SCHEDULED"
    BUFFERED = "BUFFERED"
    ENROUTE = "ENROUTE"
    DELIVERED = "DELIVERED"
    EXPIRED = "EXPIRED"
    DELETED = "DELETED"
    UNDELIVERABLE = "UNDELIVERABLE"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    SKIPPED = "SKIPPED"
    UNHEARD = "UNHEARD"
    """A day after it could last be of use, no final report has come."""


ON_ITS_WAY = (Delivery.UNKNOWN, Delivery.SCHEDULED, Delivery.BUFFERED, Delivery.ENROUTE)

NOT_FINAL = (*ON_ITS_WAY, Delivery.UNHEARD)
"""What a later report may replace; all others are sticky."""

BOUNCED = (Delivery.UNDELIVERABLE, Delivery.REJECTED)
"""There is no such phone, or it takes no text messages: the patient is asked for the number."""


@dataclass(frozen=True)
class Report:
    """One report, its signature checked. The reference is our message's id."""

    reference: str
    phone: str
    """Whom it was sent to, in E.164: meanwhile the patient may have another number."""
    delivery: Delivery
