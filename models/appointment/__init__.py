"""An appointment: a time that is the patient's, with a clinician, at the hospital or by video.

`states` has the states and the moves, `holding` the time kept while one decides, `changing` the
rules of moving and cancelling, `actions` what the patient may do just now, `outcome` how it went.

That nobody is booked twice at once is a constraint of the database, for the clinician, the
patient and the room: see models/migrations. A refused write is how the loser learns of it.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.appointment.actions import Action
from models.appointment.outcome import TurningOut
from models.appointment.record import LONGEST_REASON
from models.appointment.states import MOVES, OCCUPYING, AppointmentState, CancelledBy
from models.confirmation import BookingConfirmation
from models.consultation import Consultation
from models.consultation.states import WITH_THE_PATIENT
from models.contact import line
from models.follow_up.states import LIVE
from models.message import Message
from models.refused import ActionNotAllowed, InvalidInput, NotFound, SlotNotOffered

if TYPE_CHECKING:
    from models.course import TreatmentCourse
    from models.offer import Offer
    from models.patient import Patient
    from models.slot import Slot

__all__ = ["OCCUPYING", "WITH", "Appointment", "AppointmentState", "CancelledBy"]

WITH = ("patient", "clinician", "service__clinic", "location", "room")
"""What is fetched with it, for its rules and for showing it."""

ACTIVE_UNTIL_AFTER_END = timedelta(minutes=15)
"""A8: a booking is active until this long after its end."""


class Appointment(TurningOut):
    class Meta:
        table = "appointment"
        indexes = (("patient_id", "starts_at"), ("clinician_id", "starts_at"))

    @classmethod
    async def whole(cls, own: QuerySet[Self]) -> Self:
        """With all that its rules look at. The query says whose it must be."""
        found = await own.select_related(*WITH).first()
        if found is None:
            raise NotFound
        if found.is_by_video and not found.is_hold:
            found.meeting = await Consultation.whole(Consultation.filter(appointment_id=found.id))
        return found

    @classmethod
    def booked(
        cls, patient: "Patient", offer: "Offer", course: "TreatmentCourse", now: datetime
    ) -> Self:
        """R20: a time is the patient's, without having been held."""
        appointment = cls.held(patient, offer.service, offer.slot, now)
        appointment.book(patient, offer, course, now)
        return appointment

    def book(
        self, patient: "Patient", offer: "Offer", course: "TreatmentCourse", now: datetime
    ) -> None:
        """R20: with it come its confirmation, messages and, by video, the room to meet in."""
        if AppointmentState.BOOKED not in MOVES[self.state]:
            raise SlotNotOffered
        self._takes(offer.slot)
        self.state, self.held_until, self.booked_at = AppointmentState.BOOKED, None, now
        self.course_id, self.payer, self.price = course.id, offer.payer, offer.price
        room = [Consultation(appointment_id=self.id)] if self.is_by_video else []
        self.brings(*self._told(patient, offer, now), *room)

    def move(
        self,
        patient: "Patient",
        offer: "Offer",
        now: datetime,
        *,
        notice_seen: bool = False,
        staff_id: str | None = None,
    ) -> None:
        """Another time, the same appointment. What was to be sent about the old one is not sent."""
        if self.is_at(offer.slot):
            return
        by = CancelledBy.CLINIC if staff_id else CancelledBy.PATIENT
        self._may(Action.MOVE, self.why_not_move(now, by))
        self._has_seen_notice(notice_seen or by is CancelledBy.CLINIC, now)
        if offer.slot.service_id != self.service_id:
            raise SlotNotOffered
        self._takes(offer.slot)
        self.payer, self.price = offer.payer, offer.price
        self.schedule_version += 1
        if self.meeting is not None:
            self.meeting.start_anew(staff_id or patient.id, now)
            self.brings(self.meeting)
        self.brings(*self._told(patient, offer, now))

    def cancel(self, by: CancelledBy, now: datetime, *, notice_seen: bool = False) -> None:
        """The time is free again, and a patient who waits is told. Twice is once."""
        if self.state is AppointmentState.CANCELLED:
            return
        self._may(Action.CANCEL, self.why_not_cancel(now, by))
        self._has_seen_notice(notice_seen or by is CancelledBy.CLINIC, now)
        self.state, self.cancelled_by, self.cancelled_at = AppointmentState.CANCELLED, by, now
        self.schedule_version += 1
        if self.meeting is not None:
            self.meeting.cancel(now)
            self.brings(self.meeting)

    def cancel_by_clinic(self, reason: str, now: datetime) -> None:
        """AP5: the patient reads why, and is told at once, so as not to come in vain."""
        said = line("reason", reason, LONGEST_REASON)
        if said is None:
            raise InvalidInput("reason", "reason")
        if self.state is not AppointmentState.CANCELLED:
            self.cancel(CancelledBy.CLINIC, now)
            self.cancel_reason = said
            self.brings(Message.cancelled(self, now))

    def is_at(self, slot: "Slot") -> bool:
        return self.slot == slot and self.state is AppointmentState.BOOKED

    def _told(self, patient: "Patient", offer: "Offer", now: datetime) -> list[Model]:
        """R20–R21: the confirmation of the time as it now is, and the messages owed."""
        letter = BookingConfirmation.of(self, patient, offer, now)
        return [letter, *Message.owed_for(self, now)]

    def _may(self, action: Action, why_not: str | None) -> None:
        if why_not is not None:
            raise ActionNotAllowed(action, why_not)

    @staticmethod
    def active(now: datetime) -> Q:
        """R26, A8: what counts as "de aktive bookinger"."""
        ahead = Q(state=AppointmentState.BOOKED, ends_at__gt=now - ACTIVE_UNTIL_AFTER_END)
        live = Q(consultation__state__in=list(WITH_THE_PATIENT))
        promised = Q(consultation__follow_ups__state__in=list(LIVE))
        return ahead | live | promised
