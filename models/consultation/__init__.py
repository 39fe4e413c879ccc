"""The video consultation: one for each appointment by video.

`states` has the states and the moves, `timing` the rules of the clock, `patient_acts` and
`clinician_acts` what each may do, `with_appointment` what moving and cancelling mean for it,
`closing` what becomes of it when nobody ended it, by the `evidence`, `media` when there is picture
and sound. Nothing in this folder reads the clock, sends or publishes.
"""

from collections.abc import Awaitable, Callable, Sequence
from itertools import chain

from tortoise.queryset import QuerySet

from models.consultation.clinician_acts import ClinicianActs
from models.consultation.closing import Closing
from models.consultation.evidence import Evidence
from models.consultation.media import WithMedia
from models.consultation.patient_acts import PatientActs
from models.consultation.states import State
from models.consultation.with_appointment import WithAppointment
from models.follow_up import FollowUp, FollowUpState
from models.invitation import Invitation
from models.prepared import Prepared
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


class Consultation(PatientActs, ClinicianActs, WithAppointment, Closing, WithMedia):
    class Meta:
        table = "consultation"

    @classmethod
    async def whole(cls, own: "QuerySet[Consultation]") -> "Consultation":
        """With all that its rules look at. The query says whose it must be."""
        return cls.only(await cls.all_of(own.limit(1)))

    @classmethod
    async def of_patient(cls, id: str, patient_id: str) -> "Consultation":
        """What an open waiting room looks at, all the time."""
        return cls.only(await cls._read_until_whole(lambda: _of_patient(id, patient_id)))

    @classmethod
    async def of_clinician(cls, id: str, clinician_id: str) -> "Consultation":
        return cls.only(await cls._read_until_whole(lambda: _of_clinician(id, clinician_id)))

    @classmethod
    def only(cls, found: "list[Consultation]") -> "Consultation":
        if not found:
            raise NotFound
        return found[0]

    @classmethod
    async def all_of(cls, own: "QuerySet[Consultation]") -> "list[Consultation]":
        """The same for many: at most three reads, however many there are."""
        return await cls._read_until_whole(lambda: _listed(own))

    @classmethod
    async def _read_until_whole(
        cls, read: "Callable[[], Awaitable[list[Consultation]]]"
    ) -> "list[Consultation]":
        """Each read is of its own moment. What was changed between them is read again, so that no
        rule judges a call that rings by an invitation that is answered.
        """
        for _ in range(READ_AT_MOST):
            found = await cls._completed(await read())
            if not any(it.is_torn for it in found):
                break
        return found

    @classmethod
    async def _completed(cls, found: "list[Consultation]") -> "list[Consultation]":
        """With what hangs on them, besides `WITH`."""
        rung = [it.invitation_id for it in found if it.invitation_id is not None]
        invitations = {i.id: i for i in await Invitation.filter(id__in=rung)} if rung else {}
        over = [it for it in found if it.state in (State.LEFT, State.ENDED)]
        promises = await _promises(over) if over else {}
        for it in found:
            it.invitation = invitations.get(it.invitation_id or "")
            it.follow_up = promises.get(it.id)
        return found

    @classmethod
    async def with_evidence(cls, id: str) -> "Consultation":
        """With what tells how it went, for closing it."""
        found = await cls.whole(cls.filter(id=id))
        found.evidence = await Evidence.about(found)
        return found

    async def newest_follow_up(self) -> FollowUp | None:
        """Of the time as it now is; also when it has been kept."""
        return (await _promises([self])).get(self.id)

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


_of_patient = Prepared(
    lambda id, whose: Consultation.filter(id=id, appointment__patient_id=whose).select_related(
        *WITH
    )
)
_of_clinician = Prepared(
    lambda id, whose: Consultation.filter(id=id, appointment__clinician_id=whose).select_related(
        *WITH
    )
)


async def _listed(own: "QuerySet[Consultation]") -> list[Consultation]:
    return await own.select_related(*WITH)


async def _promises(of: Sequence[Consultation]) -> dict[str, FollowUp]:
    """The newest of each that is about the time as it now is, and has not been withdrawn."""
    versions = {it.id: it.appointment.schedule_version for it in of}
    kept = FollowUp.filter(consultation_id__in=list(versions)).order_by("opened_at")
    return {
        promise.consultation_id: promise
        for promise in await kept.exclude(state=FollowUpState.WITHDRAWN)
        if promise.schedule_version == versions[promise.consultation_id]
    }
