"""How far a load has come is told all the way, while its towns are decided too."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import loaders
from graph.database import Database

TOWNS = ("Krefeld,DE", "Venlo,NL", "Chur,CH", "Spa,BE", "Terracina,IT")
COUNT = 250


def test_every_stage_moves_towards_its_end(kb: Database, tmp_path: Path) -> None:
    file = tmp_path / "links.csv"
    # Which of many Neustadts is meant is not clear at first.
    lines = (f"{TOWNS[number % 5]},Neustadt,{48 + number / 100},8.5" for number in range(COUNT))
    file.write_text("\n".join(["city_a,country_a,city_b,lat_b,lon_b", *lines, ""]), "utf-8")
    told: dict[str, list[tuple[int, int | None]]] = defaultdict(list)
    loaders.load(file, db=kb, dry_run=False, progress=lambda what, number, of: told[what].append((number, of)))
    assert list(told) == ["decide", "think", "towns", "rows"]
    assert [number for number, _ in told["decide"]] == [0, 100, 200]
    assert {of for _, of in told["decide"]} == {COUNT + len(TOWNS)}
    assert told["towns"][-1][0] == told["towns"][-1][1]
    assert told["rows"][-1] == (COUNT, COUNT)
