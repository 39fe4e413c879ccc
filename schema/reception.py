"""AP4–AP7: what the clinic does with a patient's appointment: cancel, move, say how it went."""

from typing import Annotated

import strawberry

from schema.errors import (
    ActionNotAllowed,
    AttendanceNotRecorded,
    ChangedMeanwhile,
    InvalidInput,
    PatientIsBusy,
    SlotNotOffered,
    SlotTaken,
)
from schema.staff_appointment import StaffAppointment


@strawberry.input(description="AP5: the clinic cannot hold the appointment.")
class CancelForPatientInput:
    appointment_id: strawberry.ID = strawberry.field(description="Which appointment.")
    reason: str = strawberry.field(description="For the patient to read: 1 to 300 characters.")


@strawberry.input(description="AP4: another time for the same appointment.")
class MoveForPatientInput:
    appointment_id: strawberry.ID = strawberry.field(description="Which appointment.")
    slot_id: strawberry.ID = strawberry.field(
        description="A free time of the same service, with whomever."
    )


@strawberry.input(description="AP6-AP7: how an appointment at the hospital turned out.")
class RecordAttendanceInput:
    appointment_id: strawberry.ID = strawberry.field(description="Which appointment.")
    attended: bool = strawberry.field(description="Whether the patient came.")


CancelForPatientResult = Annotated[
    StaffAppointment | ActionNotAllowed | InvalidInput | ChangedMeanwhile,
    strawberry.union("CancelForPatientResult", description="It is cancelled, or why not."),
]
MoveForPatientResult = Annotated[
    StaffAppointment
    | SlotTaken
    | SlotNotOffered
    | PatientIsBusy
    | ActionNotAllowed
    | ChangedMeanwhile,
    strawberry.union(
        "MoveForPatientResult", description="The same appointment at its new time, or why not."
    ),
]
RecordAttendanceResult = Annotated[
    StaffAppointment | AttendanceNotRecorded | ChangedMeanwhile,
    strawberry.union("RecordAttendanceResult", description="As it now is, or why not."),
]
