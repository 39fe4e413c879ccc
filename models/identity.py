"""Who somebody is to the identity providers: several subjects can be one patient."""

from datetime import datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

if TYPE_CHECKING:
    from models.patient import Patient


class IdentityLink(Model):
    """One subject at one issuer. NemID and MitID know the same person under different ones."""

    id = fields.BigIntField(primary_key=True)
    patient: fields.ForeignKeyRelation["Patient"] = fields.ForeignKeyField(
        "models.Patient", related_name="identities"
    )
    patient_id: str
    issuer = fields.CharField(200)
    subject = fields.CharField(200)
    last_used_at: datetime = fields.DatetimeField()

    class Meta:
        table = "identity_link"
        unique_together = (("issuer", "subject"),)
