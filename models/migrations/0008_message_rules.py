"""The rules of text messages that the database keeps, and what their questions are answered by."""

from tortoise import migrations
from tortoise.migrations import operations as ops

OPEN = "state IN ('DUE', 'CLAIMED')"
ON_ITS_WAY = "'UNKNOWN', 'SCHEDULED', 'BUFFERED', 'ENROUTE'"
UNREPORTED = f"(delivery IS NULL OR delivery IN ({ON_ITS_WAY}))"


def check(name: str, condition: str) -> ops.RunSQL:
    return ops.RunSQL(
        f"ALTER TABLE message ADD CONSTRAINT {name} CHECK ({condition})",
        f"ALTER TABLE message DROP CONSTRAINT {name}",
    )


def index(name: str, column: str, condition: str) -> ops.RunSQL:
    """Of the few rows that are asked for; those that are done with are many."""
    return ops.RunSQL(
        f"CREATE INDEX {name} ON message ({column}) WHERE {condition}", f"DROP INDEX {name}"
    )


class Migration(migrations.Migration):
    dependencies = [("models", "0007_auto_messages")]

    operations = [
        check("three_times_again_at_most", "repeat BETWEEN 0 AND 3"),
        check("skipped_with_a_reason", "(state = 'SKIPPED') = (skipped_because IS NOT NULL)"),
        check("skipped_at_some_time", "(state = 'SKIPPED') = (skipped_at IS NOT NULL)"),
        check("sent_at_some_time", "(state = 'SENT') = (sent_at IS NOT NULL)"),
        index("message_to_try", "try_at", OPEN),
        index("message_overdue", "due_at", OPEN),
        index("message_skipped", "skipped_at", "skipped_because IS NOT NULL"),
        index("message_unreported", "not_after", f"state = 'SENT' AND {UNREPORTED}"),
    ]
