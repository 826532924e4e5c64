"""Properties of planning's pure decisions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yexiao.planning._rules import fee_kind_of, part, weight_of

numbers = st.sets(st.integers(0, 20))


def test_ranks_weigh_as_the_page_says():
    assert [weight_of(rank) for rank in range(1, 7)] == [100, 80, 60, 40, 20, 20]


@given(st.integers(1, 100), st.integers(1, 100))
def test_an_earlier_choice_never_weighs_less(one, other):
    assert (one <= other) or weight_of(one) <= weight_of(other)


def test_first_steps_and_what_is_asked_for_are_free_and_going_deeper_costs_something():
    courses = [
        ("common_core", "starter"),
        ("lab", "starter"),
        ("common_core", "next"),
        ("contest", "deep"),
        ("lab", "deep"),
    ]

    kinds = [fee_kind_of(kind=kind, level=level) for kind, level in courses]

    assert kinds == ["free", "free", "low", "free", "low"]


@given(numbers, numbers)
def test_two_timetables_part_into_what_only_one_has_and_what_both_have(here, there):
    only_here, only_there, in_both = part(sorted(here), sorted(there), key=lambda item: item)

    assert set(only_here) == here - there
    assert set(only_there) == there - here
    assert in_both == len(here & there)
