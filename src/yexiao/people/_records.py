"""What crosses the door of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class GrantRecord:
    """A role for a territory path ("4403/440309/…", no trailing slash) or an organisation."""

    role: str
    path: str = ""
    organisation_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who asks: the only thing views know of an account. A stranger has no account_id."""

    account_id: int | None = None
    name: str = ""
    language: str = "zh-hans"
    home_path: str = ""
    grants: tuple[GrantRecord, ...] = ()

    @property
    def is_signed_in(self) -> bool:
        """Tell a person from a stranger."""
        return self.account_id is not None

    def holds(self, role: str) -> bool:
        """Tell whether the actor holds that role anywhere."""
        return any(grant.role == role for grant in self.grants)


@dataclass(frozen=True)
class Person:
    """An account as other rooms may know it; the phone is masked ("199****0001")."""

    id: int
    name: str
    masked_phone: str
    language: str
    home_path: str
    situation: str
    birth_decade: int | None
    is_active: bool
    created_at: datetime
