"""Taking a time: of all who want it, the database lets one have it.

Holds in the way are released first: those that have run out, and the patient's own. Whoever takes
a time for themselves no longer needs another; what a coordinator gives leaves others alone. Then
the row that takes the time is written, and the constraints on clinician, patient and room decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.models import Model

from models.appointment import Appointment
from models.change import By, write
from models.course import TreatmentCourse
from models.insert import insert_unless_taken

RELEASE = """
    UPDATE appointment SET state = 'RELEASED', version = version + 1
    WHERE state = 'HELD' AND id <> $1 AND (
        (patient_id = $2 AND ($8 OR (starts_at < $5 AND ends_at > $4)))
        OR (held_until <= $3 AND starts_at < $5 AND ends_at > $4
            AND (clinician_id = $6 OR room_id = $7)))
    RETURNING clinician_id, room_id
"""


@dataclass(frozen=True)
class Taking:
    """An appointment that takes a time as soon as it is written, and what is written with it."""

    appointment: Appointment
    course: TreatmentCourse | None = None
    """Opened with it, if it is new."""
    along: Sequence[Model] = ()
    topics: Sequence[str] = ()
    """Who is to be told besides those who follow it as it then is."""

    @property
    def is_needed(self) -> bool:
        return not self.appointment._saved_in_db or self.appointment.is_changed

    async def write(self, by: By) -> bool:
        """False if the time was taken, or it changed meanwhile: nothing was written then."""
        topics = {*self.appointment.topics, *self.topics}

        async def decide() -> bool:
            topics.update(await _release_holds(self.appointment, by))
            return await self._open_course() and await self._take()

        brought = [*self.appointment.brought, *self.along]
        return await write(decide, brought, topics, self.appointment.id, by)

    async def _open_course(self) -> bool:
        """It comes first only because the appointment refers to it."""
        if self.course is None or self.course._saved_in_db:
            return True
        return await insert_unless_taken(self.course)

    async def _take(self) -> bool:
        if self.appointment._saved_in_db:
            return await self.appointment.save_if_unchanged()
        return await insert_unless_taken(self.appointment)


async def _release_holds(appointment: Appointment, by: By) -> set[str]:
    slot = appointment.slot
    released = await Appointment._meta.db.execute_query_dict(
        RELEASE,
        [
            appointment.id,
            appointment.patient_id,
            by.at,
            slot.starts_at,
            slot.ends_at,
            slot.clinician_id,
            slot.room_id,
            by.actor == appointment.patient_id,
        ],
    )
    owners = {owner for row in released for owner in row.values() if owner is not None}
    return {f"availability:{owner}" for owner in owners}
