"""Who and what is taken once: clinician, patient and room, by whoever holds or has booked a time;
and that nothing is booked in a blocked time, nor blocked where somebody is booked.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops

OCCUPYING = "state IN ('HELD', 'BOOKED')"

WITHOUT_HOLDS = "state = 'BOOKED'"


def exclusion(owner: str, states: str) -> str:
    """Half-open intervals: an appointment may begin when another ends."""
    return f"""ALTER TABLE appointment ADD CONSTRAINT one_at_a_time_for_{owner}
        EXCLUDE USING gist ({owner}_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
        WHERE ({states})"""


def no_exclusion(owner: str) -> str:
    return f"ALTER TABLE appointment DROP CONSTRAINT IF EXISTS one_at_a_time_for_{owner}"


def check(table: str, name: str, condition: str) -> ops.RunSQL:
    return ops.RunSQL(
        f'ALTER TABLE "{table}" ADD CONSTRAINT {name} CHECK ({condition})',
        f'ALTER TABLE "{table}" DROP CONSTRAINT {name}',
    )


def at_most_one(table: str, name: str, columns: str, condition: str) -> ops.RunSQL:
    return ops.RunSQL(
        f'CREATE UNIQUE INDEX {name} ON "{table}" ({columns}) WHERE {condition}',
        f"DROP INDEX {name}",
    )


def trigger(name: str, when: str, body: str) -> ops.RunSQL:
    return ops.RunSQL(
        [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
            f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ],
        f"DROP FUNCTION {name} CASCADE",
    )


# The two lock the clinician against each other: whoever comes second waits, and sees the first.
# Each statement of a function looks at the database anew.
NOT_IN_A_BLOCKED_TIME = f"""
BEGIN
  IF NOT (NEW.{OCCUPYING}) THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM clinician WHERE id = NEW.clinician_id FOR KEY SHARE;
  IF EXISTS (SELECT 1 FROM blocked_time b WHERE b.clinician_id = NEW.clinician_id
             AND b.starts_at < NEW.ends_at AND b.ends_at > NEW.starts_at) THEN
    RAISE EXCEPTION 'not_in_a_blocked_time' USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NULL;
END
"""
NOBODY_IS_BOOKED_THEN = f"""
BEGIN
  PERFORM 1 FROM clinician WHERE id = NEW.clinician_id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM appointment a WHERE a.clinician_id = NEW.clinician_id
             AND a.{OCCUPYING}
             AND a.starts_at < NEW.ends_at AND a.ends_at > NEW.starts_at) THEN
    RAISE EXCEPTION 'nobody_is_booked_then' USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NULL;
END
"""
AS_IT_WAS_SENT = """
BEGIN
  IF (to_jsonb(NEW) - 'read_at') IS DISTINCT FROM (to_jsonb(OLD) - 'read_at') THEN
    RAISE EXCEPTION 'as_it_was_sent' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0005_auto_booking")]

    operations = [
        *[
            ops.RunSQL(
                [no_exclusion(owner), exclusion(owner, OCCUPYING)],
                [no_exclusion(owner), exclusion(owner, WITHOUT_HOLDS)],
            )
            for owner in ("clinician", "patient")
        ],
        ops.RunSQL(exclusion("room", OCCUPYING), no_exclusion("room")),
        at_most_one("appointment", "one_hold", "patient_id", "state = 'HELD'"),
        check("appointment", "held_for_a_while", "state <> 'HELD' OR held_until IS NOT NULL"),
        check(
            "appointment",
            "in_a_course_once_booked",
            "state IN ('HELD', 'RELEASED') OR (course_id IS NOT NULL AND booked_at IS NOT NULL)",
        ),
        check("schedule_rule", "closes_after_it_opens", "closes > opens AND closes <= 1440"),
        check(
            "schedule_rule",
            "a_break_within",
            "(break_from IS NULL) = (break_until IS NULL) AND (break_from IS NULL OR"
            " (opens <= break_from AND break_from < break_until AND break_until <= closes))",
        ),
        check("blocked_time", "unblocked_after_it_is_blocked", "ends_at > starts_at"),
        at_most_one(
            "appointment_request", "one_open_request", "patient_id, service_id", "state = 'OPEN'"
        ),
        trigger(
            "not_in_a_blocked_time",
            "AFTER INSERT OR UPDATE OF state, clinician_id, starts_at, ends_at ON appointment",
            NOT_IN_A_BLOCKED_TIME,
        ),
        trigger("nobody_is_booked_then", "AFTER INSERT ON blocked_time", NOBODY_IS_BOOKED_THEN),
        trigger("as_it_was_sent", "BEFORE UPDATE ON booking_confirmation", AS_IT_WAS_SENT),
    ]
