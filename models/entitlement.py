"""What entitles a patient to a service: a referral, or the insurer's guarantee to pay."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from models.clinic import Service, ServiceKind
from models.ids import entitlement_id

if TYPE_CHECKING:
    from models.patient import Patient


class EntitlementKind(StrEnum):
    REFERRAL = "REFERRAL"
    GUARANTEE = "GUARANTEE"
    """"Betalingsgaranti": the insurer has promised to pay."""


class Payer(StrEnum):
    """Who pays, as it stands in the confirmation."""

    SELF = "SELF"
    INSURANCE = "INSURANCE"
    PUBLIC = "PUBLIC"


class Entitlement(Model):
    id = fields.CharField(32, primary_key=True, default=entitlement_id)
    patient: fields.ForeignKeyRelation["Patient"] = fields.ForeignKeyField(
        "models.Patient", related_name="entitlements"
    )
    patient_id: str
    kind = fields.CharEnumField(EntitlementKind, max_length=10)
    service_kind = fields.CharEnumField(ServiceKind, max_length=20)
    speciality = fields.CharField(60, null=True)
    """Null: of whatever speciality."""
    reference = fields.CharField(60)
    """The referral's or the insurer's number."""
    valid_until: date = fields.DateField()
    """Inclusive, by the Danish calendar."""
    recorded_by = fields.CharField(40)
    recorded_at: datetime = fields.DatetimeField()

    class Meta:
        table = "entitlement"
        indexes = (("patient_id",),)

    def covers(self, service: Service, day: date) -> bool:
        """Whether it is for that service, on that day."""
        return (
            self.service_kind is service.kind
            and self.speciality in (None, service.speciality)
            and day <= self.valid_until
        )


def kinds_for(
    entitlements: Iterable[Entitlement], service: Service, day: date
) -> frozenset[EntitlementKind]:
    return frozenset(one.kind for one in entitlements if one.covers(service, day))


def payer_of(kinds: Collection[EntitlementKind]) -> Payer:
    """A guarantee says that the insurer pays; a referral alone, that the public does."""
    if EntitlementKind.GUARANTEE in kinds:
        return Payer.INSURANCE
    return Payer.PUBLIC if EntitlementKind.REFERRAL in kinds else Payer.SELF
