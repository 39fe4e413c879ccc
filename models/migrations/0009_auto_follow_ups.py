from copy import copy
from typing import Any

from tortoise import migrations
from tortoise.migrations import operations as ops
from models.appointment import AppointmentState
from models.consultation.states import Outcome
from models.contact import Channel
from models.follow_up.alarm import Alarm
from models.follow_up.states import FollowUpReason, FollowUpState
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

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
    dependencies = [('models', '0008_message_rules')]

    initial = False

    operations = [
        ops.CreateModel(
            name='FollowUpAttempt',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('follow_up', fields.ForeignKeyField('models.FollowUp', source_field='follow_up_id', db_constraint=True, to_field='id', related_name='attempts', on_delete=OnDelete.CASCADE)),
                ('number', fields.SmallIntField()),
                ('by', fields.ForeignKeyField('models.StaffMember', source_field='by_id', db_constraint=True, to_field='id', related_name='attempts', on_delete=OnDelete.RESTRICT)),
                ('how', fields.CharEnumField(description='SMS: SMS\nPHONE: PHONE\nEMAIL: EMAIL', enum_type=Channel, max_length=8)),
                ('reached', fields.BooleanField()),
                ('note', fields.CharField(null=True, max_length=500)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'follow_up_attempt', 'app': 'models', 'unique_together': (('follow_up_id', 'number'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='OutcomeCorrection',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('consultation', fields.ForeignKeyField('models.Consultation', source_field='consultation_id', db_constraint=True, to_field='id', related_name='corrections', on_delete=OnDelete.CASCADE)),
                ('was', fields.CharEnumField(description='COMPLETED: COMPLETED\nHELD_BY_PHONE: HELD_BY_PHONE\nTECHNICAL_FAILURE: TECHNICAL_FAILURE\nPATIENT_NO_SHOW: PATIENT_NO_SHOW\nCLINIC_NO_SHOW: CLINIC_NO_SHOW\nUNANSWERED: UNANSWERED\nLEFT_DUE_TO_DELAY: LEFT_DUE_TO_DELAY\nLEFT_EARLY: LEFT_EARLY', enum_type=Outcome, max_length=20)),
                ('became', fields.CharEnumField(description='COMPLETED: COMPLETED\nHELD_BY_PHONE: HELD_BY_PHONE\nTECHNICAL_FAILURE: TECHNICAL_FAILURE\nPATIENT_NO_SHOW: PATIENT_NO_SHOW\nCLINIC_NO_SHOW: CLINIC_NO_SHOW\nUNANSWERED: UNANSWERED\nLEFT_DUE_TO_DELAY: LEFT_DUE_TO_DELAY\nLEFT_EARLY: LEFT_EARLY', enum_type=Outcome, max_length=20)),
                ('reason', fields.CharField(max_length=300)),
                ('by', fields.CharField(max_length=32)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'outcome_correction', 'app': 'models', 'indexes': [Index(fields=['consultation_id'])], 'pk_attr': 'id', 'table_description': 'Written with the correction and never changed: how it was first seen is not lost.'},
            bases=['Model'],
        ),
        ops.AlterField(
            model_name='Appointment',
            name='state',
            field=fields.CharEnumField(description='HELD: HELD\nRELEASED: RELEASED\nBOOKED: BOOKED\nFULFILLED: FULFILLED\nCANCELLED: CANCELLED\nNO_SHOW: NO_SHOW\nNOT_HELD: NOT_HELD', enum_type=AppointmentState, max_length=12),
        ),
        ops.AlterField(
            model_name='Consultation',
            name='outcome',
            field=fields.CharEnumField(null=True, description='COMPLETED: COMPLETED\nHELD_BY_PHONE: HELD_BY_PHONE\nTECHNICAL_FAILURE: TECHNICAL_FAILURE\nPATIENT_NO_SHOW: PATIENT_NO_SHOW\nCLINIC_NO_SHOW: CLINIC_NO_SHOW\nUNANSWERED: UNANSWERED\nLEFT_DUE_TO_DELAY: LEFT_DUE_TO_DELAY\nLEFT_EARLY: LEFT_EARLY', enum_type=Outcome, max_length=20),
        ),
        ops.AddField(
            model_name='Consultation',
            name='closed_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AlterField(
            model_name='FollowUp',
            name='reason',
            field=fields.CharEnumField(description='DELAY: DELAY\nCLINIC_NO_SHOW: CLINIC_NO_SHOW\nTECHNICAL: TECHNICAL\nUNANSWERED: UNANSWERED', enum_type=FollowUpReason, max_length=16),
        ),
        ops.AlterField(
            model_name='FollowUp',
            name='state',
            field=fields.CharEnumField(default=FollowUpState.OPEN, description='OPEN: OPEN\nASSIGNED: ASSIGNED\nCONTACTED: CONTACTED\nRESOLVED: RESOLVED\nWITHDRAWN: WITHDRAWN', enum_type=FollowUpState, max_length=12),
        ),
        *filled('FollowUp', 'follow_up', 'alarm_raised', "'NONE'", fields.CharEnumField(default=Alarm.NONE, description='NONE: NONE\nREMINDER: REMINDER\nDUE_SOON: DUE_SOON\nOVERDUE: OVERDUE', enum_type=Alarm, max_length=10)),
        ops.AddField(
            model_name='FollowUp',
            name='alarmed_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='FollowUp',
            name='assigned_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='FollowUp',
            name='assigned_to',
            field=fields.ForeignKeyField('models.StaffMember', source_field='assigned_to_id', null=True, db_constraint=True, to_field='id', related_name='follow_ups_taken', on_delete=OnDelete.RESTRICT),
        ),
        *filled('FollowUp', 'follow_up', 'attempts_made', "0", fields.SmallIntField(default=0)),
        *filled('FollowUp', 'follow_up', 'schedule_version', "1", fields.IntField(default=1)),
    ]
