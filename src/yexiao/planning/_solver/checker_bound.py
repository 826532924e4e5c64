"""Recompute the bound of a plan from its certificate (derivation: ``docs/planner-bound.md``).

For every room and slot the best section at the certificate's prices is found anew, market by market. Prices are
whole thousandths, so the sums are exact and the recomputed bound equals the reported one to the last digit.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .problem import EARTH_RADIUS_KM, Course, Forbid, Lecturer, Problem, Room, reach_of

UNIT, MONEY_UNIT = 1000, 10**6
LARGEST_PRICE = 10**12
Ints = NDArray[np.int64]


class CertificateError(ValueError):
    """Say what is wrong with a certificate."""


def bound_of(problem: Problem, certificate: dict[str, Any]) -> int:
    """Return the bound the certificate proves.

    Raises:
        CertificateError: A multiplier is negative, too large, not whole, or names something unknown.
    """
    if certificate.get("unit") != UNIT or certificate.get("money_unit") != MONEY_UNIT:
        raise CertificateError("its units are not known")
    prices = _Prices(problem, certificate["multipliers"])
    return (_constant(problem, prices) + _InnerMaximum(problem, prices).total()) // UNIT


class _Prices:
    def __init__(self, problem: Problem, given: dict[str, Any]) -> None:
        lecturers = {item.id for item in problem.lecturers}
        self.wish = _table(given["wish"], {item.id for item in problem.wishes})
        self.street = _table(given["street"], {item.street for item in problem.wishes})
        self.lecturer = _table(given["lecturer"], lecturers)
        offered = {(item.id, slot) for item in problem.lecturers for slot in item.slots}
        self.hour = _table({(who, slot): price for who, slot, price in given["hour"]}, offered)
        venues = {item.id for item in problem.venues}
        self.stay = {(who, venue, slot): _price(price) for who, venue, slot, price in given["stay"]}
        if any((who, slot) not in offered or venue not in venues for who, venue, slot in self.stay):
            raise CertificateError("it prices a stay nobody could make")
        self.budget, self.sections, self.free = (_price(given[key]) for key in ("budget", "sections", "free"))
        if any(price > problem.rules.street_penalty * UNIT for price in self.street.values()):
            raise CertificateError("a street's price exceeds the penalty")
        if self.budget and problem.rules.budget is None:
            raise CertificateError("there is no budget to price")
        if self.sections and problem.rules.max_sections is None:
            raise CertificateError("there is no limit of sections to price")


def _table(given: dict[Any, Any], known: set[Any]) -> dict[Any, int]:
    unknown = [key for key in given if key not in known]
    if unknown:
        raise CertificateError(f"it prices the unknown {unknown[0]}")
    return {key: _price(price) for key, price in given.items()}


def _price(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_PRICE:
        raise CertificateError(f"{value!r} is not a price")
    return value


def _constant(problem: Problem, prices: _Prices) -> int:
    """Return what the dualised rules allow, at their prices."""
    rules = problem.rules
    asked: dict[str, int] = defaultdict(int)
    for wish in problem.wishes:
        asked[wish.street] += wish.people
    total = sum(wish.people * prices.wish.get(wish.id, 0) for wish in problem.wishes)
    for street, price in prices.street.items():
        total -= price * max(0, math.ceil(rules.street_floor * asked[street] - 1e-9))
    total += sum(prices.hour.values())
    limits = {item.id: min(item.max, len(item.slots)) for item in problem.lecturers}
    total += sum(limits[who] * price for who, price in prices.lecturer.items())
    resting = math.ceil(rules.reserve * len(limits) - 1e-9)
    total -= sum(sorted(prices.lecturer.get(who, 0) for who, limit in limits.items() if limit >= 1)[:resting])
    total += _nights(problem, prices)
    total += prices.sections * (rules.max_sections or 0)
    if prices.budget:
        total += prices.budget * (rules.budget or 0) // MONEY_UNIT + 1
    return total + (1 if prices.free else 0)


def _nights(problem: Problem, prices: _Prices) -> int:
    """Return what each lecturer's dearest venue of each evening is worth at the stays' prices."""
    evening = {slot.id: slot.evening for slot in problem.slots}
    visits: dict[tuple[str, str, str], int] = defaultdict(int)
    for (who, venue, slot), price in prices.stay.items():
        visits[who, evening[slot], venue] += price
    nights: dict[tuple[str, str], int] = defaultdict(int)
    for (who, night, _), worth in visits.items():
        nights[who, night] = max(nights[who, night], worth)
    return sum(nights.values())


@dataclass(frozen=True)
class _Offer:
    """A course at a venue with the rooms and lecturers it could have."""

    venue: str
    course: Course
    rooms: list[Room]
    staff: list[Lecturer]

    def at(self, slot: str) -> _Offer:
        """Return what is left of the offer at a slot."""
        rooms = [room for room in self.rooms if slot in room.slots]
        return _Offer(self.venue, self.course, rooms, [item for item in self.staff if slot in item.slots])


class _InnerMaximum:
    """The best section of each room and slot at the prices, counting only what is worth more than nothing."""

    def __init__(self, problem: Problem, prices: _Prices) -> None:
        self.problem, self.prices = problem, prices
        self.pins = {(pin.room, pin.slot): pin for pin in problem.pins}
        self.best: dict[tuple[str, str], int] = {}
        self.people = np.array([wish.people for wish in problem.wishes], np.int64)
        self.weight = np.array([wish.weight for wish in problem.wishes])
        self.reach = np.array([reach_of(wish, problem.rules) for wish in problem.wishes])
        credit = [prices.street.get(wish.street, 0) - prices.wish.get(wish.id, 0) for wish in problem.wishes]
        self.credit = np.array(credit, np.int64)
        places = np.array([(wish.lat, wish.lon) for wish in problem.wishes]).reshape(-1, 2)
        self.lat, self.lon = np.radians(places[:, 0]), np.radians(places[:, 1])
        self.by_latitude = np.argsort(self.lat)
        self.sorted_latitude = self.lat[self.by_latitude]
        self._index_wishes()
        self._index_staff()

    def total(self) -> int:
        rooms: dict[str, list[Room]] = defaultdict(list)
        for room in self.problem.rooms:
            rooms[room.venue].append(room)
        for venue in self.problem.venues:
            if rooms[venue.id]:
                self._visit(venue.id, math.radians(venue.lat), math.radians(venue.lon), rooms[venue.id])
        return sum(best if place in self.pins else max(0, best) for place, best in self.best.items())

    def _index_wishes(self) -> None:
        course = {item.id: index for index, item in enumerate(self.problem.courses)}
        slot = {item.id: index for index, item in enumerate(self.problem.slots)}
        self.wish_course = np.array([course[wish.course] for wish in self.problem.wishes], np.int64)
        self.wants = np.zeros((len(slot), len(self.people)), bool)
        rows = [slot[key] for wish in self.problem.wishes for key in wish.slots]
        self.wants[rows, np.repeat(np.arange(len(self.people)), [len(wish.slots) for wish in self.problem.wishes])] = (
            True
        )

    def _index_staff(self) -> None:
        self.staff: dict[str, list[Lecturer]] = defaultdict(list)
        for lecturer in self.problem.lecturers:
            for course in lecturer.courses if lecturer.max > 0 else ():
                self.staff[course].append(lecturer)

    def _visit(self, venue: str, lat: float, lon: float, rooms: list[Room]) -> None:
        near, worth = self._near(lat, lon)
        order = np.argsort(self.wish_course[near], kind="stable")
        near, worth = near[order], worth[order]
        edges = np.searchsorted(self.wish_course[near], np.arange(len(self.problem.courses) + 1))
        for index, course in enumerate(self.problem.courses):
            staff = [item for item in self.staff[course.id] if self._reaches(item, lat, lon)]
            fitting = [room for room in rooms if course.equipment <= room.equipment]
            if staff and fitting:
                rows = slice(int(edges[index]), int(edges[index + 1]))
                self._offer(_Offer(venue, course, fitting, staff), near[rows], worth[rows])

    def _near(self, lat: float, lon: float) -> tuple[Ints, Ints]:
        """Return the wishes within reach and what serving one person of each is worth at the prices."""
        reach = self.problem.rules.reach_km / EARTH_RADIUS_KM + 1e-9
        first, last = np.searchsorted(self.sorted_latitude, [lat - reach, lat + reach])
        band = self.by_latitude[first:last]
        km = _km(self.lat[band], self.lon[band], lat, lon)
        keep = km <= self.reach[band]
        wish = band[keep]
        value = np.maximum(0, np.rint(self.weight[wish] - self.problem.rules.km_penalty * km[keep]))
        return wish, value.astype(np.int64) * UNIT + self.credit[wish]

    def _reaches(self, lecturer: Lecturer, lat: float, lon: float) -> bool:
        home = np.radians(np.array([lecturer.lat])), np.radians(np.array([lecturer.lon]))
        return bool(_km(*home, lat, lon)[0] <= lecturer.reach_km)

    def _offer(self, offer: _Offer, wish: Ints, worth: Ints) -> None:
        """Offer the course to every fitting room of the venue at every slot."""
        order = np.argsort(-worth, kind="stable")
        wish, worth = wish[order], worth[order]
        for number, slot in enumerate(self.problem.slots):
            at_slot = offer.at(slot.id)
            if at_slot.rooms and at_slot.staff:
                wants = self.wants[number, wish]
                self._hold(at_slot, slot.id, _Group(self.people[wish[wants]], worth[wants]))

    def _hold(self, offer: _Offer, slot: str, group: _Group) -> None:
        course = offer.course
        forbids = [item for item in self.problem.forbid if _touches(item, course.id, slot, offer.venue)]
        for room in offer.rooms:
            seats = min(course.max, room.capacity)
            price = self._staff_price(offer, room.id, slot, forbids)
            if price is None or seats < course.min or group.count < course.min:
                continue
            value = group.best(course.min, seats) - price - self.prices.sections + self._free_worth(course.is_free)
            value -= self.prices.budget * (course.cost + room.cost) // MONEY_UNIT
            place = room.id, slot
            self.best[place] = max(value, self.best.get(place, value))

    def _staff_price(self, offer: _Offer, room: str, slot: str, forbids: list[Forbid]) -> int | None:
        """Return the cheapest lecturer's price; None if nobody may hold the course here, or a pin is in the way."""
        barred = {item.lecturer for item in forbids if item.room in (None, room)}
        pin = self.pins.get((room, slot))
        if None in barred or (pin is not None and pin.course != offer.course.id):
            return None
        prices = [
            self._lecturer_price(item, offer.venue, slot)
            for item in offer.staff
            if item.id not in barred and (pin is None or pin.lecturer == item.id)
        ]
        return min(prices, default=None)

    def _lecturer_price(self, lecturer: Lecturer, venue: str, slot: str) -> int:
        price = self.prices.hour.get((lecturer.id, slot), 0) + self.prices.lecturer.get(lecturer.id, 0)
        price += self.prices.stay.get((lecturer.id, venue, slot), 0)
        return price + self.prices.budget * lecturer.cost // MONEY_UNIT

    def _free_worth(self, is_free: bool) -> int:
        share = self.problem.rules.free_share
        return math.ceil(self.prices.free * (1 - share)) if is_free else math.ceil(-self.prices.free * share)


class _Group:
    """People of a market by falling worth."""

    def __init__(self, people: Ints, worth: Ints) -> None:
        self.people = np.concatenate([[0], np.cumsum(people)])
        self.sums = np.concatenate([[0], np.cumsum(people * worth)])
        self.worth = worth
        self.count = int(self.people[-1])
        self.liked = int(people[worth > 0].sum())

    def best(self, least: int, most: int) -> int:
        """Return the greatest worth of between ``least`` and ``most`` people."""
        served = min(max(self.liked, least), most)
        whole = int(np.searchsorted(self.people, served, side="right")) - 1
        rest = served - int(self.people[whole])
        return int(self.sums[whole]) + (rest * int(self.worth[whole]) if rest else 0)


def _touches(forbid: Forbid, course: str, slot: str, venue: str) -> bool:
    return forbid.course in (None, course) and forbid.slot in (None, slot) and forbid.venue in (None, venue)


def _km(lat: NDArray[np.float64], lon: NDArray[np.float64], to_lat: float, to_lon: float) -> NDArray[np.float64]:
    chord = np.sin((to_lat - lat) / 2) ** 2 + np.cos(lat) * math.cos(to_lat) * np.sin((to_lon - lon) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(chord))))
