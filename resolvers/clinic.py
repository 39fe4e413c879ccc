"""R17–R19: what can be booked, with whom, and when there is a free time."""

from dataclasses import dataclass

from context import Info
from models import Clinician, Service, Slot
from models.bookability import Hindrance, hindrances
from models.free_times import free_slots
from models.guidance import Advice, equipment_advice, practical_information
from models.slot import window
from models.times import danish_day
from subscriptions.availability import FirstDay, LastDay, ServiceId, WithWhom


@dataclass(frozen=True)
class Reason:
    """Why the patient may not book it, in words."""

    code: Hindrance
    message: str


async def services(info: Info) -> list[Service]:
    """Bounded by what a hospital offers. What the patient is entitled by is read once for all."""
    patient = info.context.asking_patient
    every = Service.all().select_related("clinic").prefetch_related("clinicians")
    found = await every.order_by("kind", "name_da")
    if patient is not None and found:
        await patient.entitled_by(found[0], danish_day(info.context.now()))
    return found


def name(root: Service, info: Info) -> str:
    return root.name(info.context.language)


async def clinicians(root: Service) -> list[Clinician]:
    """Fetched with the service where it stands in a list, otherwise when asked for."""
    return list(root.clinicians) if root.clinicians._fetched else await root.clinicians.all()


async def bookable(root: Service, info: Info) -> bool | None:
    """Null for staff: they book for others."""
    return None if info.context.is_staff else not await _hindrances(root, info)


async def why_not(root: Service, info: Info) -> list[Reason]:
    """All reasons at once; none for staff."""
    if info.context.is_staff:
        return []
    language = info.context.language
    return [Reason(one, one.said(root, language)) for one in await _hindrances(root, info)]


async def _hindrances(service: Service, info: Info) -> list[Hindrance]:
    """As it stands today; on the day of the appointment it is judged again."""
    patient, now = info.context.patient, info.context.now()
    kinds = await patient.entitled_by(service, danish_day(now))
    return hindrances(service, patient.age(now), kinds)


def practical(root: Service, info: Info) -> list[Advice]:
    return practical_information(root, info.context.language)


def equipment(root: Service, info: Info) -> list[Advice]:
    return equipment_advice(root, info.context.language)


async def slots(
    info: Info,
    service_id: ServiceId,
    from_day: FirstDay,
    to_day: LastDay,
    clinician_id: WithWhom = None,
) -> list[Slot]:
    """Free times, the earliest first; for a patient, those at which they are free themselves."""
    patient, days = info.context.asking_patient, window(from_day, to_day)
    wanted = await Service.whole(service_id)
    return await free_slots(wanted, days, info.context.now(), patient, clinician_id)
