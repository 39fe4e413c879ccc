"""Who did what to whose, and when; and whom staff have looked at.

A change is written down with itself, in one transaction; a look before anything of it is shown.
"""

from collections.abc import Collection
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

LOOKED = """
    INSERT INTO audit_event (actor, action, subject, at)
    SELECT $1, $2, unnest($3::text[]), $4
"""


class AuditEvent(Model):
    id = fields.BigIntField(primary_key=True)
    actor = fields.CharField(40)
    """The id of the patient or member of staff, or `system` for what time does."""
    action = fields.CharField(60)
    """The mutation; of a look, the query or subscription."""
    subject = fields.CharField(40, db_index=True)
    """The id of what was changed; of a look, the patient's."""
    at = fields.DatetimeField()

    class Meta:
        table = "audit_event"

    @classmethod
    async def looked(cls, actor: str, action: str, patients: Collection[str], at: datetime) -> None:
        """One statement for them all, so that none of it can be left half done."""
        await cls._meta.db.execute_query(LOOKED, [actor, action, list(patients), at])
