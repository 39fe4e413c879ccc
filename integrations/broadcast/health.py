"""How the live bus is, in numbers: for health, and for whoever has to find out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Health:
    """How the bus is, and what it has done since the process began. Nothing about anybody."""

    connected: bool
    listeners: int
    signals: int
    """Messages heard, our own among them."""
    malformed: int
    """Messages that no process of ours can have sent."""
    resyncs: int
    """Times that everyone was told to look again, as something may have been missed."""
    losses: int
    """Times that the line to the broker was lost."""
    restarts: int
    """Times that a task of ours died; more than 0 is a bug of ours."""
    unsent: int
    """Topics that wait to be told to the other processes."""
    publish_errors: int
    shared_reads: int
    """Reads begun for those who were told: one for all who look at the same thing."""
