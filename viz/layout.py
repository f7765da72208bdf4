"""Where the nodes of a small network lie: igraph places them, then labels are moved off each other.

The same graph gives the same picture: nothing is random, and the order of nodes and edges does not matter.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import igraph

_CHAR, _LINE, _GAP = 0.58, 1.3, 12.0
"""Width of a letter and height of a line, in font sizes; room between boxes, in pixels."""
_EDGE = 120.0
"""Wished length of an edge in pixels at full size."""
_ROOM = 1.9
"""How many times the area of its boxes a picture takes, where edges need no more."""
_ROUNDS = 120

Point = tuple[float, float]
Box = tuple[float, float]


def label_box(label: str, radius: float, font: float, lines: int = 1) -> Box:
    """Width and height that a node with its label below it takes up, in pixels at full size.

    `label` is the longest of the label's `lines`.
    """
    return max(2 * radius, _CHAR * font * len(label)) + _GAP, 2 * radius + lines * _LINE * font + _GAP


def placed(boxes: Mapping[str, Box], edges: Sequence[tuple[str, str]]) -> dict[str, Point]:
    """A place for each node by key, edges about one unit long, connected parts side by side.

    `boxes` are widths and heights, `edges` pairs of keys.
    """
    keys = sorted(boxes)
    index = {key: number for number, key in enumerate(keys)}
    pairs = sorted({(min(index[a], index[b]), max(index[a], index[b])) for a, b in edges if a != b})
    whole = igraph.Graph(n=len(keys), edges=pairs)
    points: dict[str, Point] = {}
    left = 0.0
    for members in sorted(whole.connected_components(), key=lambda part: (-len(part), part)):
        part = _part(whole, members)
        start = min(x for x, _ in part)
        points |= {keys[member]: (x - start + left, y) for member, (x, y) in zip(members, part, strict=True)}
        left += max(x for x, _ in part) - start + 1
    return points


def _part(whole: igraph.Graph, members: Sequence[int]) -> list[Point]:
    """One connected part around its own centre, laid out from a circle so that no chance comes in."""
    part = whole.induced_subgraph(members)
    count = part.vcount()
    if count == 1:
        return [(0.0, 0.0)]
    circle = [(math.cos(2 * math.pi * i / count), math.sin(2 * math.pi * i / count)) for i in range(count)]
    laid = part.layout_kamada_kawai(seed=circle)
    laid.center(0, 0)
    return [(x, y) for x, y in laid]


def arranged(points: Mapping[str, Point], boxes: Mapping[str, Box], aspect: float) -> dict[str, Point]:
    """The placed points in pixels for a picture of width / height `aspect`, with no two boxes over each other."""
    if not points:
        return {}
    width = max(x for x, _ in points.values()) - min(x for x, _ in points.values()) or 1.0
    height = max(y for _, y in points.values()) - min(y for _, y in points.values()) or 1.0
    area = _ROOM * sum(box[0] * box[1] for box in boxes.values())
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
