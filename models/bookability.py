"""Whether this patient may book that service by themselves, and every reason if not."""

from collections.abc import Collection
from enum import StrEnum

from models.clinic import Service
from models.entitlement import EntitlementKind
from models.refused import NotBookable
from models.texts import kebab, say


class Hindrance(StrEnum):
    AGE_UNKNOWN = "AGE_UNKNOWN"
    TOO_YOUNG = "TOO_YOUNG"
    REFERRAL_MISSING = "REFERRAL_MISSING"
    GUARANTEE_MISSING = "GUARANTEE_MISSING"

    def said(self, service: Service, language: str) -> str:
        """Why, and what helps."""
        return say(f"hindrance-{kebab(self.value)}", language, age=service.minimum_age)


def hindrances(
    service: Service, age: int | None, kinds: Collection[EntitlementKind]
) -> list[Hindrance]:
    """All that stands in the way, at once; of unknown age one may not book."""
    in_the_way = {
        Hindrance.AGE_UNKNOWN: age is None,
        Hindrance.TOO_YOUNG: age is not None and age < service.minimum_age,
        Hindrance.REFERRAL_MISSING: service.needs_referral
        and EntitlementKind.REFERRAL not in kinds,
        Hindrance.GUARANTEE_MISSING: service.needs_guarantee
        and EntitlementKind.GUARANTEE not in kinds,
    }
    return [hindrance for hindrance, stands in in_the_way.items() if stands]


def check_bookable(service: Service, age: int | None, kinds: Collection[EntitlementKind]) -> None:
    if found := hindrances(service, age, kinds):
        raise NotBookable(service, found)
