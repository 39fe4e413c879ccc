"""What the contact details were before each change of them."""

from datetime import datetime
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

if TYPE_CHECKING:
    from models.contact import ContactDetails
    from models.patient import Patient


class ContactChange(Model):
    """What the contact details were before a change."""

    id = fields.BigIntField(primary_key=True)
    patient: fields.ForeignKeyRelation["Patient"] = fields.ForeignKeyField(
        "models.Patient", related_name="contact_changes"
    )
    patient_id: str
    phone = fields.CharField(20, null=True)
    email = fields.CharField(254, null=True)
    street = fields.CharField(120, null=True)
    postcode = fields.CharField(10, null=True)
    city = fields.CharField(60, null=True)
    until = fields.DatetimeField()

    class Meta:
        table = "contact_change"

    @classmethod
    def of(cls, contact: "ContactDetails", now: datetime) -> "ContactChange":
        kept = ("phone", "email", "street", "postcode", "city")
        was = {name: getattr(contact, name) for name in kept}
        return cls(patient_id=contact.patient_id, until=now, **was)
