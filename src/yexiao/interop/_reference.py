"""The reference page of the read API, arranged from its OpenAPI description, in the current language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Schema = Mapping[str, Any]
SHAPES: Mapping[str, Any] = {
    "Unit": _("A city, district, street or community."),
    "Venue": _("A place where classes meet."),
    "Room": _("A room of a venue."),
    "Skill": _("Something people can learn."),
    "Course": _("What is taught, wherever and whenever."),
    "Season": _("A span of weeks in a territory."),
    "Section": _("A class: a course in a season at a place, with dates."),
    "Meeting": _("One evening of a class."),
    "Seats": _("How a class's seats stand at this moment."),
    "Opening": _("How and when seats are given out, with what it takes to verify a draw."),
    "Problem": _("What went wrong, with a sentence in both languages."),
}
"""The shapes in the order of the page."""


@dataclass(frozen=True)
class Row:
    """A parameter or field: its name, what it may be, and what it means."""

    name: str
    kind: str
    words: str


@dataclass(frozen=True)
class Operation:
    """An address that can be read."""

    path: str
    title: str
    parameters: tuple[Row, ...]
    shape: str
    is_list: bool
    example: str


@dataclass(frozen=True)
class Shape:
    """What an address gives."""

    name: str
    words: str
    fields: tuple[Row, ...]


@dataclass(frozen=True)
class Reference:
    """Everything on the page."""

    words: str
    operations: tuple[Operation, ...]
    shapes: tuple[Shape, ...]


def arrange(description: Schema) -> Reference:
    """Return the page's content; pages of lists are told by their items."""
    shapes = description["components"]["schemas"]
    return Reference(
        words=gettext(description["info"]["description"]),
        operations=tuple(_operation(path, ways["get"], shapes) for path, ways in description["paths"].items()),
        shapes=tuple(
            Shape(name, str(words), tuple(_rows(shapes[name]["properties"].items()))) for name, words in SHAPES.items()
        ),
    )


def _operation(path: str, operation: Schema, shapes: Schema) -> Operation:
    name = _name_of(operation["responses"]["200"]["content"]["application/json"]["schema"])
    items = shapes[name]["properties"].get("items") if name.startswith("Page") else None
    return Operation(
        path=path,
        title=gettext(operation["summary"]),
        parameters=tuple(_rows((found["name"], found["schema"]) for found in operation.get("parameters", ()))),
        shape=_name_of(items["items"]) if items else name,
        is_list=items is not None,
        example=f"curl '{settings.BASE_URL}{path}'",
    )


def _rows(fields: Iterable[tuple[str, Schema]]) -> Iterable[Row]:
    for name, schema in fields:
        words = schema.get("description", "")
        yield Row(name, _kind(schema), gettext(words) if words else "")


def _kind(schema: Schema) -> str:
    """Return what a value may be, as JSON names it."""
    if "anyOf" in schema:
        return " | ".join(_kind(choice) for choice in schema["anyOf"])
    if "$ref" in schema:
        return _name_of(schema)
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if schema.get("type") == "array":
        return f"[{_kind(schema['items'])}]"
    return f"{schema.get('type', '')} {schema.get('format', '')}".strip() + _range(schema)


def _range(schema: Schema) -> str:
    if "minimum" not in schema:
        return ""
    return f" {schema['minimum']}–{schema.get('maximum', '')}"


def _name_of(schema: Schema) -> str:
    return str(schema["$ref"].rpartition("/")[2])
