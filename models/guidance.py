"""R31, R48–R51: practical information, and where to put the phone, by the kind of appointment."""

from dataclasses import dataclass

from models.clinic import ConsultationType, Modality, Service
from models.texts import kebab, say

BY_MODALITY = {
    Modality.IN_PERSON: ("arrive-early", "bring-id", "cancel-in-time"),
    Modality.VIDEO: ("quiet-place", "start-from-link", "permission", "if-delayed"),
}
"""R31: "en række praktiske oplysninger"."""

EQUIPMENT = {
    ConsultationType.TALK: ("face-the-light",),
    ConsultationType.MOVEMENT: ("room-to-move", "show-the-movement"),
    ConsultationType.SHOW_SKIN: ("face-the-light", "hold-close"),
}
"""R48–R51: by the type of video consultation, "således, at der er plads til bevægelse"."""


@dataclass(frozen=True)
class Advice:
    key: str
    title: str
    body: str

    @classmethod
    def read(cls, key: str, language: str) -> "Advice":
        return cls(
            kebab(key).upper().replace("-", "_"),
            say(f"advice-{key}-title", language),
            say(f"advice-{key}-body", language),
        )


def practical_information(service: Service, language: str) -> list[Advice]:
    return [Advice.read(key, language) for key in BY_MODALITY[service.modality]]


def equipment_advice(service: Service, language: str) -> list[Advice]:
    """Only for video: at the hospital nobody places a phone."""
    if not service.is_by_video:
        return []
    return [Advice.read(key, language) for key in EQUIPMENT[service.consultation_type]]
