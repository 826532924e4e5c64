"""Who belongs to the groups that have reserved seats.

A group is `situation:job_seeker` (as people's live consent tells), or
`within:4403/440309/…` (who lives there). An unknown group has no members.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from yexiao.people import api as people


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


def _is_member(person: people.Person, group: str) -> bool:
    kind, _, value = group.partition(":")
    if kind == "situation":
        return bool(value) and person.situation == value
    return kind == "within" and people.is_within(person.home_path, value)
