from tortoise import migrations
from tortoise.migrations import operations as ops
from models.ids import media_session_id
from models.media.participant import Participant
from models.media.signals import SignalKind
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0010_follow_ups')]

    initial = False

    operations = [
        ops.CreateModel(
            name='MediaRelay',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('consultation', fields.OneToOneField('models.Consultation', source_field='consultation_id', db_constraint=True, to_field='id', related_name='media_relay', on_delete=OnDelete.CASCADE)),
                ('claimed_by', fields.CharField(max_length=40)),
                ('claimed_until', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('round', fields.IntField(default=0)),
                ('session', fields.BigIntField(null=True)),
                ('patient_handle', fields.BigIntField(null=True)),
                ('clinician_handle', fields.BigIntField(null=True)),
                ('offered', fields.BooleanField(default=False)),
            ],
            options={'table': 'media_relay', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MediaSession',
            fields=[
                ('id', fields.CharField(primary_key=True, default=media_session_id, unique=True, db_index=True, max_length=32)),
                ('consultation', fields.ForeignKeyField('models.Consultation', source_field='consultation_id', db_constraint=True, to_field='id', related_name='media_sessions', on_delete=OnDelete.CASCADE)),
                ('participant', fields.CharEnumField(description='PATIENT: PATIENT\nCLINICIAN: CLINICIAN', enum_type=Participant, max_length=10)),
                ('round', fields.IntField()),
                ('signals', fields.IntField(default=0)),
                ('started_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('connected_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('interrupted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'media_session', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MediaSignal',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('session', fields.ForeignKeyField('models.MediaSession', source_field='session_id', db_constraint=True, to_field='id', related_name='sent', on_delete=OnDelete.CASCADE)),
                ('number', fields.IntField()),
                ('round', fields.IntField()),
                ('kind', fields.CharEnumField(description='START: START\nOFFER: OFFER\nANSWER: ANSWER\nCANDIDATE: CANDIDATE\nRESTART: RESTART\nBYE: BYE\nSUPERSEDED: SUPERSEDED\nENDED: ENDED', enum_type=SignalKind, max_length=10)),
                ('payload', fields.TextField(null=True, unique=False)),
                ('sent_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'media_signal', 'app': 'models', 'unique_together': (('session', 'number'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Consultation',
            name='media_round',
            field=fields.IntField(default=0, db_default=0),
        ),
    ]
