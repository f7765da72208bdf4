"""Where the nodes of a small network lie: igraph places them, then labels are moved off each other.

The same graph gives the same picture: nothing is random, and the order of nodes and edges does not matter.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import igraph

_CHAR, _LINE, _GAP = 0.58, 1.3, 12.0
"""Width of a letter and height of a line, in font sizes; room between boxes, in pixels."""
_EDGE = 105.0
"""Wished length of an edge in pixels at full size."""
_ROOM = 1.9
"""How many times the area of its boxes a picture takes, where edges need no more."""
_ROUNDS = 120
_TURNS, _MOST_TURNS = 50, 3_000
"""Moves of a node that igraph makes at most: so many for each node, and in all."""
_BETWEEN = 40.0
_WIDER = (1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0)
"""Room between parts that nothing ties, in pixels, and how much longer lines of parts are tried."""

Point = tuple[float, float]
Box = tuple[float, float]


def label_box(label: str, radius: float, font: float, lines: int = 1) -> Box:
    """Width and height that a node with its label below it takes up, in pixels at full size.

    `label` is the longest of the label's `lines`.
    """
    return max(2 * radius, _CHAR * font * len(label)) + _GAP, 2 * radius + lines * _LINE * font + _GAP


def placed(boxes: Mapping[str, Box], edges: Sequence[tuple[str, str]]) -> list[dict[str, Point]]:
    """A place for each node by key, edges about one unit long: one dictionary a connected part, the largest first.

    `boxes` are widths and heights, `edges` pairs of keys.
    """
    keys = sorted(boxes)
    index = {key: number for number, key in enumerate(keys)}
    pairs = sorted({(min(index[a], index[b]), max(index[a], index[b])) for a, b in edges if a != b})
    whole = igraph.Graph(n=len(keys), edges=pairs)
    parts = sorted(whole.connected_components(), key=lambda part: (-len(part), part))
    return [{keys[one]: spot for one, spot in zip(part, _part(whole, part), strict=True)} for part in parts]


def _part(whole: igraph.Graph, members: Sequence[int]) -> list[Point]:
    """One connected part around its own centre, laid out from a circle so that no chance comes in."""
    part = whole.induced_subgraph(members)
    count = part.vcount()
    if count == 1:
        return [(0.0, 0.0)]
    circle = [(math.cos(2 * math.pi * i / count), math.sin(2 * math.pi * i / count)) for i in range(count)]
    laid = part.layout_kamada_kawai(seed=circle, maxiter=min(_TURNS * count, _MOST_TURNS))
    laid.center(0, 0)
    return [(x, y) for x, y in laid]


def arranged(parts: Sequence[Mapping[str, Point]], boxes: Mapping[str, Box], aspect: float) -> dict[str, Point]:
    """The placed points in pixels for a picture of width / height `aspect`, with no two boxes over each other.

    Several parts are put beside and below each other like words in lines.
    """
    if len(parts) < 2:
        return _spread(parts[0], boxes, aspect) if parts else {}
    spread = [_spread(part, boxes, aspect) for part in parts]
    extents = [_extent(part, boxes) for part in spread]
    sizes = [(right - left + _BETWEEN, bottom - top + _BETWEEN) for left, top, right, bottom in extents]
    least = max(math.sqrt(sum(wide * tall for wide, tall in sizes) * aspect), max(wide for wide, _ in sizes))
    lines = [_lines(sizes, least * more) for more in _WIDER]
    corners = min(lines, key=lambda one: max(max(x for x, _ in _ends(one, sizes)) / aspect,
                                             max(y for _, y in _ends(one, sizes))))  # fmt: skip
    return {
        key: (round(corner[0] + x - extent[0], 1), round(corner[1] + y - extent[1], 1))
        for part, corner, extent in zip(spread, corners, extents, strict=True)
        for key, (x, y) in part.items()
    }


def _ends(corners: Sequence[Point], sizes: Sequence[Box]) -> list[Point]:
    return [(x + wide, y + tall) for (x, y), (wide, tall) in zip(corners, sizes, strict=True)]


def _lines(sizes: Sequence[Box], width: float) -> list[Point]:
    """The corners of boxes put beside each other in lines of at most a width, each line in the middle."""
    rows: list[list[int]] = [[]]
    x = 0.0
    for place, (wide, _) in enumerate(sizes):
        if rows[-1] and x + wide > width:
            rows.append([])
            x = 0.0
        rows[-1].append(place)
        x += wide
    full = max(sum(sizes[one][0] for one in row) for row in rows)
    corners: dict[int, Point] = {}
    y = 0.0
    for row in rows:
        x, tall = (full - sum(sizes[one][0] for one in row)) / 2, max(sizes[one][1] for one in row)
        for one in row:
            corners[one] = (x, y + (tall - sizes[one][1]) / 2)
            x += sizes[one][0]
        y += tall
    return [corners[place] for place in range(len(sizes))]


def _extent(points: Mapping[str, Point], boxes: Mapping[str, Box]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all boxes."""
    across = [(x - boxes[key][0] / 2, x + boxes[key][0] / 2) for key, (x, _) in points.items()]
    along = [(y - boxes[key][1] / 2, y + boxes[key][1] / 2) for key, (_, y) in points.items()]
    return min(a for a, _ in across), min(a for a, _ in along), max(b for _, b in across), max(b for _, b in along)


def _spread(points: Mapping[str, Point], boxes: Mapping[str, Box], aspect: float) -> dict[str, Point]:
    """One part in pixels."""
    width = max(x for x, _ in points.values()) - min(x for x, _ in points.values()) or 1.0
    height = max(y for _, y in points.values()) - min(y for _, y in points.values()) or 1.0
    area = _ROOM * sum(boxes[key][0] * boxes[key][1] for key in points)
    fit_x, fit_y = math.sqrt(area * aspect) / width, math.sqrt(area / aspect) / height
    ease = max(1.0, _EDGE / math.sqrt(fit_x * fit_y))
    return apart({key: (x * fit_x * ease, y * fit_y * ease) for key, (x, y) in points.items()}, boxes)


def apart(points: Mapping[str, Point], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """The same points moved until no two boxes overlap, each pair along the axis where less is to be moved."""
    keys = sorted(points, key=lambda key: (points[key], key))
    x = [points[key][0] for key in keys]
    y = [points[key][1] for key in keys]
    sizes = [boxes[key] for key in keys]
    for _ in range(_ROUNDS):
        if not _push(x, y, sizes):
            break
    return {key: (round(x[i], 1), round(y[i], 1)) for i, key in enumerate(keys)}


def _push(x: list[float], y: list[float], boxes: Sequence[Box]) -> bool:
    order = sorted(range(len(x)), key=lambda i: (x[i] - boxes[i][0] / 2, i))
    moved = False
    for place, i in enumerate(order):
        for j in order[place + 1 :]:
            if x[j] - boxes[j][0] / 2 >= x[i] + boxes[i][0] / 2:
                break
            over_x = (boxes[i][0] + boxes[j][0]) / 2 - abs(x[i] - x[j])
            over_y = (boxes[i][1] + boxes[j][1]) / 2 - abs(y[i] - y[j])
            if over_x <= 0.5 or over_y <= 0.5:
                continue
            moved = True
            along = (x, over_x) if over_x < over_y else (y, over_y)
            _move(*along, i, j)
    return moved


def _move(axis: list[float], over: float, i: int, j: int) -> None:
    shift = over / 2 if axis[i] <= axis[j] else -over / 2
    axis[i], axis[j] = axis[i] - shift, axis[j] + shift
