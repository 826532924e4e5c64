"""Small seasons for the planner's tests, and an oracle that solves them in another way."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from yexiao.planning._solver import problem as records

# At this latitude 0.009 degrees of latitude are almost exactly one kilometre.
KM = 0.009


def season(**changes: Any) -> dict[str, Any]:
    """Return one venue, one room, one course, one lecturer and one wish of ten people; keys may be replaced."""
    data: dict[str, Any] = {
        "format": "yexiao-plan/1",
        "slots": [{"id": "fri", "evening": "fri"}],
        "venues": [venue("v1")],
        "rooms": [room("r1", "v1")],
        "courses": [course("ai")],
        "lecturers": [lecturer("li")],
        "wishes": [wish("w1", people=10)],
        "rules": rules(),
        "pins": [],
        "forbid": [],
        "previous": [],
    }
    return data | changes


def rules(**changes: Any) -> dict[str, Any]:
    """Return rules that limit nothing but distance."""
    free = {"budget": None, "free_share": 0, "street_floor": 0, "street_penalty": 0, "max_sections": None, "reserve": 0}
    return {"reach_km": 5, "km_penalty": 10, **free} | changes


def venue(key: str, *, km: float = 0.0) -> dict[str, Any]:
    """Return a venue so many kilometres north of the origin."""
    return {"id": key, "lat": 22.5 + km * KM, "lon": 114.0, "street": "s1", "district": "d1"}


def room(key: str, at: str, *, seats: int = 20, slots: tuple[str, ...] = ("fri",), **more: Any) -> dict[str, Any]:
    """Return a room."""
    return {"id": key, "venue": at, "capacity": seats, "equipment": [], "slots": list(slots), "cost": 10} | more


def course(key: str, *, least: int = 5, most: int = 20, fee: str = "free", **more: Any) -> dict[str, Any]:
    """Return a course."""
    return {"id": key, "equipment": [], "min": least, "max": most, "fee": fee, "cost": 10} | more


def lecturer(
    key: str, *, courses: tuple[str, ...] = ("ai",), slots: tuple[str, ...] = ("fri",), **more: Any
) -> dict[str, Any]:
    """Return a lecturer who lives at the origin."""
    entry = {"id": key, "courses": list(courses), "slots": list(slots), "max": 3, "lat": 22.5, "lon": 114.0}
    return entry | {"reach_km": 10, "cost": 10} | more


def wish(
    key: str, *, km: float = 0.0, people: int = 1, slots: tuple[str, ...] = ("fri",), **more: Any
) -> dict[str, Any]:
    """Return a wish so many kilometres north of the origin."""
    entry = {"id": key, "lat": 22.5 + km * KM, "lon": 114.0, "street": "s1", "course": "ai", "slots": list(slots)}
    return entry | {"people": people, "weight": 100} | more


def random_season(seed: int) -> dict[str, Any]:
    """Return a tiny season with every rule in play: a handful of everything, drawn from the seed."""
    rng = np.random.default_rng(seed)

    def some(ids: list[str], share: float = 0.6) -> tuple[str, ...]:
        return tuple(key for key in ids if rng.random() < share)

    slots = ["fri", "sat", "sat-noon"]
    venues = ["v1", "v2"]
    courses = ["ai", "drone", "film"]
    data = season(
        slots=[{"id": key, "evening": key[:3]} for key in slots],
        venues=[venue(key, km=float(rng.uniform(0, 4))) for key in venues],
        rooms=[
            room(f"r{n}", venues[n % 2], seats=int(rng.integers(3, 9)), slots=some(slots), equipment=list(some(["pc"])))
            for n in range(int(rng.integers(1, 4)))
        ],
        courses=[
            course(
                key, least=int(rng.integers(1, 4)), most=int(rng.integers(4, 9)), fee=str(rng.choice(["free", "low"]))
            )
            | {"equipment": list(some(["pc"], 0.3)), "cost": int(rng.integers(0, 9))}
            for key in courses
        ],
        lecturers=[
            lecturer(f"l{n}", courses=some(courses), slots=some(slots, 0.7), max=int(rng.integers(0, 4)))
            for n in range(int(rng.integers(1, 4)))
        ],
        wishes=[
            wish(f"w{n}", km=float(rng.uniform(-2, 6)), people=int(rng.integers(0, 5)), slots=some(slots))
            | {
                "course": str(rng.choice(courses)),
                "street": str(rng.choice(["s1", "s2"])),
                "weight": int(rng.integers(0, 60)),
            }
            for n in range(int(rng.integers(1, 12)))
        ],
        rules=_random_rules(rng),
    )
    if rng.random() < 0.5:
        data["forbid"] = [_random_forbid(rng, data) for _ in range(int(rng.integers(1, 3)))]
    return data


def _random_rules(rng: np.random.Generator) -> dict[str, Any]:
    return rules(
        budget=int(rng.integers(20, 120)) if rng.random() < 0.4 else None,
        free_share=float(rng.choice([0, 0.4, 0.6])),
        street_floor=float(rng.choice([0, 0.3, 0.7])),
        street_penalty=int(rng.integers(0, 40)),
        max_sections=int(rng.integers(0, 4)) if rng.random() < 0.3 else None,
        reserve=float(rng.choice([0, 0.3])) if rng.random() < 0.3 else 0,
    )


def _random_forbid(rng: np.random.Generator, data: dict[str, Any]) -> dict[str, Any]:
    kinds = {"course": "courses", "room": "rooms", "slot": "slots", "lecturer": "lecturers", "venue": "venues"}
    chosen = [key for key in kinds if rng.random() < 0.5] or ["course"]
    return {key: str(rng.choice([item["id"] for item in data[kinds[key]]])) for key in chosen}


def optimum(problem: records.Problem) -> int | None:
    """Return the best value any plan has, by one programme over single sections; None if no plan is possible.

    Written from the rules alone: a yes or no per possible section and a number of people per wish and section.
    """
    oracle = _Oracle(problem)
    return oracle.solve()


class _Oracle:
    def __init__(self, problem: records.Problem) -> None:
        self.problem = problem
        self.venues = {item.id: item for item in problem.venues}
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self.sections = [
            (course, room, slot, lecturer)
            for course in problem.courses
            for room in problem.rooms
            for slot in problem.slots
            for lecturer in problem.lecturers
            if self._is_possible(course, room, slot, lecturer)
        ]
        self.seats = [
            (wish, index)
            for wish in problem.wishes
            for index, (course, room, slot, _) in enumerate(self.sections)
            if wish.course == course.id
            and slot.id in wish.slots
            and self._km(wish, self.venues[room.venue]) <= problem.rules.reach_km
        ]
        self.streets = sorted({wish.street for wish in problem.wishes})
        self.size = len(self.sections) + len(self.seats) + len(self.streets) + len(problem.lecturers)

    def _km(self, one: Any, other: Any) -> float:
        a, b = math.radians(one.lat), math.radians(other.lat)
        chord = (
            math.sin((b - a) / 2) ** 2
            + math.cos(a) * math.cos(b) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
        )
        return 2 * 6371.0088 * math.asin(math.sqrt(chord))

    def _is_possible(self, course: Any, room: Any, slot: Any, lecturer: Any) -> bool:
        venue = self.venues[room.venue]
        section = {"course": course.id, "room": room.id, "slot": slot.id, "lecturer": lecturer.id, "venue": venue.id}
        is_forbidden = any(
            all(getattr(item, key) in (None, value) for key, value in section.items()) for item in self.problem.forbid
        )
        return (
            not is_forbidden
            and slot.id in room.slots
            and course.equipment <= room.equipment
            and course.id in lecturer.courses
            and slot.id in lecturer.slots
            and self._km(lecturer, venue) <= lecturer.reach_km
            and min(course.max, room.capacity) >= course.min
        )

    def solve(self) -> int | None:
        problem, rules = self.problem, self.problem.rules
        count = len(self.sections)
        seat_of = {(pair[1], pair[0].id): count + n for n, pair in enumerate(self.seats)}
        gain = np.zeros(self.size)
        for n, (wish, index) in enumerate(self.seats):
            km = self._km(wish, self.venues[self.sections[index][1].venue])
            gain[count + n] = max(0, round(wish.weight - rules.km_penalty * km))
        for index, (course, room, _, _) in enumerate(self.sections):
            mine = {column: 1.0 for (section, _), column in seat_of.items() if section == index}
            self._row(mine | {index: -min(course.max, room.capacity)}, -np.inf, 0)
            self._row(mine | {index: -course.min}, 0, np.inf)
        for wish in problem.wishes:
            self._row({column: 1.0 for (_, key), column in seat_of.items() if key == wish.id}, 0, wish.people)
        self._booking_rows()
        self._total_rows()
        floors = self._street_rows(gain, seat_of)
        return self._run(gain, floors)

    def _row(self, factors: dict[int, float], low: float, high: float) -> None:
        self.rows.append((factors, low, high))

    def _booking_rows(self) -> None:
        groups: dict[Any, list[int]] = {}
        for index, (_, room, slot, lecturer) in enumerate(self.sections):
            groups.setdefault(("room", room.id, slot.id), []).append(index)
            groups.setdefault(("hour", lecturer.id, slot.id), []).append(index)
        for members in groups.values():
            self._row(dict.fromkeys(members, 1.0), 0, 1)
        for one, (_, room, slot, lecturer) in enumerate(self.sections):
            for other, (_, room_2, slot_2, lecturer_2) in enumerate(self.sections[:one]):
                if lecturer is lecturer_2 and slot.evening == slot_2.evening and room.venue != room_2.venue:
                    self._row({one: 1.0, other: 1.0}, 0, 1)

    def _total_rows(self) -> None:
        problem, rules = self.problem, self.problem.rules
        everything = range(len(self.sections))
        first_rest = self.size - len(problem.lecturers)
        for n, who in enumerate(problem.lecturers):
            mine = {index: 1.0 for index in everything if self.sections[index][3] is who}
            self._row(mine | {first_rest + n: 1.0}, 0, min(who.max, len(who.slots)))
        need = math.ceil(rules.reserve * len(problem.lecturers) - 1e-9)
        self._row({first_rest + n: 1.0 for n in range(len(problem.lecturers))}, need, np.inf)
        costs = {index: float(c.cost + r.cost + w.cost) for index, (c, r, _, w) in enumerate(self.sections)}
        self._row(costs, 0, np.inf if rules.budget is None else rules.budget)
        self._row(dict.fromkeys(everything, 1.0), 0, np.inf if rules.max_sections is None else rules.max_sections)
        free = {index: self.sections[index][0].is_free - rules.free_share for index in everything}
        self._row(free, -1e-9, np.inf)

    def _street_rows(self, gain: Any, seat_of: dict[Any, int]) -> list[int]:
        first = len(self.sections) + len(self.seats)
        floors = []
        for n, street in enumerate(self.streets):
            names = {wish.id for wish in self.problem.wishes if wish.street == street}
            people = sum(wish.people for wish in self.problem.wishes if wish.street == street)
            floors.append(max(0, math.ceil(self.problem.rules.street_floor * people - 1e-9)))
            gain[first + n] = self.problem.rules.street_penalty
            self._row(
                {column: -1.0 for (_, key), column in seat_of.items() if key in names} | {first + n: 1.0}, -np.inf, 0
            )
        return floors

    def _run(self, gain: Any, floors: list[int]) -> int | None:
        matrix = np.zeros((len(self.rows), self.size))
        for number, (factors, _, _) in enumerate(self.rows):
            for column, factor in factors.items():
                matrix[number, column] = factor
        high = np.full(self.size, np.inf)
        high[: len(self.sections)] = 1
        first = len(self.sections) + len(self.seats)
        high[first : first + len(floors)] = floors
        high[first + len(floors) :] = 1
        low = np.zeros(self.size)
        for index, (course, room, slot, lecturer) in enumerate(self.sections):
            low[index] = any(
                (pin.course, pin.room, pin.slot, pin.lecturer) == (course.id, room.id, slot.id, lecturer.id)
                for pin in self.problem.pins
            )
        result = milp(
            -gain,
            integrality=np.ones(self.size),
            bounds=Bounds(low, high),
            constraints=LinearConstraint(matrix, [row[1] for row in self.rows], [row[2] for row in self.rows]),
        )
        return None if result.x is None else round(-result.fun) - self.problem.rules.street_penalty * sum(floors)
