"""A column of PostgreSQL's `tstzmultirange`: all of a section's meeting times in one value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.lookups import PostgresOperatorLookup
from psycopg.types.multirange import Multirange, TimestamptzMultirange

if TYPE_CHECKING:
    Field = models.Field[Any, Any]
else:
    Field = models.Field


class MultiRangeField(Field):
    """A `tstzmultirange`; Python sees `psycopg.types.multirange.TimestamptzMultirange`."""

    def db_type(self, connection: Any) -> str:
        """Return the column's type."""
        return "tstzmultirange"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Return the value with its subtype, which an empty one could not tell by itself."""
        return None if value is None else TimestamptzMultirange(value)

    def get_prep_value(self, value: Any) -> Any:
        """Return the value as the driver takes it: ranges are wrapped into a multirange."""
        value = super().get_prep_value(value)
        return TimestamptzMultirange(value) if isinstance(value, Multirange | list | tuple) else value


@MultiRangeField.register_lookup
class Overlaps(PostgresOperatorLookup):
    """`meetings__overlaps`: the two share a moment."""

    lookup_name = "overlaps"
    postgres_operator = "&&"
