"""Evenings with several slots: a lecturer stays in one venue for all of them.

A **stay** is a lecturer in a venue at a slot of such an evening, a **visit** the lecturer in the venue for the
evening, a **night** the lecturer's evening, which has room for one visit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .ordering import order_by_group

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Stays:
    """Stays grouped by visit and night; ``of_staff`` is each staff entry's stay, or the count of stays for none."""

    of_staff: Ints
    lecturer: Ints
    venue: Ints
    slot: Ints
    visit: Ints  # of each stay
    night_start: Ints  # offsets of the visits of each night

    def best_visits(self, price: NDArray[np.float64] | NDArray[np.int64]) -> tuple[NDArray[np.generic], Ints]:
        """Return what the dearest visit of each night is worth at the stays' prices, and which it is."""
        count = int(self.night_start[-1])
        worth = np.zeros(count, price.dtype)
        np.add.at(worth, self.visit, price)
        night = np.repeat(np.arange(len(self.night_start) - 1), np.diff(self.night_start))
        best = order_by_group(night, worth)[self.night_start[:-1]] if count else np.zeros(0, np.int64)
        return worth[best], best


def find_stays(lecturer: Ints, venue: Ints, slot: Ints, slot_evening: Ints) -> Stays:
    """Return the stays among staff entries, given each entry's lecturer, venue and slot."""
    slots, venues, evenings = len(slot_evening), int(venue.max(initial=0)) + 1, int(slot_evening.max(initial=0)) + 1
    is_shared = np.bincount(slot_evening, minlength=1)[slot_evening[slot]] > 1
    visit_key = (lecturer * evenings + slot_evening[slot]) * venues + venue
    keys, inverse = np.unique((visit_key * slots + slot)[is_shared], return_inverse=True)
    of_staff = np.full(len(lecturer), len(keys))
    of_staff[is_shared] = inverse
    visits, visit = np.unique(keys // slots, return_inverse=True)
    _, first = np.unique(visits // venues, return_index=True)
    night_start = np.concatenate([first, [len(visits)]]).astype(np.int64)
    return Stays(
        of_staff, visits[visit] // venues // evenings, visits[visit] % venues, keys % slots, visit, night_start
    )
