"""Ready only for whom one still waits; who is ringing now is; what is announced is possible."""

from tortoise import migrations
from tortoise.migrations import operations as ops


def check(table: str, name: str, condition: str) -> ops.RunSQL:
    return ops.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition})",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("models", "0013_auto_waiting_room")]

    operations = [
        ops.RunSQL(
            """UPDATE consultation c SET clinician_ready_at = i.created_at FROM invitation i
               WHERE i.id = c.invitation_id AND c.state = 'CLINICIAN_READY'""",
            ops.RunSQL.noop,
        ),
        check(
            "consultation",
            "ready_for_somebody_who_may_come",
            "clinician_ready_at IS NULL OR state IN ('SCHEDULED', 'LEFT', 'CLINICIAN_READY')",
        ),
        check("delay_notice", "at_most_four_hours", "minutes BETWEEN 0 AND 240"),
        check("delay_notice", "some_time_of_a_day", "until > from_at"),
        ops.RunSQL(
            "ALTER TABLE message DROP CONSTRAINT three_times_again_at_most",
            "DELETE FROM message WHERE kind = 'READY'",
        ),
        check("message", "three_times_again_at_most", "kind = 'READY' OR repeat BETWEEN 0 AND 3"),
        ops.RunSQL("CREATE INDEX last_seen ON presence_lease (seen_at)", "DROP INDEX last_seen"),
    ]
