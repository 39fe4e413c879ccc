from copy import copy
from typing import Any

from tortoise import migrations
from tortoise.migrations import operations as ops
from models.appointment.states import AppointmentState, CancelledBy
from models.appointment_request import RequestState
from models.clinic import BookingMode, ServiceKind
from models.entitlement import EntitlementKind, Payer
from models.ids import blocked_time_id, entitlement_id, request_id, room_id
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint

def filled(model: str, table: str, name: str, value: str, field: Any) -> tuple[Any, ...]:
    """A column that may not be empty is filled before it is closed: tables in use have rows."""
    open_to_null = copy(field)
    open_to_null.null = True
    return (
        ops.AddField(model_name=model, name=name, field=open_to_null),
        ops.RunSQL(f"UPDATE {table} SET {name} = {value}", ops.RunSQL.noop),
        ops.AlterField(model_name=model, name=name, field=field),
    )


class Migration(migrations.Migration):
    dependencies = [('models', '0004_one_live_feed')]

    initial = False

    operations = [
        ops.CreateModel(
            name='AppointmentRequest',
            fields=[
                ('version', fields.IntField(default=1)),
                ('id', fields.CharField(primary_key=True, default=request_id, unique=True, db_index=True, max_length=32)),
                ('patient', fields.ForeignKeyField('models.Patient', source_field='patient_id', db_constraint=True, to_field='id', related_name='requests', on_delete=OnDelete.CASCADE)),
                ('service', fields.ForeignKeyField('models.Service', source_field='service_id', db_constraint=True, to_field='id', related_name='requests', on_delete=OnDelete.CASCADE)),
                ('wishes', fields.CharField(null=True, max_length=500)),
                ('state', fields.CharEnumField(default=RequestState.OPEN, description='OPEN: OPEN\nALLOCATED: ALLOCATED\nDECLINED: DECLINED\nWITHDRAWN: WITHDRAWN', enum_type=RequestState, max_length=12)),
                ('requested_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('appointment', fields.ForeignKeyField('models.Appointment', source_field='appointment_id', null=True, db_constraint=True, to_field='id', related_name='requests', on_delete=OnDelete.CASCADE)),
                ('closed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('closed_by', fields.CharField(null=True, max_length=40)),
                ('reason', fields.CharField(null=True, max_length=500)),
            ],
            options={'table': 'appointment_request', 'app': 'models', 'indexes': [Index(fields=['state', 'requested_at'])], 'pk_attr': 'id'},
            bases=['Versioned'],
        ),
        ops.CreateModel(
            name='BlockedTime',
            fields=[
                ('id', fields.CharField(primary_key=True, default=blocked_time_id, unique=True, db_index=True, max_length=32)),
                ('clinician', fields.ForeignKeyField('models.Clinician', source_field='clinician_id', db_constraint=True, to_field='id', related_name='blocked_times', on_delete=OnDelete.CASCADE)),
                ('starts_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('ends_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('reason', fields.CharField(max_length=200)),
                ('blocked_by', fields.CharField(max_length=32)),
            ],
            options={'table': 'blocked_time', 'app': 'models', 'indexes': [Index(fields=['clinician_id', 'starts_at'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Entitlement',
            fields=[
                ('id', fields.CharField(primary_key=True, default=entitlement_id, unique=True, db_index=True, max_length=32)),
                ('patient', fields.ForeignKeyField('models.Patient', source_field='patient_id', db_constraint=True, to_field='id', related_name='entitlements', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharEnumField(description='REFERRAL: REFERRAL\nGUARANTEE: GUARANTEE', enum_type=EntitlementKind, max_length=10)),
                ('service_kind', fields.CharEnumField(description='DOCTOR: DOCTOR\nPSYCHOLOGIST: PSYCHOLOGIST\nSPECIALIST: SPECIALIST', enum_type=ServiceKind, max_length=20)),
                ('speciality', fields.CharField(null=True, max_length=60)),
                ('reference', fields.CharField(max_length=60)),
                ('valid_until', fields.DateField()),
                ('recorded_by', fields.CharField(max_length=40)),
                ('recorded_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'entitlement', 'app': 'models', 'indexes': [Index(fields=['patient_id'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Room',
            fields=[
                ('id', fields.CharField(primary_key=True, default=room_id, unique=True, db_index=True, max_length=32)),
                ('clinic', fields.ForeignKeyField('models.Clinic', source_field='clinic_id', db_constraint=True, to_field='id', related_name='rooms', on_delete=OnDelete.CASCADE)),
                ('name', fields.CharField(max_length=60)),
            ],
            options={'table': 'room', 'app': 'models', 'pk_attr': 'id', 'table_description': 'Where one is seen at the hospital: one patient at a time.'},
            bases=['Model'],
        ),
        ops.AlterField(
            model_name='Appointment',
            name='booked_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AlterField(
            model_name='Appointment',
            name='course',
            field=fields.ForeignKeyField('models.TreatmentCourse', source_field='course_id', null=True, db_constraint=True, to_field='id', related_name='appointments', on_delete=OnDelete.CASCADE),
        ),
        ops.AlterField(
            model_name='Appointment',
            name='state',
            field=fields.CharEnumField(description='HELD: HELD\nRELEASED: RELEASED\nBOOKED: BOOKED\nFULFILLED: FULFILLED\nCANCELLED: CANCELLED', enum_type=AppointmentState, max_length=12),
        ),
        ops.AddField(
            model_name='Appointment',
            name='cancelled_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Appointment',
            name='cancelled_by',
            field=fields.CharEnumField(null=True, description='PATIENT: PATIENT\nCLINIC: CLINIC', enum_type=CancelledBy, max_length=8),
        ),
        ops.AddField(
            model_name='Appointment',
            name='held_until',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        *filled('Appointment', 'appointment', 'is_renewed', "false", fields.BooleanField(default=False)),
        *filled('Appointment', 'appointment', 'payer', "'SELF'", fields.CharEnumField(default=Payer.SELF, description='SELF: SELF\nINSURANCE: INSURANCE\nPUBLIC: PUBLIC', enum_type=Payer, max_length=12)),
        ops.AddField(
            model_name='Appointment',
            name='price',
            field=fields.IntField(null=True),
        ),
        ops.AddField(
            model_name='Appointment',
            name='room',
            field=fields.ForeignKeyField('models.Room', source_field='room_id', null=True, db_constraint=True, to_field='id', related_name='appointments', on_delete=OnDelete.CASCADE),
        ),
        ops.RemoveIndex(
            model_name='BookingConfirmation',
            name=None,
            fields=['appointment_id'],
        ),
        *filled('BookingConfirmation', 'booking_confirmation', 'edition', "1", fields.IntField(default=1)),
        ops.AddConstraint(
            model_name='BookingConfirmation',
            constraint=UniqueConstraint(fields=('appointment_id', 'edition'), name=None),
        ),
        ops.AlterModelOptions(
            name='ScheduleRule',
            options={'table': 'schedule_rule', 'app': 'models', 'indexes': [Index(fields=['clinician_id'])], 'pk_attr': 'id', 'table_description': 'On this weekday the clinician sees patients between these times, but not in the break.'},
        ),
        ops.AddField(
            model_name='ScheduleRule',
            name='break_from',
            field=fields.SmallIntField(null=True),
        ),
        ops.AddField(
            model_name='ScheduleRule',
            name='break_until',
            field=fields.SmallIntField(null=True),
        ),
        ops.AddField(
            model_name='ScheduleRule',
            name='room',
            field=fields.ForeignKeyField('models.Room', source_field='room_id', null=True, db_constraint=True, to_field='id', related_name='rules', on_delete=OnDelete.CASCADE),
        ),
        *filled('Service', 'service', 'booking_mode', "'SELF'", fields.CharEnumField(default=BookingMode.SELF, description='SELF: SELF\nREQUEST: REQUEST', enum_type=BookingMode, max_length=8)),
        *filled('Service', 'service', 'needs_guarantee', "false", fields.BooleanField(default=False)),
        *filled('Service', 'service', 'needs_referral', "false", fields.BooleanField(default=False)),
        ops.AddField(
            model_name='Service',
            name='price',
            field=fields.IntField(null=True),
        ),
    ]
