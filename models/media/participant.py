"""The two who talk."""

from enum import StrEnum


class Participant(StrEnum):
    PATIENT = "PATIENT"
    CLINICIAN = "CLINICIAN"

    @property
    def other(self) -> "Participant":
        return Participant.CLINICIAN if self is Participant.PATIENT else Participant.PATIENT
