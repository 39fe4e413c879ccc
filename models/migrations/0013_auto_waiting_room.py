from tortoise import migrations
from tortoise.migrations import operations as ops
from models.message import MessageKind, SkipReason
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0012_media_while_they_talk')]

    initial = False

    operations = [
        ops.CreateModel(
            name='DelayNotice',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('clinician', fields.ForeignKeyField('models.Clinician', source_field='clinician_id', db_constraint=True, to_field='id', related_name='delay_notices', on_delete=OnDelete.CASCADE)),
                ('minutes', fields.SmallIntField()),
                ('from_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('until', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('announced_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('announced_by', fields.CharField(max_length=32)),
            ],
            options={'table': 'delay_notice', 'app': 'models', 'indexes': [Index(fields=['clinician_id', 'until'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PresenceLease',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('consultation', fields.ForeignKeyField('models.Consultation', source_field='consultation_id', db_constraint=True, to_field='id', related_name='leases', on_delete=OnDelete.CASCADE)),
                ('whose', fields.CharField(max_length=32)),
                ('connection_id', fields.CharField(max_length=64)),
                ('seen_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('ack_version', fields.IntField(default=0)),
            ],
            options={'table': 'presence_lease', 'app': 'models', 'unique_together': (('consultation_id', 'whose', 'connection_id'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Consultation',
            name='clinician_ready_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Invitation',
            name='answered_by',
            field=fields.CharField(null=True, max_length=64),
        ),
        ops.AddField(
            model_name='Invitation',
            name='delivered_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AlterField(
            model_name='Message',
            name='kind',
            field=fields.CharEnumField(description='BOOKING_CONFIRMATION: BOOKING_CONFIRMATION\nREMINDER: REMINDER\nVIDEO_LINK: VIDEO_LINK\nREADY: READY', enum_type=MessageKind, max_length=24),
        ),
        ops.AlterField(
            model_name='Message',
            name='skipped_because',
            field=fields.CharEnumField(null=True, description='TOO_LATE: TOO_LATE\nNOT_TAKEN: NOT_TAKEN\nNO_PHONE: NO_PHONE\nAPPOINTMENT_CHANGED: APPOINTMENT_CHANGED\nNOT_WANTED: NOT_WANTED\nNOT_NEEDED: NOT_NEEDED\nTOO_MANY: TOO_MANY', enum_type=SkipReason, max_length=24),
        ),
    ]
