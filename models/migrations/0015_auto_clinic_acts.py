from tortoise import migrations
from tortoise.migrations import operations as ops
from models.message_states import MessageKind
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0014_waiting_room')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Appointment',
            name='cancel_reason',
            field=fields.CharField(null=True, max_length=300),
        ),
        ops.AlterField(
            model_name='Message',
            name='kind',
            field=fields.CharEnumField(description='BOOKING_CONFIRMATION: BOOKING_CONFIRMATION\nREMINDER: REMINDER\nVIDEO_LINK: VIDEO_LINK\nREADY: READY\nCANCELLED: CANCELLED', enum_type=MessageKind, max_length=24),
        ),
    ]
