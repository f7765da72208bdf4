"""The ground of a printed map: a projection that suits the extent, land and borders of Natural Earth in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from shapely import STRtree, affinity, make_valid
from shapely.geometry import LineString, MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from viz.assets import asset_file

Points = NDArray[np.float64]
"""Positions, a row each: longitude and latitude in degrees, or x and y of a projection in metres."""

Resolution = Literal["110m", "50m"]

_WORLD_MIDDLE = 11.0
"""Where the world is cut: opposite to this, at 169° west, lies next to no land."""

_WIDE, _TALL = 150.0, 100.0
"""Degrees of longitude and latitude from which an extent is the world."""

_NEAR = 40.0
"""Degrees of longitude up to which coasts are drawn in the finer resolution."""

_STEP = 2.0
"""Degrees between the points of a great circle."""

_ROOM = 0.08


@dataclass(frozen=True)
class Ground:
    """A projection with its extent: longitudes run from `west` to `east` without a jump."""

    projection: Transformer
    west: float
    east: float
    south: float
    north: float
    world: bool

    def turned(self, lon: Points) -> Points:
        """Longitudes in the extent's own turn of the globe."""
        middle = (self.west + self.east) / 2
        return (lon - middle + 180.0) % 360.0 - 180.0 + middle

    def place(self, positions: Points) -> Points:
        """Positions on the sheet, in metres."""
        x, y = self.projection.transform(self.turned(positions[:, 0]), positions[:, 1])
        return np.column_stack((x, y))

    def lines(self, ends: Points) -> list[Points]:
        """The great circles between pairs of places (rows of two longitudes and latitudes), drawn.

        A line is in one piece, or in two where the sheet cuts it.
        """
        if not len(ends):
            return []
        ways = great_circles(ends)
        lon = self.turned(ways[..., 0])
        x, y = self.projection.transform(lon, ways[..., 1])
        drawn = np.stack((x, y), axis=-1)
        jumps = np.abs(np.diff(lon, axis=1)) > 180.0
        cut = jumps.any(axis=1)
        pieces = [
            piece
            for line, jump in zip(drawn[cut], jumps[cut], strict=True)
            for piece in np.split(line, np.flatnonzero(jump) + 1)
            if len(piece) > 1
        ]
        return [*drawn[~cut], *pieces]

    def shows(self, positions: Points) -> NDArray[np.bool_]:
        """Which positions (longitude, latitude) lie in the extent."""
        lon, lat = self.turned(positions[:, 0]), positions[:, 1]
        inside: NDArray[np.bool_] = (lon >= self.west) & (lon <= self.east) & (lat >= self.south) & (lat <= self.north)
        return inside

    def land(self) -> Iterator[list[Points]]:
        """Areas of land, each as its outline and the outlines of holes."""
        for shape in _within(_areas(self._resolution), self._seen()):
            for one in shape.geoms if isinstance(shape, MultiPolygon) else [shape]:
                if isinstance(one, Polygon) and not one.is_empty:
                    yield [self._drawn(ring.coords) for ring in (one.exterior, *one.interiors)]

    def borders(self) -> Iterator[Points]:
        """Borders between countries."""
        for shape in _within(_borders(self._resolution), self._seen()):
            for one in getattr(shape, "geoms", [shape]):
                if isinstance(one, LineString) and len(one.coords) > 1:
                    yield self._drawn(one.coords)

    @property
    def _resolution(self) -> Resolution:
        return "50m" if self.east - self.west <= _NEAR else "110m"

    def _drawn(self, coordinates: Iterable[Sequence[float]]) -> Points:
        lon, lat = np.array([point[:2] for point in coordinates], dtype=np.float64).T
        x, y = self.projection.transform(lon, lat)
        return np.column_stack((x, y))

    def _seen(self) -> Polygon:
        room = 0.0 if self.world else 0.6 * max(self.east - self.west, self.north - self.south)
        south, north = max(self.south - room, -89.9), min(self.north + room, 89.9)
        wide = min((self.east - self.west) / 2 + room * 2, 179.9)
        middle = (self.west + self.east) / 2
        # A straight edge of the sheet is no straight line on it: the outline gets points between.
        return box(middle - wide, south, middle + wide, north).segmentize(2.0)


def ground_of(positions: Points) -> Ground:
    """A ground that shows these positions: equal areas, the whole world or the part of it that they lie in."""
    if not len(positions):
        return _world()
    west, east = _span(positions[:, 0])
    south, north = float(positions[:, 1].min()), float(positions[:, 1].max())
    return ground(west, south, east, north)


def ground(west: float, south: float, east: float, north: float) -> Ground:
    """A ground for an extent in degrees; `east` may lie beyond 180."""
    if east - west > _WIDE or north - south > _TALL:
        return _world()
    room = max(1.0, _ROOM * max(east - west, north - south))
    south, north = max(south - room, -88.0), min(north + room, 88.0)
    stretch = room / max(0.2, np.cos(np.radians((south + north) / 2)))
    middle = (west + east) / 2, (south + north) / 2
    crs = CRS.from_proj4(f"+proj=laea +lon_0={middle[0]:.4f} +lat_0={middle[1]:.4f} +R=6371000 +units=m")
    return Ground(_transformer(crs), west - stretch, east + stretch, south, north, world=False)


def _world() -> Ground:
    crs = CRS.from_proj4(f"+proj=eqearth +lon_0={_WORLD_MIDDLE} +R=6371000 +units=m")
    return Ground(_transformer(crs), _WORLD_MIDDLE - 179.99, _WORLD_MIDDLE + 179.99, -60.0, 84.0, world=True)


def _transformer(crs: CRS) -> Transformer:
    plain = CRS.from_proj4("+proj=longlat +R=6371000")
    return Transformer.from_crs(plain, crs, always_xy=True)


def great_circles(ends: Points) -> Points:
    """Points (longitude, latitude) of the shortest ways between pairs of places, as many for each pair.

    Spherical interpolation by the angle between the two (https://en.wikipedia.org/wiki/Slerp). Of ways that are
    equally short, between places opposite to each other, it takes one; a place to itself stays where it is.
    """
    a, b = _vectors(ends[:, 0], ends[:, 1]), _vectors(ends[:, 2], ends[:, 3])
    angle = np.arccos(np.clip((a * b).sum(axis=1), -1.0, 1.0))
    opposite = angle > np.pi - 1e-6
    # A way between opposite places begins towards a place a quarter of the globe off.
    b = np.where(opposite[:, None], _across(a), b)
    angle = np.where(opposite, np.pi / 2, angle)
    count = int(np.clip(np.degrees(angle.max()) / _STEP, 8, 60)) + 1
    share = np.linspace(0.0, 1.0, count)[None, :, None] * np.where(opposite, 2.0, 1.0)[:, None, None]
    turn = angle[:, None, None]
    sine = np.where(np.sin(turn) < 1e-9, 1.0, np.sin(turn))
    straight = np.sin(turn) < 1e-9
    first = np.where(straight, 1.0, np.sin((1 - share) * turn) / sine)
    last = np.where(straight, 0.0, np.sin(share * turn) / sine)
    way = first * a[:, None, :] + last * b[:, None, :]
    lon, lat = np.arctan2(way[..., 1], way[..., 0]), np.arcsin(np.clip(way[..., 2], -1.0, 1.0))
    found: Points = np.degrees(np.stack((lon, lat), axis=-1))
    return found


def _vectors(lon: Points, lat: Points) -> Points:
    lon, lat = np.radians(lon), np.radians(lat)
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


def _across(vectors: Points) -> Points:
    """For each vector one that stands at right angles to it."""
    axis = np.where(np.abs(vectors[:, 2:]) < 0.9, np.array([[0.0, 0.0, 1.0]]), np.array([[1.0, 0.0, 0.0]]))
    found = np.cross(np.cross(vectors, axis), vectors)
    across: Points = found / np.linalg.norm(found, axis=1, keepdims=True)
    return across


def _span(lon: Points) -> tuple[float, float]:
    """The shortest span of longitudes that holds all of these: west, and east of it, perhaps beyond 180."""
    ordered = np.sort((lon + 180.0) % 360.0 - 180.0)
    gaps = np.diff(np.append(ordered, ordered[0] + 360.0))
    widest = int(np.argmax(gaps))
    west = float(ordered[(widest + 1) % len(ordered)])
    return west, west + 360.0 - float(gaps[widest])


def _within(shapes: Sequence[BaseGeometry], seen: Polygon) -> Iterator[BaseGeometry]:
    """The parts of shapes that are seen, in the turn of the globe in which they are seen."""
    tree = STRtree(shapes)
    for turn in (-360.0, 0.0, 360.0):
        window = affinity.translate(seen, -turn)
        for place in tree.query(window, predicate="intersects"):
            yield affinity.translate(shapes[place].intersection(window), turn)


# ---- the outlines: TopoJSON, whose arcs are shared by the areas on both of their sides
# (https://github.com/topojson/topojson-specification)


@cache
def _topology(resolution: Resolution) -> tuple[list[Points], list[dict[str, Any]]]:
    found = json.loads(asset_file(f"vendor/countries-{resolution}.json").read_bytes())
    scale, shift = (np.array(found["transform"][name]) for name in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc, dtype=np.float64), axis=0) * scale + shift for arc in found["arcs"]]
    return arcs, found["objects"]["countries"]["geometries"]


def _rings(geometry: dict[str, Any]) -> list[list[list[int]]]:
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return list(geometry["arcs"]) if geometry["type"] == "MultiPolygon" else []


@cache
def _areas(resolution: Resolution) -> list[BaseGeometry]:
    arcs, geometries = _topology(resolution)

    def closed(numbers: list[int]) -> Points:
        return np.concatenate([arcs[one] if one >= 0 else arcs[~one][::-1] for one in numbers])

    def area(outline: list[int], *holes: list[int]) -> BaseGeometry:
        rim = _unrolled(closed(outline))
        return make_valid(Polygon(rim, [_unrolled(closed(hole)) for hole in holes]))

    polygons = [polygon for geometry in geometries for polygon in _rings(geometry)]
    return [area(*polygon) for polygon in polygons]


def _unrolled(rim: Points) -> Points:
    """An outline without a jump at 180 degrees; one that goes around a pole is led over it."""
    lon = np.unwrap(rim[:, 0], period=360.0)
    made = np.column_stack((lon, rim[:, 1]))
    if abs(lon[-1] - lon[0]) > 180.0:
        pole = -90.0 if rim[:, 1].mean() < 0 else 90.0
        made = np.concatenate((made, [(lon[-1], pole), (lon[0], pole)]))
    return made


@cache
def _borders(resolution: Resolution) -> list[BaseGeometry]:
    """The arcs that two countries share."""
    arcs, geometries = _topology(resolution)
    of: dict[int, set[int]] = {}
    for place, geometry in enumerate(geometries):
        for polygon in _rings(geometry):
            for number in (one for ring in polygon for one in ring):
                of.setdefault(number if number >= 0 else ~number, set()).add(place)
    return [LineString(arcs[number]) for number, sides in sorted(of.items()) if len(sides) > 1]
