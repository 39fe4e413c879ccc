"""Karen's booking with Dr. Holm, on paper: for the rules that need no database."""

from datetime import date, datetime, timedelta
from typing import Any

from models import (
    Appointment,
    Clinic,
    Clinician,
    Consultation,
    ConsultationType,
    Modality,
    Offer,
    Patient,
    Room,
    Service,
    ServiceKind,
    Slot,
    TreatmentCourse,
)
from models.consultation.states import State
from tests.cast import NINE

YESTERDAY = NINE - timedelta(days=1)


def karen(**known: Any) -> Patient:
    usual = {"id": "pat_karen", "name": "Karen Vig", "born_on": date(1985, 3, 12)}
    return Patient(**(usual | known))


def dr_holm() -> Clinician:
    return Clinician(
        id="cli_holm",
        name="Dr. Mette Holm",
        title="speciallæge",
        speciality="Ortopædkirurgi",
        authorisation_id="0A1B2",
    )


def ringsted() -> Clinic:
    clinic = Clinic(
        id="cln_ringsted",
        name="Aleris Ringsted",
        street="Haslevvej 13",
        postcode="4100",
        city="Ringsted",
        phone="+4536372700",
        email="online@aleris.example",
    )
    # Rules need the relation and no database; the ORM only asks whether it has been saved.
    clinic._saved_in_db = True
    return clinic


def a_service(modality: Modality = Modality.VIDEO, **known: Any) -> Service:
    """Half an hour in Ringsted, or by video."""
    usual = {
        "id": "srv_shoulder",
        "kind": ServiceKind.SPECIALIST,
        "name_da": "Forundersøgelse af skulder",
        "name_en": "Examination of a shoulder",
        "consultation_type": ConsultationType.MOVEMENT,
        "minutes": 30,
        "clinic": ringsted(),
    }
    return Service(modality=modality, **(usual | known))


def an_offer(starts_at: datetime = NINE, service: Service | None = None, **known: Any) -> Offer:
    """A time with Dr. Holm; of the shoulder, unless it is another service."""
    service = service or a_service()
    room: Room | None = known.get("room")
    ends_at = starts_at + timedelta(minutes=service.minutes)
    slot = Slot(service.id, "cli_holm", starts_at, ends_at, room.id if room else None)
    return Offer(service, dr_holm(), slot, **known)


def a_course(patient: Patient, service: Service) -> TreatmentCourse:
    return TreatmentCourse.opened(patient.id, service.kind, YESTERDAY)


def booked(
    service: Service | None = None, patient: Patient | None = None, **slot: Any
) -> Appointment:
    """At nine, booked the day before."""
    service, patient = service or a_service(), patient or karen()
    now = slot.pop("now", YESTERDAY)
    offer = an_offer(slot.pop("starts_at", NINE), service)
    return Appointment.booked(patient, offer, a_course(patient, service), now)


def held(service: Service | None = None, now: datetime = YESTERDAY, **known: Any) -> Appointment:
    """Kept for Karen: the time at nine."""
    offer = an_offer(service=service, **known)
    return Appointment.held(karen(), offer.service, offer.slot, now)


def kept(appointment: Appointment) -> Appointment:
    """As if it had been written, with all that it brought."""
    appointment.brought.clear()
    appointment._saved_in_db = True
    return appointment


def with_its_meeting(state: State = State.SCHEDULED, **known: Any) -> Appointment:
    """By video, at nine, with the consultation where it stands."""
    appointment = kept(booked())
    appointment.meeting = Consultation(appointment=appointment, state=state, **known)
    return appointment
