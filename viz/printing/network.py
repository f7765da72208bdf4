"""A network for print: the same places, forms, colours and numbers as on screen, on a sheet with its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import cos, pi, radians, sin
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Circle, Patch, Polygon
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from viz import say
from viz.network import LAND_COLOURS, RING_COLOURS, NetworkData
from viz.network_page import legend
from viz.printing.sheet import EVENT, INK, LINE, QUIET, Format, Sheet, Words, shown

_LANDS = (
    ("#0072b2", "#ffffff"), ("#e69f00", "#111111"), ("#00795a", "#ffffff"), ("#cc79a7", "#111111"),
    ("#56b4e9", "#111111"), ("#b34a00", "#ffffff"), ("#f0e442", "#111111"),
)  # fmt: skip
_RINGS = ("#a83f00", "#6a3d9a", "#00694f", "#8a3a6e", "#5f5a00", "#005f99")
_OTHER, _OTHER_LAND = "#8a3a6e", "#f5f6f7"
"""The colours of the pages in their light look (`viz/static/network.css`)."""

_SIDES = {"ring": (4, 90, 1.2), "event": (4, 45, 1.2), "programme": (3, 90, 1.15), "person": (3, 270, 1.15),
          "organisation": (6, 0, 1.15)}  # fmt: skip
_FRAME = (0.045, 0.22, 0.91, 0.64)
_LEGEND = (0.045, 0.1, 0.91, 0.11)
_EDGE = 46.0, 22.0
"""Room for labels beside and above the outermost nodes, in points."""
_LEAST_CODE = 4.4
_MOST_AVOIDED = 250

Spot = tuple[float, float]


class _Drawing:
    """The nodes of a network in points of the sheet."""

    def __init__(self, data: NetworkData, sheet: Sheet) -> None:
        self.data, self.axes, self.renderer = data, sheet.axes, sheet.renderer()
        wide, tall = _framed(sheet.axes, _FRAME)
        xs, ys = ([float(node[axis]) for node in data.nodes] for axis in ("x", "y"))
        room = max(max(xs) - min(xs), 1.0), max(max(ys) - min(ys), 1.0)
        self.scale = min(0.75, (wide - 2 * _EDGE[0]) / room[0], (tall - 2 * _EDGE[1]) / room[1])
        middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
        self.spots: dict[str, Spot] = {
            node["id"]: (
                wide / 2 + (float(node["x"]) - middle[0]) * self.scale,
                tall / 2 - (float(node["y"]) - middle[1]) * self.scale,
            )
            for node in data.nodes
        }
        self.slots = {code: slot for slot, code in enumerate([one for one in data.lands if one][:LAND_COLOURS])}

    def radius(self, node: Mapping[str, Any]) -> float:
        share: float = min(1.0, max(0.45, (self.scale / 0.75) ** 0.8))
        return max(5.0 if node["group"] == "ring" else 1.8, float(node["size"]) * 0.75 * share)

    def tone(self, key: str) -> str:
        return _RINGS[(self.data.rings[key] - 1) % RING_COLOURS]

    def fill(self, node: Mapping[str, Any]) -> tuple[str, str]:
        """The colour of a node, and of what is written on it."""
        if node["group"] == "town":
            slot = self.slots.get(node.get("country", ""))
            return _LANDS[slot] if slot is not None else (_OTHER_LAND, INK)
        if node["group"] == "ring":
            return self.tone(node["id"]), "white"
        return (EVENT if node["group"] == "event" else _OTHER), "white"


def draw(data: NetworkData, words: Words, format_: Format) -> bytes:
    """The network as a file; the same bytes for the same network and words."""
    sheet = Sheet(words)
    sheet.axes.set_axis_off()
    if data.nodes:
        drawing = _Drawing(data, sheet)
        _halos(drawing)
        _lines(drawing)
        for node in data.nodes:
            _mark(drawing, node)
        _labels(drawing)
        _signs(sheet, data)
    return sheet.save(format_)


def _framed(axes: Axes, frame: tuple[float, float, float, float]) -> tuple[float, float]:
    """Put the axes there, in points; gives their width and height."""
    axes.set_position(frame)
    box = axes.get_figure(root=True).get_size_inches() * 72  # type: ignore[union-attr]
    wide, tall = frame[2] * float(box[0]), frame[3] * float(box[1])
    axes.set_xlim(0, wide)
    axes.set_ylim(0, tall)
    return wide, tall


def _pale(color: str, share: float = 0.17) -> str:
    red, green, blue = (1 - share * (1 - one) for one in to_rgb(color))
    return to_hex((red, green, blue))


def _halos(drawing: _Drawing) -> None:
    """A soft ground behind each ring's members, in the ring's colour."""
    nodes = {node["id"]: node for node in drawing.data.nodes}
    for key in drawing.data.rings:
        members = [
            edge["to"] if edge["from"] == key else edge["from"]
            for edge in drawing.data.edges
            if edge["look"] == "via" and key in (edge["from"], edge["to"])
        ]
        color = _pale(drawing.tone(key))
        spokes = [(drawing.spots[key], drawing.spots[one]) for one in members]
        width = max(3.0, 10 * drawing.scale)
        drawing.axes.add_collection(LineCollection(spokes, colors=color, linewidths=width, capstyle="round", zorder=1))
        for one in members:
            drawing.axes.add_patch(
                Circle(drawing.spots[one], drawing.radius(nodes[one]) + 4, facecolor=color, linewidth=0, zorder=1)
            )


def _lines(drawing: _Drawing) -> None:
    styles: dict[str, tuple[str, Any]] = {
        "bilateral": (QUIET, "solid"), "event": (EVENT, "solid"), "planned": (EVENT, (0, (4, 3))),
    }  # fmt: skip
    asked = {node["id"] for node in drawing.data.nodes if node["asked"]}
    much = min(1.0, max(0.0, (len(drawing.data.edges) - 60) / 600))
    for edge in drawing.data.edges:
        ends = [drawing.spots[edge[end]] for end in ("from", "to")]
        paler = 0.0 if asked & {edge["from"], edge["to"]} else much
        alpha = 0.72 - 0.5 * paler**0.5
        ring = next((edge[end] for end in ("to", "from") if edge[end] in drawing.data.rings), None)
        color, style = styles.get(edge["look"]) or (drawing.tone(ring) if ring else _RINGS[0], (0, (0.1, 2.2)))
        drawing.axes.plot(
            *zip(*ends, strict=True), color=color, linestyle=style, linewidth=1.1 - 0.5 * paler,
            dash_capstyle="round", zorder=2,
            alpha=alpha / 2 if edge["ended"] else alpha,
        )  # fmt: skip


def _shape(type_: str, spot: Spot, radius: float, **paint: Any) -> Patch:
    if type_ not in _SIDES:
        return Circle(spot, radius, **paint)
    sides, turn, more = _SIDES[type_]
    angles = [radians(turn) + 2 * pi * side / sides for side in range(sides)]
    return Polygon(
        [(spot[0] + more * radius * cos(one), spot[1] + more * radius * sin(one)) for one in angles], **paint
    )


def _mark(drawing: _Drawing, node: Mapping[str, Any]) -> None:
    spot, radius = drawing.spots[node["id"]], drawing.radius(node)
    fill, ink = drawing.fill(node)
    if node["asked"]:
        drawing.axes.add_patch(_shape(node["group"], spot, radius + 2.6, facecolor=INK, linewidth=0, zorder=3))
        drawing.axes.add_patch(_shape(node["group"], spot, radius + 1.1, facecolor="white", linewidth=0, zorder=3))
    edge = QUIET if fill == _OTHER_LAND else "white"
    drawing.axes.add_patch(_shape(node["group"], spot, radius, facecolor=fill, edgecolor=edge, linewidth=0.8, zorder=4))
    code = str(node.get("number") or (node.get("country", "?") if node["group"] == "town" else ""))
    if code and radius >= _LEAST_CODE:
        drawing.axes.text(*spot, code, fontsize=radius * 0.8, color=ink, ha="center", va="center_baseline",
                          fontweight="bold", zorder=5)  # fmt: skip


def _labels(drawing: _Drawing) -> None:
    """Names by importance, as many as stand free of each other and of the nodes."""
    degree = {node["id"]: 0 for node in drawing.data.nodes}
    for edge in drawing.data.edges:
        degree[edge["from"]] += 1
        degree[edge["to"]] += 1
    frame: Bbox = drawing.axes.get_window_extent(drawing.renderer).expanded(1.02, 1.02)
    taken = {node["id"]: _box(drawing, node) for node in drawing.data.nodes}
    named: list[Bbox] = []
    lines = _paths(drawing) if len(drawing.data.edges) <= _MOST_AVOIDED else []
    for node in sorted(
        drawing.data.nodes, key=lambda one: (not one["asked"], one["group"] != "ring", -degree[one["id"]], one["id"])
    ):
        others = [box for key, box in taken.items() if key != node["id"]]
        found: tuple[int, Bbox, Text] | None = None
        for label in _tries(drawing, node):
            box = label.get_window_extent(drawing.renderer)
            free = _inside(frame, box) and not box.count_overlaps(others) and not box.count_overlaps(named)
            crossed = sum(line.intersects_bbox(box) for line in lines) if free else 0
            if not free or (found and found[0] <= crossed):
                label.remove()
                continue
            if found:
                found[2].remove()
            found = crossed, box, label
        if not found and node["asked"]:  # it is what the picture is about, whatever it covers
            label = next(iter(_tries(drawing, node)))
            found = 0, label.get_window_extent(drawing.renderer), label
        if found:
            named.append(found[1])


def _paths(drawing: _Drawing) -> list[Path]:
    """The ties as they lie on the sheet, which labels keep off where another place is free."""
    ends = [[drawing.spots[edge[end]] for end in ("from", "to")] for edge in drawing.data.edges]
    return [Path(drawing.axes.transData.transform(one)) for one in ends]


def _inside(frame: Bbox, box: Bbox) -> bool:
    return bool(frame.contains(box.x0, box.y0) and frame.contains(box.x1, box.y1))


def _box(drawing: _Drawing, node: Mapping[str, Any]) -> Bbox:
    (x, y), radius = drawing.spots[node["id"]], drawing.radius(node)
    ends = drawing.axes.transData.transform([(x - radius, y - radius), (x + radius, y + radius)])
    return Bbox(ends)


def _tries(drawing: _Drawing, node: Mapping[str, Any]) -> Iterable[Text]:
    """The label at the places where it may stand: first away from what the node is tied to."""
    (x, y), radius = drawing.spots[node["id"]], drawing.radius(node) + (3 if node["asked"] else 1.4)
    ends = [edge["to"] if edge["from"] == node["id"] else edge["from"] for edge in drawing.data.edges
            if node["id"] in (edge["from"], edge["to"])]  # fmt: skip
    dx = sum(x - drawing.spots[one][0] for one in ends)
    dy = sum(y - drawing.spots[one][1] for one in ends)
    side: list[tuple[float, float, str, str]] = [(1, 0, "left", "center"), (-1, 0, "right", "center")]
    stack: list[tuple[float, float, str, str]] = [(0, -1, "center", "top"), (0, 1, "center", "bottom")]
    side, stack = (side if dx >= 0 else side[::-1]), (stack if dy <= 0 else stack[::-1])
    every = [side[0], *stack, side[1]] if abs(dx) > 1.1 * abs(dy) else [stack[0], *side, stack[1]]
    every += [(0.75 * across, 0.75 * along, ha, va) for across, _, ha, _ in side for _, along, _, va in stack]
    said = "\n".join(shown(line) for line in node["lines"])
    if node["group"] == "town" and drawing.radius(node) < _LEAST_CODE and node.get("country"):
        said += f" ({node['country']})"
    for across, along, ha, va in every:
        yield drawing.axes.text(
            x + across * radius, y + along * radius, said, fontsize=9.5 if node["asked"] else 7.5, color=INK, ha=ha,
            va=va, fontweight="bold" if node["asked"] else "normal", linespacing=1.1, zorder=6,
        )  # fmt: skip


def _signs(sheet: Sheet, data: NetworkData) -> None:
    """The legend below, line by line: things, countries, rings, ties."""
    axes = sheet.figure.add_axes(_LEGEND)
    axes.set_axis_off()
    wide, tall = _framed(axes, _LEGEND)
    lang = sheet.words.language
    x, y = 0.0, tall - 6
    for _, group in groupby(legend(data, lang), key=lambda one: str(one["class"]).split()[0]):
        for one in group:
            said = f"{shown(one['label'])} ({say.number(one['count'], lang)})"
            label = axes.text(x + 19, y, said, fontsize=7.5, color=INK, va="center")
            extent = label.get_window_extent(sheet.renderer())
            room = 19 + 1.05 * extent.width * 72 / sheet.figure.dpi + 12
            if x + room > wide and x > 0:
                x, y = 0.0, y - 14
                label.set_position((x + 19, y))
            _sign(axes, one, (x + 8, y))
            x += room
        x += 8


def _sign(axes: Axes, one: Mapping[str, Any], spot: Spot) -> None:
    kind, _, which = str(one["class"]).partition(" ")
    if kind == "tie":
        color = {"bilateral": QUIET, "via": _RINGS[0], "ended": LINE}.get(which, EVENT)
        style: Any = {"via": (0, (0.1, 2.2)), "planned": (0, (4, 3))}.get(which, "solid")
        axes.plot((spot[0] - 8, spot[0] + 7), (spot[1], spot[1]), color=color, linestyle=style, linewidth=1.3,
                  dash_capstyle="round")  # fmt: skip
        return
    fill, ink = _sign_colours(kind, which)
    edge = QUIET if fill in ("white", _OTHER_LAND) else "white"
    type_ = {"node": which, "ringsign": "ring"}.get(kind, "town")
    axes.add_patch(_shape(type_, spot, 5.6, facecolor=fill, edgecolor=edge, linewidth=0.8, clip_on=False))
    if one["sign"]:
        axes.text(*spot, one["sign"], fontsize=5, color=ink, ha="center", va="center_baseline", fontweight="bold")


def _sign_colours(kind: str, which: str) -> tuple[str, str]:
    if kind == "land":
        return (_OTHER_LAND, INK) if which == "other" else _LANDS[int(which.removeprefix("land-"))]
    if kind == "ringsign":
        return _RINGS[int(which.removeprefix("ring-"))], "white"
    known: Sequence[tuple[str, str]] = (("town", "white"), ("ring", _RINGS[0]), ("event", EVENT))
    return dict(known).get(which, _OTHER), "white"
