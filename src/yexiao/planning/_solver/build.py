"""Compile a season into the arrays of ``model.Model``."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from .geo import pairs_within
from .model import Model, numbering, spread, starts_of
from .problem import Problem, reach_of
from .supply import Numbers, Spot, Supply, survey

Ints = NDArray[np.int64]
T = TypeVar("T")


def in_order(problem: Problem) -> Problem:
    """Return the same season sorted by id, so the order of the file decides nothing."""

    def by_id(items: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(sorted(items, key=lambda item: str(getattr(item, "id", ""))))

    return replace(
        problem,
        slots=by_id(problem.slots),
        venues=by_id(problem.venues),
        rooms=by_id(problem.rooms),
        courses=by_id(problem.courses),
        lecturers=by_id(problem.lecturers),
        wishes=by_id(problem.wishes),
        pins=tuple(sorted(problem.pins, key=lambda pin: (pin.slot, pin.room, pin.course, pin.lecturer))),
    )


def build(problem: Problem) -> Model:
    """Compile the season.

    Markets that could never gather the course's minimum, or that no lecturer could give, are left out;
    ``pins.check`` has to have seen the pins before, since a pinned column always stays.
    """
    numbers = Numbers(problem)
    supply = survey(problem, numbers)
    columns = staffed_columns(problem, supply)
    arcs = _arcs(problem, numbers, columns.keys)
    columns = _lively(problem, columns, arcs)
    return _assemble(problem, numbers, supply, columns, arcs)


class Columns:
    """Spots that could hold a section: course, room, slot, seats, market key and which variant of the market."""

    def __init__(self, spots: Ints, cap: Ints, keys: Ints, variant: Ints, variants: list[frozenset[int]]) -> None:
        self.spots, self.cap, self.keys, self.variant, self.variants = spots, cap, keys, variant, variants

    def where(self, mask: NDArray[np.bool_]) -> Columns:
        """Return the columns a mask keeps."""
        return Columns(self.spots[mask], self.cap[mask], self.keys[mask], self.variant[mask], self.variants)


class _Arcs:
    """Who could be served where: wish and value per arc, sorted by market key, then wish."""

    def __init__(self, key: Ints, wish: Ints, value: Ints) -> None:
        order = np.lexsort((wish, key))
        self.key, self.wish, self.value = key[order], wish[order], value[order]


def staffed_columns(problem: Problem, supply: Supply) -> Columns:
    """Return every spot that has a room for the course and a lecturer who may come."""
    spots = np.argwhere(supply.is_open)
    course, room, slot = spots.T
    most = np.array([item.max for item in problem.courses], np.int64)[course]
    seats = np.array([item.capacity for item in problem.rooms], np.int64)[room]
    keys = (course * len(problem.venues) + supply.room_venue[room]) * len(problem.slots) + slot
    variants: list[frozenset[int]] = [frozenset()]
    variant = np.zeros(len(spots), np.int64)
    if supply.removed:
        _number_variants(spots, supply, variant, variants)
    columns = Columns(spots, np.minimum(most, seats), keys, variant, variants)
    return columns.where(_is_staffed(columns, supply))


def _number_variants(spots: Ints, supply: Supply, variant: Ints, variants: list[frozenset[int]]) -> None:
    number = {variants[0]: 0}
    for index, (course, room, slot) in enumerate(spots.tolist()):
        removed = supply.removed.get((course, room, slot))
        if removed is not None:
            if removed not in number:
                number[removed] = len(variants)
                variants.append(removed)
            variant[index] = number[removed]


def _is_staffed(columns: Columns, supply: Supply) -> NDArray[np.bool_]:
    staffed = np.isin(columns.keys, supply.staff_key)
    for index in np.flatnonzero(columns.variant):
        first, last = np.searchsorted(supply.staff_key, [columns.keys[index], columns.keys[index] + 1])
        removed = columns.variants[columns.variant[index]]
        staffed[index] = bool(set(supply.staff[first:last].tolist()) - removed)
    return staffed


def _arcs(problem: Problem, numbers: Numbers, wanted: Ints) -> _Arcs:
    key, wish, value = visits(problem, numbers)
    size = len(problem.courses) * len(problem.venues) * len(problem.slots)
    is_wanted = np.zeros(size, bool)
    is_wanted[wanted] = True
    keep = is_wanted[key]
    return _Arcs(key[keep], wish[keep], value[keep])


def visits(problem: Problem, numbers: Numbers) -> tuple[Ints, Ints, Ints]:
    """Return market key, wish and value per person of every venue and slot within reach of every wish."""
    points = np.array([(wish.lat, wish.lon) for wish in problem.wishes]).reshape(-1, 2)
    centres = np.array([(venue.lat, venue.lon) for venue in problem.venues]).reshape(-1, 2)
    wish, venue, km = pairs_within(points, centres, problem.rules.reach_km)
    is_near = km <= np.array([reach_of(item, problem.rules) for item in problem.wishes])[wish]
    wish, venue, km = wish[is_near], venue[is_near], km[is_near]
    weight = np.array([item.weight for item in problem.wishes])[wish]
    value = np.maximum(0, np.rint(weight - problem.rules.km_penalty * km)).astype(np.int64)
    course = np.array([numbers.course[item.course] for item in problem.wishes], np.int64)
    base = (course[wish] * len(problem.venues) + venue) * len(problem.slots)
    slot_count = np.array([len(item.slots) for item in problem.wishes], np.int64)
    slots = np.array([numbers.slot[slot] for item in problem.wishes for slot in item.slots], np.int64)
    times = slot_count[wish]
    first = (np.cumsum(slot_count) - slot_count)[wish]
    key = np.repeat(base, times) + slots[spread(first, times)]
    return key, np.repeat(wish, times), np.repeat(value, times)


def _lively(problem: Problem, columns: Columns, arcs: _Arcs) -> Columns:
    """Drop columns that could not gather their minimum; keep pins."""
    people = np.array([wish.people for wish in problem.wishes], np.float64)
    size = len(problem.courses) * len(problem.venues) * len(problem.slots)
    crowd = np.bincount(arcs.key, weights=people[arcs.wish], minlength=size)[columns.keys]
    least = np.array([course.min for course in problem.courses], np.int64)[columns.spots[:, 0]]
    alive = (columns.cap >= least) & (crowd >= least)
    return columns.where(alive | _pin_mask(problem, columns))


def _pin_mask(problem: Problem, columns: Columns) -> NDArray[np.bool_]:
    numbers = Numbers(problem)
    pinned: set[Spot] = {numbers.spot(pin) for pin in problem.pins}
    return np.array([tuple(spot) in pinned for spot in columns.spots.tolist()] if pinned else False) & np.ones(
        len(columns.keys), bool
    )


def _assemble(problem: Problem, numbers: Numbers, supply: Supply, columns: Columns, arcs: _Arcs) -> Model:
    full = columns.keys * len(columns.variants) + columns.variant
    markets, market_of = np.unique(full, return_inverse=True)
    order = np.lexsort((columns.spots[:, 1], market_of))
    keys, variant = markets // len(columns.variants), markets % len(columns.variants)
    slots, venues = len(problem.slots), len(problem.venues)
    arc_start, arc_index = _gather(arcs.key, keys)
    staff_start, staff = _staff_of_markets(supply, columns, keys, variant)
    streets = tuple(sorted({wish.street for wish in problem.wishes}))
    street_number = numbering(streets)
    people = np.array([wish.people for wish in problem.wishes], np.int64)
    wish_street = np.array([street_number[wish.street] for wish in problem.wishes], np.int64)
    course, room, _ = columns.spots[order].T
    pinned = _pin_mask(problem, columns)[order]
    costs = np.array([item.cost for item in problem.courses], np.int64)[course]
    costs = costs + np.array([item.cost for item in problem.rooms], np.int64)[room]
    evening_number = numbering(dict.fromkeys(slot.evening for slot in problem.slots))
    return Model(
        problem=problem,
        streets=streets,
        people=people,
        wish_course=np.array([numbers.course[wish.course] for wish in problem.wishes], np.int64),
        wish_street=wish_street,
        floors=_floors(problem, wish_street, people, len(streets)),
        course_min=np.array([item.min for item in problem.courses], np.int64),
        course_free=np.array([item.is_free for item in problem.courses], bool),
        market_course=keys // (slots * venues),
        market_venue=keys // slots % venues,
        market_slot=keys % slots,
        arc_start=arc_start,
        arc_wish=arcs.wish[arc_index],
        arc_value=arcs.value[arc_index],
        staff_start=staff_start,
        staff=staff,
        col_start=starts_of(market_of, len(markets)),
        col_market=market_of[order],
        col_room=room,
        col_cap=columns.cap[order],
        col_cost=costs,
        lecturer_cost=np.array([item.cost for item in problem.lecturers], np.int64),
        lecturer_limit=np.array([min(item.max, len(item.slots)) for item in problem.lecturers], np.int64),
        slot_evening=np.array([evening_number[slot.evening] for slot in problem.slots], np.int64),
        pinned_columns=np.flatnonzero(pinned),
    )


def _gather(sorted_keys: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Return offsets and indices of the entries of each wanted key."""
    first = np.searchsorted(sorted_keys, wanted, side="left")
    lengths = np.searchsorted(sorted_keys, wanted, side="right") - first
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64), spread(first, lengths)


def _staff_of_markets(supply: Supply, columns: Columns, keys: Ints, variant: Ints) -> tuple[Ints, Ints]:
    start, index = _gather(supply.staff_key, keys)
    staff = supply.staff[index]
    market = np.repeat(np.arange(len(keys)), np.diff(start))
    keep = np.ones(len(staff), bool)
    for special in np.flatnonzero(variant):
        rows = slice(int(start[special]), int(start[special + 1]))
        keep[rows] = ~np.isin(staff[rows], list(columns.variants[variant[special]]))
    return starts_of(market[keep], len(keys)), staff[keep]


def _floors(problem: Problem, wish_street: Ints, people: Ints, streets: int) -> Ints:
    total = np.bincount(wish_street, weights=people, minlength=streets)
    return np.array([max(0, math.ceil(problem.rules.street_floor * count - 1e-9)) for count in total], np.int64)
