"""How a "no" reaches the client.

A refusal that the asker can act on is a type of its own, in the result of the mutation.
Anything else is an entry in `errors`, with a code, and with its message kept to ourselves.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from models import refused
from models.texts import kebab
from schema.enums import (
    Action,
    BookingMode,
    ConsentPurpose,
    ConsultationState,
    Hindrance,
    Provider,
    RequestState,
)

Appointment = Annotated["Appointment", strawberry.lazy("schema.appointment")]  # type: ignore[misc]
AppointmentRequest = Annotated["AppointmentRequest", strawberry.lazy("schema.requests")]  # type: ignore[misc]
DayEntry = Annotated["DayEntry", strawberry.lazy("schema.calendar")]  # type: ignore[misc]
Slot = Annotated["Slot", strawberry.lazy("schema.clinic")]  # type: ignore[misc]
StaffAppointment = Annotated["StaffAppointment", strawberry.lazy("schema.staff_appointment")]  # type: ignore[misc]


@strawberry.interface(description="Something that could not be done, and why. Nothing changed.")
class Error:
    code: str = strawberry.field(description="The name of the type, such as `SLOT_TAKEN`.")
    message: str = strawberry.field(
        description="Fit to show as it is, in the asker's language: Danish or English."
    )


@strawberry.type(description="R2: before one can log in, one must give consent to both purposes.")
class ConsentRequired(Error):
    missing: list[ConsentPurpose] = strawberry.field(description="What was not consented to.")


@strawberry.type(
    description="The consent ticket is unknown, used, over 30 minutes old, or another browser's. "
    "Give consent again."
)
class ConsentTicketExpired(Error):
    pass


@strawberry.type(description="So often nobody means it. Wait, and try again.")
class TooManyRequests(Error):
    retry_after: int = strawberry.field(description="In so many seconds at the latest.")


@strawberry.type(description="R1: this provider is closed; use the other one.")
class ProviderRetired(Error):
    provider: Provider = strawberry.field(description="The one that is closed.")
    closed_on: date = strawberry.field(description="Since when.")
    use_instead: Provider = strawberry.field(description="The one to use.")


@strawberry.type(description="The identity provider does not answer just now. Try again later.")
class ProviderUnavailable(Error):
    pass


@strawberry.type(description="Signed in, but not as somebody who works here.")
class NotStaff(Error):
    pass


@strawberry.type(description="For staff: it is the coordinators' to do.")
class NotYourRole(Error):
    pass


@strawberry.type(description="A value that cannot be right. Nothing of the input was kept.")
class InvalidInput(Error):
    field: str = strawberry.field(description="Its name in the input.")


@strawberry.type(description="The clinic does not offer that time, or no longer.")
class SlotNotOffered(Error):
    pass


@strawberry.type(description="Another patient was faster.")
class SlotTaken(Error):
    alternatives: list[Slot] = strawberry.field(description="Up to three free times close to it.")


@strawberry.type(description="The patient has another appointment then.")
class OverlapsYourOwn(Error):
    appointment: Appointment = strawberry.field(description="The one that is in the way.")


@strawberry.type(description="For staff: the patient has another appointment then.")
class PatientIsBusy(Error):
    starts_at: datetime = strawberry.field(description="When the other one begins, in UTC.")
    ends_at: datetime = strawberry.field(description="When it ends, in UTC; not included.")


@strawberry.type(description="This patient may not book this service by themselves.")
class NotBookable(Error):
    minimum_age: int = strawberry.field(
        resolver=lambda root: root.service.minimum_age, description="How old one must be, in years."
    )
    hindrances: list[Hindrance] = strawberry.field(description="All that stands in the way.")
    service: strawberry.Private[object]


@strawberry.type(description="R20: it is booked the other way: by choosing, or by asking for it.")
class OtherWayIn(Error):
    booking_mode: BookingMode = strawberry.field(description="The way of this service.")


@strawberry.type(description="So many lie ahead already that others would find no time.")
class TooManyAppointments(Error):
    most: int = strawberry.field(description="How many may lie ahead at once.")


@strawberry.type(description="The time is no longer kept. It may still be free.")
class HoldExpired(Error):
    pass


@strawberry.type(description="The time has been renewed once already; it is still kept.")
class HoldRenewed(Error):
    held_until: datetime = strawberry.field(description="Until when it is kept, in UTC.")


@strawberry.type(description="The appointment is not at a point where this may be done.")
class ActionNotAllowed(Error):
    action: Action = strawberry.field(description="What may not be done.")


@strawberry.type(
    description="It is less than 24 hours away. Show the message, and send `noticeSeen: true`."
)
class NoticeRequired(Error):
    free_until: datetime = strawberry.field(description="Until when no notice was needed, in UTC.")


@strawberry.type(description="The patient waits for a time for this service already.")
class AlreadyRequested(Error):
    request: AppointmentRequest = strawberry.field(description="The one that is open.")


@strawberry.type(description="A time has been given, or the request was declined or withdrawn.")
class RequestClosed(Error):
    state: RequestState = strawberry.field(description="How it was closed.")


@strawberry.type(description="Patients are booked then: move or cancel them first.")
class TimeIsBooked(Error):
    entries: list[DayEntry] = strawberry.field(description="Who, and when: at most 50 of them.")


@strawberry.type(
    description="AP6: it has not begun, is cancelled, or is by video, where the clinician tells."
)
class AttendanceNotRecorded(Error):
    pass


@strawberry.type(description="The same idempotency key came with another body.")
class IdempotencyKeyReused(Error):
    pass


@strawberry.type(description="R21: the message has not been sent yet; wait for it.")
class MessageOnItsWay(Error):
    pass


@strawberry.type(description="R21: it was sent again as often as it may be, for this time.")
class MessageSentOftenEnough(Error):
    times: int = strawberry.field(description="How often.")


@strawberry.type(description="The appointment has begun, or was cancelled.")
class NothingToConfirm(Error):
    pass


@strawberry.type(description="R34: the waiting room is not open yet.")
class TooEarly(Error):
    opens_at: datetime = strawberry.field(description="When it opens, in UTC.")


@strawberry.type(description="The waiting room is no longer open.")
class TooLate(Error):
    closed_at: datetime = strawberry.field(description="When it closed, in UTC.")


@strawberry.type(
    description="R38: a check of camera and sound that passed, at most 30 minutes ago, is missing."
)
class DeviceCheckRequired(Error):
    pass


@strawberry.type(description="R44: the clinician is at most ten minutes late. The place is kept.")
class ClinicianNotLate(Error):
    may_leave_after: datetime | None = strawberry.field(
        description="After this moment one may leave; null when the clinician was ready in time."
    )


@strawberry.type(description="The consultation is not at a point where this can be done.")
class NotPossibleNow(Error):
    state: ConsultationState = strawberry.field(description="Where it stands instead.")


@strawberry.type(description="R46: we have already contacted the patient, or begun to.")
class FollowUpInProgress(Error):
    pass


@strawberry.type(description="R47: this follow-up is closed already.")
class FollowUpClosed(Error):
    pass


@strawberry.type(description="R46: a colleague has taken this follow-up already.")
class FollowUpTaken(Error):
    taken_by: str = strawberry.field(description="The name of whoever has it.")


@strawberry.type(
    description="R47: NEW_APPOINTMENT, and no time is booked that the patient got since."
)
class NoNewAppointment(Error):
    pass


@strawberry.type(description="The answer names an invitation that is not the current one.")
class InvitationSuperseded(Error):
    current_id: strawberry.ID | None = strawberry.field(
        description="The current one; null when there is none."
    )


@strawberry.type(description="The invitation rang out. The place in the waiting room is kept.")
class InvitationExpired(Error):
    pass


@strawberry.type(description="The clinician took the invitation back. The place is kept.")
class InvitationWithdrawn(Error):
    pass


@strawberry.type(
    description="One has joined again, in another tab or on another device: stop here."
)
class MediaSessionSuperseded(Error):
    pass


@strawberry.type(description="There is no picture and sound just now: talk on the phone instead.")
class VideoUnavailable(Error):
    support_phone: str = strawberry.field(description="Whom to call, in E.164.")


@strawberry.type(description="X12: accepted already, on another of the patient's devices.")
class AcceptedOnOtherDevice(Error):
    can_move_here: bool = strawberry.field(description="Whether it can be continued on this one.")


@strawberry.type(description="The clinician is not free at that time.")
class OverlapsAnother(Error):
    appointment: StaffAppointment | None = strawberry.field(
        description="What is in the way; null when the time is blocked, or kept for a patient."
    )


@strawberry.type(description="Others were faster several times in a row. Try again.")
class ChangedMeanwhile(Error):
    pass


SHOWN_AS: dict[type[refused.Refused], type[Error]] = {
    getattr(refused, shown.__name__): shown for shown in Error.__subclasses__()
}


@dataclass(frozen=True)
class Shown:
    """Turns one kind of refusal into its GraphQL type, field by field, in the asker's words."""

    exception_type: type[refused.Refused]
    error_type: type[Error]

    def handle(self, exception: refused.Refused, *, field: Any, info: Any) -> Error:
        return self.error_type(
            code=code_of(exception),
            message=exception.message(info.context.language),
            **{name: value for name, value in vars(exception).items() if name != "problem"},
        )


def code_of(refusal: refused.Refused) -> str:
    return kebab(type(refusal).__name__).replace("-", "_").upper()


handlers = [Shown(refusal, error) for refusal, error in SHOWN_AS.items()]
