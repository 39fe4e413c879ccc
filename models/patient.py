"""The patient, through whom everything that is theirs is reached."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from models.appointment import WITH, Appointment, AppointmentState
from models.appointment.states import HOLDS
from models.appointment_request import AppointmentRequest, RequestState
from models.calendar_feed import CalendarFeed
from models.confirmation import BookingConfirmation
from models.consultation import Consultation
from models.contact import ContactDetails
from models.course import CourseState, TreatmentCourse
from models.entitlement import Entitlement, EntitlementKind, kinds_for
from models.follow_up import FollowUp
from models.follow_up.states import LIVE
from models.ids import patient_id
from models.patient_settings import Settings
from models.reach import check_id
from models.refused import NotFound
from models.texts import DANISH
from models.times import age_on, danish_day

if TYPE_CHECKING:
    from models.clinic import Service
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
    calendar_feeds: fields.ReverseRelation[CalendarFeed]
    confirmations: fields.ReverseRelation[BookingConfirmation]
    courses: fields.ReverseRelation[TreatmentCourse]
    requests: fields.ReverseRelation[AppointmentRequest]
    entitlements: fields.ReverseRelation[Entitlement]

    class Meta:
        table = "patient"

    async def appointment(self, id: str) -> Appointment:
        """The patient's own. Nobody looks one up by its id alone."""
        check_id(id)
        return await Appointment.whole(self.appointments.filter(id=id, state__not_in=HOLDS))

    async def hold(self, id: str) -> Appointment:
        """A time that is, or was, kept for the patient and not yet booked."""
        check_id(id)
        return await Appointment.whole(self.appointments.filter(id=id, state__in=HOLDS))

    async def own_time(self, id: str) -> Appointment:
        """Held or booked: for whoever is just making the one into the other."""
        check_id(id)
        return await Appointment.whole(self.appointments.filter(id=id))

    async def current_hold(self, now: datetime) -> Appointment | None:
        held = self.appointments.filter(state=AppointmentState.HELD, held_until__gt=now)
        return await held.select_related(*WITH).first()

    async def request(self, id: str) -> AppointmentRequest:
        check_id(id)
        found = await self.requests.filter(id=id).select_related("service__clinic").first()
        if found is None:
            raise NotFound
        return found

    async def open_request(self, service_id: str) -> AppointmentRequest | None:
        """The one that waits for a time for that service."""
        open_ones = self.requests.filter(service_id=service_id, state=RequestState.OPEN)
        return await open_ones.select_related("service__clinic").first()

    async def consultation(self, id: str) -> Consultation:
        check_id(id)
        return await Consultation.of_patient(id, self.id)

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

    async def calendar_feed(self) -> CalendarFeed | None:
        """The one whose address works; there is at most one."""
        return await self.calendar_feeds.filter(revoked_at=None).first()

    async def live_follow_ups(self) -> list[FollowUp]:
        """R46: what we still owe the patient, the one due first at the top."""
        own = FollowUp.filter(consultation__appointment__patient_id=self.id, state__in=LIVE)
        return await own.order_by("due_at", "id").limit(50)

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
