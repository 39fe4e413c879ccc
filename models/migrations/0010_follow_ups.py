"""One live promise for each consultation, helped exactly when resolved; what is left open."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0009_auto_follow_ups")]

    operations = [
        ops.RunSQL(
            """CREATE UNIQUE INDEX one_live_promise ON follow_up (consultation_id)
               WHERE state IN ('OPEN', 'ASSIGNED', 'CONTACTED')""",
            "DROP INDEX one_live_promise",
        ),
        ops.RunSQL(
            "DROP INDEX one_open_promise",
            """CREATE UNIQUE INDEX one_open_promise ON follow_up (consultation_id)
               WHERE state = 'OPEN'""",
        ),
        ops.RunSQL(
            """ALTER TABLE follow_up ADD CONSTRAINT helped_exactly_when_resolved
               CHECK ((state = 'RESOLVED') = (resolution IS NOT NULL))""",
            "ALTER TABLE follow_up DROP CONSTRAINT helped_exactly_when_resolved",
        ),
        ops.RunSQL(
            """ALTER TABLE follow_up ADD CONSTRAINT assigned_to_somebody
               CHECK (state NOT IN ('ASSIGNED', 'CONTACTED') OR assigned_to_id IS NOT NULL)""",
            "ALTER TABLE follow_up DROP CONSTRAINT assigned_to_somebody",
        ),
        # The worker asks every few seconds; most consultations are over.
        ops.RunSQL(
            """CREATE INDEX not_over ON consultation (state)
               WHERE state NOT IN ('ENDED', 'CANCELLED')""",
            "DROP INDEX not_over",
        ),
    ]
