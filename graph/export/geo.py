"""Answers as GeoJSON (RFC 7946): towns as points, links as lines where the places of both ends are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from graph.database import Row
from graph.errors import UsageError
from graph.export.ties import has_places, ring_step, steps, ties, towns
from graph.questions.asking import Result

Position = tuple[float, float]


def to_geojson(result: Result, asked: Sequence[Row] = ()) -> bytes:
    """The answer as a feature collection. A town without coordinates is a feature without a geometry.

    `asked` are the towns that the question was about (`graph.questions.asking.asked_about`); with them come the
    links. Raises `UsageError` for an answer that is not about towns.
    """
    if not has_places(result.question):
        raise UsageError(
            f"the answers of {result.question.name} have no places; take csv, ndjson or json", parameter="format"
        )
    known = {row["id"] for row in asked}
    others = [row for row in towns(result) if row["id"] not in known]
    collection = {
        "type": "FeatureCollection",
        "citynet": {
            "question": result.question.name,
            "parameters": result.parameters,
            "data_version": result.data_version,
            "notes": result.notes,
        },
        "features": [*_towns(asked, asked=True), *_towns(others, asked=False), *_lines(result, asked)],
    }
    return orjson.dumps(collection, option=orjson.OPT_APPEND_NEWLINE)


def _towns(rows: Sequence[Row], *, asked: bool) -> Iterator[dict[str, Any]]:
    for row in rows:
        if "lat" not in row:
            continue
        place = position(row)
        yield {
            "type": "Feature",
            "id": row["id"],
            "geometry": {"type": "Point", "coordinates": place} if place else None,
            "properties": {name: value for name, value in row.items() if name not in ("lat", "lon")} | {"asked": asked},
        }


def _lines(result: Result, asked: Sequence[Row]) -> Iterator[dict[str, Any]]:
    places = {row["id"]: place for row in (*asked, *towns(result)) if (place := position(row))}
    drawn = [(tie.a.id, tie.b.id, tie.fields) for tie in ties(result, asked)]
    # A ring has no place of its own, but the step of a chain through it leads from town to town.
    drawn += [(a["id"], b["id"], ring_step(step)) for a, b, step in steps(result) if not step["bilateral"]]
    for a, b, fields in drawn:
        if a in places and b in places:
            yield {"type": "Feature", "geometry": line(places[a], places[b]), "properties": {"a": a, "b": b, **fields}}


def position(row: Mapping[str, Any]) -> Position | None:
    """Longitude and latitude in degrees, in GeoJSON's order, or `None` where they are not known."""
    if row.get("lat") is None or row.get("lon") is None:
        return None
    return float(row["lon"]), float(row["lat"])


def line(a: Position, b: Position) -> dict[str, Any]:
    """A line between two places; one that crosses the 180th meridian is cut there, as the format asks for."""
    if abs(a[0] - b[0]) <= 180:
        return {"type": "LineString", "coordinates": [a, b]}
    edge = 180.0 if a[0] > 0 else -180.0
    there = b[0] + 2 * edge
    part = (edge - a[0]) / (there - a[0]) if there != a[0] else 0.0
    lat = a[1] + (b[1] - a[1]) * part
    return {"type": "MultiLineString", "coordinates": [[a, (edge, lat)], [(-edge, lat), b]]}
