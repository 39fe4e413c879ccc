"""Who did what to whose, and when. Written with the change itself, never on its own."""

from tortoise import fields
from tortoise.models import Model


class AuditEvent(Model):
    id = fields.BigIntField(primary_key=True)
    actor = fields.CharField(40)
    """The id of the patient or member of staff, or `system` for what time does."""
    action = fields.CharField(60)
    subject = fields.CharField(40, db_index=True)
    at = fields.DatetimeField()

    class Meta:
        table = "audit_event"
