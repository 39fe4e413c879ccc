"""R31–R47, the patient's side: check the equipment, enter, accept, wait, leave, come back."""

import math
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

import strawberry

from context import Info
from models import Appointment, Consultation, DeviceCheck, FollowUp, Invitation
from models.change import write
from models.heartbeat import check_connection
from models.refused import ChangedMeanwhile, NotFound
from models.texts import say
from resolvers.acting import by, change


async def consultation(
    info: Info,
    id: Annotated[strawberry.ID, strawberry.argument(description="The consultation's id.")],
) -> Consultation | None:
    try:
        return (await info.context.patient.consultation(id)).see(info.context.now())
    except NotFound:
        return None


def appointment(root: Consultation, info: Info) -> Appointment:
    """With its letters it is the patient's: what staff see of it stands beside the consultation."""
    if root.appointment.patient_id != info.context.patient.id:
        raise NotFound
    return root.appointment


async def submit_device_check(info: Info, consultation_id: str, **found: Any) -> DeviceCheck:
    """R37: kept whatever the result, so that the clinician sees why somebody does not come."""
    patient, now = info.context.patient, info.context.now()
    consultation = await patient.consultation(consultation_id)
    check = DeviceCheck(consultation_id=consultation.id, checked_at=now, **found)

    async def decide() -> bool:
        await check.save()
        return True

    this = await by(info, patient)
    if not await write(decide, [], consultation.topics, consultation.id, this):
        raise ChangedMeanwhile
    return check


async def enter_waiting_room(info: Info, consultation_id: str) -> Consultation:
    own = await info.context.patient.consultation(consultation_id)
    check = await DeviceCheck.newest_of(own.id)
    return await act(info, consultation_id, lambda it, now: it.enter(check, now))


async def acknowledge_invitation(
    info: Info, consultation_id: str, invitation_id: str
) -> Consultation:
    return await act(info, consultation_id, lambda it, now: it.acknowledge(invitation_id, now))


async def accept_consultation(
    info: Info, consultation_id: str, invitation_id: str, connection_id: str | None = None
) -> Consultation:
    """X12: what calls itself nothing is the device on which one signed in."""
    session = info.context.patient_session
    device = session.id if session is not None else None
    if connection_id is not None:
        device = check_connection(connection_id)
    return await act(info, consultation_id, lambda it, now: it.accept(invitation_id, now, device))


async def ask_for_a_moment(info: Info, consultation_id: str, invitation_id: str) -> Consultation:
    return await act(info, consultation_id, lambda it, now: it.ask_for_a_moment(invitation_id, now))


async def leave_waiting_room(
    info: Info, consultation_id: str, even_if_not_late: bool = False
) -> Consultation:
    return await act(
        info,
        consultation_id,
        lambda it, now: it.leave(now, even_if_not_late=even_if_not_late),
    )


async def return_to_waiting_room(info: Info, consultation_id: str) -> Consultation:
    return await act(info, consultation_id, lambda it, now: it.come_back(now))


async def act(
    info: Info, id: str, rule: Callable[[Consultation, datetime], object]
) -> Consultation:
    """The patient's own consultation, changed by one of its rules."""
    patient = info.context.patient
    return await change(info, patient, lambda: patient.consultation(id), rule)


async def device_check(root: Consultation) -> DeviceCheck | None:
    return await DeviceCheck.newest_of(root.id)


def device_help(root: DeviceCheck, info: Info) -> str | None:
    """R36: what to do when the pop-up was refused or something does not work."""
    return None if root.help_key is None else say(root.help_key, info.context.language)


def may_leave(root: Consultation, info: Info) -> bool:
    return root.may_leave(info.context.now())


def is_open(root: Consultation, info: Info) -> bool:
    return root.is_open(info.context.now())


def remaining_seconds(root: Invitation, info: Info) -> int:
    return math.ceil(root.remaining(info.context.now()).total_seconds())


async def follow_up(root: Consultation) -> FollowUp | None:
    """R46: the promise, if there is one that has not been withdrawn."""
    return await root.newest_follow_up()
