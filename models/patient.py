"""The patient: who they are, and what is known of them. What is theirs is reached as `Owner`."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields

from models.contact import ContactDetails
from models.course import CourseState, TreatmentCourse
from models.entitlement import Entitlement, EntitlementKind, kinds_for
from models.ids import patient_id
from models.media.participant import Participant
from models.owner import Owner
from models.patient_settings import Settings
from models.texts import DANISH
from models.times import age_on, danish_day

if TYPE_CHECKING:
    from models.clinic import Service
    from models.consent import Consent

ADULT = 18


class Patient(Owner):
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
    contact: ContactDetails
    """Where it was fetched with the patient; otherwise ask for `contact_details`."""
    courses: fields.ReverseRelation[TreatmentCourse]
    entitlements: fields.ReverseRelation[Entitlement]

    participant = Participant.PATIENT

    class Meta:
        table = "patient"

    async def contact_details(self) -> ContactDetails:
        return await ContactDetails.get(patient_id=self.id)

    async def own_settings(self) -> Settings:
        return await Settings.get(patient_id=self.id)

    async def entitled_by(self, service: "Service", day: date) -> frozenset[EntitlementKind]:
        """What the patient has, of what a service can ask for, on that day. Read once."""
        if "_entitlements" not in self.__dict__:
            self.__dict__["_entitlements"] = await self.entitlements.all()
        return kinds_for(self.__dict__["_entitlements"], service, day)

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
