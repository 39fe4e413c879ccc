"""R20: "når du har fået en tid": the patient asks, and a coordinator finds a time.

OPEN ─allocate─▶ ALLOCATED (an appointment is booked)
  ├──decline───▶ DECLINED
  └──withdraw──▶ WITHDRAWN
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from tortoise import fields

from models.contact import line
from models.ids import request_id
from models.refused import InvalidInput, RequestClosed, SlotNotOffered
from models.versioned import Versioned

if TYPE_CHECKING:
    from models.appointment import Appointment
    from models.clinic import Service
    from models.patient import Patient

LONGEST_TEXT = 500

SHOWN_WITH = ("service__clinic", "patient")
"""What is read along with a request, for whoever is to see it."""

SHOWN_WHEN_CLOSED = timedelta(days=14)
"""So long the patient still sees what became of it, and why it was declined."""


class RequestState(StrEnum):
    OPEN = "OPEN"
    ALLOCATED = "ALLOCATED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


class AppointmentRequest(Versioned):
    id = fields.CharField(32, primary_key=True, default=request_id)
    patient: fields.ForeignKeyRelation["Patient"] = fields.ForeignKeyField(
        "models.Patient", related_name="requests"
    )
    patient_id: str
    service: fields.ForeignKeyRelation["Service"] = fields.ForeignKeyField(
        "models.Service", related_name="requests"
    )
    service_id: str
    wishes = fields.CharField(LONGEST_TEXT, null=True)
    """When it suits the patient, in their own words; null: whenever."""
    state = fields.CharEnumField(RequestState, max_length=12, default=RequestState.OPEN)
    requested_at: datetime = fields.DatetimeField()
    appointment: fields.ForeignKeyNullableRelation["Appointment"] = fields.ForeignKeyField(
        "models.Appointment", related_name="requests", null=True
    )
    """The time that was given; null unless ALLOCATED."""
    appointment_id: str | None
    closed_at: datetime | None = fields.DatetimeField(null=True)
    closed_by = fields.CharField(40, null=True)
    reason = fields.CharField(LONGEST_TEXT, null=True)
    """Why it was declined, for the patient to read."""

    class Meta:
        table = "appointment_request"
        indexes = (("state", "requested_at"),)

    @classmethod
    def made(cls, patient_id: str, service_id: str, wishes: str | None, now: datetime) -> Self:
        said = line("wishes", wishes or "", LONGEST_TEXT)
        return cls(patient_id=patient_id, service_id=service_id, wishes=said, requested_at=now)

    def allocate(self, appointment: "Appointment", by: str, now: datetime) -> None:
        """The patient has been given a time for what they asked for.

        Age and referral are not looked at: whoever coordinates judges that, and may know better.
        """
        self.check_open()
        if appointment.service_id != self.service_id:
            raise SlotNotOffered
        self._close(RequestState.ALLOCATED, by, now)
        self.appointment_id = appointment.id

    def decline(self, reason: str, by: str, now: datetime) -> None:
        said = line("reason", reason, LONGEST_TEXT)
        if said is None:
            raise InvalidInput("reason", "text")
        self._close(RequestState.DECLINED, by, now)
        self.reason = said

    def withdraw(self, now: datetime) -> None:
        """The patient no longer wants it. Twice is once."""
        if self.state is not RequestState.WITHDRAWN:
            self._close(RequestState.WITHDRAWN, self.patient_id, now)

    def check_open(self) -> None:
        if self.state is not RequestState.OPEN:
            raise RequestClosed(self.state)

    def _close(self, state: RequestState, by: str, now: datetime) -> None:
        self.check_open()
        self.state, self.closed_by, self.closed_at = state, by, now

    @property
    def topics(self) -> list[str]:
        return [f"patient:{self.patient_id}", "requests:all"]
