"""A time as it is offered to one patient: what, with whom, where, and who would pay."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.entitlement import EntitlementKind, Payer

if TYPE_CHECKING:
    from models.clinic import Clinician, Room, Service
    from models.slot import Slot


@dataclass(frozen=True)
class Offer:
    service: "Service"
    clinician: "Clinician"
    slot: "Slot"
    kinds: frozenset[EntitlementKind] = frozenset()
    """What the patient has on that day: a referral, a guarantee."""
    payer: Payer = Payer.SELF
    room: "Room | None" = None

    @property
    def price(self) -> int | None:
        """What the patient pays, in whole kroner; null when somebody else does, or it depends."""
        return self.service.price if self.payer is Payer.SELF else None
