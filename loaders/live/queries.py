"""The queries that Wikidata is asked, as text: `*.rq` beside this file, with what changes put in.

What is put in is never taken over as it comes: ids are looked at, names are quoted as SPARQL has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from graph.countries import country_code, country_name
from graph.errors import UsageError
from graph.names import slug

LANGUAGES = ("en", "de", "mul", "fr", "es", "it", "pl", "ru")
"""Languages in which towns are asked for their labels. 'mul' is Wikidata's label for all languages."""

_ANY = (
    *LANGUAGES, "nl", "pt", "sv", "da", "nb", "fi", "cs", "sk", "hu", "ro", "bg", "sr", "hr", "sl", "uk", "be", "lt",
    "lv", "et", "el", "tr", "ka", "hy", "he", "ar", "fa", "hi", "th", "vi", "id", "ja", "ko", "zh",
)  # fmt: skip
"""Where none of these has a label, the first of these languages that does."""

_SIDES = ("item", "partner")
_OF_TOWN = ("Label", *(f"Label_{language}" for language in LANGUAGES), "Names", "Coord", "CountryCode")
COLUMNS = (
    "twinning", "rank", "item", "partner", "start", "startPrecision", "end", "endPrecision",
    *(f"{side}{part}" for side in _SIDES for part in _OF_TOWN),
)  # fmt: skip
"""Columns of the table of twinnings."""

_QID = re.compile(r"Q[1-9]\d{0,11}")
_TWINNING = re.compile(r"http://www\.wikidata\.org/entity/statement/[A-Za-z]\d+-[0-9A-Fa-f-]+")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which twinnings are meant: of one town (its Q-id), of a country (its code), or all where neither is said."""

    town: str | None = None
    country: str | None = None

    def __post_init__(self) -> None:
        if self.town is not None and not is_qid(self.town):
            raise UsageError(f"'{self.town}' is not an item of Wikidata like Q64", parameter="town")
        if self.country is not None and country_code(self.country) != self.country:
            raise UsageError(f"'{self.country}' is not a country; a code or a name will do", parameter="country")

    @property
    def name(self) -> str:
        """A name for files: `wikidata-q64`, `wikidata-de`, `wikidata-all`."""
        return f"wikidata-{slug(self.town or self.country or 'all')}"

    @property
    def what(self) -> str:
        """What is asked for, in English."""
        if self.town:
            return self.town
        return country_name(self.country, "en") if self.country else "all towns"

    def pattern(self) -> str:
        """The part of a query that chooses `?twinning`: whoever of its two towns says it."""
        if self.town:
            return f"{{ wd:{self.town} p:P190 ?twinning }} UNION {{ ?twinning ps:P190 wd:{self.town} }}"
        if self.country:
            there = f'?country wdt:P297 "{self.country}" .'
            mine, theirs = "?item wdt:P17 ?country ; p:P190 ?twinning .", "?there wdt:P17 ?country ."
            return f"{there} {{ {mine} }} UNION {{ {theirs} ?twinning ps:P190 ?there . }}"
        return ""


def is_qid(text: str) -> bool:
    """Whether a text is the id of an item."""
    return _QID.fullmatch(text) is not None


def is_twinning(address: str) -> bool:
    """Whether a text is the address of a statement."""
    return _TWINNING.fullmatch(address) is not None


def listing(scope: Scope, after: str, limit: int) -> str:
    """Addresses (`twinning`) of the next `limit` twinnings behind `after` ('' for the first), sorted."""
    return _filled("list", what=scope.what, scope=scope.pattern(), after=after, limit=limit)


def twinnings(addresses: Iterable[str]) -> str:
    """All that is told of these twinnings, in `COLUMNS`; several rows where a town has two coordinates or countries."""
    towns = "".join(
        _filled("town", side=side) + "".join(_filled("label", side=side, language=one) for one in LANGUAGES)
        for side in _SIDES
    )
    columns = " ".join(f"?{side}{part}" for side in _SIDES for part in _OF_TOWN)
    wanted = " ".join(f"<{address}>" for address in addresses)
    return _filled("twinnings", columns=columns, twinnings=wanted, towns=towns.strip(), languages=",".join(_ANY))


def named(name: str, *, other_names: bool = False) -> str:
    """Items called so, or also called so: `item`, `itemLabel`, `itemDescription`, and `code` of a country."""
    names = " ".join(f"{_quoted(name)}@{language}" for language in LANGUAGES)
    path = "skos:altLabel" if other_names else "rdfs:label"
    return _filled("named", names=names, path=path, languages=",".join(_ANY))


def of_geonames(geonames: int) -> str:
    """The item (`item`) that is a place of GeoNames."""
    return _filled("geonames", geonames=int(geonames))


def _quoted(text: str) -> str:
    plain = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _filled(name: str, **values: object) -> str:
    return _template(name).substitute({key: str(value) for key, value in values.items()})


@cache
def _template(name: str) -> Template:
    return Template(Path(__file__).with_name(f"{name}.rq").read_text("utf-8"))
