"""What the development clinic has: who works there, and what can be booked."""

from models import ConsultationType, Modality, ServiceKind

OPENS, LUNCH, CLOSES = 9 * 60, (12 * 60, 13 * 60), 16 * 60

CLINICIANS = {
    "holm": ("Dr. Mette Holm", "speciallæge i ortopædkirurgi", "Ortopædkirurgi", "0A1B2"),
    "bech": ("Dr. Lone Bech", "speciallæge i dermatologi", "Dermatologi", "0A1B3"),
    "friis": ("Dr. Anders Friis", "læge", None, "0A1B4"),
    "krag": ("Jens Krag", "psykolog", None, "0A1B5"),
    "dahl": ("Dr. Eva Dahl", "speciallæge i ortopædkirurgi", "Ortopædkirurgi", "0A1B6"),
}

TALK, MOVES, SKIN = ConsultationType.TALK, ConsultationType.MOVEMENT, ConsultationType.SHOW_SKIN
VIDEO, IN_PERSON = Modality.VIDEO, Modality.IN_PERSON
DOCTOR, PSYCHOLOGIST = ServiceKind.DOCTOR, ServiceKind.PSYCHOLOGIST
SPECIALIST = ServiceKind.SPECIALIST
HOLM, BECH, FRIIS, KRAG, DAHL = CLINICIANS

# fmt: off
SERVICES = (
    # kind, Danish, English, how one meets, what happens in it, minutes, with whom, whole kroner
    (DOCTOR, "Samtale med læge", "Talk with a doctor", VIDEO, TALK, 20, FRIIS, 495),
    (DOCTOR, "Undersøgelse hos læge", "Examination by a doctor", IN_PERSON, TALK, 20, FRIIS, 895),
    (PSYCHOLOGIST, "Samtale med psykolog", "Talk with psychologist", VIDEO, TALK, 50, KRAG, 1150),
    (PSYCHOLOGIST, "Psykolog i klinikken", "Therapy, in person", IN_PERSON, TALK, 50, KRAG, 1250),
    (SPECIALIST, "Forundersøgelse, skulder", "Examination, shoulder", VIDEO, MOVES, 30, HOLM, 1495),
    (SPECIALIST, "Forundersøgelse, knæ", "Examination, knee", IN_PERSON, MOVES, 30, HOLM, 1895),
    (SPECIALIST, "Forundersøgelse, hud", "Examination, skin", VIDEO, SKIN, 20, BECH, 1195),
)

BY_REQUEST = (
    SPECIALIST, "Forundersøgelse, ryg", "Examination, back", IN_PERSON, MOVES, 45, HOLM, 1995
)
"""R20: one asks for a time, and a coordinator finds it."""

WITH_GUARANTEE = (
    PSYCHOLOGIST, "Forløb hos psykolog", "Course of therapy", VIDEO, TALK, 50, KRAG, None
)
"""Only with the insurer's guarantee of payment, which Ole has and Karen has not."""
# fmt: on

STANDS_IN = {DAHL: HOLM}
"""X32: offers whatever the other does by video, and so can take the other's patients over."""

PHONES = {"karen": "+4520123456", "ole": "+4520123457"}
