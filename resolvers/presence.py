"""Being there: a client's heartbeat."""

from context import Info
from integrations.rate_limits import Limit
from models.change import tell
from models.heartbeat import Heartbeat, beat
from models.reach import check_id


async def heartbeat(
    info: Info,
    consultation_id: str,
    connection_id: str,
    ack_version: int = 0,
    as_clinician: bool = False,
) -> Heartbeat:
    """One browser can be signed in as both, so a clinician's screen says which it is."""
    context = info.context
    is_clinicians = as_clinician or context.is_staff
    whose = context.staff.own_patients_of if is_clinicians else context.patient.id
    check_id(consultation_id)
    await context.limit(Limit.HEARTBEAT, whose)
    beaten = await beat(consultation_id, whose, connection_id, ack_version, context.now())
    if beaten.topics:
        await tell(beaten.topics, context.hub)
    return beaten
