"""Holding a time while one decides: the same row as an appointment, not yet booked.

Only the database knows whether a time is free, so a hold that has run out is no harm: until
somebody else wants the time, or the worker sweeps it, it can still be booked.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from models.appointment.record import AppointmentRecord
from models.appointment.states import AppointmentState
from models.refused import HoldExpired, HoldRenewed

if TYPE_CHECKING:
    from models.clinic import Service
    from models.patient import Patient
    from models.slot import Slot

HELD_FOR = timedelta(minutes=7)
"""How long a time is kept for a patient who is deciding; and once more, if asked for."""


class Holding(AppointmentRecord):
    class Meta:
        abstract = True

    @classmethod
    def held(cls, patient: "Patient", service: "Service", slot: "Slot", now: datetime) -> Self:
        """The time is the patient's for a while. Nothing is sent, and nothing is promised."""
        held = cls(
            patient_id=patient.id,
            service_id=service.id,
            modality=service.modality,
            location_id=None if service.is_by_video else service.clinic_id,
            state=AppointmentState.HELD,
            held_until=now + HELD_FOR,
        )
        held._takes(slot)
        return held

    def is_held(self, now: datetime) -> bool:
        return (
            self.state is AppointmentState.HELD
            and self.held_until is not None
            and now < self.held_until
        )

    def may_renew(self, now: datetime) -> bool:
        return self.is_held(now) and not self.is_renewed

    def renew(self, now: datetime) -> None:
        """Once. From now on, so that the countdown begins anew."""
        if self.held_until is None or not self.is_held(now):
            raise HoldExpired
        if self.is_renewed:
            raise HoldRenewed(self.held_until)
        self.held_until, self.is_renewed = now + HELD_FOR, True

    def release(self) -> None:
        """Not this one. Releasing what is not held changes nothing."""
        if self.state is AppointmentState.HELD:
            self.state = AppointmentState.RELEASED

    def run_out(self, now: datetime) -> None:
        """Release it if its time is over: for the worker, who may come late."""
        if not self.is_held(now):
            self.release()
