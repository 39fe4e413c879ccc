"""What the rules refuse, each under its own name.

    Refused                     a rule said no, and the asker can do something about it
    ├─ signing in               ConsentRequired · ConsentTicketExpired · ProviderRetired
    │                           · ProviderUnavailable · NotStaff · NotYourRole
    │                           · TooManyRequests
    ├─ profile                  InvalidInput
    ├─ booking                  SlotNotOffered · SlotTaken · OverlapsYourOwn · NotBookable
    │                           · OtherWayIn · HoldExpired · HoldRenewed
    │                           · TooManyAppointments · IdempotencyKeyReused
    ├─ moving, cancelling       ActionNotAllowed · NoticeRequired
    ├─ asking for a time        AlreadyRequested · RequestClosed
    ├─ the clinic's calendars   TimeIsBooked · PatientIsBusy · AttendanceNotRecorded
    ├─ text messages            MessageOnItsWay · MessageSentOftenEnough · NothingToConfirm
    ├─ the waiting room         TooEarly · TooLate · DeviceCheckRequired · ClinicianNotLate
    │                           · NotPossibleNow · OverlapsAnother
    ├─ following up             FollowUpInProgress · FollowUpClosed · FollowUpTaken
    │                           · NoNewAppointment
    ├─ the invitation           InvitationSuperseded · InvitationExpired · InvitationWithdrawn
    │                           · AcceptedOnOtherDevice
    ├─ picture and sound        MediaSessionSuperseded · VideoUnavailable
    └─ anything                 ChangedMeanwhile
    NotFound                    no such thing, or another's: from outside the two look the same
    NotSignedIn                 nobody is signed in, or no longer

The name and the fields are what a client sees: schema/errors.py shows each one. The wording is
in models/texts, in Danish and English, under the same name.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from models.texts import clock, kebab, say

if TYPE_CHECKING:
    from models.appointment import Appointment
    from models.appointment.actions import Action
    from models.appointment_request import AppointmentRequest, RequestState
    from models.bookability import Hindrance
    from models.clinic import BookingMode, Service
    from models.consent import Purpose
    from models.consultation.states import State
    from models.session import Provider
    from models.slot import Slot


class Refused(Exception):
    """A rule said no, and the asker can be told why, and what helps next."""

    def message(self, language: str) -> str:
        """What to show, in `da` or `en`."""
        return say(f"refused-{kebab(type(self).__name__)}", language, **self._said())

    def _said(self) -> dict[str, Any]:
        """The values that the wording speaks of."""
        return {}


class ConsentRequired(Refused):
    """R2: before you can log in you must give consent."""

    def __init__(self, missing: "list[Purpose]") -> None:
        self.missing = missing


class ConsentTicketExpired(Refused):
    """Unknown, used, too old, or given in another browser: consent has to be given again."""


class ProviderUnavailable(Refused):
    """The identity provider does not answer just now."""


class NotStaff(Refused):
    """Signed in well enough, but not somebody who works here."""


class NotYourRole(Refused):
    """Somebody who works here, and whose task it is not: a coordinator's."""


class TooManyRequests(Refused):
    """So often nobody means it."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after


class ProviderRetired(Refused):
    """R1: NemID is closed."""

    def __init__(self, provider: "Provider", closed_on: date, use_instead: "Provider") -> None:
        self.provider = provider
        self.closed_on = closed_on
        self.use_instead = use_instead


class InvalidInput(Refused):
    """A value that cannot be right; `field` is its name in the input."""

    def __init__(self, field: str, problem: str) -> None:
        self.field = field
        self.problem = problem

    def message(self, language: str) -> str:
        return say(f"invalid-{self.problem}", language)


class SlotNotOffered(Refused):
    """That time is not among those the clinic offers: past, outside opening hours, or moved."""


class SlotTaken(Refused):
    """Another patient was faster."""

    def __init__(self, alternatives: "list[Slot]") -> None:
        self.alternatives = alternatives


class OverlapsYourOwn(Refused):
    """The patient has another appointment then."""

    def __init__(self, appointment: "Appointment") -> None:
        self.appointment = appointment


class PatientIsBusy(Refused):
    """The same, for staff: when, and not what else the patient comes for."""

    def __init__(self, starts_at: datetime, ends_at: datetime) -> None:
        self.starts_at = starts_at
        self.ends_at = ends_at


class NotBookable(Refused):
    """This patient may not book this service by themselves."""

    def __init__(self, service: "Service", hindrances: "list[Hindrance]") -> None:
        self.service = service
        self.hindrances = hindrances

    def message(self, language: str) -> str:
        return " ".join(one.said(self.service, language) for one in self.hindrances)


class OtherWayIn(Refused):
    """R20: some services are booked by the patient, for others a time is asked for."""

    def __init__(self, booking_mode: "BookingMode") -> None:
        self.booking_mode = booking_mode

    def message(self, language: str) -> str:
        return say(f"refused-other-way-in-{kebab(self.booking_mode.value)}", language)


class TooManyAppointments(Refused):
    """So many lie ahead already that others would find no time."""

    def __init__(self, most: int) -> None:
        self.most = most

    def _said(self) -> dict[str, Any]:
        return {"most": self.most}


class HoldExpired(Refused):
    """The time is no longer kept. It may still be free."""


class HoldRenewed(Refused):
    """The time has been kept for longer once already, and is kept until then."""

    def __init__(self, held_until: datetime) -> None:
        self.held_until = held_until

    def _said(self) -> dict[str, Any]:
        return {"until": clock(self.held_until)}


class ActionNotAllowed(Refused):
    """The appointment is not at a point where this may be done."""

    def __init__(self, action: "Action", problem: str) -> None:
        self.action = action
        self.problem = problem

    def message(self, language: str) -> str:
        return say(f"why-not-{self.problem}", language)


class NoticeRequired(Refused):
    """It is late to change it: show what the message says, and ask again with `noticeSeen`."""

    def __init__(self, free_until: datetime) -> None:
        self.free_until = free_until

    def message(self, language: str) -> str:
        return say("notice-late-change", language)


class AlreadyRequested(Refused):
    """The patient is waiting for a time for this service already."""

    def __init__(self, request: "AppointmentRequest") -> None:
        self.request = request


class RequestClosed(Refused):
    """A time has been given, or the request was declined or withdrawn."""

    def __init__(self, state: "RequestState") -> None:
        self.state = state


class TimeIsBooked(Refused):
    """Patients are booked then: move or cancel them first."""

    def __init__(self, entries: "list[Appointment]") -> None:
        self.entries = entries


class AttendanceNotRecorded(Refused):
    """AP6: not yet begun, cancelled, or by video, where the clinician says how it went."""

    def __init__(self, problem: str) -> None:
        self.problem = problem

    def message(self, language: str) -> str:
        return say(f"why-not-{self.problem}", language)


class IdempotencyKeyReused(Refused):
    """The same key came with another body."""


class MessageOnItsWay(Refused):
    """The message that one asks for again has not been sent yet."""


class MessageSentOftenEnough(Refused):
    """Sent again as often as it may be: something else is wrong."""

    def __init__(self, times: int) -> None:
        self.times = times

    def _said(self) -> dict[str, Any]:
        return {"times": self.times}


class NothingToConfirm(Refused):
    """The appointment has begun, or does not take place."""


class TooEarly(Refused):
    """R34: the waiting room is not open yet."""

    def __init__(self, opens_at: datetime) -> None:
        self.opens_at = opens_at


class TooLate(Refused):
    """The waiting room is no longer open."""

    def __init__(self, closed_at: datetime) -> None:
        self.closed_at = closed_at


class DeviceCheckRequired(Refused):
    """R38: camera and sound are checked before the waiting room."""


class ClinicianNotLate(Refused):
    """R44: the clinician is at most ten minutes late. Null: they were ready in time."""

    def __init__(self, may_leave_after: datetime | None) -> None:
        self.may_leave_after = may_leave_after


class NotPossibleNow(Refused):
    """The consultation is not at a point where this can be done."""

    def __init__(self, state: "State") -> None:
        self.state = state


class FollowUpInProgress(Refused):
    """R46: we have begun to contact the patient, or have finished doing so."""


class FollowUpClosed(Refused):
    """R47: somebody has kept this promise already, or the patient came back."""


class NoNewAppointment(Refused):
    """R47: there is no time that the patient has got since the promise was made."""


class FollowUpTaken(Refused):
    """R46: a colleague has taken it upon themselves already."""

    def __init__(self, taken_by: str) -> None:
        self.taken_by = taken_by

    def _said(self) -> dict[str, Any]:
        return {"name": self.taken_by}


class InvitationSuperseded(Refused):
    """The answer names an invitation that is not the current one."""

    def __init__(self, current_id: str | None) -> None:
        self.current_id = current_id


class InvitationExpired(Refused):
    """The invitation rang out. The place in the waiting room is kept."""


class InvitationWithdrawn(Refused):
    """The clinician took the invitation back. The place in the waiting room is kept."""


class MediaSessionSuperseded(Refused):
    """The same person has joined the conversation again, from another tab or device."""


class VideoUnavailable(Refused):
    """There is no picture and sound just now: talk on the phone instead."""

    def __init__(self, support_phone: str) -> None:
        self.support_phone = support_phone

    def _said(self) -> dict[str, Any]:
        return {"phone": self.support_phone}


class AcceptedOnOtherDevice(Refused):
    """X12: the patient has accepted already, on another device."""

    def __init__(self, can_move_here: bool) -> None:
        self.can_move_here = can_move_here


class OverlapsAnother(Refused):
    """X32: the clinician is not free then. Null: the time is blocked, or kept for a patient."""

    def __init__(self, appointment: "Appointment | None") -> None:
        self.appointment = appointment


class ChangedMeanwhile(Refused):
    """Others were faster several times in a row. Nothing was changed; try again."""


class NotFound(Exception):
    """No such thing, or another's: from outside, the two look the same."""


class NotSignedIn(Exception):
    """Nobody is signed in, or no longer."""
