"""Small groups stay hidden, whatever is added and subtracted (fault R3)."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from yexiao.insight import _suppression

FEW = 5


def grow(leaves):
    """Return people and tree of a city with districts of streets of communities, from a dict of leaf counts."""
    people, tree = {}, {}
    for path, counts in leaves.items():
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            place = "/".join(parts[:depth])
            before = people.get(place, (0,) * len(counts))
            people[place] = tuple(a + b for a, b in zip(before, counts, strict=True))
            if depth > 1:
                family = tree.setdefault("/".join(parts[: depth - 1]), [])
                if place not in family:
                    family.append(place)
    return people, tree


def city(districts=3, streets=3, communities=2):
    for d, s, c in itertools.product(range(districts), range(streets), range(communities)):
        yield f"c/d{d}/s{s}/q{c}"


small_counts = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 60))


@st.composite
def cities(draw, width=1):
    shape = draw(st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3)))
    return {path: tuple(draw(small_counts) for _ in range(width)) for path in city(*shape)}


def equations(people, tree, hidden, question):
    """Return what a reader knows of the hidden cells: one sum per place that has places below."""
    unknown = {place: number for number, place in enumerate(sorted(hidden))}
    rows, sums = [], []
    for place, family in tree.items():
        row, total = np.zeros(len(unknown)), 0
        for member, sign in [(place, -1), *((child, 1) for child in family)]:
            if member in unknown:
                row[unknown[member]] += sign
            else:
                total -= sign * people[member][question]
        rows.append(row)
        sums.append(total)
    return unknown, np.array(rows), np.array(sums)


def bounds_of(place, people, tree, hidden, question):
    """Return the least and the greatest count the reader must think possible for a hidden cell."""
    unknown, rows, sums = equations(people, tree, hidden, question)
    found = []
    for sign in (1, -1):
        costs = np.zeros(len(unknown))
        costs[unknown[place]] = sign
        answer = linprog(costs, A_eq=rows, b_eq=sums, bounds=(0, 10_000), method="highs")
        assert answer.status == 0
        found.append(sign * answer.fun)
    return found


@settings(deadline=None, max_examples=50)
@given(leaves=cities())
def test_no_hidden_count_can_be_worked_out_from_the_shown_ones(leaves):
    people, tree = grow(leaves)

    hidden = _suppression.hide_places(people, tree=tree, root="c")

    for place in [place for place in hidden if any(people[place])]:
        least, greatest = bounds_of(place, people, tree, hidden, 0)
        assert greatest - least > 0.5, (place, people[place], least, greatest)


@given(leaves=cities(width=2))
def test_no_small_count_is_shown(leaves):
    people, tree = grow(leaves)

    hidden = _suppression.hide_places(people, tree=tree, root="c")

    assert not [place for place, counts in people.items() if place not in hidden and _suppression.is_small(counts)]


@given(leaves=cities(width=2))
def test_the_hidden_members_of_a_family_are_never_a_small_group_together(leaves):
    people, tree = grow(leaves)

    hidden = _suppression.hide_places(people, tree=tree, root="c")

    for place, family in tree.items():
        gone = [people[member] for member in family if member in hidden]
        if place not in hidden and gone:
            assert len(gone) >= 2 or len(family) == 1
            assert not _suppression.is_small(tuple(map(sum, zip(*gone, strict=True))))


@given(leaves=cities())
def test_below_a_hidden_place_everything_is_hidden(leaves):
    people, tree = grow(leaves)

    hidden = _suppression.hide_places(people, tree=tree, root="c")

    assert all(child in hidden for place in hidden for child in tree.get(place, ()))


@given(leaves=cities())
def test_nothing_is_hidden_without_need(leaves):
    people, tree = grow(leaves)

    hidden = _suppression.hide_places(people, tree=tree, root="c")

    assert bool(hidden) == any(_suppression.is_small(counts) for counts in people.values())


def test_by_hand_one_small_street_takes_the_smallest_other_with_it():
    # Fucheng has 3 people: hidden. Longhua 12 − Minzhi 7 would give … so Minzhi, the smaller other, hides too.
    people = {"c": (3 + 7 + 40,), "c/fucheng": (3,), "c/minzhi": (7,), "c/dalang": (40,)}
    tree = {"c": ["c/fucheng", "c/minzhi", "c/dalang"]}

    assert _suppression.hide_places(people, tree=tree, root="c") == {"c/fucheng", "c/minzhi"}


def test_by_hand_only_small_streets_hide_the_empty_one_too():
    # 3 + 3 = 6 may be shown; which street has how many may not, and not that the third has none.
    people = {"c": (6,), "c/a": (3,), "c/b": (3,), "c/none": (0,)}
    tree = {"c": ["c/a", "c/b", "c/none"]}

    assert _suppression.hide_places(people, tree=tree, root="c") == {"c/a", "c/b", "c/none"}


def test_by_hand_a_city_of_four_shows_nothing():
    people, tree = grow({"c/d/s/q": (4,)})

    assert _suppression.hide_places(people, tree=tree, root="c") == {"c", "c/d", "c/d/s", "c/d/s/q"}


@settings(deadline=None, max_examples=40)
@given(
    table=st.dictionaries(st.sampled_from(list(city(1, 3, 2))), st.tuples(*[small_counts] * 4), min_size=1, max_size=6)
)
def test_by_group_no_hidden_count_can_be_worked_out(table):
    """Every count by group and place, every total by place: what is hidden has more than one possible value."""
    people, tree = grow(table)
    groups = ["a", "b", "c", "d"]
    by_group = {place: {g: (n,) for g, n in zip(groups, counts, strict=True)} for place, counts in people.items()}
    whole = {place: (sum(counts),) for place, counts in people.items()}
    places = _suppression.hide_places(whole, tree=tree, root="c")
    gone = _suppression.hide_groups({group: counts for group, counts in by_group["c"].items() if any(counts)})
    rows = _suppression.hide_places(
        {
            place: _suppression.people_by_shown_group(found, hidden=gone, order=groups)
            for place, found in by_group.items()
        },
        tree=tree,
        root="c",
        also=places,
    )

    cells = {(place, group): counts[0] for place, found in by_group.items() for group, counts in found.items()}
    cells |= {(place, ""): counts[0] for place, counts in whole.items()}
    hidden = {cell for cell in cells if (cell[0] in rows or cell[1] in gone if cell[1] else cell[0] in places)}
    assert not [cell for cell in cells.keys() - hidden if 0 < cells[cell] < FEW]
    assert_all_open(cells, hidden, tree, groups)


def assert_all_open(cells, hidden, tree, groups):
    sums = [((place, ""), [(place, group) for group in groups]) for place, _ in cells if _ == ""]
    sums += [((place, g), [(child, g) for child in family]) for place, family in tree.items() for g in [*groups, ""]]
    unknown = {cell: number for number, cell in enumerate(sorted(hidden))}
    rows, totals = [], []
    for whole, parts in sums:
        row, total = np.zeros(len(unknown)), 0
        for cell, sign in [(whole, -1), *((part, 1) for part in parts)]:
            if cell in unknown:
                row[unknown[cell]] += sign
            else:
                total -= sign * cells[cell]
        rows.append(row)
        totals.append(total)
    for cell, number in unknown.items():
        if cells[cell] == 0:
            continue  # that nobody is there says nothing about anybody
        ends = []
        for sign in (1, -1):
            costs = np.zeros(len(unknown))
            costs[number] = sign
            answer = linprog(costs, A_eq=np.array(rows), b_eq=np.array(totals), bounds=(0, 10_000), method="highs")
            ends.append(sign * answer.fun)
        assert ends[1] - ends[0] > 0.5, (cell, cells[cell], ends)
