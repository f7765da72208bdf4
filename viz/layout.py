"""Where the nodes of a small network lie: igraph places them, then labels are moved off each other.

The same graph gives the same picture: nothing is random, and the order of nodes and edges does not matter.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import igraph

SPACING = 150.0
"""Wished length of an edge in the picture's units (pixels at full size)."""
_CHAR, _LINE, _GAP = 7.6, 18.0, 10.0

Point = tuple[float, float]
Box = tuple[float, float]


def label_box(label: str, radius: float) -> Box:
    """Width and height that a node with its label below it takes up."""
    return max(2 * radius, _CHAR * len(label)) + _GAP, 2 * radius + _LINE + _GAP


def positions(boxes: Mapping[str, Box], edges: Sequence[tuple[str, str]]) -> dict[str, Point]:
    """A place for each node, by key. `boxes` are widths and heights, `edges` pairs of keys."""
    keys = sorted(boxes)
    index = {key: number for number, key in enumerate(keys)}
    pairs = sorted({(min(index[a], index[b]), max(index[a], index[b])) for a, b in edges if a != b})
    whole = igraph.Graph(n=len(keys), edges=pairs)
    placed: dict[str, Point] = {}
    left = 0.0
    for members in sorted(whole.connected_components(), key=lambda part: (-len(part), part)):
        part = {keys[member]: point for member, point in zip(members, _part(whole, members), strict=True)}
        part = apart(part, boxes)
        start = min(point[0] - boxes[key][0] / 2 for key, point in part.items())
        placed |= {key: (point[0] - start + left, point[1]) for key, point in part.items()}
        left += max(point[0] + boxes[key][0] / 2 for key, point in part.items()) - start + SPACING / 2
    return placed


def _part(whole: igraph.Graph, members: Sequence[int]) -> list[Point]:
    """One connected part around its own centre, laid out from a circle so that no chance comes in."""
    part = whole.induced_subgraph(members)
    count = part.vcount()
    if count == 1:
        return [(0.0, 0.0)]
    circle = [(math.cos(2 * math.pi * i / count), math.sin(2 * math.pi * i / count)) for i in range(count)]
    laid = part.layout_kamada_kawai(seed=circle)
    laid.center(0, 0)
    return [(x * SPACING, y * SPACING) for x, y in laid]


def apart(points: Mapping[str, Point], boxes: Mapping[str, Box], rounds: int = 80) -> dict[str, Point]:
    """The same points moved until no two boxes overlap, each pair along the axis where less is to be moved."""
    keys = sorted(points, key=lambda key: (points[key], key))
    x = [points[key][0] for key in keys]
    y = [points[key][1] for key in keys]
    for _ in range(rounds):
        if not _push(x, y, [boxes[key] for key in keys]):
            break
    return {key: (round(x[i], 1), round(y[i], 1)) for i, key in enumerate(keys)}


def _push(x: list[float], y: list[float], boxes: Sequence[Box]) -> bool:
    order = sorted(range(len(x)), key=lambda i: x[i] - boxes[i][0] / 2)
    moved = False
    for place, i in enumerate(order):
        right = x[i] + boxes[i][0] / 2
        for j in order[place + 1 :]:
            if x[j] - boxes[j][0] / 2 >= right:
                break
            over_x = (boxes[i][0] + boxes[j][0]) / 2 - abs(x[i] - x[j])
            over_y = (boxes[i][1] + boxes[j][1]) / 2 - abs(y[i] - y[j])
            if over_x <= 0.5 or over_y <= 0.5:
                continue
            moved = True
            if over_x < over_y:
                shift = over_x / 2 if x[i] <= x[j] else -over_x / 2
                x[i], x[j] = x[i] - shift, x[j] + shift
            else:
                shift = over_y / 2 if y[i] <= y[j] else -over_y / 2
                y[i], y[j] = y[i] - shift, y[j] + shift
    return moved
