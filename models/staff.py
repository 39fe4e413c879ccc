"""Staff: clinicians, and the coordinators of reception and the follow-up desk.

Everything that staff may touch is reached through the member of staff.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.query_utils import Prefetch
from tortoise.queryset import QuerySet

from models.appointment_request import SHOWN_WITH as REQUEST_WITH
from models.appointment_request import AppointmentRequest
from models.blocked_time import BlockedTime
from models.caretaker import Caretaker
from models.clinic import Clinician
from models.ids import staff_id
from models.media import MediaSession
from models.media.participant import Participant
from models.reach import check_id
from models.refused import InvalidInput, NotFound

if TYPE_CHECKING:
    from tortoise.queryset import QuerySet

    from models.consultation import Consultation
    from models.follow_up import FollowUp
    from models.follow_up.states import FollowUpState

SHOWN_WITH = (
    "consultation__appointment__patient__contact",
    "consultation__appointment__clinician",
    "consultation__appointment__location",
    "consultation__appointment__service__clinic",
    "assigned_to",
)


class Role(StrEnum):
    CLINICIAN = "CLINICIAN"
    COORDINATOR = "COORDINATOR"


class StaffMember(Caretaker):
    id = fields.CharField(32, primary_key=True, default=staff_id)
    subject = fields.CharField(120, unique=True)
    """Who they are at the staff's identity provider."""
    name = fields.CharField(120)
    role = fields.CharEnumField(Role, max_length=20)
    clinician: fields.ForeignKeyNullableRelation["Clinician"] = fields.ForeignKeyField(
        "models.Clinician", related_name="staff", null=True
    )
    clinician_id: str | None
    participant = Participant.CLINICIAN

    class Meta:
        table = "staff_member"

    @property
    def is_coordinator(self) -> bool:
        return self.role is Role.COORDINATOR

    def requests(self) -> "QuerySet[AppointmentRequest]":
        """The house's: whoever coordinates gives times for all."""
        return AppointmentRequest.all()

    async def request(self, id: str) -> AppointmentRequest:
        check_id(id)
        found = await self.requests().filter(id=id).select_related(*REQUEST_WITH)
        if not found:
            raise NotFound
        return found[0]

    async def calendar_of(self, clinician_id: str | None) -> str:
        """The clinician whose calendar this is: one's own, and for a coordinator anybody's."""
        if clinician_id is None and self.is_coordinator:
            raise InvalidInput("clinicianId", "clinician")
        if clinician_id is None or clinician_id == self.clinician_id:
            return self.own_patients_of
        check_id(clinician_id)
        if not self.is_coordinator or not await Clinician.exists(id=clinician_id):
            raise NotFound
        return clinician_id

    async def blocked_time(self, id: str) -> BlockedTime:
        check_id(id)
        found = await BlockedTime.get_or_none(id=id)
        if found is None:
            raise NotFound
        await self.calendar_of(found.clinician_id)
        return found

    async def consultation(self, id: str) -> "Consultation":
        """One of the clinician's own. A coordinator has none."""
        check_id(id)
        from models.consultation import Consultation

        return await Consultation.of_clinician(id, self.own_patients_of)

    async def media_session(self, id: str) -> MediaSession:
        own = {"appointment__clinician_id": self.own_patients_of}
        return await MediaSession.own(id, Participant.CLINICIAN, **own)

    @property
    def own_patients_of(self) -> str:
        """The clinician whose patients these are; a coordinator treats nobody."""
        if self.clinician_id is None:
            raise NotFound
        return self.clinician_id

    @property
    def as_clinician(self) -> Clinician:
        assert self.clinician is not None, "whose patients one has was asked before"
        return self.clinician

    def closed_consultations(self) -> "QuerySet[Consultation]":
        """C12: those of the clinician's own that the system closed."""
        from models.consultation import Consultation

        own = Consultation.filter(appointment__clinician_id=self.own_patients_of)
        return own.filter(closed_at__isnull=False)

    def follow_ups(self, *states: "FollowUpState") -> "QuerySet[FollowUp]":
        """The house's: the promise to call is everybody's to keep, who works here."""
        from models.follow_up import FollowUp, FollowUpAttempt

        tries = FollowUpAttempt.all().select_related("by").order_by("number")
        found = FollowUp.filter(state__in=states).select_related(*SHOWN_WITH)
        return found.prefetch_related(Prefetch("attempts", tries, to_attr="tried"))

    async def follow_up(self, id: str) -> "FollowUp":
        check_id(id)
        from models.follow_up import FollowUpState

        found = await self.follow_ups(*FollowUpState).filter(id=id).first()
        if found is None:
            raise NotFound
        return found
