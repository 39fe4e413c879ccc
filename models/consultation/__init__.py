"""The video consultation: one for each appointment by video.

`states` has the states and the moves, `timing` the rules of the clock, `patient_acts` and
`clinician_acts` what each may do, `closing` what becomes of it when nobody ended it, by the
`evidence`. Nothing in this folder reads the clock, sends or publishes.
"""

from itertools import chain
from typing import Self

from tortoise.queryset import QuerySet

from models.consultation.clinician_acts import ClinicianActs
from models.consultation.closing import Closing
from models.consultation.evidence import Evidence
from models.consultation.patient_acts import PatientActs
from models.consultation.states import State
from models.follow_up import FollowUp, FollowUpState
from models.invitation import Invitation
from models.refused import NotFound


class Consultation(PatientActs, ClinicianActs, Closing):
    class Meta:
        table = "consultation"

    @classmethod
    async def whole(cls, own: QuerySet[Self]) -> Self:
        """With all that its rules look at. The query says whose it must be."""
        found = await own.select_related(
            "appointment__patient",
            "appointment__clinician",
            "appointment__location",
            "appointment__service__clinic",
        ).first()
        if found is None:
            raise NotFound
        if found.invitation_id is not None:
            found.invitation = await Invitation.get(id=found.invitation_id)
        if found.state in (State.LEFT, State.ENDED):
            found.follow_up = await found.open_follow_up()
        return found

    @classmethod
    async def with_evidence(cls, id: str) -> Self:
        """With what tells how it went, for closing it."""
        found = await cls.whole(cls.filter(id=id))
        found.evidence = await Evidence.about(found)
        return found

    async def open_follow_up(self) -> FollowUp | None:
        live = FollowUp.filter(consultation_id=self.id, state__not=FollowUpState.WITHDRAWN)
        return await live.order_by("-opened_at").first()

    @property
    def topics(self) -> list[str]:
        told = [
            f"consultation:{self.id}",
            f"patient:{self.appointment.patient_id}",
            f"queue:{self.appointment.clinician_id}",
        ]
        # The follow-up desk hears of a promise that comes, or goes, with the consultation.
        promises = [row.topics for row in self.brought if isinstance(row, FollowUp)]
        return list(dict.fromkeys(chain(told, *promises)))
