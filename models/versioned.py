"""What can be changed by several at once: every change is one compare-and-set on `version`."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Self

from tortoise import fields
from tortoise.models import Model


class Versioned(Model):
    """Rules change it in memory; `models.change` writes it if nobody else did meanwhile."""

    version = fields.IntField(default=1)

    class Meta:
        abstract = True

    @property
    def brought(self) -> list[Model]:
        """The rows that come with the change, and are written in the same transaction."""
        rows: list[Model] = self.__dict__.setdefault("_brought", [])
        return rows

    def brings(self, *rows: Model) -> None:
        """And what these bring themselves."""
        for row in rows:
            self.brought.extend([row, *(row.brought if isinstance(row, Versioned) else ())])

    def catch_up(self, now: datetime) -> None:
        """Let happen what happens by itself because time has passed."""

    @property
    def subject(self) -> str:
        """What the audit names."""
        return str(self.pk)

    @property
    def topics(self) -> Collection[str]:
        """What those who follow this thing listen to."""
        return ()

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._meta.fields_db_projection}

    def see(self, now: datetime) -> Self:
        """As it is now. What happened by itself is a step of its own, whether or not it is
        written yet, so that the version rises with everything that can be seen.
        """
        before = self.columns()
        self.catch_up(now)
        if self.columns() != before:
            self.step()
        return self

    def step(self) -> None:
        """From one version to the next, in memory."""
        self.__dict__.setdefault("_stored_version", self.version)
        self.version += 1

    @property
    def is_changed(self) -> bool:
        return "_stored_version" in self.__dict__

    async def save_if_unchanged(self) -> bool:
        """The compare-and-set. False means that somebody else was faster.

        All columns are written: nobody else can have changed one without a new version.
        """
        columns = self.columns()
        key = columns.pop(self._meta.pk_attr)
        stored = type(self).filter(pk=key, version=self.__dict__.pop("_stored_version"))
        return await stored.update(**columns) == 1
