"""Refuse pins that break a rule, before any planning starts."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

import numpy as np

from .geo import kilometres
from .problem import Course, Forbid, Lecturer, Pin, Problem, ProblemError, Room, reach_of


def check(problem: Problem) -> None:
    """Check each pin against the rules, then all pins together.

    Raises:
        ProblemError: A pin breaks a rule; the message names it.
    """
    guard = _Guard(problem)
    for pin in problem.pins:
        guard.check_alone(pin)
    guard.check_together()
    _check_reserve(problem)


def name_of(pin: Pin) -> str:
    """Return the words that name a pin in a message."""
    return f'pins "{pin.course}" in "{pin.room}" at "{pin.slot}" with "{pin.lecturer}"'


def matches(forbid: Forbid, pin: Pin, venue: str) -> bool:
    """Tell whether a forbid agrees with a section in every key it gives."""
    section = {"course": pin.course, "room": pin.room, "slot": pin.slot, "lecturer": pin.lecturer, "venue": venue}
    return all(getattr(forbid, key) in (None, value) for key, value in section.items())


class _Guard:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.rooms = {room.id: room for room in problem.rooms}
        self.courses = {course.id: course for course in problem.courses}
        self.lecturers = {lecturer.id: lecturer for lecturer in problem.lecturers}
        self.venues = {venue.id: venue for venue in problem.venues}
        self.evenings = {slot.id: slot.evening for slot in problem.slots}

    def check_alone(self, pin: Pin) -> None:
        room, course = self.rooms[pin.room], self.courses[pin.course]
        reason = self._room_reason(pin, room, course) or self._lecturer_reason(pin, room, self.lecturers[pin.lecturer])
        if reason:
            raise ProblemError(name_of(pin), reason)
        if any(matches(forbid, pin, room.venue) for forbid in self.problem.forbid):
            raise ProblemError(name_of(pin), "is forbidden by another entry")
        seats, crowd = min(course.max, room.capacity), self._crowd(pin, room)
        if min(seats, crowd) < course.min:
            raise ProblemError(
                name_of(pin),
                f"cannot reach min {course.min}: the room seats {seats} and {crowd} people could come",
            )

    def _room_reason(self, pin: Pin, room: Room, course: Course) -> str:
        if pin.slot not in room.slots:
            return "the room is not open at this slot"
        if not course.equipment <= room.equipment:
            return f'the room lacks "{min(course.equipment - room.equipment)}"'
        return ""

    def _lecturer_reason(self, pin: Pin, room: Room, lecturer: Lecturer) -> str:
        if pin.course not in lecturer.courses:
            return "the lecturer does not give this course"
        if pin.slot not in lecturer.slots:
            return "the lecturer is not free at this slot"
        venue = self.venues[room.venue]
        km = kilometres(np.array([lecturer.lat]), np.array([lecturer.lon]), venue.lat, venue.lon)[0]
        if km > lecturer.reach_km:
            return "the lecturer does not reach this venue"
        return ""

    def _crowd(self, pin: Pin, room: Room) -> int:
        wishes = [wish for wish in self.problem.wishes if wish.course == pin.course and pin.slot in wish.slots]
        venue = self.venues[room.venue]
        places = np.array([(wish.lat, wish.lon) for wish in wishes]).reshape(-1, 2)
        reaches = np.array([reach_of(wish, self.problem.rules) for wish in wishes])
        near = kilometres(places[:, 0], places[:, 1], venue.lat, venue.lon) <= reaches
        return sum(wish.people for wish, is_near in zip(wishes, near, strict=True) if is_near)

    def check_together(self) -> None:
        self._check_clashes()
        self._check_lecturers()
        self._check_totals()

    def _check_clashes(self) -> None:
        places: set[tuple[str, str]] = set()
        hours: set[tuple[str, str]] = set()
        venues: dict[tuple[str, str], str] = {}
        for pin in self.problem.pins:
            venue, evening = self.rooms[pin.room].venue, (pin.lecturer, self.evenings[pin.slot])
            if (pin.room, pin.slot) in places:
                raise ProblemError(name_of(pin), "another pin holds the same room at the same slot")
            if (pin.lecturer, pin.slot) in hours:
                raise ProblemError(name_of(pin), "another pin needs the same lecturer at the same slot")
            if venues.setdefault(evening, venue) != venue:
                raise ProblemError(name_of(pin), "another pin needs the lecturer in another venue that evening")
            places.add((pin.room, pin.slot))
            hours.add((pin.lecturer, pin.slot))

    def _check_lecturers(self) -> None:
        load = Counter(pin.lecturer for pin in self.problem.pins)
        for pin in self.problem.pins:
            most = self.lecturers[pin.lecturer].max
            if load[pin.lecturer] > most:
                raise ProblemError(name_of(pin), f"the lecturer is pinned {load[pin.lecturer]} times and max is {most}")

    def _check_totals(self) -> None:
        rules, pins = self.problem.rules, self.problem.pins
        if rules.max_sections is not None and len(pins) > rules.max_sections:
            raise ProblemError("pins", f"are {len(pins)} and max_sections is {rules.max_sections}")
        cost = sum(
            self.courses[pin.course].cost + self.rooms[pin.room].cost + self.lecturers[pin.lecturer].cost
            for pin in pins
        )
        if rules.budget is not None and cost > rules.budget:
            raise ProblemError("pins", f"cost {cost} and the budget is {rules.budget}")


def _check_reserve(problem: Problem) -> None:
    need = math.ceil(problem.rules.reserve * len(problem.lecturers) - 1e-9)
    load: dict[str, int] = defaultdict(int, Counter(pin.lecturer for pin in problem.pins))
    able = sum(min(item.max, len(item.slots)) - load[item.id] >= 1 for item in problem.lecturers)
    if able < need:
        raise ProblemError("rules", f"reserve asks for {need} lecturers in hand and only {able} can be")
