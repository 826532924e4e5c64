"""Make administrators from the command line."""

from __future__ import annotations

from yexiao.common import clock, phrases
from yexiao.common.refusals import Refusal
from yexiao.people import api as people
from yexiao.people.api import Role
from yexiao.places import api as places

ROLES = {
    "system": Role.SYSTEM_ADMINISTRATOR,
    "security": Role.SECURITY_ADMINISTRATOR,
    "audit": Role.AUDIT_ADMINISTRATOR,
}


class AccountTrouble(Exception):
    """The account cannot be made; the text says why and what to do."""


def create_administrator(*, username: str, name: str, password: str, role: str) -> int:
    """Make an account with one administrator's role over the city; return its id.

    Raises:
        AccountTrouble: The role is unknown, the name is taken, the password is too weak, or no city is loaded.
    """
    if role not in ROLES:
        raise AccountTrouble(f"There is no role {role!r}; say one of {', '.join(ROLES)}.")
    grant = people.GrantRecord(ROLES[role], _city())
    try:
        return people.register_staff(username=username, password=password, name=name, grants=[grant], at=clock.now())
    except Refusal as refusal:
        saying = phrases.say(refusal)
        raise AccountTrouble(f"{saying.what} {saying.then}") from None


def _city() -> str:
    cities = places.list_units(level="city")
    return cities[0].path if cities else ""
