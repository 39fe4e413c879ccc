"""The same act sent twice is done once: same key and body, same answer."""

import hashlib
import json
from typing import Self

from tortoise import fields
from tortoise.models import Model

from models.refused import IdempotencyKeyReused, InvalidInput

LONGEST_KEY = 100


class IdempotencyKey(Model):
    id = fields.BigIntField(primary_key=True)
    actor = fields.CharField(40)
    key = fields.CharField(LONGEST_KEY)
    request_hash = fields.CharField(64)
    result_id = fields.CharField(40)

    class Meta:
        table = "idempotency_key"
        unique_together = (("actor", "key"),)

    @classmethod
    def of(cls, actor: str, key: str, request: dict[str, str], result_id: str) -> Self:
        return cls(actor=actor, key=key, request_hash=_hash(request), result_id=result_id)

    @classmethod
    async def answered(cls, actor: str, key: str | None, request: dict[str, str]) -> str | None:
        """The id of what the first request with this key made; None when this is the first."""
        found = await cls.get_or_none(actor=actor, key=key) if key else None
        if found is not None and found.request_hash != _hash(request):
            raise IdempotencyKeyReused
        return found.result_id if found else None


def check_key(key: str | None) -> None:
    if key is not None and not 1 <= len(key) <= LONGEST_KEY:
        raise InvalidInput("idempotencyKey", "key")


def _hash(request: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
