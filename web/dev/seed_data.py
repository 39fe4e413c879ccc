"""What the development clinic has: who works there, and what can be booked."""

from models import ConsultationType, Modality, ServiceKind

MORNING, AFTERNOON = (9 * 60, 12 * 60), (13 * 60, 16 * 60)

CLINICIANS = {
    "holm": ("Dr. Mette Holm", "speciallæge", "Ortopædkirurgi", "0A1B2"),
    "bech": ("Dr. Lone Bech", "speciallæge", "Dermatologi", "0A1B3"),
    "friis": ("Dr. Anders Friis", "læge", None, "0A1B4"),
    "krag": ("Jens Krag", "psykolog", None, "0A1B5"),
}

TALK, MOVEMENT, SKIN = ConsultationType.TALK, ConsultationType.MOVEMENT, ConsultationType.SHOW_SKIN
VIDEO, IN_PERSON = Modality.VIDEO, Modality.IN_PERSON
DOCTOR, PSYCHOLOGIST = ServiceKind.DOCTOR, ServiceKind.PSYCHOLOGIST
SPECIALIST = ServiceKind.SPECIALIST

SERVICES = (
    (DOCTOR, "Samtale med læge", "Talk with a doctor", VIDEO, TALK, 20, "friis"),
    (DOCTOR, "Undersøgelse hos læge", "Examination by a doctor", IN_PERSON, TALK, 20, "friis"),
    (PSYCHOLOGIST, "Samtale med psykolog", "Talk with a psychologist", VIDEO, TALK, 50, "krag"),
    (PSYCHOLOGIST, "Psykolog på klinikken", "Psychologist, in person", IN_PERSON, TALK, 50, "krag"),
    (SPECIALIST, "Forundersøgelse, skulder", "Examination, shoulder", VIDEO, MOVEMENT, 30, "holm"),
    (SPECIALIST, "Forundersøgelse, knæ", "Examination, knee", IN_PERSON, MOVEMENT, 30, "holm"),
    (SPECIALIST, "Forundersøgelse, hud", "Examination, skin", VIDEO, SKIN, 20, "bech"),
)

PHONES = {"karen": "+4520123456", "ole": "+4520123457"}
