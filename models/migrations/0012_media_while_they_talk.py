"""One live session for each of the two, each number once; and with the conversation all of it ends.

The signals of a consultation contain IP addresses. They are gone in the transaction that ends it,
whatever ends it.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

LARGEST_PAYLOAD = 16 * 1024

# Whoever is just sending holds the recipient's session: this waits for them, and the statement
# after it, which looks at the database anew, deletes what they sent.
ENDS_WITH_THE_CONVERSATION = """
BEGIN
  IF OLD.state = 'IN_PROGRESS' AND NEW.state <> 'IN_PROGRESS' THEN
    UPDATE media_session SET ended_at = coalesce(NEW.ended_at, now())
    WHERE consultation_id = NEW.id AND ended_at IS NULL;
    DELETE FROM media_signal s USING media_session m
    WHERE m.id = s.session_id AND m.consultation_id = NEW.id;
  END IF;
  RETURN NULL;
END
"""


def check(table: str, name: str, condition: str) -> ops.RunSQL:
    return ops.RunSQL(
        f'ALTER TABLE "{table}" ADD CONSTRAINT {name} CHECK ({condition})',
        f'ALTER TABLE "{table}" DROP CONSTRAINT {name}',
    )


class Migration(migrations.Migration):
    dependencies = [("models", "0011_auto_media")]

    operations = [
        ops.RunSQL(
            "CREATE UNIQUE INDEX one_live_media_session ON media_session"
            " (consultation_id, participant) WHERE ended_at IS NULL",
            "DROP INDEX one_live_media_session",
        ),
        check("media_signal", "numbered_from_one", "number > 0"),
        check("media_signal", "no_large_payload", f"octet_length(payload) <= {LARGEST_PAYLOAD}"),
        ops.RunSQL(
            [
                "CREATE FUNCTION media_ends_with_the_conversation() RETURNS trigger"
                f" LANGUAGE plpgsql AS $${ENDS_WITH_THE_CONVERSATION}$$",
                "CREATE TRIGGER media_ends_with_the_conversation AFTER UPDATE OF state"
                " ON consultation FOR EACH ROW EXECUTE FUNCTION media_ends_with_the_conversation()",
            ],
            "DROP FUNCTION media_ends_with_the_conversation CASCADE",
        ),
    ]
