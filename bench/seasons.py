"""Invented seasons for benchmarks and tests: real streets, synthetic people, all from one seed.

A street holds about 1,400 wishes, 2 or 3 venues, 9 rooms and 4 lecturers (14 where it stands alone, since lecturers
come from all around); districts and the city are made of as many streets as the real division has, so a whole city
comes to about 112,000 wishes. Coordinates are synthetic: each street is a square of 5 km in a grid, with people
living around three to five centres. Demand differs between streets and courses (a few courses take half of it), so
some streets are rich in lecturers and some starve.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np

DIVISIONS = Path(__file__).parent.parent / "content" / "territory.csv"
EVENINGS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EQUIPMENT = ("computers", "drones", "cameras", "robot-arms")
COURSES = 60
KM_PER_DEGREE = 111.2


def read_streets(path: Path = DIVISIONS) -> list[tuple[str, str]]:
    """Return (street code, district code) of the city in the order of the official list."""
    with path.open(encoding="utf-8") as file:
        return [(row["code"], row["parent"]) for row in csv.DictReader(file) if row["level"] == "street"]


def season(
    size: str,
    *,
    seed: int = 1,
    wishes_per_street: int = 1400,
    people: int = 1,
    lecturers_per_street: int | None = None,
    budget: int | None = None,
) -> dict[str, Any]:
    """Return an exchange file: size is "street", "district" (six streets), "city", or a number of streets.

    ``people`` multiplies what each wish stands for, as drafts that count wishes by street and evening do.
    """
    counts = {"street": 1, "district": 6, "city": 74}
    count = counts[size] if size in counts else int(size)
    rng = np.random.default_rng(seed)
    maker = _Maker(rng, wishes_per_street, lecturers_per_street or (14 if count == 1 else 4), people)
    for number, (street, district) in enumerate(read_streets()[:count]):
        maker.add_street(street, district, number)
    return maker.file(budget)


def draft(*, seed: int = 1) -> dict[str, Any]:
    """Return a district's draft as the demonstration plans it: about 1,000 entries, 8 people each, 150 sections."""
    return season("district", seed=seed, wishes_per_street=160, people=8, lecturers_per_street=8)


class _Maker:
    def __init__(self, rng: np.random.Generator, wishes_per_street: int, lecturers: int, people: int) -> None:
        self.rng, self.wishes_per_street = rng, wishes_per_street
        self.lecturers_per_street, self.people = lecturers, people
        self.slots = [{"id": day, "evening": day} for day in EVENINGS]
        self.slots += [{"id": f"{day}-noon", "evening": day} for day in ("sat", "sun")]
        self.courses = [self._course(number) for number in range(COURSES)]
        self.popularity = 1.0 / (np.arange(COURSES) + 3.0)
        self.venues: list[dict[str, Any]] = []
        self.rooms: list[dict[str, Any]] = []
        self.lecturers: list[dict[str, Any]] = []
        self.wishes: list[dict[str, Any]] = []

    def _course(self, number: int) -> dict[str, Any]:
        rng = self.rng
        needs = [str(rng.choice(EQUIPMENT))] if rng.random() < 0.35 else []
        return {
            "id": f"c{number:02d}",
            "equipment": needs,
            "min": int(rng.integers(8, 13)),
            "max": int(rng.integers(25, 51)),
            "fee": "free" if number % 5 < 3 else "low",
            "cost": int(rng.integers(20, 60)) * 100,
        }

    def add_street(self, street: str, district: str, number: int) -> None:
        """Add one street with its houses, rooms, lecturers and wishes."""
        corner = np.array([22.5 + number // 10 * 5 / KM_PER_DEGREE, 113.8 + number % 10 * 5 / (KM_PER_DEGREE * 0.92)])
        homes = corner + self.rng.random((int(self.rng.integers(3, 6)), 2)) * 5 / KM_PER_DEGREE
        for _ in range(2 + (number % 2)):
            self._venue(street, district, homes)
        for _ in range(self.lecturers_per_street):
            self._lecturer(homes)
        favourites = self.rng.permutation(COURSES)[:8]
        taste = self.popularity.copy()
        taste[favourites] += 0.08
        for _ in range(int(self.wishes_per_street * self.rng.uniform(0.85, 1.25))):
            self._wish(street, homes, taste / taste.sum())

    def _near(self, homes: np.ndarray, spread_km: float) -> tuple[float, float]:
        home = homes[self.rng.integers(len(homes))]
        point = home + self.rng.normal(0, spread_km / KM_PER_DEGREE, 2)
        return round(float(point[0]), 6), round(float(point[1]), 6)

    def _venue(self, street: str, district: str, homes: np.ndarray) -> None:
        lat, lon = self._near(homes, 0.3)
        venue = f"v{len(self.venues):03d}"
        self.venues.append({"id": venue, "lat": lat, "lon": lon, "street": street, "district": district})
        for _ in range(int(self.rng.integers(2, 6))):
            has = [item for item in EQUIPMENT if self.rng.random() < 0.35]
            evenings = [slot["id"] for slot in self.slots if self.rng.random() < 0.7]
            self.rooms.append(
                {
                    "id": f"r{len(self.rooms):04d}",
                    "venue": venue,
                    "capacity": int(self.rng.choice([20, 24, 30, 40, 50])),
                    "equipment": has,
                    "slots": evenings,
                    "cost": int(self.rng.integers(5, 30)) * 100,
                }
            )

    def _lecturer(self, homes: np.ndarray) -> None:
        lat, lon = self._near(homes, 2.0)
        chosen = self.rng.choice(COURSES, int(self.rng.integers(2, 6)), replace=False, p=self._teaching())
        self.lecturers.append(
            {
                "id": f"l{len(self.lecturers):03d}",
                "courses": [f"c{course:02d}" for course in sorted(chosen)],
                "slots": [slot["id"] for slot in self.slots if self.rng.random() < 0.6],
                "max": int(self.rng.integers(3, 8)),
                "lat": lat,
                "lon": lon,
                "reach_km": float(self.rng.choice([5.0, 10.0, 20.0])),
                "cost": int(self.rng.integers(30, 90)) * 100,
            }
        )

    def _teaching(self) -> np.ndarray:
        return np.sqrt(self.popularity) / np.sqrt(self.popularity).sum()

    def _wish(self, street: str, homes: np.ndarray, taste: np.ndarray) -> None:
        lat, lon = self._near(homes, 1.0)
        evenings = self.rng.choice(len(self.slots), int(self.rng.integers(1, 5)), replace=False)
        self.wishes.append(
            {
                "id": f"w{len(self.wishes):06d}",
                "lat": lat,
                "lon": lon,
                "street": street,
                "course": f"c{self.rng.choice(COURSES, p=taste):02d}",
                "slots": [self.slots[slot]["id"] for slot in sorted(evenings)],
                "people": int(self.rng.choice([1, 1, 1, 1, 2, 3])) * self.people,
                "weight": float(self.rng.choice([80, 100, 100, 120])),
            }
        )

    def file(self, budget: int | None) -> dict[str, Any]:
        """Return the exchange file."""
        return {
            "format": "yexiao-plan/1",
            "slots": self.slots,
            "venues": self.venues,
            "rooms": self.rooms,
            "courses": self.courses,
            "lecturers": self.lecturers,
            "wishes": self.wishes,
            "rules": {
                "reach_km": 4.0,
                "km_penalty": 10.0,
                "budget": budget,
                "free_share": 0.6,
                "street_floor": 0.2,
                "street_penalty": 20,
                "max_sections": None,
                "reserve": 0.1,
            },
            "pins": [],
            "forbid": [],
            "previous": [],
        }
