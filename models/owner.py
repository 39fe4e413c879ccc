"""What is a patient's own, reached through the patient. Nobody looks a thing up by its id alone."""

from datetime import datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.expressions import F, Q, Subquery
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.appointment import WITH, Appointment, AppointmentState
from models.appointment.states import HOLDS
from models.appointment_request import (
    SHOWN_WHEN_CLOSED,
    SHOWN_WITH,
    AppointmentRequest,
    RequestState,
)
from models.calendar_feed import CalendarFeed
from models.confirmation import BookingConfirmation
from models.consultation import Consultation
from models.deep_link import DeepLink
from models.follow_up import FollowUp
from models.follow_up.states import LIVE
from models.media import MediaSession
from models.media.participant import Participant
from models.reach import check_id
from models.refused import NotFound, TooManyAppointments

if TYPE_CHECKING:
    from models.clinic import Service

MOST_AHEAD = 12
"""So many appointments of one patient, booked by themselves, may lie ahead."""


class Owner(Model):
    """Somebody else's is not found, as if it were not."""

    id: str
    appointments: fields.ReverseRelation[Appointment]
    calendar_feeds: fields.ReverseRelation[CalendarFeed]
    confirmations: fields.ReverseRelation[BookingConfirmation]
    requests: fields.ReverseRelation[AppointmentRequest]

    class Meta:
        abstract = True

    async def appointment(self, id: str) -> Appointment:
        """The patient's own. Nobody looks one up by its id alone."""
        check_id(id)
        return await Appointment.whole(self.appointments.filter(id=id, state__not_in=HOLDS))

    def active_appointments(self, now: datetime) -> QuerySet[Appointment]:
        """R26: what is merely held is none yet."""
        own = self.appointments.filter(state__not_in=HOLDS)
        return own.filter(id__in=Subquery(own.filter(Appointment.active(now)).values("id")))

    async def next_appointments(self, most: int, now: datetime) -> list[Appointment]:
        """R25–R26: the active ones with the next one first, each whole."""
        active = self.active_appointments(now).order_by("starts_at", "id").limit(most)
        found = {one.id: one for one in await active.select_related(*WITH)}
        for meeting in await Consultation.all_of(Consultation.filter(appointment_id__in=found)):
            found[meeting.appointment_id].meeting = meeting.see(now)
        return list(found.values())

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

    async def is_booked_for(self, service: "Service", now: datetime) -> bool:
        """Whoever has an appointment may hold another time for it, also one that was given."""
        ahead = self.appointments.filter(state=AppointmentState.BOOKED, ends_at__gt=now)
        return await ahead.filter(service_id=service.id).exists()

    async def check_room_for_one_more(self, now: datetime) -> None:
        """Two tabs at once may come to one more than that, and no further."""
        ahead = self.appointments.filter(state=AppointmentState.BOOKED, ends_at__gt=now)
        if await ahead.count() >= MOST_AHEAD:
            raise TooManyAppointments(MOST_AHEAD)

    async def request(self, id: str) -> AppointmentRequest:
        check_id(id)
        found = await self.requests.filter(id=id).select_related("service__clinic").first()
        if found is None:
            raise NotFound
        return found

    async def shown_requests(self, now: datetime) -> list[AppointmentRequest]:
        """Those that wait for a time, and what became of the latest; the newest first."""
        lately = Q(state=RequestState.OPEN) | Q(closed_at__gte=now - SHOWN_WHEN_CLOSED)
        shown = self.requests.filter(lately).order_by("-requested_at", "-id")
        return await shown.limit(50).select_related(*SHOWN_WITH)

    async def open_request(self, service_id: str) -> AppointmentRequest | None:
        """The one that waits for a time for that service."""
        open_ones = self.requests.filter(service_id=service_id, state=RequestState.OPEN)
        return await open_ones.select_related("service__clinic").first()

    async def consultation(self, id: str) -> Consultation:
        check_id(id)
        return await Consultation.of_patient(id, self.id)

    async def media_session(self, id: str) -> MediaSession:
        return await MediaSession.own(id, Participant.PATIENT, appointment__patient_id=self.id)

    async def unread_confirmations(self, now: datetime) -> int:
        """R24: of those that count: one that was replaced, or is over, need not be read."""
        ahead = Q(appointment__state=AppointmentState.BOOKED, appointment__ends_at__gt=now)
        unread = self.confirmations.filter(ahead, read_at=None)
        return await unread.filter(edition=F("appointment__schedule_version")).count()

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

    async def deep_link(self, token: str, now: datetime) -> DeepLink:
        """What a link in a text message to this patient leads to."""
        return await DeepLink.of(self.id, token, now)
