"""Columns that may not be empty are filled before they are closed: tables in use have rows."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from models.delivery import Delivery
from models.message import MessageKind, SkipReason
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint

class Migration(migrations.Migration):
    dependencies = [('models', '0006_times_taken_once')]

    initial = False

    operations = [
        ops.CreateModel(
            name='DeepLink',
            fields=[
                ('token_hash', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ('patient', fields.ForeignKeyField('models.Patient', source_field='patient_id', db_constraint=True, to_field='id', related_name='deep_links', on_delete=OnDelete.CASCADE)),
                ('appointment', fields.ForeignKeyField('models.Appointment', source_field='appointment_id', db_constraint=True, to_field='id', related_name='deep_links', on_delete=OnDelete.CASCADE)),
                ('confirmation', fields.ForeignKeyField('models.BookingConfirmation', source_field='confirmation_id', null=True, db_constraint=True, to_field='id', related_name='deep_links', on_delete=OnDelete.CASCADE)),
                ('schedule_version', fields.IntField()),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('revoked_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'deep_link', 'app': 'models', 'pk_attr': 'token_hash'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='ContactDetails',
            name='sms_bounced_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.RemoveIndex(
            model_name='Message',
            name=None,
            fields=['state', 'due_at'],
        ),
        ops.RemoveConstraint(
            model_name='Message',
            name=None,
            fields=['appointment_id', 'kind', 'schedule_version'],
        ),
        ops.RenameField(
            model_name='Message',
            old_name='claimed_at',
            new_name='skipped_at',
        ),
        # What was skipped was claimed at that moment; what was not, was not.
        ops.RunSQL("UPDATE message SET skipped_at = NULL WHERE state <> 'SKIPPED'", ops.RunSQL.noop),
        ops.AlterField(
            model_name='Message',
            name='kind',
            field=fields.CharEnumField(description='BOOKING_CONFIRMATION: BOOKING_CONFIRMATION\nREMINDER: REMINDER\nVIDEO_LINK: VIDEO_LINK', enum_type=MessageKind, max_length=24),
        ),
        ops.AlterField(
            model_name='Message',
            name='skipped_because',
            field=fields.CharEnumField(null=True, description='TOO_LATE: TOO_LATE\nNOT_TAKEN: NOT_TAKEN\nNO_PHONE: NO_PHONE\nAPPOINTMENT_CHANGED: APPOINTMENT_CHANGED\nNOT_WANTED: NOT_WANTED\nTOO_MANY: TOO_MANY', enum_type=SkipReason, max_length=24),
        ),
        ops.AddField(
            model_name='Message',
            name='attempts',
            field=fields.SmallIntField(null=True, default=0),
        ),
        ops.RunSQL('UPDATE message SET attempts = 0', ops.RunSQL.noop),
        ops.AlterField(
            model_name='Message',
            name='attempts',
            field=fields.SmallIntField(default=0),
        ),
        ops.AddField(
            model_name='Message',
            name='delivery',
            field=fields.CharEnumField(null=True, description='UNKNOWN: UNKNOWN\nSCHEDULED: SCHEDULED\nBUFFERED: BUFFERED\nENROUTE: ENROUTE\nDELIVERED: DELIVERED\nEXPIRED: EXPIRED\nDELETED: DELETED\nUNDELIVERABLE: UNDELIVERABLE\nACCEPTED: ACCEPTED\nREJECTED: REJECTED\nSKIPPED: SKIPPED\nUNHEARD: UNHEARD', enum_type=Delivery, max_length=16),
        ),
        ops.AddField(
            model_name='Message',
            name='provider_id',
            field=fields.CharField(null=True, max_length=64),
        ),
        ops.AddField(
            model_name='Message',
            name='repeat',
            field=fields.SmallIntField(null=True, default=0),
        ),
        ops.RunSQL('UPDATE message SET repeat = 0', ops.RunSQL.noop),
        ops.AlterField(
            model_name='Message',
            name='repeat',
            field=fields.SmallIntField(default=0),
        ),
        ops.AddField(
            model_name='Message',
            name='try_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.RunSQL('UPDATE message SET try_at = due_at', ops.RunSQL.noop),
        ops.AlterField(
            model_name='Message',
            name='try_at',
            field=fields.DatetimeField(auto_now=False, auto_now_add=False),
        ),
        ops.AddConstraint(
            model_name='Message',
            constraint=UniqueConstraint(fields=('appointment_id', 'kind', 'schedule_version', 'repeat'), name=None),
        ),
        ops.AddField(
            model_name='Settings',
            name='sms_reminder',
            field=fields.BooleanField(null=True, default=True),
        ),
        ops.RunSQL('UPDATE patient_settings SET sms_reminder = TRUE', ops.RunSQL.noop),
        ops.AlterField(
            model_name='Settings',
            name='sms_reminder',
            field=fields.BooleanField(default=True),
        ),
    ]
