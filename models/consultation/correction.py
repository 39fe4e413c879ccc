"""AP7: an outcome that the system proposed and staff corrected: from what, to what, and why."""

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from models.consultation.states import Outcome

if TYPE_CHECKING:
    from models.consultation import Consultation

LONGEST_REASON = 300


class OutcomeCorrection(Model):
    """Written with the correction and never changed: how it was first seen is not lost."""

    id = fields.BigIntField(primary_key=True)
    consultation: fields.ForeignKeyRelation["Consultation"] = fields.ForeignKeyField(
        "models.Consultation", related_name="corrections"
    )
    consultation_id: str
    was = fields.CharEnumField(Outcome, max_length=20)
    became = fields.CharEnumField(Outcome, max_length=20)
    reason = fields.CharField(LONGEST_REASON)
    by = fields.CharField(32)
    at = fields.DatetimeField()

    class Meta:
        table = "outcome_correction"
        indexes = (("consultation_id",),)
