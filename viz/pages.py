"""Pages: templates with their filters, rendered to HTML for one language. Data comes in as plain values.

Templates lie in `viz/templates`; what each one needs is told in `viz/templates/README.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlencode

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from graph.exonyms import exonyms
from graph.names import fold
from graph.search import OF_THINGS
from graph.texts import LANGUAGES, Language, catalogue, text
from viz import say
from viz.assets import MAP_MODULES, NETWORK_MODULES, asset_url
from viz.linked import linked
from viz.statements import as_table, described, grouped

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:; "
    "style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'"
)
"""The policy that all pages keep: no script in the page itself, nothing from another host."""

TEMPLATES = Path(__file__).parent / "templates"
_PAGES = {"city": "cities", "town": "cities", "person": "people", "persons": "people"}
"""Where things have their pages whose plural is not their name with an s."""


@dataclass(frozen=True, slots=True)
class View:
    """What a page knows about the request it answers.

    `path` and `query` are the request's; `formats` are (label, address) of the same thing as data;
    `lang_asked` is the language where `?lang=` was given, which the links of the page then carry on;
    `date` is the ISO day that pictures carry; `published` where the page becomes a file of a site without a server.
    """

    path: str = "/"
    query: tuple[tuple[str, str], ...] = ()
    public_url: str = ""
    version: str = ""
    data_version: str = ""
    formats: tuple[tuple[str, str], ...] = ()
    embed: bool = False
    alone: bool = False
    theme: Literal["auto", "light", "dark"] = "auto"
    lang_asked: Language | None = None
    date: str = ""
    published: bool = False

    def href(self, path: str, **query: object) -> str:
        """A path of ours with its query and the language asked for."""
        if not query:
            return f"{path}?lang={self.lang_asked}" if self.lang_asked else path
        pairs = [(key, str(value)) for key, value in query.items() if value is not None]
        if self.lang_asked:
            pairs.append(("lang", self.lang_asked))
        return f"{path}?{urlencode(pairs)}" if pairs else path

    @staticmethod
    def page_of(type_: str) -> str:
        """Where things of a type have their pages: of a `person`, or of `persons`, at `people`."""
        return _PAGES.get(type_, f"{type_.removesuffix('s')}s")

    def to(self, kind: str, id_: str) -> str:
        """The address of one thing's page: `to('cities', 'gn2953391')`."""
        named = id_ if id_.isascii() and id_.isalnum() else quote(id_, safe="")
        return self.href(f"/{kind}/{named}")

    def changed(self, **changes: str | None) -> str:
        """This page's own address with parameters of the query changed, or left out for `None`."""
        pairs = [(key, value) for key, value in self.query if key not in changes]
        pairs += [(key, value) for key, value in changes.items() if value is not None]
        return f"{quote(self.path)}?{urlencode(pairs)}" if pairs else quote(self.path)

    def address(self, path: str | None = None) -> str:
        """The full address of a path of ours (of this page without one), as links and embeds carry it."""
        return self.public_url.rstrip("/") + (path if path is not None else self.changed())

    def subscribed(self, path: str, query: Iterable[tuple[str, str]], lang: Language) -> str:
        """The address of a calendar of ours, which a calendar program subscribes to where one opens it."""
        pairs = [(key, value) for key, value in query if key != "lang" and value]
        address = self.address(f"{path}?{urlencode([*pairs, ('lang', lang)])}")
        return re.sub("^https?:", "webcal:", address)


def json_block(value: object) -> Markup:
    """JSON that is safe inside `<script type="application/json">`: no `<`, `>` or `&` is left in it."""
    raw = orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
    for char, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        raw = raw.replace(char, escaped)
    return Markup(raw)  # noqa: S704 - the three characters that could end the block are escaped above


def _linked(thing: Mapping[str, Any], kind: str, lang: Language, view: View) -> Markup:
    said = linked(kind, thing, lang, view)
    return json_block(said) if said else Markup()


def _row(town: Any) -> Mapping[str, Any]:
    """A town as a row, where it is an object of a form."""
    return town if isinstance(town, Mapping) else {"id": town.id, "name": town.name}


def web_address(url: object) -> str | None:
    """The address if it is one of the web, else `None`: nothing else becomes a link."""
    return url if isinstance(url, str) and url.startswith(("https://", "http://")) else None


def _filters(lang: Language) -> dict[str, Any]:
    return {
        "t": lambda key, **values: text(key, lang, **values),
        "tn": lambda count, key, **values: say.counted(key, count, lang, **values),
        "date": lambda value: say.partial_date(value, lang),
        "number": lambda value: say.number(value, lang),
        "precise": lambda value: say.precise(value, lang),
        "km": lambda value: say.distance(value, lang),
        "percent": lambda value: say.percent(value, lang),
        "why": lambda reason: say.why(reason, lang),
        "fact_group": say.fact_group,
        "town_name": lambda town: say.town(_row(town), lang),
        "by_town_name": lambda towns: sorted(towns, key=lambda town: fold(say.town(town, lang))),
        "country": lambda value: say.country(value, lang),
        "words": lambda value: say.words(value, lang),
        "language": lambda value: say.language_of(value, lang),
        "language_name": lambda value: say.language_name(value, lang),
        "by_year": say.by_year,
        "used_columns": say.used_columns,
        "label": lambda value, group: say.label(group, value, lang),
        "described": lambda statement: described(statement, lang),
        "grouped": grouped,
        "as_table": lambda subjects, kind: as_table(kind, subjects, lang),
        "json_block": json_block,
        "linked": lambda thing, kind, view: _linked(thing, kind, lang, view),
        "script_texts": lambda prefix: texts_for_script(prefix, lang),
        "web": web_address,
    }


class _Environment(Environment):
    """Rows are plain dictionaries: what Jinja finds in one at its second attempt comes at the first."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is not dict or attribute in _OF_EVERY_DICT:
            return super().getattr(obj, attribute)
        try:
            return obj[attribute]
        except KeyError:
            return self.undefined(obj=obj, name=attribute)


_OF_EVERY_DICT = frozenset(dir(dict))


@lru_cache(maxsize=len(LANGUAGES))
def environment(lang: Language) -> Environment:
    """The templates for one language, everything escaped and nothing undefined let through."""
    made = _Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(_filters(lang))
    made.globals.update(lang=lang, languages=LANGUAGES, asset_url=asset_url, map_modules=MAP_MODULES)
    made.globals.update(
        country_names=say.country_names(lang), town_names=exonyms(lang), network_modules=NETWORK_MODULES
    )
    made.globals.update(suggested=OF_THINGS | {"town"})
    return made


def render(template: str, *, lang: Language, view: View, **context: object) -> str:
    """The page `template` (`city.html`) with its data; raises `jinja2.UndefinedError` where data is missing."""
    return environment(lang).get_template(template).render(view=view, **context)


def texts_for_script(prefix: str, lang: Language) -> dict[str, str]:
    """All texts under a prefix for a script of ours, by the rest of their key, with placeholders unfilled."""
    return {key[len(prefix) :]: entry[lang] for key, entry in catalogue().items() if key.startswith(prefix)}
