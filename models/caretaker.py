"""What of the patients' a member of staff may touch: a clinician their own, a coordinator all.

The counterpart of `Owner`: nobody looks a patient's thing up by its id alone.
"""

from typing import TYPE_CHECKING

from tortoise.expressions import F, Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.appointment import Appointment
from models.appointment.states import HOLDS, AppointmentState
from models.message import UNTOLD, Message, SkipReason
from models.reach import check_id

KEPT_BACK = Q(
    skipped_because=SkipReason.TOO_MANY,
    schedule_version=F("appointment__schedule_version"),
    appointment__state=AppointmentState.BOOKED,
)
"""Of the messages that were too many, those that still hold: the clinic may have moved the time,
and nobody was told. What was changed since is no news: moving to and fro fills no list."""


class Caretaker(Model):
    """Another clinician's patients are not found, as if they were not."""

    clinician_id: str | None

    class Meta:
        abstract = True

    if TYPE_CHECKING:

        @property
        def is_coordinator(self) -> bool: ...

    async def appointment(self, id: str) -> Appointment:
        check_id(id)
        return await Appointment.whole(
            Appointment.filter(id=id, **self._own()).exclude(state__in=HOLDS)
        )

    def sees_to(self, appointment: Appointment) -> bool:
        """Whether `appointment` would find it."""
        return self.is_coordinator or appointment.clinician_id == self.clinician_id

    def skipped_messages(self) -> QuerySet[Message]:
        """Those of which the patient should have been told something, and was not."""
        untold = Message.filter(Q(skipped_because__in=UNTOLD) | KEPT_BACK)
        return untold.filter(**self._own("appointment__"))

    def _own(self, through: str = "") -> dict[str, str | None]:
        """What narrows a query to whom one may see."""
        return {} if self.is_coordinator else {f"{through}clinician_id": self.clinician_id}
