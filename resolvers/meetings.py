"""The consultations of appointments that are shown together: read together, if one is asked for."""

import asyncio
from collections.abc import Iterable

from models import Appointment, Consultation


class Meetings:
    def __init__(self, appointments: Iterable[Appointment]) -> None:
        self._by_video = {one.id: one for one in appointments if one.is_by_video}
        self._reading: asyncio.Task[None] | None = None
        for one in self._by_video.values():
            one.__dict__["_meetings"] = self

    async def read(self) -> None:
        """Once, however many fields of however many of them ask at the same time."""
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())
        await self._reading

    async def _read(self) -> None:
        of_these = Consultation.filter(appointment_id__in=list(self._by_video))
        for meeting in await Consultation.all_of(of_these):
            self._by_video[meeting.appointment_id].meeting = meeting


async def meeting_of(appointment: Appointment) -> Consultation | None:
    """Null when it is at the hospital."""
    if appointment.is_by_video and appointment.meeting is None:
        together: Meetings = appointment.__dict__.get("_meetings") or Meetings([appointment])
        await together.read()
    return appointment.meeting
