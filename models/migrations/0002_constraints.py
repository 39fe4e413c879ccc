"""What may not be taken twice, and what may not be half: the database has the last word."""

from tortoise import migrations
from tortoise.migrations import operations as ops

OCCUPYING = "state = 'BOOKED'"


def exclusion(owner: str) -> ops.RunSQL:
    """Half-open intervals: an appointment may begin when another ends."""
    return ops.RunSQL(
        f"""ALTER TABLE appointment ADD CONSTRAINT one_at_a_time_for_{owner}
            EXCLUDE USING gist ({owner}_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
            WHERE ({OCCUPYING})""",
        f"ALTER TABLE appointment DROP CONSTRAINT one_at_a_time_for_{owner}",
    )


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


class Migration(migrations.Migration):
    dependencies = [("models", "0001_initial")]

    operations = [
        ops.RunSQL("CREATE EXTENSION IF NOT EXISTS btree_gist", ops.RunSQL.noop),
        exclusion("clinician"),
        exclusion("patient"),
        check("appointment", "ends_after_it_starts", "ends_at > starts_at"),
        check(
            "appointment",
            "a_place_exactly_when_in_person",
            "(modality = 'IN_PERSON') = (location_id IS NOT NULL)",
        ),
        check("session", "of_one_person", "(patient_id IS NULL) <> (staff_id IS NULL)"),
        at_most_one(
            "treatment_course", "one_active_course", "patient_id, kind", "state = 'ACTIVE'"
        ),
        at_most_one("consent", "one_live_consent", "patient_id, purpose", "withdrawn_at IS NULL"),
        at_most_one("invitation", "one_rings", "consultation_id", "state = 'PENDING'"),
        at_most_one("follow_up", "one_open_promise", "consultation_id", "state = 'OPEN'"),
    ]
