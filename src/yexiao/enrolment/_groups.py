"""Who belongs to the groups that have reserved seats.

A group is `situation:job_seeker` (as people's live consent tells), or
`within:4403/440309/…` (who lives there). An unknown group has no members.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from yexiao.people import api as people
from yexiao.places import api as places

SITUATIONS: Mapping[str, Any] = {
    "employee": gettext_lazy("employees"),
    "gig_worker": gettext_lazy("riders and other gig workers"),
    "self_employed": gettext_lazy("self-employed people"),
    "job_seeker": gettext_lazy("job-seekers"),
    "carer": gettext_lazy("carers"),
    "student": gettext_lazy("students"),
    "retired": gettext_lazy("retired people"),
    "public_servant": gettext_lazy("public servants"),
}


def groups_of(*, account_ids: Sequence[int], groups: Iterable[str]) -> dict[int, tuple[str, ...]]:
    """Return which of the groups each account belongs to, in the order given."""
    names = list(dict.fromkeys(groups))
    if not names:
        return dict.fromkeys(account_ids, ())
    persons = people.describe_people(ids=account_ids)
    return {
        account_id: tuple(name for name in names if account_id in persons and _is_member(persons[account_id], name))
        for account_id in account_ids
    }


def name_groups(groups: Sequence[str]) -> dict[str, str]:
    """Return each group in words, in the active language."""
    paths = [group.partition(":")[2] for group in groups if group.startswith("within:")]
    units = {unit.path: unit for unit in places.list_units(paths=paths)} if paths else {}
    return {group: _name(group, units) for group in groups}


def _name(group: str, units: Mapping[str, places.UnitRecord]) -> str:
    kind, _sign, value = group.partition(":")
    if kind == "within" and value in units:
        is_chinese = (get_language() or "").startswith("zh")
        place = units[value].name if is_chinese else units[value].name_en
        return _("residents of %(place)s") % {"place": place}
    return str(SITUATIONS.get(value, group))


def _is_member(person: people.Person, group: str) -> bool:
    kind, _, value = group.partition(":")
    if kind == "situation":
        return bool(value) and person.situation == value
    return kind == "within" and people.is_within(person.home_path, value)
