"""What was written down of who did what is neither changed nor taken away.

Not by our own code either: whoever runs the database may still empty old years as its owner.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0015_auto_clinic_acts")]

    operations = [
        ops.RunSQL(
            [
                "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
                " $$BEGIN RAISE EXCEPTION 'audit_event is append-only'; END$$",
                "CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit_event"
                " FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()",
            ],
            "DROP FUNCTION audit_is_append_only CASCADE",
        ),
    ]
