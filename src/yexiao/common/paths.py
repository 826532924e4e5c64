"""Where a path lies: a territory is a prefix of whole segments, "4403/440309" and everything below it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q


def is_within(path: str, territory: str) -> bool:
    """Tell whether a path lies in a territory, itself included; the empty territory contains nothing."""
    return bool(territory) and (path + "/").startswith(territory + "/")


def is_within_any(path: str, territories: Iterable[str]) -> bool:
    """Tell whether a path lies in one of the territories."""
    return any(is_within(path, territory) for territory in territories)


def lies_within(field: str, territory: str) -> Q:
    """Return the condition that a path column lies in the territory, itself included; an empty one is no condition."""
    return lies_within_any(field, [territory]) if territory else Q()


def lies_within_any(field: str, territories: Iterable[str]) -> Q:
    """Return the condition that a path column lies in one of the territories; none or empty ones contain nothing."""
    inside = Q(pk__in=[])
    for territory in filter(None, territories):
        inside |= Q(**{field: territory}) | Q(**{f"{field}__startswith": territory + "/"})
    return inside
