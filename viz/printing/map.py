"""The map for print: towns, links and rings on a ground that suits them, with what a reader needs to use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, pi, radians
from typing import Any, Literal

import numpy as np
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from graph.texts import Language, text
from viz import say
from viz.printing.basemap import Ground, Points, ground, ground_of
from viz.printing.crowds import crowd
from viz.printing.sheet import CHOSEN, EVENT, INK, LAND, LINE, LINK, QUIET, RING, Card, Format, Sheet, Words, shown

_MANY = 3_000
"""Lines from which on they are a picture inside the file: as single lines nobody could open it."""

_CROWDED = 0.35
"""Width of those, in points."""
_CROWDED_TOWNS = 0.25
"""Opacity of as many towns, so that what lies under them is seen."""
_LABELS, _FEW = 60, 400
_TILE = 512.0
_SCREEN = 1_200.0, 760.0
"""Pixels of the map on a usual screen, by which a zoom becomes an extent."""


@dataclass(frozen=True, slots=True)
class Town:
    """A town on the map; `strong` where it is what the map is about."""

    name: str
    lon: float
    lat: float
    partners: int
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Two towns that are partners, by their ids; `faint` where a choice leaves it in the background."""

    a: str
    b: str
    bilateral: bool
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring with the ids of its towns on the map."""

    name: str
    towns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapPicture:
    """What is drawn. `view`: zoom, latitude, longitude of a part that was asked for; else all that counts is seen."""

    words: Words
    towns: Mapping[str, Town]
    links: Sequence[Link]
    rings: Sequence[Ring] = ()
    events: Sequence[tuple[float, float]] = ()
    view: tuple[float, float, float] | None = None


def draw(picture: MapPicture, format_: Format) -> bytes:
    """The map as a file."""
    sheet = Sheet(picture.words)
    _legend(sheet, _drawn(sheet, picture))
    return sheet.save(format_)


def draw_card(picture: MapPicture, format_: Literal["png", "webp"]) -> bytes:
    """The map small and without a legend: as PNG with a title, for where a link is shared; as WebP without."""
    card = Card(picture.words, titled=format_ == "png")
    _drawn(card, picture)
    return card.pixels(format_)


def _drawn(sheet: Sheet, picture: MapPicture) -> MapPicture:
    """Draw what can be seen, and give that."""
    on = _ground(picture)
    picture = seen(picture, on)
    _ground_drawn(sheet, on)
    _links_drawn(sheet, on, picture)
    _rings_drawn(sheet, on, picture)
    _towns_drawn(sheet, on, picture)
    _events_drawn(sheet, on, picture)
    return picture


def _ground(picture: MapPicture) -> Ground:
    if picture.view is not None:
        return _of_view(picture.view)
    strong = [id_ for id_, town in picture.towns.items() if town.strong] or list(picture.towns)
    seen = {id_ for link in picture.links if not link.faint for id_ in (link.a, link.b)} | set(strong)
    towns = [picture.towns[id_] for id_ in seen]
    return ground_of(np.array([(town.lon, town.lat) for town in towns], dtype=np.float64).reshape(-1, 2))


def _of_view(view: tuple[float, float, float]) -> Ground:
    """The ground that a screen shows at a zoom around a latitude and longitude."""
    zoom, lat, lon = view
    wide = 360.0 / 2**zoom * _SCREEN[0] / _TILE
    tall = wide * _SCREEN[1] / _SCREEN[0] * cos(radians(lat))
    return ground(lon - wide / 2, max(lat - tall / 2, -85.0), lon + wide / 2, min(lat + tall / 2, 85.0))


def _ground_drawn(sheet: Sheet, on: Ground) -> None:
    axes = sheet.axes
    axes.set_axis_off()
    for outlines in on.land():
        points = np.concatenate(outlines)
        codes = np.full(len(points), Path.LINETO, dtype=np.uint8)
        codes[np.cumsum([0, *(len(one) for one in outlines[:-1])])] = Path.MOVETO
        axes.add_patch(PathPatch(Path(points, codes), facecolor=LAND, edgecolor="none", zorder=1))
    axes.add_collection(LineCollection(list(on.borders()), colors=LINE, linewidths=0.4, zorder=2))
    _framed(sheet, on)


def _framed(sheet: Sheet, on: Ground) -> None:
    """Show the extent in the shape of the sheet, as large as it fits."""
    edges = [(lon, lat) for lon in np.linspace(on.west, on.east, 41) for lat in np.linspace(on.south, on.north, 21)]
    x, y = on.place(np.array(edges)).T if not on.world else _world_edges(on).T
    box = sheet.axes.get_position()
    shape = box.width * sheet.figure.get_figwidth() / (box.height * sheet.figure.get_figheight())
    wide, tall = float(np.ptp(x)), float(np.ptp(y))
    wide, tall = max(wide, tall * shape), max(tall, wide / shape)
    middle = (x.max() + x.min()) / 2, (y.max() + y.min()) / 2
    sheet.axes.set_xlim(middle[0] - wide / 2, middle[0] + wide / 2)
    sheet.axes.set_ylim(middle[1] - tall / 2, middle[1] + tall / 2)
    sheet.axes.set_aspect("equal")


def _world_edges(on: Ground) -> Points:
    lat = np.linspace(on.south, on.north, 60)
    return np.concatenate([on.place(np.column_stack((np.full(60, lon), lat))) for lon in (on.west, on.east)])


def seen(picture: MapPicture, on: Ground) -> MapPicture:
    """The picture with what lies in the extent: pairs and rings of which a town does, events; all towns stay."""
    inside = _inside(on, {id_: (town.lon, town.lat) for id_, town in picture.towns.items()})
    links = [link for link in picture.links if link.a in inside or link.b in inside]
    rings = [ring for ring in picture.rings if inside.intersection(ring.towns)]
    events = [spot for spot in picture.events if on.shows(np.array([spot]))[0]]
    return replace(picture, links=links, rings=rings, events=events)


def _inside(on: Ground, spots: Mapping[str, tuple[float, float]]) -> set[str]:
    """The ids whose longitude and latitude lie in the extent."""
    places = np.array(list(spots.values()), dtype=np.float64).reshape(-1, 2)
    return {id_ for id_, lies in zip(spots, on.shows(places), strict=True) if lies}


def _spots(picture: MapPicture, ids: Iterable[str]) -> Points:
    return np.array([(picture.towns[id_].lon, picture.towns[id_].lat) for id_ in ids], dtype=np.float64).reshape(-1, 2)


def _links_drawn(sheet: Sheet, on: Ground, picture: MapPicture) -> None:
    for faint in (True, False):
        links = [link for link in picture.links if link.faint is faint and link.bilateral]
        if not links:
            continue
        ends = np.hstack([_spots(picture, (getattr(link, end) for link in links)) for end in ("a", "b")])
        many = len(links)
        if many > _MANY:
            _crowd_drawn(sheet, on.lines(ends), faint)
            continue
        width, alpha = (0.35, 0.12) if faint else (_thin(many), _clear(many))
        drawn = LineCollection(
            on.lines(ends), colors=QUIET if faint else LINK, linewidths=width, alpha=alpha, zorder=3 + (not faint)
        )
        drawn.set_capstyle("round")
        sheet.axes.add_collection(drawn)


def _crowd_drawn(sheet: Sheet, lines: Sequence[Points], faint: bool) -> None:
    axes = sheet.axes
    sheet.thick = True
    picture = crowd(lines, axes, dpi=sheet.dpi, width=_CROWDED, color=QUIET if faint else LINK)
    extent = (*axes.get_xlim(), *axes.get_ylim())
    axes.imshow(picture, extent=extent, aspect="equal", alpha=0.3 if faint else None, zorder=3 + (not faint))


def _thin(many: int) -> float:
    return float(np.clip(1.5 - 0.33 * np.log10(max(many, 1)), 0.2, 1.4))


def _clear(many: int) -> float:
    return float(np.clip(16.0 / max(many, 1) ** 0.5, 0.07, 0.85))


def _spot(picture: MapPicture, id_: str) -> tuple[float, float]:
    town = picture.towns[id_]
    return town.lon, town.lat


def _rings_drawn(sheet: Sheet, on: Ground, picture: MapPicture) -> None:
    """Rings as what they are: dotted spokes from the middle of the members to each of them."""
    spokes: list[tuple[float, float, float, float]] = []
    hubs: list[tuple[float, float]] = []
    for ring in picture.rings:
        spots = [_spot(picture, id_) for id_ in ring.towns if id_ in picture.towns]
        if len(spots) < 2:
            continue
        hubs.append(_middle(spots))
        spokes += [(*hubs[-1], *spot) for spot in spots]
    if not hubs:
        return
    several = len(hubs) > 8
    sheet.axes.add_collection(
        LineCollection(
            on.lines(np.array(spokes)),
            colors=RING,
            linewidths=0.5 if several else 1.0,
            linestyles=(0, (1, 1.6)),
            alpha=0.6 if several else 0.9,
            zorder=5,
        )
    )
    x, y = on.place(np.array(hubs)).T
    sheet.axes.scatter(x, y, marker="D", s=5 if several else 18, color=RING, linewidths=0, zorder=6)


def _middle(spots: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The middle of places on the globe; of places all around it the first."""
    lon, lat = np.radians(np.array(spots)).T
    x, y, z = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
    mean = np.array([x.mean(), y.mean(), z.mean()])
    if np.linalg.norm(mean) < 0.05:
        return spots[0]
    return float(np.degrees(np.arctan2(mean[1], mean[0]))), float(np.degrees(np.arcsin(mean[2] / np.linalg.norm(mean))))


def _towns_drawn(sheet: Sheet, on: Ground, picture: MapPicture) -> None:
    towns = list(picture.towns.values())
    if not towns:
        return
    spots = on.place(np.array([(town.lon, town.lat) for town in towns]))
    many = len(towns) > _FEW
    sizes = np.array([_size(town, many) for town in towns])
    colors = [CHOSEN if town.strong else LINK if town.partners else RING for town in towns]
    drawn: PathCollection = sheet.axes.scatter(
        spots[:, 0], spots[:, 1], s=sizes, c=colors, edgecolors="white", linewidths=0.0 if many else 0.4, zorder=7,
        alpha=_CROWDED_TOWNS if len(towns) > _MANY else None,
    )  # fmt: skip
    drawn.set_rasterized(len(towns) > _MANY)
    if sheet.crowded or not many:
        _labelled(sheet, [(town, spot, size) for town, spot, size in zip(towns, spots, sizes, strict=True)])


def _events_drawn(sheet: Sheet, on: Ground, picture: MapPicture) -> None:
    if picture.events and (sheet.crowded or len(picture.towns) <= _FEW):
        spots = on.place(np.array(picture.events))
        sheet.axes.scatter(
            spots[:, 0], spots[:, 1], marker="s", s=16, color=EVENT, edgecolors="white", linewidths=0.5, zorder=8
        )


def _size(town: Town, many: bool) -> float:
    base = 0.4 if many else 6.0
    return base + (0.16 if many else 2.0) * town.partners + (22.0 if town.strong else 0.0)


def _labelled(sheet: Sheet, towns: Iterable[tuple[Town, Points, float]]) -> None:
    """Names by importance, as many as stand free of each other inside the picture."""
    renderer = sheet.renderer()
    frame: Bbox = sheet.axes.get_window_extent(renderer)
    taken: list[Bbox] = []
    ranked = sorted(towns, key=lambda one: (not one[0].strong, -one[0].partners, one[0].name))
    for town, spot, size in ranked:
        if len(taken) >= _LABELS:
            break
        if not frame.contains(*sheet.axes.transData.transform(spot)):
            continue
        for label in _tries(sheet, town, spot, size):
            box = label.get_window_extent(renderer).padded(1.0)
            if frame.contains(box.x0, box.y0) and frame.contains(box.x1, box.y1) and not box.count_overlaps(taken):
                taken.append(box)
                break
            label.remove()


def _tries(sheet: Sheet, town: Town, spot: Points, size: float) -> Iterable[Text]:
    away = (size / pi) ** 0.5 + 1.5
    font = (9.0 if town.strong else 6.5) * sheet.scale
    halo = [withStroke(linewidth=1.6, foreground="white", alpha=0.8)] if sheet.thick else None
    for dx, dy, across, along in ((1, 0, "left", "center"), (-1, 0, "right", "center"), (0, 1, "center", "bottom"),
                                  (0, -1, "center", "top")):  # fmt: skip
        yield sheet.axes.annotate(
            shown(town.name), (float(spot[0]), float(spot[1])), (dx * away, dy * away), textcoords="offset points",
            fontsize=font, fontweight="bold" if town.strong else "normal", color=INK, ha=across, va=along, zorder=9,
            path_effects=halo,
        )  # fmt: skip


def _legend(sheet: Sheet, picture: MapPicture) -> None:
    """What the signs mean, of those that are there."""
    spoken = picture.words.language
    strong = [link for link in picture.links if not link.faint]
    signs: list[tuple[Line2D, str]] = []
    if bilateral := sum(link.bilateral for link in strong):
        signs.append((Line2D([], [], color=LINK, linewidth=1.2), say.counted("print.bilateral", bilateral, spoken)))
    if via := len(strong) - bilateral:
        signs.append((_dotted(), say.counted("print.via", via, spoken)))
    if picture.rings:
        signs.append((_mark(RING, "D"), say.counted("print.rings", len(picture.rings), spoken)))
    if picture.events:
        signs.append((_mark(EVENT, "s"), text("print.events", spoken)))
    if any(link.faint for link in picture.links):
        signs.append((Line2D([], [], color=QUIET, linewidth=0.7, alpha=0.5), text("print.faint", spoken)))
    if any(town.strong for town in picture.towns.values()):
        signs.append((_mark(CHOSEN), text("print.chosen", spoken)))
    if any(town.partners and not town.strong for town in picture.towns.values()):
        signs.append((_mark(LINK), text("print.towns", spoken)))
    if signs:
        handles, labels = zip(*signs, strict=True)
        sheet.axes.legend(handles, labels, loc="lower left", fontsize=7.5, frameon=True, framealpha=0.9,
                          edgecolor="none", labelcolor=INK).set_zorder(10)  # fmt: skip


def _dotted() -> Line2D:
    return Line2D([], [], color=RING, linewidth=1.2, linestyle=(0, (1, 1.6)))


def _mark(color: str, marker: str = "o") -> Line2D:
    return Line2D([], [], color=color, marker=marker, linestyle="none", markersize=5)


def picture_of(read: Mapping[str, Any], words: Words, view: tuple[float, float, float] | None) -> MapPicture:
    """The picture of what `graph.things.printed` read; what several chosen towns share stands out."""
    chosen, members = set(read["chosen"]), set(read["members"])
    towns = {
        row["id"]: Town(
            say.town(row, words.language), row["lon"], row["lat"], row["partners"], row["id"] in chosen | members
        )
        for row in read["towns"].values()
    }
    rows = [row for row in read["links"] if row["a"] in towns and row["b"] in towns]
    shared = _shared(rows, chosen)
    links = [
        Link(row["a"], row["b"], row["bilateral"], bool(shared) and not {row["a"], row["b"]} & shared) for row in rows
    ]
    lit = {ring for row, link in zip(rows, links, strict=True) if _via(row, link) for ring in row["rings"]}
    named = [(id_, ring) for id_, ring in sorted(read["rings"].items()) if id_ in lit or members]
    rings = [Ring(ring["name"], _ring_towns(id_, read, members)) for id_, ring in named]
    events = [(row["lon"], row["lat"]) for row in read["events"]]
    return MapPicture(words, towns, links, rings, events, view)


def _via(row: Mapping[str, Any], link: Link) -> bool:
    """Whether only a ring ties the pair, and it is not in the background."""
    return not row["bilateral"] and not link.faint


def _shared(links: Sequence[Mapping[str, Any]], chosen: set[str]) -> set[str]:
    """The towns that all chosen ones have as partners, where there are several."""
    if len(chosen) < 2:
        return set()
    partners: dict[str, set[str]] = {id_: set() for id_ in chosen}
    for row in links:
        for one, other in ((row["a"], row["b"]), (row["b"], row["a"])):
            if one in chosen:
                partners[one].add(other)
    return set.intersection(*partners.values())


def _ring_towns(ring: str, read: Mapping[str, Any], members: set[str]) -> tuple[str, ...]:
    if members and ring == read["parameters"].get("ring"):
        return tuple(sorted(members))
    return tuple(
        sorted(
            {
                id_
                for row in read["links"]
                if ring in row["rings"] and not row["bilateral"]
                for id_ in (row["a"], row["b"])
            }
        )
    )


def subtitle(read: Mapping[str, Any], language: Language, view: tuple[float, float, float] | None = None) -> str:
    """What is counted on the map, in words."""
    rows = read["links"]
    if view is not None:
        inside = _inside(_of_view(view), {id_: (row["lon"], row["lat"]) for id_, row in read["towns"].items()})
        rows = [row for row in rows if row["a"] in inside or row["b"] in inside]
    bilateral = sum(row["bilateral"] for row in rows)
    dated = sum(row["since"] is not None for row in rows)
    year = read["parameters"].get("year")
    when = text("print.in_year", language, year=year) if year else text("print.today", language)
    counts = {"bilateral": bilateral, "via": len(rows) - bilateral, "dated": dated}
    of_these = text("print.of_these", language, **{name: say.number(one, language) for name, one in counts.items()})
    placed = sum(row["a"] in read["towns"] and row["b"] in read["towns"] for row in rows)
    without = say.counted("print.unplaced", len(rows) - placed, language) if placed < len(rows) else ""
    return f"{say.counted('print.pairs', len(rows), language)} {of_these} {when} {without}".rstrip()
