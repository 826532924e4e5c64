"""Distances on the sphere and the pairs of points within reach of each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .problem import EARTH_RADIUS_KM

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def kilometres(lat_a: Floats, lon_a: Floats, lat_b: Floats | float, lon_b: Floats | float) -> Floats:
    """Return haversine distances; coordinates in degrees, broadcast against each other."""
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half_lat = (phi_b - phi_a) / 2
    half_lon = (np.radians(lon_b) - np.radians(lon_a)) / 2
    chord = np.sin(half_lat) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(chord))))


def pairs_within(points: Floats, centres: Floats, reach_km: float) -> tuple[Ints, Ints, Floats]:
    """Return point index, centre index and distance of every pair within reach.

    ``points`` and ``centres`` are (n, 2) arrays of latitude and longitude. A band of latitude is cut out
    before any sine is taken, so a city costs its neighbourhoods and not its square.
    """
    order = np.argsort(points[:, 0], kind="stable")
    sorted_points = points[order]
    band = np.degrees(reach_km / EARTH_RADIUS_KM) + 1e-9
    low = np.searchsorted(sorted_points[:, 0], centres[:, 0] - band, side="left")
    high = np.searchsorted(sorted_points[:, 0], centres[:, 0] + band, side="right")
    found: list[tuple[Ints, Ints, Floats]] = []
    for centre, (first, last) in enumerate(zip(low, high, strict=True)):
        near = sorted_points[first:last]
        km = kilometres(near[:, 0], near[:, 1], float(centres[centre, 0]), float(centres[centre, 1]))
        inside = np.flatnonzero(km <= reach_km)
        found.append((order[first + inside], np.full(len(inside), centre), km[inside]))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    point, centre_of, km = (np.concatenate(column) for column in zip(*found, strict=True))
    return point.astype(np.int64), centre_of.astype(np.int64), km
