from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from models.appointment import AppointmentState
from models.clinic import ConsultationType, Modality, ServiceKind
from models.confirmation import confirmation_number
from models.consent import Purpose, TextKind
from models.consultation.states import LeftReason, Outcome, State
from models.contact import Channel
from models.course import CourseState
from models.device_check import ClientKind, DeviceClass, PartResult
from models.follow_up import FollowUpReason, FollowUpState, Resolution
from models.ids import (
    appointment_id,
    clinic_id,
    clinician_id,
    confirmation_id,
    consent_id,
    consultation_id,
    course_id,
    follow_up_id,
    invitation_id,
    message_id,
    patient_id,
    service_id,
    staff_id,
    ticket_id,
)
from models.invitation import InvitationState
from models.message import MessageKind, MessageState, SkipReason
from models.staff import Role
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("actor", fields.CharField(max_length=40)),
                ("action", fields.CharField(max_length=60)),
                ("subject", fields.CharField(db_index=True, max_length=40)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "audit_event", "app": "models", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Clinic",
            fields=[
                (
                    "id",
                    fields.CharField(
                        primary_key=True,
                        default=clinic_id,
                        unique=True,
                        db_index=True,
                        max_length=32,
                    ),
                ),
                ("name", fields.CharField(max_length=120)),
                ("street", fields.CharField(max_length=120)),
                ("postcode", fields.CharField(max_length=10)),
                ("city", fields.CharField(max_length=60)),
                ("phone", fields.CharField(max_length=20)),
                ("email", fields.CharField(max_length=120)),
            ],
            options={"table": "clinic", "app": "models", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Clinician",
            fields=[
                (
                    "id",
                    fields.CharField(
                        primary_key=True,
                        default=clinician_id,
                        unique=True,
                        db_index=True,
                        max_length=32,
                    ),
                ),
                ("name", fields.CharField(max_length=120)),
                ("title", fields.CharField(max_length=60)),
                ("speciality", fields.CharField(null=True, max_length=60)),
                ("authorisation_id", fields.CharField(max_length=10)),
            ],
            options={
                "table": "clinician",
                "app": "models",
                "pk_attr": "id",
                "table_description": 'R27: "information om behandler".',
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ConsentTicket",
            fields=[
                (
                    "id",
                    fields.CharField(
                        primary_key=True,
                        default=ticket_id,
                        unique=True,
                        db_index=True,
                        max_length=32,
                    ),
                ),
                ("browser_hash", fields.CharField(max_length=64)),
                (
                    "text_ids",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("language", fields.CharField(max_length=2)),
                ("given_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("provider", fields.CharField(null=True, max_length=10)),
                ("state_hash", fields.CharField(null=True, unique=True, max_length=64)),
                ("nonce", fields.CharField(null=True, max_length=64)),
                ("code_verifier", fields.CharField(null=True, max_length=128)),
                ("landing", fields.CharField(null=True, max_length=200)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "consent_ticket",
                "app": "models",
                "pk_attr": "id",
                "table_description": "Consent given by someone we do not know yet, waiting for the sign-in that tells us who.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="IdempotencyKey",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("actor", fields.CharField(max_length=40)),
                ("key", fields.CharField(max_length=100)),
                ("request_hash", fields.CharField(max_length=64)),
                ("result_id", fields.CharField(max_length=40)),
            ],
            options={
                "table": "idempotency_key",
                "app": "models",
                "unique_together": (("actor", "key"),),
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LegalText",
            fields=[
                (
                    "id",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=60),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="APP_USE: APP_USE\nRECORD_STORAGE: RECORD_STORAGE\nTERMS: TERMS\nACCESSIBILITY: ACCESSIBILITY",
                        enum_type=TextKind,
                        max_length=20,
                    ),
                ),
                ("text_version", fields.IntField()),
                ("language", fields.CharField(max_length=2)),
                ("title", fields.CharField(max_length=200)),
                ("body", fields.TextField(unique=False)),
                ("sha256", fields.CharField(max_length=64)),
            ],
            options={
                "table": "legal_text",
                "app": "models",
                "unique_together": (("kind", "text_version", "language"),),
                "pk_attr": "id",
                "table_description": "A wording, published once and never changed: a new wording is a new version.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Patient",
            fields=[
                (
                    "id",
                    fields.CharField(
                        primary_key=True,
                        default=patient_id,
                        unique=True,
                        db_index=True,
                        max_length=32,
                    ),
                ),
                ("name", fields.CharField(max_length=200)),
                ("born_on", fields.DateField()),
                ("cpr_sealed", fields.CharField(null=True, max_length=120)),
                ("cpr_lookup", fields.CharField(null=True, unique=True, max_length=64)),
                ("language", fields.CharField(default="da", max_length=2)),
                ("protected_address", fields.BooleanField(default=False)),
            ],
            options={"table": "patient", "app": "models", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    fields.CharField(
                        primary_key=True,
                        default=consent_id,
                        unique=True,
                        db_index=True,
                        max_length=32,
                    ),
                ),
                (
                    "patient",
                    fields.ForeignKeyField(
                        "models.Patient",
                        source_field="patient_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="consents",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "purpose",
                    fields.CharEnumField(
                        description="APP_USE: APP_USE\nRECORD_STORAGE: RECORD_STORAGE",
                        enum_type=Purpose,
                        max_length=20,
                    ),
                ),
                (
                    "text",
                    fields.ForeignKeyField(
                        "models.LegalText",
                        source_field="text_id",
                        db_constraint=True,
                        to_field="id",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("given_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "withdrawn_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={
                "table": "consent",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What a patient consented to, in which wording, and when.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ContactChange",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "patient",
                    fields.ForeignKeyField(
                        "models.Patient",
                        source_field="patient_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="contact_changes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("phone", fields.CharField(null=True, max_length=20)),
                ("email", fields.CharField(null=True, max_length=254)),
                ("street", fields.CharField(null=True, max_length=120)),
                ("postcode", fields.CharField(null=True, max_length=10)),
                ("city", fields.CharField(null=True, max_length=60)),
                ("until", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "contact_change",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What the contact details were before a change.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ContactDetails",
            fields=[
                ("version", fields.IntField(default=1)),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "patient",
                    fields.OneToOneField(
                        "models.Patient",
                        source_field="patient_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="contact",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("phone", fields.CharField(null=True, max_length=20)),
                ("email", fields.CharField(null=True, max_length=254)),
                ("street", fields.CharField(null=True, max_length=120)),
                ("postcode", fields.CharField(null=True, max_length=10)),
                ("city", fields.CharField(null=True, max_length=60)),
                (
                    "preferred_channel",
                    fields.CharEnumField(
                        default=Channel.SMS,
                        description="SMS: SMS\nPHONE: PHONE\nEMAIL: EMAIL",
                        enum_type=Channel,
                        max_length=8,
                    ),
                ),
                (
                    "confirmed_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={"table": "contact_details", "app": "models", "pk_attr": "id"},
            bases=["Versioned"],
        ),
        ops.CreateModel(
            name="IdentityLink",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "patient",
                    fields.ForeignKeyField(
                        "models.Patient",
                        source_field="patient_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="identities",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("issuer", fields.CharField(max_length=200)),
                ("subject", fields.CharField(max_length=200)),
                ("last_used_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "identity_link",
                "app": "models",
                "unique_together": (("issuer", "subject"),),
                "pk_attr": "id",
                "table_description": "One subject at one issuer. NemID and MitID know the same person under different ones.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ScheduleRule",
            fields=[
                (
                    "id",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "clinician",
                    fields.ForeignKeyField(
                        "models.Clinician",
                        source_field="clinician_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="rules",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("weekday", fields.SmallIntField()),
                ("opens", fields.SmallIntField()),
                ("closes", fields.SmallIntField()),
                ("valid_from", fields.DateField()),
                ("valid_until", fields.DateField(null=True)),
            ],
            options={
                "table": "schedule_rule",
                "app": "models",
                "indexes": [Index(fields=["clinician_id"])],
                "pk_attr": "id",
                "table_description": "On this weekday the clinician sees patients between these times.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    fields.CharField(
                        primary_key=True,
                        default=service_id,
                        unique=True,
                        db_index=True,
                        max_length=32,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="DOCTOR: DOCTOR\nPSYCHOLOGIST: PSYCHOLOGIST\nSPECIALIST: SPECIALIST",
                        enum_type=ServiceKind,
                        max_length=20,
                    ),
                ),
                ("name_da", fields.CharField(max_length=120)),
                ("name_en", fields.CharField(max_length=120)),
                ("speciality", fields.CharField(null=True, max_length=60)),
                (
                    "modality",
                    fields.CharEnumField(
                        description="IN_PERSON: IN_PERSON\nVIDEO: VIDEO",
                        enum_type=Modality,
                        max_length=12,
                    ),
                ),
                (
                    "consultation_type",
                    fields.CharEnumField(
                        description="TALK: TALK\nMOVEMENT: MOVEMENT\nSHOW_SKIN: SHOW_SKIN",
                        enum_type=ConsultationType,
                        max_length=12,
                    ),
                ),
                ("minutes", fields.SmallIntField()),
                ("minimum_age", fields.SmallIntField(default=15)),
                (
                    "clinic",
                    fields.ForeignKeyField(
                        "models.Clinic",
                        source_field="clinic_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="services",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "clinicians",
                    fields.ManyToManyField(
                        "models.Clinician",
                        unique=True,
                        db_constraint=True,
                        through="service_clinician",
                        forward_key="clinician_id",
                        backward_key="service_id",
                        related_name="services",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "service",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What can be booked: a length of time with a clinician of some kind, in one modality.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Settings",
            fields=[
                ("version", fields.IntField(default=1)),
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "patient",
                    fields.OneToOneField(
                        "models.Patient",
                        source_field="patient_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="settings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("sms_confirmation", fields.BooleanField(default=True)),
                ("sms_video_link", fields.BooleanField(default=True)),
                ("email_copy", fields.BooleanField(default=False)),
                ("sound", fields.BooleanField(default=True)),
                ("vibration", fields.BooleanField(default=True)),
            ],
            options={
                "table": "patient_settings",
                "app": "models",
                "pk_attr": "id",
                "table_description": 'R11: "ændre indstillinger".',
            },
            bases=["Versioned"],
        ),
        ops.CreateModel(
            name="StaffMember",
            fields=[
                (
                    "id",
                    fields.CharField(
                        primary_key=True,
                        default=staff_id,
                        unique=True,
                        db_index=True,
                        max_length=32,
                    ),
                ),
                ("subject", fields.CharField(unique=True, max_length=120)),
                ("name", fields.CharField(max_length=120)),
                (
                    "role",
                    fields.CharEnumField(
                        description="CLINICIAN: CLINICIAN\nCOORDINATOR: COORDINATOR",
                        enum_type=Role,
                        max_length=20,
                    ),
                ),
                (
                    "clinician",
                    fields.ForeignKeyField(
                        "models.Clinician",
                        source_field="clinician_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="staff",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={"table": "staff_member", "app": "models", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Session",
            fields=[
                (
                    "token_hash",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64),
                ),
                (
                    "patient",
                    fields.ForeignKeyField(
                        "models.Patient",
                        source_field="patient_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "staff",
                    fields.ForeignKeyField(
                        "models.StaffMember",
                        source_field="staff_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("started_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "session", "app": "models", "pk_attr": "token_hash"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TreatmentCourse",
            fields=[
                (
                    "id",
                    fields.CharField(
                        primary_key=True,
                        default=course_id,
                        unique=True,
                        db_index=True,
                        max_length=32,
                    ),
                ),
                (
                    "patient",
                    fields.ForeignKeyField(
                        "models.Patient",
                        source_field="patient_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="courses",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="DOCTOR: DOCTOR\nPSYCHOLOGIST: PSYCHOLOGIST\nSPECIALIST: SPECIALIST",
                        enum_type=ServiceKind,
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    fields.CharEnumField(
                        default=CourseState.ACTIVE,
                        description="ACTIVE: ACTIVE\nENDED: ENDED",
                        enum_type=CourseState,
                        max_length=8,
                    ),
                ),
                ("opened_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "treatment_course",
                "app": "models",
                "indexes": [Index(fields=["patient_id", "state"])],
                "pk_attr": "id",
                "table_description": 'R13: "når du har et behandlingsforløb hos os".',
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Appointment",
            fields=[
                ("version", fields.IntField(default=1)),
                (
                    "id",
                    fields.CharField(
                        primary_key=True,
                        default=appointment_id,
                        unique=True,
                        db_index=True,
                        max_length=32,
                    ),
                ),
                (
                    "patient",
                    fields.ForeignKeyField(
                        "models.Patient",
                        source_field="patient_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="appointments",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "clinician",
                    fields.ForeignKeyField(
                        "models.Clinician",
                        source_field="clinician_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="appointments",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "service",
                    fields.ForeignKeyField(
                        "models.Service",
                        source_field="service_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="appointments",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "course",
                    fields.ForeignKeyField(
                        "models.TreatmentCourse",
                        source_field="course_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="appointments",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "modality",
                    fields.CharEnumField(
                        description="IN_PERSON: IN_PERSON\nVIDEO: VIDEO",
                        enum_type=Modality,
                        max_length=12,
                    ),
                ),
                (
                    "location",
                    fields.ForeignKeyField(
                        "models.Clinic",
                        source_field="location_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="appointments",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("starts_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "state",
                    fields.CharEnumField(
                        default=AppointmentState.BOOKED,
                        description="BOOKED: BOOKED\nFULFILLED: FULFILLED\nCANCELLED: CANCELLED",
                        enum_type=AppointmentState,
                        max_length=12,
                    ),
                ),
                ("schedule_version", fields.IntField(default=1)),
                ("booked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "appointment",
                "app": "models",
                "indexes": [
                    Index(fields=["patient_id", "starts_at"]),
                    Index(fields=["clinician_id", "starts_at"]),
                ],
                "pk_attr": "id",
            },
            bases=["Versioned"],
        ),
        ops.CreateModel(
            name="BookingConfirmation",
            fields=[
                (
                    "id",
                    fields.CharField(
                        primary_key=True,
                        default=confirmation_id,
                        unique=True,
                        db_index=True,
                        max_length=32,
                    ),
                ),
                (
                    "number",
                    fields.CharField(default=confirmation_number, unique=True, max_length=16),
                ),
                (
                    "appointment",
                    fields.ForeignKeyField(
                        "models.Appointment",
                        source_field="appointment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="confirmations",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "patient",
                    fields.ForeignKeyField(
                        "models.Patient",
                        source_field="patient_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="confirmations",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("language", fields.CharField(max_length=2)),
                ("title", fields.CharField(max_length=200)),
                (
                    "sections",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("sha256", fields.CharField(max_length=64)),
                ("sent_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("read_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "booking_confirmation",
                "app": "models",
                "indexes": [
                    Index(fields=["patient_id", "sent_at"]),
                    Index(fields=["appointment_id"]),
                ],
                "pk_attr": "id",
                "table_description": "A letter. Only whether it was read ever changes.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Consultation",
            fields=[
                ("version", fields.IntField(default=1)),
                (
                    "id",
                    fields.CharField(
                        primary_key=True,
                        default=consultation_id,
                        unique=True,
                        db_index=True,
                        max_length=32,
                    ),
                ),
                (
                    "appointment",
                    fields.OneToOneField(
                        "models.Appointment",
                        source_field="appointment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="consultation",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "state",
                    fields.CharEnumField(
                        default=State.SCHEDULED,
                        description="SCHEDULED: SCHEDULED\nWAITING: WAITING\nCLINICIAN_READY: CLINICIAN_READY\nIN_PROGRESS: IN_PROGRESS\nLEFT: LEFT\nENDED: ENDED\nCANCELLED: CANCELLED",
                        enum_type=State,
                        max_length=20,
                    ),
                ),
                (
                    "waiting_since",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                (
                    "first_ready_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("invitation_id", fields.CharField(null=True, max_length=32)),
                ("invitations_made", fields.SmallIntField(default=0)),
                (
                    "left_reason",
                    fields.CharEnumField(
                        null=True,
                        description="DUE_TO_DELAY: DUE_TO_DELAY\nEARLY: EARLY",
                        enum_type=LeftReason,
                        max_length=16,
                    ),
                ),
                ("left_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("started_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "outcome",
                    fields.CharEnumField(
                        null=True,
                        description="COMPLETED: COMPLETED\nHELD_BY_PHONE: HELD_BY_PHONE\nTECHNICAL_FAILURE: TECHNICAL_FAILURE",
                        enum_type=Outcome,
                        max_length=20,
                    ),
                ),
            ],
            options={"table": "consultation", "app": "models", "pk_attr": "id"},
            bases=["PatientActs", "ClinicianActs"],
        ),
        ops.CreateModel(
            name="DeviceCheck",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                (
                    "consultation",
                    fields.ForeignKeyField(
                        "models.Consultation",
                        source_field="consultation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="device_checks",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "client",
                    fields.CharEnumField(
                        description="APP: APP\nWEB: WEB", enum_type=ClientKind, max_length=8
                    ),
                ),
                (
                    "device_class",
                    fields.CharEnumField(
                        description="PHONE: PHONE\nTABLET: TABLET\nDESKTOP: DESKTOP",
                        enum_type=DeviceClass,
                        max_length=8,
                    ),
                ),
                (
                    "camera",
                    fields.CharEnumField(
                        description="PASSED: PASSED\nFAILED: FAILED\nDENIED: DENIED\nMISSING: MISSING",
                        enum_type=PartResult,
                        max_length=8,
                    ),
                ),
                (
                    "microphone",
                    fields.CharEnumField(
                        description="PASSED: PASSED\nFAILED: FAILED\nDENIED: DENIED\nMISSING: MISSING",
                        enum_type=PartResult,
                        max_length=8,
                    ),
                ),
                (
                    "speaker",
                    fields.CharEnumField(
                        description="PASSED: PASSED\nFAILED: FAILED\nDENIED: DENIED\nMISSING: MISSING",
                        enum_type=PartResult,
                        max_length=8,
                    ),
                ),
                ("checked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "device_check",
                "app": "models",
                "indexes": [Index(fields=["consultation_id", "checked_at"])],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="FollowUp",
            fields=[
                ("version", fields.IntField(default=1)),
                (
                    "id",
                    fields.CharField(
                        primary_key=True,
                        default=follow_up_id,
                        unique=True,
                        db_index=True,
                        max_length=32,
                    ),
                ),
                (
                    "consultation",
                    fields.ForeignKeyField(
                        "models.Consultation",
                        source_field="consultation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="follow_ups",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "reason",
                    fields.CharEnumField(
                        description="DELAY: DELAY\nTECHNICAL: TECHNICAL",
                        enum_type=FollowUpReason,
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    fields.CharEnumField(
                        default=FollowUpState.OPEN,
                        description="OPEN: OPEN\nRESOLVED: RESOLVED\nWITHDRAWN: WITHDRAWN",
                        enum_type=FollowUpState,
                        max_length=12,
                    ),
                ),
                ("opened_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "resolution",
                    fields.CharEnumField(
                        null=True,
                        description="NEW_APPOINTMENT: NEW_APPOINTMENT\nPHONE: PHONE\nREFERRAL: REFERRAL\nDECLINED: DECLINED",
                        enum_type=Resolution,
                        max_length=20,
                    ),
                ),
                (
                    "resolved_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("resolved_by", fields.CharField(null=True, max_length=32)),
            ],
            options={
                "table": "follow_up",
                "app": "models",
                "indexes": [Index(fields=["consultation_id"]), Index(fields=["state", "due_at"])],
                "pk_attr": "id",
            },
            bases=["Versioned"],
        ),
        ops.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    fields.CharField(
                        primary_key=True,
                        default=invitation_id,
                        unique=True,
                        db_index=True,
                        max_length=32,
                    ),
                ),
                (
                    "consultation",
                    fields.ForeignKeyField(
                        "models.Consultation",
                        source_field="consultation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="invitations",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("number", fields.SmallIntField()),
                (
                    "state",
                    fields.CharEnumField(
                        default=InvitationState.PENDING,
                        description="PENDING: PENDING\nACCEPTED: ACCEPTED\nDECLINED: DECLINED\nEXPIRED: EXPIRED\nWITHDRAWN: WITHDRAWN",
                        enum_type=InvitationState,
                        max_length=10,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "answered_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={"table": "invitation", "app": "models", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    fields.CharField(
                        primary_key=True,
                        default=message_id,
                        unique=True,
                        db_index=True,
                        max_length=32,
                    ),
                ),
                (
                    "appointment",
                    fields.ForeignKeyField(
                        "models.Appointment",
                        source_field="appointment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="messages",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="BOOKING_CONFIRMATION: BOOKING_CONFIRMATION\nVIDEO_LINK: VIDEO_LINK",
                        enum_type=MessageKind,
                        max_length=24,
                    ),
                ),
                ("schedule_version", fields.IntField()),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("not_after", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "state",
                    fields.CharEnumField(
                        default=MessageState.DUE,
                        description="DUE: DUE\nCLAIMED: CLAIMED\nSENT: SENT\nSKIPPED: SKIPPED",
                        enum_type=MessageState,
                        max_length=8,
                    ),
                ),
                ("claimed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "skipped_because",
                    fields.CharEnumField(
                        null=True,
                        description="TOO_LATE: TOO_LATE\nAPPOINTMENT_CHANGED: APPOINTMENT_CHANGED\nNOT_WANTED: NOT_WANTED\nNO_PHONE: NO_PHONE",
                        enum_type=SkipReason,
                        max_length=24,
                    ),
                ),
            ],
            options={
                "table": "message",
                "app": "models",
                "unique_together": (("appointment_id", "kind", "schedule_version"),),
                "indexes": [Index(fields=["state", "due_at"])],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
    ]
