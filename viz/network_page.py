"""The page and the file of a network: its data as a JSON block, its legend, its table, its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from graph.texts import Language, text
from viz import say
from viz.assets import NETWORK_MODULES, asset_file, inline_script
from viz.graph import GraphEdge, GraphNode
from viz.inlined import import_map
from viz.network import LAND_COLOURS, MOST_NODES, RING_COLOURS, TYPES, NetworkData, look
from viz.pages import View, json_block, render, texts_for_script

LOOKS = ("bilateral", "via", "event", "planned")
_LEGEND_RINGS = 8
"""Rings that the legend names; the others stand in the picture with their numbers and in the table."""

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'"
)
"""What the file may do: run what lies in it, and ask nobody for anything."""


def network_html(data: NetworkData, lang: Language, view: View, *, standalone: bool = False, **context: object) -> str:
    """The picture as a page of ours or, `standalone`, as one file that makes no request and works from a disk.

    `context` may have `table_url`, `file_url`, `print_url` (the same answer as table, as file, for print) and
    `choose_url`, where another network can be chosen.
    """
    shared: dict[str, object] = {
        "network": data,
        "block": json_block(network_block(data, lang, view, standalone=standalone)),
        "legend": legend(data, lang),
        "rows": _rows(data, lang, view, standalone),
        "left_out": data.left_out,
        "most": MOST_NODES,
        "table_url": None,
        "file_url": None,
        "print_url": None,
        "choose_url": None,
    }
    if standalone:
        return render("network_file.html", lang=lang, view=view, **shared | _inlined())
    return render("network.html", lang=lang, view=view, **shared | context)


def _inlined() -> dict[str, object]:
    return {
        "policy": POLICY,
        "style": Markup("\n".join(asset_file(name).read_text("utf-8") for name in ("style.css", "network.css"))),  # noqa: S704 - our own files
        "imports": import_map((*NETWORK_MODULES, "network.js")),
        "vis": inline_script(asset_file("vendor/vis-network.js").read_text(encoding="utf-8")),
    }


def _href(path: str | None, view: View, standalone: bool) -> str | None:
    if path is None:
        return None
    if standalone:
        return view.address(path) if view.public_url else None
    return view.href(path)


def network_block(data: NetworkData, lang: Language, view: View, *, standalone: bool = False) -> dict[str, Any]:
    """All that the picture's script knows: `nodes`, `edges`, `sources` (edges name them by place), texts and words."""
    names = {node.key: node.label for node in data.shown}
    places = {source["id"]: place for place, source in enumerate(data.sources)}
    nodes = [
        made | {"href": _href(node.href, view, standalone), "about": _about_node(node, lang)}
        for made, node in zip(data.nodes, data.shown, strict=True)
    ]
    known: dict[tuple[object, ...], list[tuple[str, str]]] = {}
    edges = []
    for made, edge in zip(data.edges, data.ties, strict=True):
        alike = (edge.type, edge.kind, edge.status, edge.role, edge.since, edge.until)
        if alike not in known:
            known[alike] = _about_edge(edge, lang)
        sources = [places[source["id"]] for source in edge.sources]
        edges.append(made | {"title": _line(edge, names, lang), "about": known[alike], "sources": sources})
    return {
        "title": data.title,
        "subtitle": data.subtitle,
        "nodes": nodes,
        "edges": edges,
        "sources": [
            {"title": one["title"], "url": one.get("url"), "licence": one.get("licence")} for one in data.sources
        ],
        "left_out": len(data.left_out),
        "most": MOST_NODES,
        "expand": None if standalone or view.published else view.href("/network.json", question="partners"),
        "about": _about_picture(view, lang),
        "texts": _script_texts(lang),
        "countries": _country_names(data.lands, lang, standalone),
        "kinds": {name: say.label("kind", name, lang) for name in ("partnership", "friendship", "contact", "project")},
    }


def _script_texts(lang: Language) -> dict[str, str]:
    named = {f"{group}_{key}": said for group in ("node", "edge")
             for key, said in texts_for_script(f"network.{group}.", lang).items()}  # fmt: skip
    return {**texts_for_script("network.script.", lang), **named}


def _country_names(lands: Iterable[str], lang: Language, standalone: bool) -> dict[str, str]:
    """Names of the countries in the picture; on a page of ours of all, for expanding brings others along."""
    return {one: say.country(one, lang) for one in lands if one} if standalone else dict(say.country_names(lang))


def _about_picture(view: View, lang: Language) -> dict[str, str]:
    """What stands under the picture where it is taken away."""
    version = f"{text('pages.data_version', lang)} {view.data_version[:12]}" if view.data_version else ""
    address = view.address(view.changed(embed=None, theme=None)) if view.public_url else ""
    return {
        "sources": text("network.credit_sources", lang),
        "version": ", ".join(filter(None, ("citynet", version, say.partial_date(view.date, lang)))),
        "address": address,
        "name": re.sub(r"[^\w-]+", "-", view.path.strip("/") or "network") or "network",
    }


def _about_node(node: GraphNode, lang: Language) -> list[tuple[str, str]]:
    about = [(text("network.type", lang), text(f"network.node.{node.type}", lang))]
    if node.country:
        about.append((text("field.country", lang), say.country(node.country, lang)))
    return about


def _how(edge: GraphEdge, lang: Language) -> str:
    if edge.type == "participation":
        return say.label("role", edge.role, lang) or text("role.participant", lang)
    if edge.type == "link":
        return say.label("kind", edge.kind, lang) or text("city.kind_unknown", lang)
    return say.label("role", edge.role or "member", lang)


def _about_edge(edge: GraphEdge, lang: Language) -> list[tuple[str, str]]:
    about = [(text("network.tie", lang), text(f"network.edge.{look(edge)}", lang))]
    about.append((text("field.kind", lang), _how(edge, lang)))
    event = edge.type == "participation"
    if edge.status:
        about.append((text("field.status", lang), say.label("event_status" if event else "status", edge.status, lang)))
    if edge.since or edge.type != "via":
        name = "field.begin" if event else "field.since"
        about.append((text(name, lang), say.partial_date(edge.since, lang) or text("mark.unknown", lang)))
    if edge.until:
        about.append((text("field.end" if event else "field.until", lang), say.partial_date(edge.until, lang)))
    return about


def _line(edge: GraphEdge, names: Mapping[str, str], lang: Language) -> str:
    since = f", {text('pages.since_date', lang)} {say.partial_date(edge.since, lang)}" if edge.since else ""
    return f"{say.isolated(names[edge.a])} – {say.isolated(names[edge.b])}: {_how(edge, lang)}{since}"


def _rows(data: NetworkData, lang: Language, view: View, standalone: bool) -> Markup:
    """The ties as rows of the table; what comes again and again is escaped once, which a template cannot do."""
    ends = {node.key: _named(node, _href(node.href, view, standalone)) for node in data.shown}
    looks = {name: f'<span class="tie {name}">{escape(text(f"network.edge.{name}", lang))}</span>' for name in LOOKS}
    keys = ("network.table.from", "network.table.tie", "network.table.to", "head.kind", "head.since", "head.source")
    cells = [f'<td role="cell" data-label="{escape(text(key, lang))}"' for key in keys]
    titles: dict[tuple[str, ...], str] = {}
    rows = []
    for edge in data.ties:
        said = tuple(str(source["title"]) for source in edge.sources)
        if said not in titles:
            titles[said] = "; ".join(f"<bdi>{escape(one)}</bdi>" for one in said)
        since = escape(say.partial_date(edge.since, lang))
        told = (ends[edge.a], looks[look(edge)], ends[edge.b], escape(_how(edge, lang)), since, titles[said])
        sorts = ("", "", "", "", f' data-sort="{escape(edge.since or "")}"', "")
        row = "".join(f"{cell}{sort}>{one}</td>" for cell, sort, one in zip(cells, sorts, told, strict=True))
        rows.append(f'<tr role="row">{row}</tr>')
    return Markup("\n".join(rows))  # noqa: S704 - each part is escaped above


def _named(node: GraphNode, href: str | None) -> Markup:
    """A node's name, as a link where it has a page."""
    if href is None:
        return Markup("<bdi>{}</bdi>").format(node.label)
    return Markup('<a href="{}"><bdi>{}</bdi></a>').format(href, node.label)


def legend(data: NetworkData, lang: Language) -> list[dict[str, Any]]:
    """What is in the picture, and only that: `{part, sign, class, label, count}`, things, countries, rings, ties."""
    return [*_things(data.shown, lang), *_lands(data.lands, lang), *_rings(data, lang), *_ties(data.ties, lang)]


def _entry(part: str, class_: str, label: str, count: int, sign: str = "") -> dict[str, Any]:
    return {"part": part, "class": class_, "label": label, "count": count, "sign": sign}


def _things(shown: Sequence[GraphNode], lang: Language) -> list[dict[str, Any]]:
    counts = {name: sum(node.type == name for node in shown) for name in TYPES}
    return [
        _entry(f"type:{name}", f"node {name}", text(f"network.node.{name}", lang), counts[name])
        for name in TYPES
        if counts[name]
    ]


def _lands(lands: Mapping[str, int], lang: Language) -> list[dict[str, Any]]:
    known = [code for code in lands if code]
    first = [
        _entry(f"country:{code}", f"land land-{slot}", say.country(code, lang), lands[code], code)
        for slot, code in enumerate(known[:LAND_COLOURS])
    ]
    rest = sum(lands[code] for code in lands if code not in known[:LAND_COLOURS])
    return [*first, *([_entry("country:other", "land other", text("network.other_lands", lang), rest)] if rest else [])]


def _rings(data: NetworkData, lang: Language) -> list[dict[str, Any]]:
    labels = {node.key: node.label for node in data.shown}
    sizes = {key: sum(key in (edge.a, edge.b) for edge in data.ties) for key in data.rings}
    named = list(data.rings.items())[:_LEGEND_RINGS]
    return [
        _entry(key, f"ringsign ring-{(number - 1) % RING_COLOURS}", labels[key], sizes[key], str(number))
        for key, number in named
    ]


def _ties(ties: Sequence[GraphEdge], lang: Language) -> list[dict[str, Any]]:
    looks = [look(edge) for edge in ties]
    found = [
        _entry(f"look:{name}", f"tie {name}", text(f"network.edge.{name}", lang), looks.count(name))
        for name in LOOKS
        if name in looks
    ]
    ended = sum(edge.status == "ended" for edge in ties)
    return [*found, *([_entry("ended", "tie ended", text("network.edge.ended", lang), ended)] if ended else [])]
