"""The interactive map as one HTML file that works from the disk, without a network: scripts, styles and data inside.

The page of the map is rendered without the site around it, and its assets are put into it. Modules import each other
by bare names, which an import map leads to `data:` addresses; MapLibre's worker starts from a blob.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from markupsafe import Markup

from graph.texts import Language
from viz.assets import MAP_MODULES, asset_file, inline_script
from viz.inlined import data_address, import_map
from viz.pages import View, json_block, render

_LOADED = re.compile(
    r'<link rel="(?:preload|modulepreload|icon|alternate)"[^>]*>\s*|<script[^>]* src="[^"]*"></script>\s*'
)
_SHEET = re.compile(r'<link rel="stylesheet" href="/static/([^"?]+)[^"]*">')
_OURS = re.compile(r' href="(/[^"]*)"')
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' data: blob:; style-src 'unsafe-inline'; img-src data: blob:; "
    "connect-src data: blob:; worker-src blob: data:; base-uri 'none'; form-action 'none'"
)
"""What the file may do: run what lies in it, and ask nobody for anything."""

_MAPLIBRE = """import * as maplibre from "citynet/vendor/maplibre-gl.mjs";
const worker = await (await fetch(document.getElementById("map-worker").textContent)).blob();
maplibre.setWorkerUrl(URL.createObjectURL(new Blob([worker], { type: "text/javascript" })));
export default maplibre;
"""


def map_page_file(
    data: Mapping[str, Any],
    language: Language,
    view: View,
    *,
    query: str,
    sources: Sequence[Mapping[str, Any]],
    more: int,
    shaped: Callable[[str], str] | None = None,
    lands: str = "",
) -> str:
    """The file; `sources` are those that it names, `more` how many there are beside them.

    `query` is the state of the map as its address has it. Links lead to `view.public_url` where that is set,
    or are what `shaped` makes of the page. Where pages lie beside the file, `lands` are the countries whose towns have
    one, `*` for all.
    """
    nobody = {f"map_{name}": "" for name in ("data", "search", "ask", "questions", "network")}
    page = render(
        "map.html",
        lang=language,
        view=replace(view, alone=True, path="/map"),
        sources=sources,
        more_sources=more,
        map_files=False,
        **nobody,
    )
    page = _SHEET.sub(lambda found: f"<style>{_style(found.group(1))}</style>", page)
    page = _LOADED.sub("", page)
    page = shaped(page) if shaped else _OURS.sub(_led_to(view.public_url), page)
    page = re.sub(r'data-maplibre="[^"]*"', 'data-maplibre="citynet/maplibre.js"', page)
    page = page.replace('id="map" ', f'id="map" data-start="?{escape(query)}" data-lands="{escape(lands)}" ', 1)
    for name, file in (("outlines", "countries-110m.json"), ("outlines-fine", "countries-50m.json")):
        inside = _address(f"vendor/{file}", "application/json")
        page = re.sub(rf'data-{name}="[^"]*"', f'data-{name}="{inside}"', page)
    head = (
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<script type="importmap">{_imports()}</script>\n'
    )
    page = page.replace('<meta charset="utf-8">', head, 1)
    return page.replace("</body>", f"{_scripts(data)}</body>")


def _scripts(data: Mapping[str, Any]) -> str:
    worker = _address("vendor/maplibre-gl-worker.mjs", "text/javascript")
    return (
        f'<script type="application/json" id="map-data">{json_block(data)}</script>\n'
        f'<script type="text/plain" id="map-worker">{worker}</script>\n'
        f"<script>{_script('vendor/topojson-client.js')}</script>\n"
        f"<script>{_script('suggest.js')}</script>\n"
        '<script type="module">import "citynet/map.js";</script>\n'
    )


def _led_to(public_url: str) -> Callable[[re.Match[str]], str]:
    """What becomes of a link of ours: where the site has a public address it leads there, else it is none."""
    return lambda found: f' href="{public_url}{found.group(1)}"' if public_url else ""


def _imports() -> str:
    maplibre = {
        "citynet/maplibre.js": data_address(_MAPLIBRE.encode(), "text/javascript"),
        "citynet/vendor/maplibre-gl.mjs": _address("vendor/maplibre-gl.mjs", "text/javascript"),
    }
    return import_map((*MAP_MODULES, "map.js"), maplibre)


def _address(name: str, media: str) -> str:
    return data_address(asset_file(name).read_bytes(), media)


def _script(name: str) -> Markup:
    return inline_script(asset_file(name).read_text("utf-8"))


def _style(name: str) -> str:
    return asset_file(name).read_text("utf-8").replace("</", "<\\/")
