"""The patient, through whom everything that is theirs is reached."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from models.appointment import Appointment
from models.confirmation import BookingConfirmation
from models.consultation import Consultation
from models.contact import ContactDetails
from models.course import CourseState, TreatmentCourse
from models.deep_link import DeepLink
from models.follow_up import FollowUp
from models.ids import patient_id
from models.patient_settings import Settings
from models.reach import check_id
from models.refused import NotFound
from models.texts import DANISH
from models.times import age_on, danish_day

if TYPE_CHECKING:
    from models.consent import Consent

ADULT = 18


class Patient(Model):
    id = fields.CharField(32, primary_key=True, default=patient_id)
    name = fields.CharField(200)
    born_on: date | None = fields.DateField(null=True)
    """Null when neither the sign-in nor a CPR number tells it."""
    cpr_sealed = fields.CharField(120, null=True)
    """Null when the sign-in gave none."""
    cpr_lookup = fields.CharField(64, null=True, unique=True)
    language = fields.CharField(2, default=DANISH)
    protected_address = fields.BooleanField(default=False)
    app_use_withdrawn_at = fields.DatetimeField(null=True)
    """A4: since then the app is not used; null while the consent holds."""

    consents: fields.ReverseRelation["Consent"]
    appointments: fields.ReverseRelation[Appointment]
    confirmations: fields.ReverseRelation[BookingConfirmation]
    courses: fields.ReverseRelation[TreatmentCourse]

    class Meta:
        table = "patient"

    async def appointment(self, id: str) -> Appointment:
        """The patient's own. Nobody looks one up by its id alone."""
        check_id(id)
        own = self.appointments.filter(id=id).select_related(
            "clinician", "service__clinic", "location"
        )
        found = await own.first()
        if found is None:
            raise NotFound
        return found

    async def consultation(self, id: str) -> Consultation:
        check_id(id)
        return await Consultation.whole(Consultation.filter(id=id, appointment__patient_id=self.id))

    async def confirmation(self, id: str) -> BookingConfirmation:
        check_id(id)
        found = await self.confirmations.filter(id=id).first()
        if found is None:
            raise NotFound
        return found

    async def follow_up(self, id: str) -> FollowUp:
        check_id(id)
        own = FollowUp.filter(id=id, consultation__appointment__patient_id=self.id)
        found = await own.first()
        if found is None:
            raise NotFound
        return found

    async def deep_link(self, token: str, now: datetime) -> DeepLink:
        """What a link in a text message to this patient leads to."""
        return await DeepLink.of(self.id, token, now)

    async def contact_details(self) -> ContactDetails:
        return await ContactDetails.get(patient_id=self.id)

    async def own_settings(self) -> Settings:
        return await Settings.get(patient_id=self.id)

    async def in_course(self) -> bool:
        """R13: whether the patient has a course of treatment with us."""
        return await self.courses.filter(state=CourseState.ACTIVE).exists()

    def age(self, now: datetime) -> int | None:
        """By the Danish calendar: one gets older at midnight in Denmark. None: not known."""
        return None if self.born_on is None else age_on(self.born_on, danish_day(now))

    @property
    def masked_cpr(self) -> str | None:
        """`120385-••••`: enough to recognise one's own."""
        known = self.cpr_sealed is not None and self.born_on is not None
        return f"{self.born_on:%d%m%y}-••••" if known else None

    def guardian_is_informed(self, now: datetime) -> bool:
        """ "Er du endnu ikke fyldt 18 år" in the real terms: the guardian is told."""
        age = self.age(now)
        return age is not None and age < ADULT
