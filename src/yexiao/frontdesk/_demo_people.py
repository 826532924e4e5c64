"""The demonstration's people, with their roles in words, for one-click sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from yexiao.frontdesk.demo import _load

ROLE_WORDS: Mapping[str, Any] = {
    "resident": _("Resident"),
    "mentor": _("Mentor"),
    "lecturer": _("Lecturer"),
    "assistant": _("Assistant at the door"),
    "operator": _("Community worker"),
    "organiser": _("Training organiser"),
    "organisation_manager": _("Employer"),
    "official": _("Official"),
    "system_administrator": _("System administrator"),
    "security_administrator": _("Security administrator"),
    "audit_administrator": _("Audit administrator"),
}


@dataclass(frozen=True)
class DemoPerson:
    """Somebody one can look around as."""

    phone: str
    role: str
    name: str
    name_en: str
    note: str
    note_en: str


def describe() -> list[DemoPerson]:
    """Return everybody, residents first."""
    return [
        DemoPerson(row["phone"], ROLE_WORDS[row["role"]], row["name"], row["name_en"], row["note"], row["note_en"])
        for row in _load.demo()["accounts"]
    ]
