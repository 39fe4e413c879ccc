"""AP4–AP7, the house's side: what staff see of a patient's appointment, and do with it."""

from context import Info
from models import Appointment, Consultation
from resolvers.meetings import meeting_of


async def own_consultation(root: Appointment, info: Info) -> Consultation | None:
    """Only the clinician whose it is follows what happens in it."""
    if root.clinician_id != info.context.staff.clinician_id:
        return None
    meeting = await meeting_of(root)
    return meeting and meeting.see(info.context.now())
