"""Karen's booking with Dr. Holm, on paper: for the rules that need no database."""

from datetime import date, timedelta
from typing import Any

from models import (
    Appointment,
    Clinic,
    Clinician,
    ConsultationType,
    Modality,
    Offer,
    Patient,
    Service,
    ServiceKind,
    Slot,
    TreatmentCourse,
)
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


def booked(
    service: Service | None = None, patient: Patient | None = None, **slot: Any
) -> Appointment:
    """At nine, booked the day before."""
    service, patient, holm = service or a_service(), patient or karen(), dr_holm()
    now = slot.pop("now", YESTERDAY)
    course = TreatmentCourse.opened(patient.id, service.kind, now)
    starts_at = slot.pop("starts_at", NINE)
    ends_at = starts_at + timedelta(minutes=service.minutes)
    wanted = Slot(service.id, holm.id, starts_at, ends_at)
    return Appointment.booked(patient, Offer(service, holm, wanted), course, now)
