"""Finds places that the gazetteer has more than once, and which entry stands for all of them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

from .geometry import distance_km

SAME_NAME_KM = 4.0
"""Entries of one main name this near each other are one place."""

OTHER_NAME_KM = 3.0
"""Entries that bear each other's main names are one place this near each other."""

_CROWD = 60


def canonical_rows(
    keys: array[Any], values: array[Any], bits: int, columns: dict[str, array[Any]], names: array[Any]
) -> array[Any]:
    """Return for each row the row that stands for it, mostly itself.

    `keys` and `values` are the sorted index of names (row << bits | number of the name), `columns` hold
    country, lat and lon (in 1e-5 degrees) and people of each row, `names` how many names it has.
    """
    parent = list(range(len(names)))

    def root(row: int) -> int:
        while parent[row] != row:
            row = parent[row]
        return row

    once: set[tuple[int, int]] = set()
    for one, other, both in _pairs(keys, values, bits, columns):
        if both or (other, one) in once:
            first, second = sorted((root(one), root(other)))
            parent[second] = first
        else:
            once.add((one, other))
    groups: dict[int, list[int]] = {}
    for row in range(len(parent)):
        if parent[row] != row:
            groups.setdefault(root(row), [root(row)]).append(row)
    chosen = array("I", range(len(parent)))
    for rows in groups.values():
        best = min(rows, key=lambda row: (-_step(columns["people"][row]), -names[row], columns["id"][row]))
        for row in rows:
            chosen[row] = best
    return chosen


def _step(people: int) -> int:
    """Return the order of size of a number of people, in powers of four: entries of one place differ a little."""
    return (people.bit_length() + 1) // 2


def _pairs(
    keys: array[Any], values: array[Any], bits: int, columns: dict[str, array[Any]]
) -> Iterator[tuple[int, int, bool]]:
    """Yield rows near each other of which the first has the second's main name; True: both as main name."""
    mask = (1 << bits) - 1
    start, end = 0, len(keys)
    while start < end:
        stop = start + 1
        while stop < end and keys[stop] == keys[start]:
            stop += 1
        if stop - start > 1:
            entries = [(value >> bits, value & mask) for value in values[start:stop]]
            main = [row for row, number in entries if number == 0]
            if main and len(entries) <= _CROWD:
                yield from _near(main, entries, columns, mask)
        start = stop


def _near(
    main: list[int], entries: list[tuple[int, int]], columns: dict[str, array[Any]], part: int
) -> Iterator[tuple[int, int, bool]]:
    country, lat, lon = columns["country"], columns["lat"], columns["lon"]
    for bearer in main:
        for row, number in entries:
            if row == bearer or number == part or country[row] != country[bearer]:
                continue
            km = SAME_NAME_KM if number == 0 else OTHER_NAME_KM
            if abs(lat[row] - lat[bearer]) > km * 900:
                continue
            if distance_km(lat[row] / 1e5, lon[row] / 1e5, lat[bearer] / 1e5, lon[bearer] / 1e5) <= km:
                yield row, bearer, number == 0
