"""How much memory looking at a long file of links takes, and how long.

    .venv/bin/python -m bench.memory [LINKS [TOWNS]]

The links pair towns of the gazetteer at random (seed 1): two million of 60,000 towns, if nothing else is said. What is
measured is the loading process alone, the gazetteer's index and Python in it, without Neo4j.
"""

from __future__ import annotations

import csv
import os
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.settings import ROOT
from loaders.load import gazetteer

LINKS, TOWNS = 2_000_000, 60_000


def write(path: Path, links: int, towns: int) -> None:
    """A file of links between random towns, as `city_a, country_a, city_b, country_b, since`."""
    chosen = random.Random(1)
    places = gazetteer()
    rows = chosen.sample(range(len(places)), towns)
    named = [(places.name(row), places.country_of(row)) for row in rows]
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(("city_a", "country_a", "city_b", "country_b", "since"))
        for _ in range(links):
            a, b = chosen.sample(named, 2)
            table.writerow((*a, *b, chosen.randint(1946, 2025)))


def main() -> None:
    """Write the file, look at it with the command, print what that took."""
    links, towns = (int(sys.argv[1]) if len(sys.argv) > 1 else LINKS, int(sys.argv[2]) if len(sys.argv) > 2 else TOWNS)
    with TemporaryDirectory(prefix="citynet bench ", ignore_cleanup_errors=True) as folder:
        file = Path(folder, "links.csv")
        write(file, links, towns)
        begin = time.monotonic()
        command = [sys.executable, "-P", "-m", "api.cli", "load", str(file), "--dry-run"]
        environment = os.environ | {"CITYNET_HOME": str(Path(folder, "home")), "PYTHONPATH": str(ROOT)}
        process = os.posix_spawn(sys.executable, command, environment)
        _, status, used = os.wait4(process, 0)
        code = os.waitstatus_to_exitcode(status)
    print(f"{links:,} links of {towns:,} towns, {file.name}: exit code {code}")
    print(f"at most {used.ru_maxrss / 1024:,.0f} MiB, {time.monotonic() - begin:,.0f} s")


if __name__ == "__main__":
    main()
