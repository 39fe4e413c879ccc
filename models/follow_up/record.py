"""What is known of one promise, what time makes of it, and how it is said to the patient."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Self

from tortoise import fields
from tortoise.expressions import Q

from models.follow_up.alarm import Alarm, alarm_of, next_alarm_at
from models.follow_up.attempt import FollowUpAttempt
from models.follow_up.states import LIVE, UNREACHED, FollowUpReason, FollowUpState, Resolution
from models.ids import follow_up_id
from models.texts import day, kebab, say
from models.versioned import Versioned
from models.working_days import follow_up_due

if TYPE_CHECKING:
    from models.consultation import Consultation
    from models.staff import StaffMember


class FollowUpRecord(Versioned):
    id = fields.CharField(32, primary_key=True, default=follow_up_id)
    consultation: fields.ForeignKeyRelation["Consultation"] = fields.ForeignKeyField(
        "models.Consultation", related_name="follow_ups"
    )
    consultation_id: str
    reason = fields.CharEnumField(FollowUpReason, max_length=16)
    state = fields.CharEnumField(FollowUpState, max_length=12, default=FollowUpState.OPEN)
    schedule_version = fields.IntField(default=1)
    """Which time of the appointment it is about: moved, nothing has been promised yet."""
    opened_at = fields.DatetimeField()
    due_at = fields.DatetimeField()
    assigned_to: fields.ForeignKeyNullableRelation["StaffMember"] = fields.ForeignKeyField(
        "models.StaffMember",
        related_name="follow_ups_taken",
        null=True,
        on_delete=fields.RESTRICT,
    )
    assigned_to_id: str | None
    assigned_at = fields.DatetimeField(null=True)
    attempts_made = fields.SmallIntField(default=0)
    alarm_raised = fields.CharEnumField(Alarm, max_length=10, default=Alarm.NONE)
    """The last alarm that was written down, and when: it shows that staff were warned."""
    alarmed_at = fields.DatetimeField(null=True)
    resolution = fields.CharEnumField(Resolution, max_length=20, null=True)
    resolved_at = fields.DatetimeField(null=True)
    resolved_by = fields.CharField(32, null=True)

    tried: Sequence[FollowUpAttempt] = ()
    """The attempts, for those who reached it as staff."""

    has_new_appointment = False
    """Whether the patient has got a time since; known once `see_new_appointment` has looked."""

    class Meta:
        abstract = True

    @classmethod
    def promised(
        cls, consultation_id: str, reason: FollowUpReason, now: datetime, schedule_version: int = 1
    ) -> Self:
        """R46: the promise, with the moment it is due."""
        return cls(
            consultation_id=consultation_id,
            reason=reason,
            schedule_version=schedule_version,
            opened_at=now,
            due_at=follow_up_due(now),
        )

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    async def see_new_appointment(self) -> None:
        from models.appointment import Appointment, AppointmentState

        own = Appointment.filter(patient_id=self.consultation.appointment.patient_id)
        since = own.filter(state=AppointmentState.BOOKED, booked_at__gte=self.opened_at)
        self.has_new_appointment = await since.exists()

    def alarm(self, now: datetime) -> Alarm:
        """R46: how near it is to being broken. Once the patient is reached, that part is kept."""
        if self.state not in UNREACHED:
            return Alarm.NONE
        return alarm_of(self.opened_at, self.due_at, now)

    @staticmethod
    def may_alarm() -> Q:
        """Those of which an alarm may still have to be written down."""
        return Q(state__in=list(UNREACHED), alarm_raised__not=Alarm.OVERDUE)

    def is_overdue(self, now: datetime) -> bool:
        return self.alarm(now) is Alarm.OVERDUE

    def is_due_soon(self, now: datetime) -> bool:
        return self.alarm(now) is Alarm.DUE_SOON

    def changes_at(self, now: datetime) -> datetime | None:
        """The next moment at which its alarm goes on by itself."""
        if self.state not in UNREACHED:
            return None
        return next_alarm_at(self.opened_at, self.due_at, now)

    def text(self, language: str, now: datetime) -> str:
        """What the patient reads of it: the promise and its date, and what became of it."""
        key: str = self.resolution or self.state
        if self.state in UNREACHED:
            key = "overdue" if self.is_overdue(now) else "promised"
        return say(f"follow-up-{kebab(key)}", language, due=day(self.due_at, language))

    @property
    def topics(self) -> list[str]:
        return ["follow_ups:all", f"consultation:{self.consultation_id}"]
