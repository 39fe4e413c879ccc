"""How a time is taken, whoever takes it: see what is offered, act, write, and say why not."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from context import Info
from models import Appointment, IdempotencyKey, Offer, Patient, StaffMember
from models.change import ATTEMPTS
from models.refused import ChangedMeanwhile, OverlapsYourOwn, PatientIsBusy
from models.taking import Taking
from models.wanted_time import offered_to, refuse_if_taken
from resolvers.acting import by

Make = Callable[[Offer], Awaitable[Taking]]
"""From a time that is offered, what is to be written."""


@dataclass(frozen=True)
class Wanted:
    """Who wants which time for whom; with a key, asking twice is asking once."""

    patient: Patient
    who: Patient | StaffMember
    slot_id: str
    key: str | None = None

    async def answered(self) -> Appointment | None:
        """What was made when it was asked for before."""
        made = await IdempotencyKey.answered(self.who.id, self.key, self.request)
        return await self.patient.appointment(made) if made is not None else None

    @property
    def request(self) -> dict[str, str]:
        return {"slot_id": self.slot_id}

    def remember(self, appointment: Appointment) -> list[IdempotencyKey]:
        if self.key is None:
            return []
        return [IdempotencyKey.of(self.who.id, self.key, self.request, appointment.id)]


async def settle(info: Info, wanted: Wanted, make: Make) -> Appointment:
    """Until it is ours or we know why not. Whoever is too late begins again from reading."""
    this = await by(info, wanted.who)
    for _ in range(ATTEMPTS):
        if (made := await wanted.answered()) is not None:
            return made
        offer = await offered_to(wanted.patient, wanted.slot_id, this.at)
        taking = await make(offer)
        if not taking.is_needed or await taking.write(this):
            return await wanted.patient.own_time(taking.appointment.id)
        if await wanted.answered() is None:
            await refuse_if_taken(wanted.patient, taking.appointment.id, offer, this.at)
    raise ChangedMeanwhile


async def settle_for(info: Info, wanted: Wanted, make: Make) -> Appointment:
    """The same by staff, who are not told what else the patient comes for."""
    try:
        return await settle(info, wanted, make)
    except OverlapsYourOwn as overlap:
        raise PatientIsBusy(overlap.appointment.starts_at, overlap.appointment.ends_at) from None
