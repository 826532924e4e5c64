"""Which cells are not shown, so that no group under five people can be seen or worked out (pure).

A table of places adds up: a district is its streets, a street its
communities. A cell about one to four people is hidden. Hiding it alone is
not enough: who knows the total and the other cells can subtract. So in
every family of places under a shown one

- nothing is hidden, or
- at least two cells are hidden, and in every question asked of them one
  holds five people or more (or all hold none), or
- every cell is hidden, the empty ones too.

Under a hidden place everything is hidden. Decided top down over the whole
season, so the answer is the same on every page, and two tables never give
away together what each hides.

By group (situation), a place's row is shown whole or not at all, except
that groups too small in the whole season are hidden at every place. So
for each group the shown places follow the rule above.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

FEWEST = 5
People = tuple[int, ...]
Tree = Mapping[str, Sequence[str]]


def is_small(people: People) -> bool:
    """Tell whether any of the counts is of one to four people."""
    return any(0 < count < FEWEST for count in people)


def hide_places(people: Mapping[str, People], *, tree: Tree, root: str, also: Collection[str] = ()) -> frozenset[str]:
    """Return the places to hide.

    `people` gives the counts of people behind a place's figures, several
    where several figures are shown; `tree` the places right below a place.
    Places in `also` are hidden in any case.
    """
    if is_small(people.get(root, ())) or root in also:
        return frozenset(_subtree(root, tree))
    hidden: set[str] = set()
    _hide_below(root, people, tree, also, hidden)
    return frozenset(hidden)


def hide_groups(people: Mapping[str, People]) -> frozenset[str]:
    """Return the groups to hide in a table of groups whose total is shown."""
    return frozenset(_choose(sorted(people), people, also=()))


def people_by_shown_group(people: Mapping[str, People], *, hidden: Collection[str], order: Sequence[str]) -> People:
    """Return one place's counts for `hide_places`: each shown group's, then the hidden groups' together."""
    width = max((len(counts) for counts in people.values()), default=0)
    nobody = (0,) * width
    shown = [count for group in order if group not in hidden for count in people.get(group, nobody)]
    rest = [sum(people.get(group, nobody)[place] for group in hidden) for place in range(width)]
    return tuple(shown + rest)


def _hide_below(place: str, people: Mapping[str, People], tree: Tree, also: Collection[str], hidden: set[str]) -> None:
    children = tree.get(place, ())
    chosen = _choose(children, people, also=also)
    for child in children:
        if child in chosen:
            hidden.update(_subtree(child, tree))
        else:
            _hide_below(child, people, tree, also, hidden)


def _choose(family: Sequence[str], people: Mapping[str, People], *, also: Collection[str]) -> set[str]:
    """Return the members to hide: those that must be, then the smallest others until nothing can be subtracted."""
    counts = {member: people.get(member, ()) for member in family}
    chosen = {member for member in family if is_small(counts[member]) or member in also}
    if not chosen:
        return chosen
    others = sorted((m for m in family if m not in chosen and any(counts[m])), key=lambda m: (sum(counts[m]), m))
    for member in others:
        if _is_safe([counts[one] for one in chosen]):
            return chosen
        chosen.add(member)
    return chosen if _is_safe([counts[one] for one in chosen]) else set(family)


def _is_safe(hidden: Sequence[People]) -> bool:
    width = max((len(people) for people in hidden), default=0)
    most = [max((people[place] for people in hidden if place < len(people)), default=0) for place in range(width)]
    return len(hidden) >= 2 and any(most) and not is_small(tuple(most))


def _subtree(place: str, tree: Tree) -> Iterable[str]:
    yield place
    for child in tree.get(place, ()):
        yield from _subtree(child, tree)
