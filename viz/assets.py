"""Static files: our own from `viz/static`, those of npm packages under `/static/vendor/…`."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from graph.errors import SetupError

STATIC = Path(__file__).parent / "static"
NODE_MODULES = Path(__file__).parent.parent / "node_modules"

VENDOR = {
    "maplibre-gl.mjs": "maplibre-gl/dist/maplibre-gl.mjs",
    "maplibre-gl-worker.mjs": "maplibre-gl/dist/maplibre-gl-worker.mjs",
    "maplibre-gl-shared.mjs": "maplibre-gl/dist/maplibre-gl-shared.mjs",
    "maplibre-gl.css": "maplibre-gl/dist/maplibre-gl.css",
    "swagger-ui-bundle.js": "swagger-ui-dist/swagger-ui-bundle.js",
    "swagger-ui.css": "swagger-ui-dist/swagger-ui.css",
    "topojson-client.js": "topojson-client/dist/topojson-client.min.js",
    "vis-network.js": "vis-network/standalone/umd/vis-network.min.js",
    "countries-110m.json": "world-atlas/countries-110m.json",
    "countries-50m.json": "world-atlas/countries-50m.json",
}
"""Vendor files by the name they are served under."""

MAP_MODULES = (
    "dom.js", "mapcontrols.js", "mapdata.js", "mapdraw.js", "mapfilter.js", "mapfind.js", "mapfocus.js", "mappanel.js",
    "mapserver.js", "mapstate.js", "maptable.js", "maptake.js", "mapwords.js", "arcs.js", "mapflows.js",
    "maplayers.js", "mapstanding.js",
)  # fmt: skip
"""Modules that `map.js` loads, named on its page so that the browser fetches them all at once."""

NETWORK_MODULES = (
    "dom.js", "netcanvas.js", "netexpand.js", "netkeys.js", "netlabels.js", "netlegend.js", "netmodel.js",
    "netpanel.js", "netscene.js", "nettake.js", "nettools.js", "networds.js",
)  # fmt: skip
"""Modules that `network.js` loads, as above."""

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
"""Media types by suffix; `.mjs` is unknown to some machines' tables, and a module must carry a script's type."""


_LONGEST = 100
"""Characters of a name; longer ones are an error to the file system, and nothing of ours."""


def asset_path(url_path: str) -> Path | None:
    """The file served under `/static/…`, or `None`; only files listed or lying in `viz/static` are served."""
    name = url_path.removeprefix("/static/").partition("?")[0]
    if name.startswith("vendor/"):
        vendored = VENDOR.get(name.removeprefix("vendor/"))
        path = NODE_MODULES / vendored if vendored else None
    else:
        known = "/" not in name and not name.startswith(".") and name.isascii() and len(name) < _LONGEST
        path = STATIC / name if known else None
    return path if path is not None and path.is_file() and path.suffix in MEDIA_TYPES else None


def asset_file(name: str) -> Path:
    """The file of an asset by its name (`style.css`, `vendor/vis-network.js`); raises `SetupError` if missing."""
    path = asset_path(f"/static/{name}")
    if path is None:
        raise SetupError(f"the web asset '{name}' is missing; run ./run or 'npm ci' to install the web assets")
    return path


@lru_cache(maxsize=64)
def _content_hash(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def asset_url(name: str) -> str:
    """The address of an asset with a hash of its content, so that it may be cached for good."""
    path = asset_file(name)
    return f"/static/{name}?v={_content_hash(path, path.stat().st_mtime_ns)}"


def inline_script(source: str) -> Markup:
    """A script's text for use inside a page; the end tag, which would close it early, is broken up."""
    safe = source.replace("</script", "<\\/script").replace("<!--", "<\\!--")
    lines = [line for line in safe.splitlines() if not line.startswith("//# sourceMappingURL=")]
    return Markup("\n".join(lines))  # noqa: S704 - scripts from our lock file and our own
