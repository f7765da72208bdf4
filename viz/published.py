"""A site of files: under which name each page, picture and file of ours lies there, and which are left out.

Pure functions over addresses. `viz.rewriting` changes pages by them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from graph.exonyms import town_name
from graph.names import fold, short_hash, slug
from graph.texts import LANGUAGES, Language
from viz.pages import View, json_block

LISTS = (
    "about", "countries", "events", "figures", "organisations", "people", "programmes", "rings", "sources", "topics",
)  # fmt: skip
"""Pages that list or tell, each a file of its name."""

KINDS = {
    type_: View.page_of(type_)
    for type_ in ("city", "ring", "event", "source", "organisation", "programme", "person", "topic")
}
"""Where the things of a type have their pages."""

FACTS = "data/facts.ndjson"
"""All facts, one file for all languages."""

_SAFE = re.compile(r"[A-Za-z0-9][\w.-]{0,79}", re.ASCII)
_TABLE = re.compile(r"/api/questions/([a-z-]+\.csv)")
_PICTURE = re.compile(r"/(preview\.(?:png|webp)|charts/[\w./-]+)")
_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Target:
    """A file of the site and the address that gives it: `file` from the root, `kept` the query that its link keeps."""

    file: str
    address: str
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a site of files has: `things` are ids by kind (`cities`), `address` where it will be served, if known.

    `networks`: a network picture for each town; `pictures`: a preview of its own for each town, ring and country;
    `parts`: all parts of what a source says, not the first alone.
    """

    things: Mapping[str, Collection[str]]
    languages: tuple[Language, ...] = LANGUAGES
    address: str = ""
    networks: bool = False
    pictures: bool = False
    parts: bool = True

    def target(self, address: str, lang: Language) -> Target | None:
        """Where an address of ours (`/cities/gn1?lang=de`), met on a page in `lang`, leads; `None` if left out."""
        split = urlsplit(address)
        path, query = unquote(split.path), parse_qsl(split.query)
        spoken = next((value for name, value in query if name == "lang"), lang)
        if spoken not in self.languages:
            return None
        if shared := _shared(path, split.query):
            return shared
        asked = [(name, value) for name, value in query if name != "lang"]
        if path == "/map":
            return Target(f"{spoken}/map.html", "/map", urlencode(asked))
        name = self._page(path, asked) or self._file(path, asked)
        return Target(f"{spoken}/{name}", f"{split.path}?{urlencode([*asked, ('lang', spoken)])}") if name else None

    def _page(self, path: str, asked: list[tuple[str, str]]) -> str | None:
        kind, _, id_ = path[1:].partition("/")
        if path == "/" and not asked:
            return "index.html"
        if not id_ and kind in (*LISTS, "search") and not asked:
            return f"{kind}.html"
        if path == "/network":
            return self._network(dict(asked)) if len(asked) == 2 else None
        if id_ not in self.things.get(kind, ()):
            return None
        if kind == "sources" and self.parts and [name for name, _ in asked] == ["skip"]:
            return f"sources/{file_name(id_)}~{file_name(asked[0][1])}.html"
        return None if asked else f"{kind}/{file_name(id_)}.html"

    def _network(self, asked: Mapping[str, str]) -> str | None:
        ring, city = asked.get("ring"), asked.get("city")
        if asked.get("question") == "ring-members" and ring in self.things.get("rings", ()):
            return f"networks/{file_name(str(ring))}.html"
        if self.networks and asked.get("question") == "partners" and city in self.things.get("cities", ()):
            return f"networks/{file_name(str(city))}.html"
        return None

    def _file(self, path: str, asked: list[tuple[str, str]]) -> str | None:
        if found := _TABLE.fullmatch(path):
            return f"data/{_with_query(found[1], asked)}"
        found = _PICTURE.fullmatch(path)
        if found is None or ".." in path:
            return None
        if found[1].startswith("charts/"):
            return _with_query(found[1], asked) if self._charted(path, dict(asked)) else None
        if found[1] == "preview.png" and asked and not self.pictures:
            return None
        return _with_query(f"pictures/{found[1]}", asked)

    def _charted(self, path: str, asked: Mapping[str, str]) -> bool:
        """Whether a file of a chart is there: its drawing for the screen, its numbers; of towns only if asked for."""
        wanted = path.endswith(".csv") or (path.endswith(".svg") and "screen" in asked)
        return wanted and (self.pictures or "city" not in asked)


def _shared(path: str, query: str) -> Target | None:
    """Files that all languages share; a link to an asset keeps the hash that tells its versions apart."""
    if path.startswith("/static/") and ".." not in path:
        return Target(path[1:], path, query)
    return Target(FACTS, path) if path == f"/{FACTS}" else None


def file_name(id_: str) -> str:
    """The name, without its ending, of the file of a thing: its id, or a readable one of it where it may be none."""
    return id_ if _SAFE.fullmatch(id_) else f"{slug(id_, limit=40)}-{short_hash(id_)}"


def _with_query(name: str, asked: list[tuple[str, str]]) -> str:
    if not asked:
        return name
    stem, ending = posixpath.splitext(name)
    said = "~".join(f"{key}-{file_name(value)}" for key, value in asked)
    return f"{stem}~{said if len(said) <= 100 else short_hash(said, 12)}{ending or '.svg'}"


def relative(file: str, page: str) -> str:
    """The way from one file of the site to another: `../cities/gn1.html`, with a dot at its beginning."""
    way = posixpath.relpath(file, posixpath.dirname(page) or ".")
    return way if way.startswith(".") else f"./{way}"


def search_index(towns: Collection[Mapping[str, Any]], things: Collection[Mapping[str, Any]], lang: Language) -> bytes:
    """The script with what the search in the browser looks through: rows `[kind, file, name, where, ties, names]`.

    `where` is a town's country and region, or the year or town of another thing; `names` are folded, each between
    two bars. Behind these stands the own name of a town that the language calls otherwise. A script and no JSON, for
    a page from the disk may not fetch.
    """
    rows = []
    for town in towns:
        name = town_name(town["id"], town["name"], lang)
        where = [town["country"] or "", town["region"] or ""]
        local = [town["name"]] if name != town["name"] else []
        rows.append(["city", town["id"], name, where, town["ties"], _names(name, town["names"]), *local])
    for one in things:
        name = one[f"name_{lang}"] or one["id"]
        where = ["", (one["begin"] or "")[:4] or one["town"] or ""]
        rows.append([one["type"], one["id"], name, where, one["ties"], _names(name, one["names"])])
    rows.sort(key=lambda row: (-row[4], row[2], row[1]))
    lines = [json_block([KINDS[type_], file_name(id_), *rest]) for type_, id_, *rest in rows]
    return ("globalThis.citynetIndex = [\n" + ",\n".join(lines) + "\n];\n").encode()


def _names(name: str, folded: Collection[str] | None) -> str:
    every = dict.fromkeys([fold(name), *sorted(folded or (), key=lambda one: (len(one), one))])
    return f"|{'|'.join(list(every)[:_MOST_NAMES])}|"
