"""Distances on the globe."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

EARTH_KM = 6371.0088
"""Mean radius of the Earth."""


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Return the great-circle distance of two points given in degrees."""
    north = radians(lat_b - lat_a) / 2
    east = radians(lon_b - lon_a) / 2
    chord = sin(north) ** 2 + cos(radians(lat_a)) * cos(radians(lat_b)) * sin(east) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))
