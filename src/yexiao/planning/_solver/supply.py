"""What could be held at all: rooms that fit courses, lecturers that can come, minus what is forbidden."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .geo import kilometres
from .model import numbering
from .problem import Forbid, Pin, Problem

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Spot = tuple[int, int, int]  # course, room, slot


@dataclass
class Supply:
    """Rooms and lecturers per course and slot.

    ``is_open`` is (courses, rooms, slots); ``staff_key`` is the number ``(course * venues + venue) * slots +
    slot`` beside each lecturer in ``staff``, sorted by both; ``removed`` holds lecturers that may not teach at one
    spot although they may elsewhere in the same venue.
    """

    is_open: Bools
    room_venue: Ints
    staff_key: Ints
    staff: Ints
    removed: dict[Spot, frozenset[int]] = field(default_factory=dict)
    pinned: dict[Spot, int] = field(default_factory=dict)


class Numbers:
    """Positions of all ids of a problem."""

    def __init__(self, problem: Problem) -> None:
        self.course = numbering(item.id for item in problem.courses)
        self.room = numbering(item.id for item in problem.rooms)
        self.slot = numbering(item.id for item in problem.slots)
        self.lecturer = numbering(item.id for item in problem.lecturers)
        self.venue = numbering(item.id for item in problem.venues)
        self.wish = numbering(item.id for item in problem.wishes)

    def spot(self, pin: Pin) -> Spot:
        """Return course, room and slot of a pin as numbers."""
        return self.course[pin.course], self.room[pin.room], self.slot[pin.slot]


def survey(problem: Problem, numbers: Numbers) -> Supply:
    """Return what could be held, with pins and forbids worked in."""
    room_venue = np.array([numbers.venue[room.venue] for room in problem.rooms], np.int64)
    key, staff = _staff(problem, numbers)
    supply = Supply(_open_spots(problem, numbers), room_venue, key, staff)
    for forbid in problem.forbid:
        _apply(forbid, supply, problem, numbers)
    for pin in problem.pins:
        _keep(pin, supply, numbers)
    return supply


def venue_reach(problem: Problem) -> Bools:
    """Return which lecturer reaches which venue, as (lecturers, venues)."""
    venues = np.array([(venue.lat, venue.lon) for venue in problem.venues]).reshape(-1, 2)
    homes = np.array([(item.lat, item.lon) for item in problem.lecturers]).reshape(-1, 2)
    km = kilometres(homes[:, :1], homes[:, 1:], venues[:, 0], venues[:, 1])
    return np.asarray(km <= np.array([[item.reach_km] for item in problem.lecturers]).reshape(-1, 1))


def _open_spots(problem: Problem, numbers: Numbers) -> Bools:
    fits = np.array(
        [
            [course.equipment <= room.equipment and room.capacity >= course.min for room in problem.rooms]
            for course in problem.courses
        ],
        bool,
    ).reshape(len(problem.courses), len(problem.rooms))
    is_open = np.zeros((len(problem.rooms), len(problem.slots)), bool)
    for index, room in enumerate(problem.rooms):
        is_open[index, [numbers.slot[slot] for slot in room.slots]] = True
    return fits[:, :, None] & is_open[None]


def _staff(problem: Problem, numbers: Numbers) -> tuple[Ints, Ints]:
    venues, slots = len(problem.venues), len(problem.slots)
    reach = venue_reach(problem)
    keys, staff = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for index, lecturer in enumerate(problem.lecturers):
        courses = np.array([numbers.course[course] for course in lecturer.courses], np.int64)
        hours = np.array([numbers.slot[slot] for slot in lecturer.slots], np.int64)
        near = np.flatnonzero(reach[index])
        key = ((courses[:, None, None] * venues + near[:, None]) * slots + hours).ravel()
        if lecturer.max > 0:
            keys.append(key)
            staff.append(np.full(len(key), index))
    key, who = np.concatenate(keys), np.concatenate(staff)
    order = np.lexsort((who, key))
    return key[order], who[order]


def _apply(forbid: Forbid, supply: Supply, problem: Problem, numbers: Numbers) -> None:
    spots = _matching_spots(forbid, supply, numbers)
    if forbid.lecturer is None:
        supply.is_open &= ~spots
        return
    lecturer = numbers.lecturer[forbid.lecturer]
    if forbid.room is None:
        hit = (supply.staff == lecturer) & _matching_keys(forbid, supply, problem, numbers)
        supply.staff_key, supply.staff = supply.staff_key[~hit], supply.staff[~hit]
        return
    for spot in _as_spots(spots & supply.is_open):
        supply.removed[spot] = supply.removed.get(spot, frozenset()) | {lecturer}


def _as_spots(mask: Bools) -> list[Spot]:
    return [(int(course), int(room), int(slot)) for course, room, slot in np.argwhere(mask)]


def _matching_spots(forbid: Forbid, supply: Supply, numbers: Numbers) -> Bools:
    mask = np.ones(supply.is_open.shape, bool)
    if forbid.course is not None:
        mask &= (np.arange(len(numbers.course)) == numbers.course[forbid.course])[:, None, None]
    if forbid.room is not None:
        mask &= (np.arange(len(numbers.room)) == numbers.room[forbid.room])[None, :, None]
    if forbid.venue is not None:
        mask &= (supply.room_venue == numbers.venue[forbid.venue])[None, :, None]
    if forbid.slot is not None:
        mask &= (np.arange(len(numbers.slot)) == numbers.slot[forbid.slot])[None, None, :]
    return mask


def _matching_keys(forbid: Forbid, supply: Supply, problem: Problem, numbers: Numbers) -> Bools:
    slots, venues = len(problem.slots), len(problem.venues)
    mask = np.ones(len(supply.staff_key), bool)
    if forbid.course is not None:
        mask &= supply.staff_key // (slots * venues) == numbers.course[forbid.course]
    if forbid.venue is not None:
        mask &= supply.staff_key // slots % venues == numbers.venue[forbid.venue]
    if forbid.slot is not None:
        mask &= supply.staff_key % slots == numbers.slot[forbid.slot]
    return mask


def _keep(pin: Pin, supply: Supply, numbers: Numbers) -> None:
    """Leave the pin's place to the pin, and its spot to its lecturer."""
    course, room, slot = spot = numbers.spot(pin)
    others = np.arange(len(numbers.course)) != course
    supply.is_open[others, room, slot] = False
    lecturer = numbers.lecturer[pin.lecturer]
    supply.pinned[spot] = lecturer
    everybody = frozenset(numbers.lecturer.values())
    supply.removed[spot] = everybody - {lecturer}
