"""The video consultation: one for each appointment by video.

`states` has the states and the moves, `timing` the rules of the clock, `patient_acts` and
`clinician_acts` what each may do, `with_appointment` what moving and cancelling mean for it,
`closing` what becomes of it when nobody ended it, by the `evidence`. Nothing in this folder reads
the clock, sends or publishes.
"""

from itertools import chain
from typing import Self

from tortoise.queryset import QuerySet

from models.consultation.clinician_acts import ClinicianActs
from models.consultation.closing import Closing
from models.consultation.evidence import Evidence
from models.consultation.patient_acts import PatientActs
from models.consultation.states import State
from models.consultation.with_appointment import WithAppointment
from models.follow_up import FollowUp, FollowUpState
from models.invitation import Invitation
from models.refused import NotFound

WITH = (
    "appointment__patient",
    "appointment__clinician",
    "appointment__location",
    "appointment__service__clinic",
)
"""What is fetched with it, for its rules and for showing it."""


READ_AT_MOST = 5
"""Times, until what was changed while it was read is left to the compare-and-set."""


class Consultation(PatientActs, ClinicianActs, WithAppointment, Closing):
    class Meta:
        table = "consultation"

    @classmethod
    async def whole(cls, own: QuerySet[Self]) -> Self:
        """With all that its rules look at. The query says whose it must be."""
        found = await cls.all_of(own.limit(1))
        if not found:
            raise NotFound
        return found[0]

    @classmethod
    async def all_of(cls, own: QuerySet[Self]) -> list[Self]:
        """The same for many: at most three reads, however many there are.

        Each read is of its own moment. What was changed between them is read again, so that no
        rule judges a call that rings by an invitation that is answered.
        """
        for _ in range(READ_AT_MOST):
            found = await cls._read(own)
            if not any(it.is_torn for it in found):
                break
        return found

    @classmethod
    async def _read(cls, own: QuerySet[Self]) -> list[Self]:
        found = await own.select_related(*WITH)
        rung = [it.invitation_id for it in found if it.invitation_id is not None]
        invitations = {i.id: i for i in await Invitation.filter(id__in=rung)} if rung else {}
        over = [it.id for it in found if it.state in (State.LEFT, State.ENDED)]
        promises = await _promises(over) if over else {}
        for it in found:
            it.invitation = invitations.get(it.invitation_id or "")
            it.follow_up = promises.get(it.id)
        return found

    @classmethod
    async def with_evidence(cls, id: str) -> Self:
        """With what tells how it went, for closing it."""
        found = await cls.whole(cls.filter(id=id))
        found.evidence = await Evidence.about(found)
        return found

    async def open_follow_up(self) -> FollowUp | None:
        return (await _promises([self.id])).get(self.id)

    @property
    def topics(self) -> list[str]:
        told = [
            f"consultation:{self.id}",
            f"patient:{self.appointment.patient_id}",
            f"queue:{self.appointment.clinician_id}",
        ]
        # The follow-up desk hears of a promise that comes, or goes, with the consultation.
        promises = [row.topics for row in self.brought if isinstance(row, FollowUp)]
        return list(dict.fromkeys(chain(told, self.also_told, *promises)))


async def _promises(consultation_ids: list[str]) -> dict[str, FollowUp]:
    """The newest of each that has not been withdrawn."""
    live = FollowUp.filter(consultation_id__in=consultation_ids)
    kept = await live.exclude(state=FollowUpState.WITHDRAWN).order_by("opened_at")
    return {promise.consultation_id: promise for promise in kept}
