"""A column of PostgreSQL's `tstzmultirange`: all of a section's meeting times in one value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from psycopg.types.multirange import TimestamptzMultirange

if TYPE_CHECKING:
    Field = models.Field[Any, Any]
else:
    Field = models.Field


class MultiRangeField(Field):
    """A `tstzmultirange`; Python sees `psycopg.types.multirange.TimestamptzMultirange`."""

    def db_type(self, connection: Any) -> str:
        """Return the column's type."""
        return "tstzmultirange"

    def get_prep_value(self, value: Any) -> Any:
        """Return the value as the driver takes it: ranges are wrapped into a multirange."""
        value = super().get_prep_value(value)
        if value is None or isinstance(value, TimestamptzMultirange):
            return value
        return TimestamptzMultirange(value) if isinstance(value, list | tuple) else value
