"""Makes a network as large as one likes out of the world file: its towns and links many times over.

    python -m bench.million.network FOLDER [--towns 1000000] [--links 10000000] [--rings 2000] [--files 4]

Each town of the world file stands for a block of towns near it, each of its links for many links between towns of the
two blocks, drawn by chance without a pair twice. So a town has `links per link / towns per town` times the partners of
the one it stands for, give or take chance: the distribution of degrees keeps its shape and its heavy tail, and which
country is linked to which, how far, and whether large are linked to large stays as it is in the world file (not the
triangles, of which few are left). Rings take up to some hundred towns of blocks that are linked.

Writes `towns.csv`, `rings.csv` and `links-1.csv` and so on, as the loaders read them; each is a source. One block or
link at a time is in memory.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from graph.settings import ROOT
from loaders.load import gazetteer

FILE = ROOT / "data" / "sample" / "twin_cities_world.csv"
KINDS = (("partnership", 0.8), ("friendship", 0.12), ("contact", 0.05), ("project", 0.03))
DATED = 0.55
"""The share of links whose beginning is known."""

PARTS = ("nieder", "ober", "neu", "alt", "gross", "klein", "west", "ost", "sued", "nord", "mittel", "hoch")
ENDS = ("au", "feld", "berg", "tal", "bach", "wald", "stein", "hof", "furt", "brueck", "see", "heim")


@dataclass(frozen=True, slots=True)
class World:
    """The towns of the world file (name, country code, lat, lon) and its links, as pairs of places in `towns`."""

    towns: Sequence[tuple[str, str, float, float]]
    links: Sequence[tuple[int, int]]


def world() -> World:
    """The world file: a town for each name and country, each pair once, without towns linked to themselves."""
    code = gazetteer().country
    places: dict[tuple[str, str], int] = {}
    towns: list[tuple[str, str, float, float]] = []
    pairs = set()
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            ends = []
            for end in "12":
                country = row[f"country{end}"]
                key = (row[f"city{end}"], code(country) or country)
                if key not in places:
                    places[key] = len(towns)
                    towns.append((*key, float(row[f"lat{end}"]), float(row[f"lng{end}"])))
                ends.append(places[key])
            if ends[0] != ends[1]:
                pairs.add((min(ends), max(ends)))
    return World(towns, sorted(pairs))


def sizes(total: int, parts: int) -> np.ndarray[Any, Any]:
    """`total` shared out among so many parts, as evenly as whole numbers can."""
    ends = np.arange(1, parts + 1, dtype=np.int64) * total // parts
    return np.diff(ends, prepend=0)


def name_of(block: str, number: int) -> str:
    """The name of a town of a block: the first bears the block's own, the others one of their own before it."""
    if number == 0:
        return block
    first, number = (number - 1) % len(PARTS), (number - 1) // len(PARTS)
    second, number = number % len(ENDS), number // len(ENDS)
    own = f"{PARTS[first]}{ENDS[second]}".title() + (f" {number + 1}" if number else "")
    return f"{own} {block}"


def towns(of: World, blocks: Sequence[int], chance: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Rows of towns: within some tens of km of the one that they stand for, with people lognormally distributed."""
    for (name, country, lat, lon), size in zip(of.towns, blocks, strict=True):
        lats = np.clip(lat + chance.normal(0, 0.25, size), -89, 89).round(4)
        lons = np.clip(lon + chance.normal(0, 0.35, size), -179.9, 179.9).round(4)
        people = chance.lognormal(9.6, 1.2, size).astype(int)
        region = f"{country} {int(abs(lat)) // 2}-{int(abs(lon)) // 3}"
        for number in range(size):
            yield name_of(name, number), country, region, lats[number], lons[number], people[number]


def links(
    of: World, blocks: Sequence[int], each: Sequence[int], files: tuple[int, int], chance: np.random.Generator
) -> Iterator[tuple[Any, ...]]:
    """Rows of links for one of the files (which, of how many), link by link of the world file, without a pair twice."""
    kinds, weights = zip(*KINDS, strict=True)
    mine = slice(files[0], None, files[1])
    for (a, b), wanted in zip(of.links[mine], each[mine], strict=True):
        pairs = int(blocks[a]) * int(blocks[b])
        drawn = chance.choice(pairs, min(int(wanted), pairs), replace=False, shuffle=False)
        years = chance.integers(1946, 2026, len(drawn))
        dated = chance.random(len(drawn)) < DATED
        kind = chance.choice(kinds, len(drawn), p=weights)
        (name_a, country_a, *_), (name_b, country_b, *_) = of.towns[a], of.towns[b]
        for at, pair in enumerate(drawn.tolist()):
            first, second = divmod(pair, int(blocks[b]))
            since = int(years[at]) if dated[at] else ""
            yield name_of(name_a, first), country_a, name_of(name_b, second), country_b, kind[at], since


def rings(of: World, blocks: Sequence[int], count: int, chance: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Rows of members: most rings have three to twelve towns, one in a hundred up to two hundred."""
    partners: dict[int, list[int]] = {}
    for a, b in of.links:
        partners.setdefault(a, []).append(b)
        partners.setdefault(b, []).append(a)
    hubs = sorted(partners, key=lambda one: (-len(partners[one]), one))
    for number in range(count):
        middle = hubs[number % len(hubs)]
        size = int(chance.integers(100, 201)) if number % 100 == 0 else int(chance.integers(3, 13))
        members = set()
        around = [middle, *partners[middle]]
        for block in chance.choice(around, size):
            members.add((int(block), int(chance.integers(blocks[block]))))
        founded = int(chance.integers(1950, 2015))
        name = f"Ring {number + 1} of {of.towns[middle][0]}"
        for block, one in sorted(members):
            since = founded + int(chance.integers(0, 10))
            yield name, founded, name_of(of.towns[block][0], one), of.towns[block][1], since


def write(
    folder: Path, *, towns_wanted: int, links_wanted: int, rings_wanted: int, files: int, seed: int
) -> dict[str, int]:
    """Write the files; returns how many rows each has."""
    of = world()
    blocks = sizes(towns_wanted, len(of.towns)).tolist()
    each = sizes(links_wanted, len(of.links)).tolist()
    chance = np.random.default_rng(seed)
    made = {
        "towns": (("city", "country", "region", "lat", "lon", "population"), towns(of, blocks, chance)),
        "rings": (("ring", "founded", "city", "country", "since"), rings(of, blocks, rings_wanted, chance)),
    }
    heading = ("city_a", "country_a", "city_b", "country_b", "kind", "since")
    for file in range(files):
        made[f"links-{file + 1}"] = (heading, links(of, blocks, each, (file, files), chance))
    folder.mkdir(parents=True, exist_ok=True)
    return {name: _write(folder / f"{name}.csv", heading, rows) for name, (heading, rows) in made.items()}


def _write(path: Path, heading: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> int:
    with path.open("w", encoding="utf-8", newline="") as out:
        return _written(out, heading, rows)


def _written(out: IO[str], heading: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> int:
    table, count = csv.writer(out), 0
    table.writerow(heading)
    for row in rows:
        table.writerow(row)
        count += 1
    return count


def main() -> None:
    """Write the files and say how many rows they have."""
    asked = argparse.ArgumentParser(prog="bench.million.network")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--towns", type=int, default=1_000_000)
    asked.add_argument("--links", type=int, default=10_000_000)
    asked.add_argument("--rings", type=int, default=2_000)
    asked.add_argument("--files", type=int, default=4)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    made = write(
        given.folder,
        towns_wanted=given.towns,
        links_wanted=given.links,
        rings_wanted=given.rings,
        files=given.files,
        seed=given.seed,
    )
    print(", ".join(f"{count:,} {name}" for name, count in made.items()))


if __name__ == "__main__":
    main()
