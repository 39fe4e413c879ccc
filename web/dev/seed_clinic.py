"""The development clinic's people and services."""

from datetime import date
from typing import Any

from models import (
    Clinic,
    Clinician,
    ConsultationType,
    Modality,
    Role,
    Room,
    ScheduleRule,
    Service,
    ServiceKind,
    StaffMember,
)
from web.dev.people import PEOPLE
from web.dev.seed_data import CLINICIANS, CLOSES, LUNCH, OPENS, STANDS_IN


async def clinicians_of(clinic: Clinic, today: date) -> dict[str, Clinician]:
    made = {}
    for number, (key, row) in enumerate(CLINICIANS.items(), start=1):
        name, title, speciality, authorisation = row
        made[key] = await Clinician.create(
            name=name, title=title, speciality=speciality, authorisation_id=authorisation
        )
        room = await Room.create(clinic=clinic, name=f"Lokale {number}")
        await _opening(made[key], room, today)
    for person in PEOPLE.values():
        if person.role is not None:
            await StaffMember.create(
                subject=person.key,
                name=person.name,
                role=Role(person.role),
                clinician=made.get(person.key),
            )
    return made


async def _opening(clinician: Clinician, room: Room, today: date) -> None:
    for weekday in range(1, 6):
        await ScheduleRule.create(
            clinician=clinician,
            room=room,
            weekday=weekday,
            opens=OPENS,
            break_from=LUNCH[0],
            break_until=LUNCH[1],
            closes=CLOSES,
            valid_from=today,
        )


async def service_of(
    row: tuple[ServiceKind, str, str, Modality, ConsultationType, int, str, int | None],
    clinic: Clinic,
    clinicians: dict[str, Clinician],
    **known: Any,
) -> Service:
    kind, danish, english, modality, type_, minutes, who, price = row
    service = await Service.create(
        kind=kind,
        name_da=danish,
        name_en=english,
        speciality=clinicians[who].speciality,
        modality=modality,
        consultation_type=type_,
        minutes=minutes,
        price=price,
        clinic=clinic,
        **known,
    )
    await service.clinicians.add(clinicians[who])
    if service.is_by_video:
        also = [clinicians[one] for one, other in STANDS_IN.items() if other == who]
        await service.clinicians.add(*also)
    return service
