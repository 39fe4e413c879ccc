"""A patient has one calendar feed that works, at most: a new address takes the old one's place."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0003_auto_calendar_feed")]

    operations = [
        ops.RunSQL(
            "CREATE UNIQUE INDEX one_live_feed ON calendar_feed (patient_id) "
            "WHERE revoked_at IS NULL",
            "DROP INDEX one_live_feed",
        ),
    ]
