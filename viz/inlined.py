"""Modules of ours inside one HTML file: they import each other by bare names, which lead to `data:` addresses."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping

import orjson
from markupsafe import Markup

from viz.assets import asset_file

_IMPORT = re.compile(r'((?:\bfrom|\bimport)\s*)"\./([\w-]+\.m?js)"')


def import_map(names: Iterable[str], others: Mapping[str, str] | None = None) -> Markup:
    """The import map of modules by their names as assets; `others` are addresses by bare name."""
    modules = {f"citynet/{name}": _module(name) for name in names} | dict(others or {})
    return Markup(orjson.dumps({"imports": modules}).decode())  # noqa: S704 - base64, and names of our own


def data_address(content: bytes, media: str) -> str:
    """Bytes as an address that holds them."""
    return f"data:{media};base64,{base64.b64encode(content).decode()}"


def _module(name: str) -> str:
    """A module of ours as an address, its imports by bare names."""
    source = asset_file(name).read_text("utf-8")
    return data_address(_IMPORT.sub(r'\1"citynet/\2"', source).encode(), "text/javascript")
