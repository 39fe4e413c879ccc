"""What of the patients' a member of staff may touch: a clinician their own, a coordinator all.

The counterpart of `Owner`: nobody looks a patient's thing up by its id alone.
"""

from typing import TYPE_CHECKING

from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.appointment import Appointment
from models.appointment.states import HOLDS
from models.message import UNTOLD, Message
from models.reach import check_id


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

    def skipped_messages(self) -> QuerySet[Message]:
        """Those of which the patient should have been told something, and was not."""
        untold = Message.filter(skipped_because__in=UNTOLD)
        return untold.filter(**self._own("appointment__"))

    def _own(self, through: str = "") -> dict[str, str | None]:
        """What narrows a query to whom one may see."""
        return {} if self.is_coordinator else {f"{through}clinician_id": self.clinician_id}
