"""R46: each time somebody tried to reach a patient whom we owe a call, and how it went."""

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from models.contact import Channel

if TYPE_CHECKING:
    from models.follow_up import FollowUp
    from models.staff import StaffMember

LONGEST_NOTE = 500


class FollowUpAttempt(Model):
    id = fields.BigIntField(primary_key=True)
    follow_up: fields.ForeignKeyRelation["FollowUp"] = fields.ForeignKeyField(
        "models.FollowUp", related_name="attempts"
    )
    follow_up_id: str
    number = fields.SmallIntField()
    """1 for the first attempt of a follow-up."""
    by: fields.ForeignKeyRelation["StaffMember"] = fields.ForeignKeyField(
        "models.StaffMember", related_name="attempts", on_delete=fields.RESTRICT
    )
    by_id: str
    how = fields.CharEnumField(Channel, max_length=8)
    reached = fields.BooleanField()
    note = fields.CharField(LONGEST_NOTE, null=True)
    """Among colleagues: it may be about health, so it is neither logged nor shown to others."""
    at = fields.DatetimeField()

    class Meta:
        table = "follow_up_attempt"
        unique_together = (("follow_up_id", "number"),)
