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

    @property
    def id(self) -> int:
        """The account's id, for views behind `signed_in` or `allowed`.

        Raises:
            LookupError: A stranger has none.
        """
        if self.account_id is None:
            raise LookupError("a stranger has no account")
        return self.account_id

    def holds(self, role: str) -> bool:
        """Tell whether the actor holds that role anywhere."""
        return any(grant.role == role for grant in self.grants)


@dataclass(frozen=True)
class Person:
    """An account as other rooms may know it; the phone is masked ("199****0001", "" without one)."""

    id: int
    name: str
    masked_phone: str
    language: str
    home_path: str
    situation: str
    birth_decade: int | None
    is_active: bool
    created_at: datetime


@dataclass(frozen=True)
class NewPerson:
    """A resident to register. `consents` are purposes; without "figures" situation and decade are not kept."""

    name: str
    phone: str
    home_path: str = ""
    situation: str = ""
    birth_decade: int | None = None
    consents: tuple[str, ...] = ()
    language: str = "zh-hans"


@dataclass(frozen=True)
class NewOrganisation:
    """An employer, provider, department or community to register."""

    slug: str
    name: str
    name_en: str
    kind: str
    path: str


@dataclass(frozen=True)
class OrganisationRecord:
    """An organisation as other rooms may know it."""

    id: int
    slug: str
    name: str
    name_en: str
    kind: str
    path: str


@dataclass(frozen=True)
class SignIn:
    """Whose account a right code opened, and whether the person has still to say who they are."""

    account_id: int
    is_new: bool


@dataclass(frozen=True)
class Reach:
    """How to send somebody a message: the full number (never shown on a page) and the language."""

    phone: str
    language: str


@dataclass(frozen=True)
class PlaceChoice:
    """A district, street or community somebody can choose as home, named in the current language."""

    path: str
    name: str


@dataclass(frozen=True)
class HolderRecord:
    """A role somebody holds; `granted_by` is a name, "" for the command line or an import."""

    account_id: int
    name: str
    role: str
    path: str
    organisation_id: int | None
    granted_by: str
    granted_at: datetime


@dataclass(frozen=True)
class LookRecord:
    """A look at somebody's full number: who looked at whose, why, when."""

    actor: str
    person: str
    reason: str
    at: datetime
