"""Measures identity resolution: precision and recall on the hand-labelled rows, errors by kind, and times.

Run `python -m bench.identity [--file CSV] [--labels CSV ...] [--cache DIR]` from the repository's root.
Each file of labels is reported by itself: those drawn later were set when the rules were there already.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

from graph.model import Mention
from loaders.identity import Gazetteer, Resolution, Resolver

ROOT = Path(__file__).resolve().parents[1]
WORLD = ROOT / "data/sample/twin_cities_world.csv"
LABELS = [ROOT / f"tests/data/labels_{name}.csv" for name in ("world", "drawn_later", "drawn_last", "drawn_end")]
"""Hand-labelled rows: the first sample, and three drawn one after the other when rules were there."""


@dataclass(frozen=True)
class Label:
    """One labelled mention: its place in the file, the right GeoNames ids (none: open) and kind (or '')."""

    row: int
    side: str
    geonames: frozenset[int]
    kind: str
    hard: bool

    def agrees(self, found: Resolution) -> bool:
        """Tell whether the decision is right: one of the ids (the gazetteer has some places twice), or none."""
        return found.geonames in self.geonames if found.geonames else not self.geonames


def read_world(path: Path) -> tuple[list[Mention], list[tuple[int, int]], dict[tuple[int, str], int]]:
    """Return distinct mentions, pairs of their positions, and the position of each row and side."""
    mentions: list[Mention] = []
    position: dict[tuple[str, ...], int] = {}
    pairs: list[tuple[int, int]] = []
    at: dict[tuple[int, str], int] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row, record in enumerate(csv.DictReader(file), start=2):
            for side, end in (("a", "1"), ("b", "2")):
                key = (record[f"city{end}"], record[f"country{end}"], record[f"lat{end}"], record[f"lng{end}"])
                if key not in position:
                    position[key] = len(mentions)
                    name, country, lat, lon = key
                    mentions.append(Mention(name=name, country=country or None, lat=float(lat), lon=float(lon)))
                at[row, side] = position[key]
            pairs.append((at[row, "a"], at[row, "b"]))
    return mentions, pairs, at


def read_labels(path: Path) -> list[Label]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Label(
                int(record["row"]), record["side"], frozenset(map(int, filter(None, record["geonames"].split("|")))),
                record["kind"], record["hard"] == "yes",
            )
            for record in csv.DictReader(file)
        ]  # fmt: skip


def figures(pairs: list[tuple[Label, Resolution]]) -> str:
    """Return precision, recall and share of right decisions of labels and what was resolved."""
    resolved = [(label, found) for label, found in pairs if found.geonames]
    right = [label for label, found in resolved if label.agrees(found)]
    there = [label for label, _ in pairs if label.geonames]
    plain = [(label, found) for label, found in resolved if "review" not in found.flags]
    plain_right = sum(label.agrees(found) for label, found in plain)
    agreed = sum(label.agrees(found) for label, found in pairs) / max(1, len(pairs))
    return (
        f"{len(pairs):4} labels  precision {len(right) / max(1, len(resolved)):.4f}"
        f" (not up for review {plain_right / max(1, len(plain)):.4f} of {len(plain)})"
        f"  recall {len(right) / max(1, len(there)):.4f} of {len(there)}  decided right {agreed:.4f}"
    )


def error(label: Label, found: Resolution) -> str | None:
    """Return the kind of an error, or None where the decision is right."""
    if label.agrees(found):
        return None
    if found.geonames is None:
        return "left open although the gazetteer has it"
    return "another place" if label.geonames else "resolved although it should not be"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, default=WORLD)
    parser.add_argument("--labels", type=Path, nargs="+", default=LABELS)
    parser.add_argument("--cache", type=Path, default=ROOT / ".citynet/cache")
    options = parser.parse_args()
    mentions, links, at = read_world(options.file)
    start = perf_counter()
    Gazetteer.open(options.cache)
    first = perf_counter()
    gazetteer = Gazetteer.open(options.cache)
    opened = perf_counter()
    busy = process_time()
    resolutions = Resolver(gazetteer).resolve(mentions, links)
    done, used = perf_counter(), process_time() - busy
    print(f"open (first) {first - start:.2f} s, open (index there) {opened - first:.3f} s")
    print(f"resolve {len(mentions)} records in {done - opened:.2f} s ({used:.2f} s of processor)")
    summary(resolutions)
    for path in options.labels:
        print(f"== {path.stem}")
        report(mentions, resolutions, read_labels(path), at)
    regions(gazetteer, resolutions)
    return 0


def regions(gazetteer: Gazetteer, resolutions: list[Resolution]) -> None:
    """Print how many resolved towns have a region by name, and the countries of those that have none."""
    towns = {found.geonames for found in resolutions if found.geonames}
    places = [place for place in map(gazetteer.place, sorted(towns)) if place]
    without = Counter(place.country for place in places if not place.region)
    print(f"towns {len(places)}, without a region's name {without.total()}: {dict(without.most_common())}")


def summary(resolutions: list[Resolution]) -> None:
    """Print how many records were resolved, and by what codes and kinds."""
    resolved = [found for found in resolutions if found.geonames]
    told = sum(bool(found.geonames or found.reason) for found in resolutions)
    print(
        f"resolved {len(resolved)} ({len(resolved) / len(resolutions):.1%}), resolved or refused with a reason {told}"
    )
    print("codes:", dict(Counter(found.code for found in resolutions).most_common()))
    print("kinds:", dict(Counter(found.kind.value for found in resolutions).most_common()))


def report(
    mentions: list[Mention], resolutions: list[Resolution], labels: list[Label], at: dict[tuple[int, str], int]
) -> None:
    """Print the figures on one file of labels and its errors by kind."""
    pairs = [(label, resolutions[at[label.row, label.side]]) for label in labels]
    print("all   ", figures(pairs))
    for name, hard in (("random", False), ("hard  ", True)):
        some = [pair for pair in pairs if pair[0].hard is hard]
        if some:
            print(name, figures(some))
    kinds = [(label, found) for label, found in pairs if label.kind]
    print(f"kind right {sum(label.kind == found.kind for label, found in kinds)} of {len(kinds)}")
    errors: dict[str, list[str]] = defaultdict(list)
    for label, found in pairs:
        kind = error(label, found)
        mention = mentions[at[label.row, label.side]]
        line = f"{label.row}{label.side} {mention.name}, {mention.country}: {found.geonames} ({found.code})"
        if kind:
            errors[kind].append(f"{line}, right is {sorted(label.geonames) or None}; {found.reason}")
        if label.kind and label.kind != found.kind:
            errors["another kind"].append(f"{line} {found.kind.value}, right is {label.kind}")
    for kind, lines in sorted(errors.items()):
        print(f"{kind}: {len(lines)}", *lines, sep="\n   ")


if __name__ == "__main__":
    sys.exit(main())
