"""Which cells of a season are held back: the rule of `_suppression` applied to the counters, once per basis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yexiao.insight import _suppression
from yexiao.insight._counts import EVERYBODY, Counters
from yexiao.insight._definitions import Basis

PEOPLE: dict[Basis, tuple[str, ...]] = {
    Basis.MARKED: ("came_people", "counted_people"),
    Basis.SEATED: ("seated_people",),
    Basis.SPOKE: ("spoke_people",),
    Basis.ANSWERED: ("answered_people",),
    Basis.ASKED: ("asked_people", "met_people"),
}


@dataclass(frozen=True)
class Secrets:
    """What one basis holds back: whole places, places' rows by group, and groups everywhere."""

    places: frozenset[str]
    rows: frozenset[str]
    groups: frozenset[str]

    def hide(self, place: str, group: str) -> bool:
        """Tell whether the cell of that place and group is held back."""
        if group == EVERYBODY:
            return place in self.places
        return place in self.rows or group in self.groups


def find_secrets(counters: Counters, *, root: str) -> dict[Basis, Secrets]:
    """Return what each basis holds back in the territory below `root`."""
    tree = grow_tree(place for place, _ in counters)
    return {basis: _secrets(counters, names, tree=tree, root=root) for basis, names in PEOPLE.items()}


def grow_tree(places: Iterable[str]) -> dict[str, list[str]]:
    """Return the places right below each place."""
    tree: dict[str, list[str]] = {}
    for place in sorted(set(places)):
        above, _, own = place.rpartition("/")
        if own and above:
            tree.setdefault(above, []).append(place)
    return tree


def _secrets(counters: Counters, names: tuple[str, ...], *, tree: dict[str, list[str]], root: str) -> Secrets:
    people = {spot: tuple(found.get(name, 0) for name in names) for spot, found in counters.items()}
    whole = {place: counts for (place, group), counts in people.items() if group == EVERYBODY}
    places = _suppression.hide_places(whole, tree=tree, root=root)
    groups = sorted({group for _, group in people} - {EVERYBODY})
    at_root = {group: people[(root, group)] for group in groups if any(people.get((root, group), ()))}
    hidden = _suppression.hide_groups(at_root)
    by_group = {
        place: _suppression.people_by_shown_group(
            {group: people[(place, group)] for group in groups if (place, group) in people},
            hidden=hidden,
            order=groups,
        )
        for place in whole
    }
    rows = _suppression.hide_places(by_group, tree=tree, root=root, also=places)
    return Secrets(places=places, rows=rows, groups=hidden)
